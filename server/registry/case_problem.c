#include "server/registry/case_problem.h"

#include "domain/attachment_kind.h"

#define REFUSES(why) .is_refusal = true, .refusal = REASON_##why

/* clang-format off */
/* What is true no longer goes, whoever's move it is. */
#define CLEARS(state)                                                                              \
	{state, CASE_CLEAR, CASE_CLOCK, .to = CASE_SETTLED, .rule = "R50"}

/* What one school has said of a child binds no other: where the child comes to, it is answered anew.
 * An amendment that was made already stays. */
#define MOVES_ON(state)                                                                            \
	{state, CASE_MOVED, CASE_CLOCK, .to = CASE_SCHOOL_TODO, .rule = "R45"}

/* A suspicion is judged by the bureau above both, at any time before a school has answered. */
#define JUDGES(state)                                                                              \
	{state, CASE_SAME, CASE_BUREAU, .needs = PROBLEM_NEAR, .to = CASE_SETTLED,                 \
		.effects = EFFECT_SAME, .rule = "Q14"},                                            \
	{state, CASE_SAME, CASE_BUREAU, REFUSES(PROBLEM_NO_SUSPICION), .rule = "Q14"},             \
	{state, CASE_APART, CASE_BUREAU, .needs = PROBLEM_NEAR, .to = CASE_SETTLED,                \
		.effects = EFFECT_APART, .rule = "Q14"},                                           \
	{state, CASE_APART, CASE_BUREAU, REFUSES(PROBLEM_NO_SUSPICION), .rule = "Q14"}

/* What an answer needs, whoever looks at it. */
#define HOLDS(state, event, party)                                                                 \
	{state, event, party, .needs = PROBLEM_NOT_OFFERED, REFUSES(PROBLEM_NOT_OFFERED),          \
		.rule = "Q11"},                                                                    \
	{state, event, party, .needs = PROBLEM_UPHOLDS | PROBLEM_UPHELD, REFUSES(PROBLEM_UPHELD),  \
		.rule = "R47"},                                                                    \
	{state, event, party, .needs = PROBLEM_NO_PAPERS, REFUSES(PROBLEM_NO_PAPERS),              \
		.rule = "R46, Q15"},                                                               \
	{state, event, party, .needs = PROBLEM_DELETES | PROBLEM_NO_GROUND,                        \
		REFUSES(PROBLEM_NO_GROUND), .rule = "Q11"},                                        \
	{state, event, party, .needs = PROBLEM_DELETES | PROBLEM_IS_STATUS,                        \
		REFUSES(STATUS_NOT_DELETION), .rule = "Q11, R30"},                                 \
	{state, event, party, .needs = PROBLEM_NO_CHOICE, REFUSES(PROBLEM_NO_CHOICE),              \
		.rule = "R52, Q13"},                                                               \
	{state, event, party, .needs = PROBLEM_DELETES | PROBLEM_TWIN_UNCLEAR,                     \
		REFUSES(PROBLEM_TWIN_UNCLEAR), .rule = "Q13"},                                     \
	{state, event, party, .needs = PROBLEM_AMENDS | PROBLEM_UNCHANGED,                         \
		REFUSES(PROBLEM_UNCHANGED), .rule = "R45"},                                        \
	{state, event, party, .needs = PROBLEM_AMENDS | FACT_FAULTY, REFUSES(CASE_ITEMS_FAULTY),   \
		.rule = "R40"},                                                                    \
	{state, event, party, .needs = PROBLEM_AMENDS | FACT_IDENTITY_HELD,                        \
		REFUSES(IDENTITY_HELD), .rule = "R7, Q4"}

#define SENDS_BACK(state, event, party)                                                            \
	{state, event, party, .needs = FACT_NO_REASON, REFUSES(CASE_REASON_MISSING),               \
		.rule = "FSM4"},                                                                   \
	{state, event, party, .to = CASE_SCHOOL_TODO, .rule = "FSM4"}

static const struct case_transition rows[] = {
	{CASE_NEW, CASE_FIND, CASE_CLOCK, .to = CASE_FOUND, .rule = "R43"},
	{CASE_FOUND, CASE_DISPATCH, CASE_BUREAU, .needs = PROBLEM_NEAR, REFUSES(PROBLEM_IS_SUSPICION),
		.rule = "Q14"},
	{CASE_FOUND, CASE_DISPATCH, CASE_BUREAU, .to = CASE_SCHOOL_TODO, .rule = "R43, Q8"},
	{CASE_FOUND, CASE_DISPATCH, CASE_CLOCK, .lacks = PROBLEM_NEAR, .to = CASE_SCHOOL_TODO,
		.rule = "R43, Q8"},
	JUDGES(CASE_FOUND),
	CLEARS(CASE_FOUND),

	HOLDS(CASE_SCHOOL_TODO, CASE_SUBMIT, CASE_REGISTRAR),
	{CASE_SCHOOL_TODO, CASE_SUBMIT, CASE_REGISTRAR, .needs = PROBLEM_DELETES | FACT_HAS_G,
		.to = CASE_PROVINCE_REVIEW, .rule = "R42, R49"},
	{CASE_SCHOOL_TODO, CASE_SUBMIT, CASE_REGISTRAR, .needs = PROBLEM_DELETES | PROBLEM_HAS_TWIN,
		.to = CASE_DELETED, .effects = EFFECT_DELETE, .rule = "R49, Q11"},
	{CASE_SCHOOL_TODO, CASE_SUBMIT, CASE_REGISTRAR, .needs = PROBLEM_DELETES,
		.to = CASE_BUREAU_REVIEW, .rule = "Q11"},
	{CASE_SCHOOL_TODO, CASE_SUBMIT, CASE_REGISTRAR, .to = CASE_SCHOOL_REVIEW, .rule = "R44"},
	CLEARS(CASE_SCHOOL_TODO),

	HOLDS(CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, CASE_APPROVER, .to = CASE_BUREAU_REVIEW, .rule = "R58"},
	SENDS_BACK(CASE_SCHOOL_REVIEW, CASE_RETURN, CASE_APPROVER),
	{CASE_SCHOOL_REVIEW, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_SCHOOL_TODO, .rule = "FSM4"},
	MOVES_ON(CASE_SCHOOL_REVIEW),
	CLEARS(CASE_SCHOOL_REVIEW),

	/* Across bureaus every side answers first; within one, before a record is upheld. */
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU,
		.needs = PROBLEM_SIDE_SILENT | PROBLEM_BUREAUS_DIFFER, REFUSES(PROBLEM_SIDE_SILENT),
		.rule = "R44, Q12"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU,
		.needs = PROBLEM_SIDE_SILENT | PROBLEM_UPHOLDS, REFUSES(PROBLEM_SIDE_SILENT),
		.rule = "R44"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU,
		.needs = PROBLEM_UPHOLDS | PROBLEM_BUREAUS_DIFFER | PROBLEM_NO_POLICE,
		REFUSES(PROBLEM_NO_POLICE), .rule = "R44, Q12"},
	HOLDS(CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_DELETES | FACT_HAS_G,
		.to = CASE_PROVINCE_REVIEW, .rule = "R42"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_DELETES,
		.to = CASE_DELETED, .effects = EFFECT_DELETE, .rule = "Q11, Q13"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_AMENDS | FACT_HAS_G,
		.to = CASE_WAIT_NATIONAL, .rule = "R41, Q5, Q6"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_AMENDS,
		.to = CASE_RECHECK, .effects = EFFECT_APPLY_CHANGE, .rule = "R45, R50"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_APPLIES_J,
		.to = CASE_PROVINCE_REVIEW, .rule = "R73"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_UPHOLDS | PROBLEM_CROSSES,
		.to = CASE_ARBITRATION, .rule = "R51, Q12"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, .needs = PROBLEM_UPHOLDS,
		.to = CASE_SETTLED, .effects = EFFECT_UPHOLD, .rule = "R45, R47"},
	SENDS_BACK(CASE_BUREAU_REVIEW, CASE_REFUSE, CASE_BUREAU),
	{CASE_BUREAU_REVIEW, CASE_REFER, CASE_BUREAU, .needs = FACT_NO_REASON,
		REFUSES(CASE_REASON_MISSING), .rule = "R51"},
	{CASE_BUREAU_REVIEW, CASE_REFER, CASE_BUREAU, .needs = PROBLEM_UPHOLDS | PROBLEM_DISPUTED,
		.to = CASE_ARBITRATION, .rule = "R51"},
	{CASE_BUREAU_REVIEW, CASE_REFER, CASE_BUREAU, REFUSES(PROBLEM_NO_DISPUTE), .rule = "R51"},
	{CASE_BUREAU_REVIEW, CASE_WITHDRAW, CASE_REGISTRAR, .to = CASE_SCHOOL_TODO, .rule = "FSM4"},
	MOVES_ON(CASE_BUREAU_REVIEW),
	CLEARS(CASE_BUREAU_REVIEW),

	HOLDS(CASE_PROVINCE_REVIEW, CASE_APPROVE, CASE_PROVINCE),
	{CASE_PROVINCE_REVIEW, CASE_APPROVE, CASE_PROVINCE, .needs = PROBLEM_APPLIES_J,
		.to = CASE_SETTLED, .effects = EFFECT_GIVE_J, .rule = "R73"},
	{CASE_PROVINCE_REVIEW, CASE_APPROVE, CASE_PROVINCE, .needs = PROBLEM_DELETES,
		.to = CASE_WAIT_NATIONAL, .rule = "R42"},
	SENDS_BACK(CASE_PROVINCE_REVIEW, CASE_REFUSE, CASE_PROVINCE),
	MOVES_ON(CASE_PROVINCE_REVIEW),
	CLEARS(CASE_PROVINCE_REVIEW),

	/* What it has approved and is no longer possible, nobody could carry out later either. */
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = PROBLEM_DELETES | PROBLEM_BARRED,
		.to = CASE_SCHOOL_TODO, .rule = "R42, Q13"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = PROBLEM_DELETES, .to = CASE_DELETED,
		.effects = EFFECT_DELETE, .rule = "R42"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = PROBLEM_AMENDS | FACT_IDENTITY_HELD,
		.to = CASE_SCHOOL_TODO, .rule = "R41, Q4"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = PROBLEM_AMENDS, .to = CASE_RECHECK,
		.effects = EFFECT_APPLY_CHANGE, .rule = "R41, R50"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = PROBLEM_UPHOLDS | PROBLEM_UPHELD,
		.to = CASE_SCHOOL_TODO, .rule = "R47"},
	{CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, .needs = PROBLEM_UPHOLDS, .to = CASE_SETTLED,
		.effects = EFFECT_UPHOLD, .rule = "R51"},
	{CASE_WAIT_NATIONAL, CASE_FAIL, CASE_NATION, .to = CASE_SCHOOL_TODO, .rule = "R42, R51"},
	MOVES_ON(CASE_WAIT_NATIONAL),
	CLEARS(CASE_WAIT_NATIONAL),

	/* A rule that we can apply ourselves is applied at once; the police answer by list. */
	{CASE_RECHECK, CASE_PASS, CASE_CLOCK, .to = CASE_SETTLED, .rule = "R50"},
	{CASE_RECHECK, CASE_FAIL, CASE_CLOCK, .to = CASE_FOUND, .rule = "R50"},
	{CASE_RECHECK, CASE_PASS, CASE_NATION, .to = CASE_SETTLED, .rule = "R50"},
	{CASE_RECHECK, CASE_FAIL, CASE_NATION, .to = CASE_FOUND, .rule = "R50"},
	CLEARS(CASE_RECHECK),

	{CASE_ARBITRATION, CASE_MAINTAIN, CASE_PROVINCE, .needs = PROBLEM_UPHELD,
		REFUSES(PROBLEM_UPHELD), .rule = "R47"},
	{CASE_ARBITRATION, CASE_MAINTAIN, CASE_PROVINCE, .needs = PROBLEM_CROSSES,
		.to = CASE_WAIT_NATIONAL, .rule = "R51"},
	{CASE_ARBITRATION, CASE_MAINTAIN, CASE_PROVINCE, .to = CASE_SETTLED,
		.effects = EFFECT_UPHOLD, .rule = "R51"},
	SENDS_BACK(CASE_ARBITRATION, CASE_GIVE_UP, CASE_PROVINCE),
	MOVES_ON(CASE_ARBITRATION),
	CLEARS(CASE_ARBITRATION),
};
/* clang-format on */

const struct case_table case_problem = {
	.type = CASE_PROBLEM,
	.word = "problem",
	.title = {.en = "problem record", .zh = "问题学籍"},
	.is_dated = true,
	.papers = ATTACHMENT_KEY_DATA_PROOFS | ATTACHMENT_BIT(ATTACHMENT_ATTENDANCE_CERTIFICATE) |
		  ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_APPLICATION) |
		  ATTACHMENT_BIT(ATTACHMENT_GUARDIAN_WAIVER),
	.rows = rows,
	.n_rows = sizeof rows / sizeof *rows,
};

enum reason problem_refuses(uint32_t facts)
{
	if (facts & PROBLEM_NOT_OFFERED)
		return REASON_PROBLEM_NOT_OFFERED;
	bool is_taken = (facts & PROBLEM_UPHOLDS) && (facts & PROBLEM_UPHELD);
	return is_taken ? REASON_PROBLEM_UPHELD : REASON_COUNT;
}
