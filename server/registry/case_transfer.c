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

/* Over to the other side: a school that is closed has its bureau to answer for it. */
#define GOES_OVER(state, party)                                                                    \
	{state, CASE_APPROVE, party, .needs = FACT_SENDER_CLOSED, .to = CASE_OUT_BUREAU,           \
		.rule = "R12"},                                                                    \
	{state, CASE_APPROVE, party, .to = CASE_OUT_SCHOOL, .rule = "R23"}

#define SENDING_REFUSES(state, party)                                                              \
	{state, CASE_REFUSE, party, .needs = FACT_NO_GROUND, REFUSES(GROUND_MISSING),              \
		.rule = "Q16"},                                                                    \
	{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "Q16, R19"}

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

	/* The school that is left: the registrar looks and hands on, the approver decides (Q2). */
	{CASE_OUT_SCHOOL, CASE_SUBMIT, CASE_SENDING_REGISTRAR, .to = CASE_OUT_SIGN,
		.rule = "R23, R58"},
	/* It closes meanwhile, and its bureau answers for it. */
	{CASE_OUT_SCHOOL, CASE_APPROVE, CASE_CLOCK, .to = CASE_OUT_BUREAU, .rule = "R12"},
	ENDS_EARLY(CASE_OUT_SCHOOL),

	SENDING_REFUSES(CASE_OUT_SIGN, CASE_SENDING_APPROVER),
	STANDS(CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER),
	{CASE_OUT_SIGN, CASE_APPROVE, CASE_SENDING_APPROVER, .to = CASE_OUT_BUREAU, .rule = "R23"},
	{CASE_OUT_SIGN, CASE_APPROVE, CASE_CLOCK, .to = CASE_OUT_BUREAU, .rule = "R12"},
	ENDS_EARLY(CASE_OUT_SIGN),

	/* The last signature. A class that is full by now is no reason: the child is placed later. */
	SENDING_REFUSES(CASE_OUT_BUREAU, CASE_SENDING_BUREAU),
	STANDS(CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU),
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_KEEPS, .to = CASE_DONE,
		.rule = "R8, R32"},
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .needs = FACT_NO_PAPER,
		.to = CASE_CLOSED, .effects = EFFECT_TRANSFER, .rule = "R11, R25"},
	{CASE_OUT_BUREAU, CASE_APPROVE, CASE_SENDING_BUREAU, .to = CASE_PAPER_OUT,
		.effects = EFFECT_TRANSFER, .rule = "R12, R25"},
	ENDS_EARLY(CASE_OUT_BUREAU),

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
