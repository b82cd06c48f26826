#include "server/registry/case_key_data.h"

#include "domain/attachment_kind.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* clang-format off: it takes rows in a macro for blocks */
#define DECIDES(state, party)                                                                      \
	{state, CASE_APPROVE, party, .needs = FACT_IDENTITY_HELD, REFUSES(IDENTITY_HELD),          \
		.rule = "R7, Q4"},                                                                 \
		{state, CASE_APPROVE, party, .needs = FACT_FAULTY, REFUSES(CASE_ITEMS_FAULTY),     \
			.rule = "R40"},                                                            \
		{state, CASE_REFUSE, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING), \
			.rule = "FSM5"},                                                           \
		{state, CASE_REFUSE, party, .to = CASE_REFUSED, .rule = "FSM5"},                   \
		{state, CASE_RETURN, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING), \
			.rule = "FSM5"},                                                           \
	{                                                                                          \
		state, CASE_RETURN, party, .to = CASE_DRAFT, .rule = "FSM5"                        \
	}
/* clang-format on */

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "R40"},
	{CASE_DRAFT, CASE_SAVE, CASE_REGISTRAR, .to = CASE_DRAFT, .rule = "R40"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_FAULTY, REFUSES(CASE_ITEMS_FAULTY),
		.rule = "R40"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_NO_PROOF,
		REFUSES(CASE_PROOF_MISSING), .rule = "R13, R40"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .needs = FACT_IDENTITY_HELD,
		REFUSES(IDENTITY_HELD), .rule = "R7, Q4"},
	{CASE_DRAFT, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "R40"},
	{CASE_DRAFT, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN,
		.effects = EFFECT_DROP_PAPERS, .rule = "FSM5"},
	{CASE_SCHOOL_REVIEW, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM5"},
	{CASE_BUREAU_REVIEW, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_WITHDRAWN, .rule = "FSM5"},

	DECIDES(CASE_SCHOOL_REVIEW, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .to = CASE_BUREAU_REVIEW, .rule = "R58"},

	DECIDES(CASE_BUREAU_REVIEW, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = FACT_HAS_G,
		.to = CASE_WAIT_NATIONAL, .rule = "R41, Q5, Q6"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .to = CASE_DONE,
		.effects = EFFECT_APPLY_CHANGE, .rule = "R40"},

	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = FACT_IDENTITY_HELD,
		.to = CASE_REFUSED, .rule = "R41, Q4"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .to = CASE_DONE,
		.effects = EFFECT_APPLY_CHANGE, .rule = "R41"},
	{CASE_WAIT_NATIONAL, CASE_FAIL, CASE_NATION, .to = CASE_REFUSED, .rule = "R41"},
};

const struct case_table case_key_data = {
	.type = CASE_KEY_DATA,
	.word = "key_data",
	.title = {.en = "key-data change", .zh = "关键数据变更"},
	.days = POLICY_CASE_DAYS,
	.papers = ATTACHMENT_KEY_DATA_PROOFS | ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_APPLICATION),
	.proofs = ATTACHMENT_KEY_DATA_PROOFS,
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};
