#include "server/registry/case_enrolment.h"

#include "server/registry/case_moving.h"

/* clang-format off */
/* What must still be true whenever somebody signs. */
#define STANDS(state, event, party)                                                                \
	{state, event, party, .needs = FACT_NOT_THERE, REFUSES(NOT_GRADUATE), .rule = "FSM6"},     \
	DATA_AND_PLACE_STAND(state, event, party)

#define RECEIVING_SIGNS(state, party)                                                              \
	RECEIVING_REFUSES(state, party),                                                           \
	STANDS(state, CASE_APPROVE, party),                                                        \
	{state, CASE_APPROVE, party, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL), .rule = "R15"}

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_NOT_THERE, REFUSES(NOT_GRADUATE),
		.rule = "FSM6"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_FROZEN, REFUSES(ENROLMENT_CLOSED),
		.rule = "R36"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM6"},

	{CASE_DRAFT, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM6"},
	STANDS(CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR),
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = (uint32_t)FACT_PROBLEM_OPEN,
		REFUSES(PROBLEM_OPEN_2003), .rule = "FSM4, Q10"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_OTHER_STAGE, REFUSES(NOT_ENTRY),
		.rule = "FSM6"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL),
		.rule = "R15"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "R23"},
	ENDS_EARLY(CASE_DRAFT),

	RECEIVING_SIGNS(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .to = CASE_BUREAU_REVIEW,
		.rule = "R23, R58"},
	ENDS_EARLY(CASE_SCHOOL_REVIEW),

	RECEIVING_SIGNS(CASE_BUREAU_REVIEW, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_FROM_ABROAD,
		.to = CASE_ROUTING, .rule = "R36"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .lacks = FACT_SAME_BUREAU,
		.to = CASE_OUT_BUREAU, .rule = "FSM6"},
	MOVES_THE_CHILD(CASE_BUREAU_REVIEW, CASE_BUREAU),
	ENDS_EARLY(CASE_BUREAU_REVIEW),

	/* Another province asks for a graduate of this one. */
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_NOT_THERE, REFUSES(NOT_GRADUATE),
		.rule = "FSM6"},
	CHECKED_THERE,
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_OTHER_STAGE, REFUSES(NOT_ENTRY),
		.rule = "FSM6"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .to = CASE_OUT_BUREAU, .rule = "R36"},

	{CASE_ROUTING, CASE_PASS, CASE_ABROAD, .to = CASE_OUT_BUREAU, .rule = "R36"},
	ASKS_AGAIN_OR_FAILS,

	/* The last signature. A class that is full by now is no reason: the child is placed later. */
	ELSEWHERE(CASE_OUT_BUREAU, CASE_REFUSE, CASE_SENDING_BUREAU),
	ELSEWHERE(CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU),
	TOLD(CASE_OUT_BUREAU, CASE_APPROVE, FROM, CASE_AWAIT_PULL),
	TOLD(CASE_OUT_BUREAU, CASE_REFUSE, FROM, CASE_REFUSED),
	TOLD_OF_THE_END(CASE_OUT_BUREAU),
	SENDING_REFUSES(CASE_OUT_BUREAU, CASE_SENDING_BUREAU),
	STANDS(CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU),
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_TO_ABROAD,
		.to = CASE_AWAIT_PULL, .rule = "R36"},
	MOVES_THE_CHILD(CASE_OUT_BUREAU, CASE_SENDING_BUREAU),
	ENDS_EARLY(CASE_OUT_BUREAU),

	FETCHES_THE_FILE("FSM6"),
	HANDS_OVER_THE_PAPER,
};
/* clang-format on */

const struct case_table case_enrolment = {
	.type = CASE_ENROLMENT,
	.word = "enrolment",
	.title = {.en = "enrolment", .zh = "升学"},
	.days = POLICY_TRANSFER_DAYS,
	.is_move = true,
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
