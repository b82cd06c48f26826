#include "server/registry/case_registration.h"

#include "domain/attachment_kind.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* Three tiers confirm, by the same rows: what stands in the way, then where it goes from there. */
/* clang-format off: it takes rows in a macro for blocks */
#define CONFIRM_GUARDS(state, party)                                                               \
	{state, CASE_APPROVE, party, .needs = FACT_IDENTITY_HELD, REFUSES(IDENTITY_HELD),          \
		.rule = "R7, Q4"},                                                                 \
		{state, CASE_APPROVE, party, .needs = FACT_FAULTY, REFUSES(CASE_ITEMS_FAULTY),     \
			.rule = "R5"},                                                             \
		{state, CASE_APPROVE, party, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL),           \
			.rule = "R15"},                                                            \
		{state, CASE_RETURN, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING), \
			.rule = "FSM1"},                                                           \
	{                                                                                          \
		state, CASE_RETURN, party, .to = CASE_DRAFT, .rule = "FSM1"                        \
	}
#define CONFIRM_ENDS(state, party)                                                        \
	{state, CASE_APPROVE, party, .needs = FACT_LATER_GRADE, .to = CASE_WAIT_NATIONAL, \
		.rule = "R16, Q6"},                                                       \
	{                                                                                 \
		state, CASE_APPROVE, party, .to = CASE_DONE, .effects = EFFECT_ENROL,     \
					    .rule = "R5, R72"                             \
	}
/* clang-format on */

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM1"},
	{CASE_DRAFT, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "FSM1"},
	{CASE_DRAFT, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .effects = EFFECT_DISCARD,
		.rule = "FSM1"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_FAULTY, REFUSES(CASE_ITEMS_FAULTY),
		.rule = "R5"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_IDENTITY_HELD,
		REFUSES(IDENTITY_HELD), .rule = "R7, R16"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_DOCUMENT | FACT_NO_PROOF,
		REFUSES(ATTENDANCE_PROOF_MISSING), .rule = "R18"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_WRONG_AGE, REFUSES(WRONG_AGE),
		.rule = "R15"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_ROOM, REFUSES(CLASS_FULL),
		.rule = "R15"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "FSM1"},

	CONFIRM_GUARDS(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .to = CASE_BUREAU_REVIEW, .rule = "R58"},

	CONFIRM_GUARDS(CASE_BUREAU_REVIEW, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_NO_DOCUMENT,
		.lacks = FACT_NO_CITY | FACT_BUREAU_IS_CITY | FACT_BUREAU_IS_PROVINCE,
		.to = CASE_CITY_REVIEW, .rule = "R17"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_NO_DOCUMENT,
		.lacks = FACT_BUREAU_IS_PROVINCE, .to = CASE_PROVINCE_REVIEW, .rule = "R17"},
	CONFIRM_ENDS(CASE_BUREAU_REVIEW, CASE_BUREAU),

	CONFIRM_GUARDS(CASE_CITY_REVIEW, CASE_CITY),
	{CASE_CITY_REVIEW, CASE_APPROVE, CASE_CITY, .to = CASE_PROVINCE_REVIEW, .rule = "R17"},

	CONFIRM_GUARDS(CASE_PROVINCE_REVIEW, CASE_PROVINCE),
	CONFIRM_ENDS(CASE_PROVINCE_REVIEW, CASE_PROVINCE),

	/* A hit means "transfer, do not create": back to the registrar, who sees what he entered.
	 */
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = FACT_IDENTITY_HELD, .to = CASE_DRAFT,
		.rule = "R7, R16"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .to = CASE_DONE, .effects = EFFECT_ENROL,
		.rule = "R16"},
	{CASE_WAIT_NATIONAL, CASE_FAIL, CASE_NATION, .to = CASE_DRAFT, .rule = "R16"},
};

const struct case_table case_registration = {
	.type = CASE_REGISTRATION,
	.word = "registration",
	.title = {.en = "registration", .zh = "学籍注册"},
	.days = POLICY_CASE_DAYS,
	/* A guardian's document (R17), a proof of attendance (R18). */
	.papers = ATTACHMENT_KEY_DATA_PROOFS | ATTACHMENT_BIT(ATTACHMENT_ATTENDANCE_CERTIFICATE) |
		  ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_APPLICATION) |
		  ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_WAIVER),
	.proofs = ATTACHMENT_BIT(ATTACHMENT_ATTENDANCE_CERTIFICATE), /* of who has no document */
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
