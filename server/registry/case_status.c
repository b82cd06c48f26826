#include "server/registry/case_status.h"

#include "domain/attachment_kind.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* clang-format off: it takes rows in a macro for blocks */
/* What must still be true whenever somebody signs. */
#define STANDS(state, event, party)                                                              \
	{state, event, party, .needs = FACT_STATUS_STAGE, REFUSES(STATUS_STAGE), .rule = "R31"}, \
		{state, event, party, .needs = FACT_STATUS_WRONG, REFUSES(STATUS_WRONG),         \
			.rule = "FSM2"},                                                         \
		{state, event, party, .needs = FACT_STATUS_EARLY, REFUSES(STATUS_EARLY),         \
			.rule = "Q7"},                                                           \
		{state, event, party, .needs = FACT_STATUS_GRADE, REFUSES(STATUS_GRADE),         \
			.rule = "R26"},                                                          \
	{                                                                                        \
		state, event, party, .needs = FACT_STATUS_PLACE, REFUSES(STATUS_PLACE),          \
				     .rule = "FSM2"                                              \
	}

#define SIGNS(state, party)                                                                        \
	{state, CASE_REFUSE, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),         \
		.rule = "FSM5"},                                                                   \
		{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "FSM5"},                   \
		{state, CASE_RETURN, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING), \
			.rule = "FSM5"},                                                           \
		{state, CASE_RETURN, party, .to = CASE_DRAFT, .rule = "FSM5"},                     \
		STANDS(state, CASE_APPROVE, party)

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_STATUS_STAGE, REFUSES(STATUS_STAGE),
		.rule = "R31"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .needs = FACT_STATUS_WRONG, REFUSES(STATUS_WRONG),
		.rule = "FSM2"},
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM5"},
	{CASE_DRAFT, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM5"},
	STANDS(CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR),
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_PROOF, REFUSES(STATUS_PROOF),
		.rule = "R26, R28, R29, R31"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL),
		.rule = "R15"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "FSM5"},
	{CASE_DRAFT, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN,
		.effects = EFFECT_DROP_PAPERS, .rule = "FSM5"},
	{CASE_SCHOOL_REVIEW, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM5"},
	{CASE_BUREAU_REVIEW, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM5"},

	SIGNS(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .needs = FACT_STATUS_NOTICE,
		.to = CASE_DONE, .effects = EFFECT_STATUS, .rule = "R30, R58"},
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .to = CASE_BUREAU_REVIEW,
		.rule = "FSM2, R58"},

	/* A class that is full by now is no reason: the child is placed later. */
	SIGNS(CASE_BUREAU_REVIEW, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_STATUS_CITY,
		.to = CASE_CITY_REVIEW, .rule = "FSM5, Q3"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .to = CASE_DONE, .effects = EFFECT_STATUS,
		.rule = "FSM2"},

	SIGNS(CASE_CITY_REVIEW, CASE_CITY),
	{CASE_CITY_REVIEW, CASE_APPROVE, CASE_CITY, .to = CASE_DONE, .effects = EFFECT_STATUS,
		.rule = "FSM5"},
};
/* clang-format on */

/* Which proof each change asks for, its row says. */
const struct case_table case_status = {
	.type = CASE_STATUS,
	.word = "status",
	.title = {.en = "change of status", .zh = "学籍状态变动"},
	.days = POLICY_CASE_DAYS,
	.papers = ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_APPLICATION) |
		  ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_WAIVER) |
		  ATTACHMENT_BIT(ATTACHMENT_MEDICAL_CERTIFICATE) |
		  ATTACHMENT_BIT(ATTACHMENT_DEATH_CERTIFICATE) |
		  ATTACHMENT_BIT(ATTACHMENT_POLICE_RECEIPT) |
		  ATTACHMENT_BIT(ATTACHMENT_ABROAD_PAPERS),
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
