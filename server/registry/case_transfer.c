#include "server/registry/case_transfer.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* clang-format off */
/* What must still be true whenever somebody signs. */
#define STANDS(state, event, party)                                                                \
	{state, event, party, .needs = FACT_NOT_THERE, REFUSES(CHILD_NOT_THERE), .rule = "R8"},    \
	{state, event, party, .needs = FACT_SAME_SCHOOL, REFUSES(SAME_SCHOOL), .rule = "R23"},     \
	{state, event, party, .needs = FACT_DATA_DIFFER, REFUSES(DATA_DIFFER_2001),                \
		.rule = "FSM3"},                                                                   \
	{state, event, party, .needs = FACT_PLACE_GONE, REFUSES(PLACE_GONE), .rule = "FSM3"}

/* The receiving side refuses with its own words, and may send back. */
#define RECEIVING_REFUSES(state, party)                                                            \
	{state, CASE_REFUSE, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "FSM3"},                                                                   \
	{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "FSM3, Q16"},                      \
	{state, CASE_RETURN, party, .needs = FACT_NO_RETURN, REFUSES(NO_RETURN), .rule = "Q16"},   \
	{state, CASE_RETURN, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "Q16"},                                                                    \
	{state, CASE_RETURN, party, .to = CASE_DRAFT, .rule = "Q16"}

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

#define SENDING_REFUSES(state, party)                                                              \
	{state, CASE_REFUSE, party, .needs = FACT_NO_GROUND, REFUSES(GROUND_MISSING),              \
		.rule = "Q16"},                                                                    \
	{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "Q16, R19"}

/* What is decided on the node of the province that the child comes from, nobody decides here. */
#define ELSEWHERE(state, event, party)                                                             \
	{state, event, party, .needs = FACT_FROM_ABROAD, REFUSES(CASE_DECIDED_ABROAD),             \
		.rule = "Q1"}

/* What the other province says that it did. */
#define TOLD(state, event, side, next)                                                             \
	{state, event, CASE_ABROAD, .needs = FACT_##side##_ABROAD, .to = next, .rule = "FSM3"}
#define TOLD_OF_THE_END(state)                                                                     \
	TOLD(state, CASE_WITHDRAW, TO, CASE_WITHDRAWN),                                            \
	{state, CASE_PURGE, CASE_ABROAD, .to = CASE_PURGED, .rule = "R37"}

#define ENDS_EARLY(state)                                                                          \
	{state, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM3"},              \
	/* its school is closed, and nobody could withdraw it */                                   \
	{state, CASE_WITHDRAW, CASE_CLOCK, .to = CASE_WITHDRAWN, .rule = "R12"},                   \
	{state, CASE_PURGE, CASE_CLOCK, .to = CASE_PURGED, .rule = "R37"}

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
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_KEEPS | FACT_FROM_ABROAD,
		REFUSES(KEEP_ABROAD), .rule = "R32"},
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
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_DATA_DIFFER, REFUSES(DATA_DIFFER_2001),
		.rule = "FSM3"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = (uint32_t)FACT_PROBLEM_OPEN,
		REFUSES(PROBLEM_OPEN_2003), .rule = "FSM4, Q10"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_CASE_OPEN, REFUSES(CASE_OPEN_2002),
		.rule = "FSM3, Q10"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_OTHER_STAGE, REFUSES(OTHER_STAGE),
		.rule = "FSM3"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_BARRED, REFUSES(TRANSFER_BARRED),
		.rule = "R33"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .needs = FACT_SENDER_CLOSED, .to = CASE_OUT_BUREAU,
		.rule = "R12"},
	{CASE_NEW, CASE_SUBMIT, CASE_ABROAD, .to = CASE_OUT_SCHOOL, .rule = "R23"},

	/* And on the side that asked. Whoever hears nothing asks again. */
	{CASE_ROUTING, CASE_PASS, CASE_ABROAD, .needs = FACT_SENDER_CLOSED, .to = CASE_OUT_BUREAU,
		.rule = "R12"},
	{CASE_ROUTING, CASE_PASS, CASE_ABROAD, .to = CASE_OUT_SCHOOL, .rule = "R23"},
	{CASE_ROUTING, CASE_FAIL, CASE_ABROAD, .to = CASE_CHECK_FAILED, .rule = "FSM3"},
	{CASE_ROUTING, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_ROUTING, .rule = "FSM3"},
	ENDS_EARLY(CASE_ROUTING),
	ENDS_EARLY(CASE_CHECK_FAILED),

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
	TOLD(CASE_OUT_BUREAU, CASE_APPROVE, FROM, CASE_AWAIT_PULL),
	TOLD(CASE_OUT_BUREAU, CASE_REFUSE, FROM, CASE_REFUSED),
	TOLD_OF_THE_END(CASE_OUT_BUREAU),
	SENDING_REFUSES(CASE_OUT_BUREAU, CASE_SENDING_BUREAU),
	STANDS(CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU),
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_TO_ABROAD,
		.to = CASE_AWAIT_PULL, .rule = "FSM3"},
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_KEEPS, .to = CASE_DONE,
		.rule = "R8, R32"},
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_NO_PAPER,
		.to = CASE_CLOSED, .effects = EFFECT_TRANSFER, .rule = "R11, R25"},
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .to = CASE_PAPER_OUT,
		.effects = EFFECT_TRANSFER, .rule = "R12, R25"},
	ENDS_EARLY(CASE_OUT_BUREAU),

	/* Across provinces the new school fetches the file. The old side lets go first: until the
	 * file is taken in the child is on its way, and from then on at home there (R25). */
	{CASE_AWAIT_PULL, CASE_PULL, CASE_REGISTRAR, .needs = FACT_PLACE_GONE, REFUSES(PLACE_GONE),
		.rule = "FSM3"},
	{CASE_AWAIT_PULL, CASE_PULL, CASE_REGISTRAR, .needs = FACT_FROM_ABROAD, .to = CASE_PULLING,
		.rule = "FSM3"},
	{CASE_AWAIT_PULL, CASE_PULL, CASE_ABROAD, .needs = FACT_TO_ABROAD | FACT_NOT_THERE,
		.to = CASE_REFUSED, .rule = "R8"},
	{CASE_AWAIT_PULL, CASE_PULL, CASE_ABROAD, .needs = FACT_TO_ABROAD, .to = CASE_FILE_SENT,
		.effects = EFFECT_LET_GO, .rule = "FSM3, R12"},
	TOLD_OF_THE_END(CASE_AWAIT_PULL),
	ENDS_EARLY(CASE_AWAIT_PULL),

	{CASE_PULLING, CASE_FILE, CASE_ABROAD, .needs = FACT_NO_PAPER, .to = CASE_CLOSED,
		.effects = EFFECT_ARRIVE, .rule = "R11, R25"},
	{CASE_PULLING, CASE_FILE, CASE_ABROAD, .to = CASE_PAPER_OUT, .effects = EFFECT_ARRIVE,
		.rule = "R12, R25"},
	{CASE_PULLING, CASE_FAIL, CASE_ABROAD, .to = CASE_REFUSED, .rule = "R8"},
	{CASE_PULLING, CASE_PURGE, CASE_ABROAD, .to = CASE_PURGED, .rule = "R37"},
	/* Both ways whatever was lost is sent again. */
	{CASE_PULLING, CASE_PULL, CASE_REGISTRAR, .to = CASE_PULLING, .rule = "FSM3"},
	{CASE_FILE_SENT, CASE_PULL, CASE_ABROAD, .to = CASE_FILE_SENT, .rule = "FSM3"},
	/* The receipt: the file has arrived. */
	{CASE_FILE_SENT, CASE_FILE, CASE_ABROAD, .needs = FACT_NO_PAPER, .to = CASE_CLOSED,
		.rule = "R11"},
	{CASE_FILE_SENT, CASE_FILE, CASE_ABROAD, .to = CASE_PAPER_OUT, .rule = "FSM3"},

	ELSEWHERE(CASE_PAPER_OUT, CASE_HAND_OVER, CASE_SENDING_REGISTRAR),
	TOLD(CASE_PAPER_OUT, CASE_HAND_OVER, FROM, CASE_PAPER_IN),
	TOLD(CASE_PAPER_OUT, CASE_RECEIVE, TO, CASE_CLOSED),
	TOLD(CASE_PAPER_IN, CASE_RECEIVE, TO, CASE_CLOSED),
	{CASE_PAPER_OUT, CASE_HAND_OVER, CASE_SENDING_REGISTRAR, .to = CASE_PAPER_IN, .rule = "R24"},
	/* Whoever has the file in his hands need not wait for the other to say that he sent it. */
	{CASE_PAPER_OUT, CASE_RECEIVE, CASE_REGISTRAR, .to = CASE_CLOSED, .rule = "R24"},
	{CASE_PAPER_IN, CASE_RECEIVE, CASE_REGISTRAR, .to = CASE_CLOSED, .rule = "R24"},
};
/* clang-format on */

const struct case_table case_transfer = {
	.type = CASE_TRANSFER,
	.word = "transfer",
	.title = {.en = "transfer", .zh = "转学"},
	.days = POLICY_TRANSFER_DAYS,
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
