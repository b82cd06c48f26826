#include "server/registry/case_graduation.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* clang-format off */
#define STANDS(state, event, party)                                                                \
	{state, event, party, .needs = FACT_GRADUATION_BLOCKED, REFUSES(GRADUATION_BLOCKED),       \
		.rule = "Q7, Q10"},                                                                \
	{state, event, party, .needs = FACT_GRADUATION_EMPTY, REFUSES(GRADUATION_EMPTY),           \
		.rule = "FSM6"}

#define SIGNS(state, party)                                                                        \
	{state, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM6"},              \
	{state, CASE_REFUSE, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "FSM6"},                                                                   \
	{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "FSM6"},                           \
	{state, CASE_RETURN, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "FSM6"},                                                                   \
	{state, CASE_RETURN, party, .to = CASE_DRAFT, .rule = "FSM6"},                             \
	STANDS(state, CASE_APPROVE, party)

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "R22"},
	{CASE_DRAFT, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "R22"},
	STANDS(CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR),
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "R22"},
	{CASE_DRAFT, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM6"},

	SIGNS(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .needs = FACT_GRADUATION_SENIOR,
		.to = CASE_BUREAU_REVIEW, .rule = "FSM6, R58"},
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .to = CASE_DONE,
		.effects = EFFECT_GRADUATE, .rule = "R22, R58"},

	SIGNS(CASE_BUREAU_REVIEW, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_GRADUATION_CITY,
		.to = CASE_CITY_REVIEW, .rule = "FSM6, R20"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .to = CASE_DONE,
		.effects = EFFECT_GRADUATE, .rule = "FSM6"},

	SIGNS(CASE_CITY_REVIEW, CASE_CITY),
	{CASE_CITY_REVIEW, CASE_APPROVE, CASE_CITY, .to = CASE_DONE, .effects = EFFECT_GRADUATE,
		.rule = "FSM6"},
};
/* clang-format on */

const struct case_table case_graduation = {
	.type = CASE_GRADUATION,
	.word = "graduation",
	.title = {.en = "graduation", .zh = "毕业"},
	.days = POLICY_CASE_DAYS,
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
