#include "server/registry/case_transfer.h"

#include "server/registry/case_moving.h"

/* clang-format off */
/* What must still be true whenever somebody signs. */
#define STANDS(state, event, party)                                                                \
	{state, event, party, .needs = FACT_NOT_THERE, REFUSES(CHILD_NOT_THERE), .rule = "R8"},    \
	{state, event, party, .needs = FACT_SAME_SCHOOL, REFUSES(SAME_SCHOOL), .rule = "R23"},     \
	DATA_AND_PLACE_STAND(state, event, party)

#define RECEIVING_SIGNS(state, party)                                                              \
	RECEIVING_REFUSES(state, party),                                                           \
	STANDS(state, CASE_APPROVE, party),                                                        \
	{state, CASE_APPROVE, party, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL), .rule = "R15"}

/* Over to the other side: of another province it is asked by message; a school that is closed has
 * its bureau to answer for it. */
#define GOES_OVER(state, party)                                                                    \
	{state, CASE_APPROVE, party, .needs = FACT_FROM_ABROAD, .to = CASE_ROUTING,                \
		.rule = "R23, FSM3"},                                                              \
	{state, CASE_APPROVE, party, .needs = FACT_SENDER_CLOSED, .to = CASE_OUT_BUREAU,           \
		.rule = "R12"},                                                                    \
	{state, CASE_APPROVE, party, .to = CASE_OUT_SCHOOL, .rule = "R23"}

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_SAME_SCHOOL, REFUSES(SAME_SCHOOL),
		.rule = "R23"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_NOT_THERE, REFUSES(CHILD_NOT_THERE),
		.rule = "R8"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_FROZEN, REFUSES(TRANSFERS_FROZEN),
		.rule = "R34, Q17"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM3"},

	{CASE_DRAFT, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM3"},
	STANDS(CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR),
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = (uint32_t)FACT_PROBLEM_OPEN,
		REFUSES(PROBLEM_OPEN_2003), .rule = "FSM4, Q10"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_OTHER_STAGE, REFUSES(OTHER_STAGE),
		.rule = "FSM3"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_KEEP_BARRED, REFUSES(KEEP_BARRED),
		.rule = "R8, R32"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_BARRED, REFUSES(TRANSFER_BARRED),
		.rule = "R33"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL),
		.rule = "R15"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "R23"},
	ENDS_EARLY(CASE_DRAFT),

	RECEIVING_SIGNS(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .lacks = FACT_SAME_BUREAU,
		.to = CASE_BUREAU_REVIEW, .rule = "R23, R58"},
	GOES_OVER(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	ENDS_EARLY(CASE_SCHOOL_REVIEW),

	RECEIVING_SIGNS(CASE_BUREAU_REVIEW, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_CITY_SIGNS,
		.to = CASE_CITY_REVIEW, .rule = "Q3"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_PROVINCE_SIGNS,
		.to = CASE_PROVINCE_REVIEW, .rule = "Q3"},
	GOES_OVER(CASE_BUREAU_REVIEW, CASE_BUREAU),
	ENDS_EARLY(CASE_BUREAU_REVIEW),

	RECEIVING_SIGNS(CASE_CITY_REVIEW, CASE_CITY),
	{CASE_CITY_REVIEW, CASE_APPROVE, CASE_CITY, .needs = FACT_PROVINCE_SIGNS,
		.to = CASE_PROVINCE_REVIEW, .rule = "Q3"},
	GOES_OVER(CASE_CITY_REVIEW, CASE_CITY),
	ENDS_EARLY(CASE_CITY_REVIEW),

	RECEIVING_SIGNS(CASE_PROVINCE_REVIEW, CASE_PROVINCE),
	GOES_OVER(CASE_PROVINCE_REVIEW, CASE_PROVINCE),
	ENDS_EARLY(CASE_PROVINCE_REVIEW),

	/* Another province asks for a child: what its own node cannot check is checked here. */
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_NOT_THERE, REFUSES(CHILD_NOT_THERE),
		.rule = "R8"},
	CHECKED_THERE,
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_OTHER_STAGE, REFUSES(OTHER_STAGE),
		.rule = "FSM3"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_KEEP_BARRED, REFUSES(KEEP_BARRED),
		.rule = "R8, R32"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_BARRED, REFUSES(TRANSFER_BARRED),
		.rule = "R33"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_SENDER_CLOSED, .to = CASE_OUT_BUREAU,
		.rule = "R12"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .to = CASE_OUT_SCHOOL, .rule = "R23"},

	{CASE_ROUTING, CASE_PASS, CASE_ABROAD, .needs = FACT_SENDER_CLOSED, .to = CASE_OUT_BUREAU,
		.rule = "R12"},
	{CASE_ROUTING, CASE_PASS, CASE_ABROAD, .to = CASE_OUT_SCHOOL, .rule = "R23"},
	ASKS_AGAIN_OR_FAILS,

	/* The school that is left: the registrar looks and hands on, the approver decides (Q2). */
	ELSEWHERE(CASE_OUT_SCHOOL, CASE_SUBMIT, CASE_SENDING_REGISTRAR),
	TOLD(CASE_OUT_SCHOOL, CASE_SUBMIT, FROM, CASE_OUT_SIGN),
	TOLD(CASE_OUT_SCHOOL, CASE_APPROVE, FROM, CASE_OUT_BUREAU),
	TOLD_OF_THE_END(CASE_OUT_SCHOOL),
	{CASE_OUT_SCHOOL, CASE_SUBMIT, CASE_SENDING_REGISTRAR, .to = CASE_OUT_SIGN,
		.rule = "R23, R58"},
	/* It closes meanwhile, and its bureau answers for it. */
	{CASE_OUT_SCHOOL, CASE_APPROVE, CASE_CLOCK, .to = CASE_OUT_BUREAU, .rule = "R12"},
	ENDS_EARLY(CASE_OUT_SCHOOL),

	ELSEWHERE(CASE_OUT_SIGN, CASE_REFUSE, CASE_SENDING_APPROVER),
	ELSEWHERE(CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER),
	TOLD(CASE_OUT_SIGN, CASE_APPROVE, FROM, CASE_OUT_BUREAU),
	TOLD(CASE_OUT_SIGN, CASE_REFUSE, FROM, CASE_REFUSED),
	TOLD_OF_THE_END(CASE_OUT_SIGN),
	SENDING_REFUSES(CASE_OUT_SIGN, CASE_SENDING_APPROVER),
	STANDS(CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER),
	{CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER, .to = CASE_OUT_BUREAU, .rule = "R23"},
	{CASE_OUT_SIGN, CASE_APPROVE, CASE_CLOCK, .to = CASE_OUT_BUREAU, .rule = "R12"},
	ENDS_EARLY(CASE_OUT_SIGN),

	/* The last signature. A class that is full by now is no reason: the child is placed later. */
	ELSEWHERE(CASE_OUT_BUREAU, CASE_REFUSE, CASE_SENDING_BUREAU),
	ELSEWHERE(CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU),
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_ABROAD, .needs = FACT_FROM_ABROAD | FACT_KEEPS,
		.to = CASE_DONE, .rule = "R8, R32"},
	TOLD(CASE_OUT_BUREAU, CASE_APPROVE, FROM, CASE_AWAIT_PULL),
	TOLD(CASE_OUT_BUREAU, CASE_REFUSE, FROM, CASE_REFUSED),
	TOLD_OF_THE_END(CASE_OUT_BUREAU),
	SENDING_REFUSES(CASE_OUT_BUREAU, CASE_SENDING_BUREAU),
	STANDS(CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU),
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_KEEPS, .to = CASE_DONE,
		.rule = "R8, R32"},
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_TO_ABROAD,
		.to = CASE_AWAIT_PULL, .rule = "FSM3"},
	MOVES_THE_CHILD(CASE_OUT_BUREAU, CASE_SENDING_BUREAU),
	ENDS_EARLY(CASE_OUT_BUREAU),

	FETCHES_THE_FILE("R8"),
	HANDS_OVER_THE_PAPER,
};
/* clang-format on */

const struct case_table case_transfer = {
	.type = CASE_TRANSFER,
	.word = "transfer",
	.title = {.en = "transfer", .zh = "转学"},
	.days = POLICY_TRANSFER_DAYS,
	.is_move = true,
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
