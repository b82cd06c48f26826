/* FSM4: who may move a problem where, for every state, event and party. */
#include <string.h>

#include "server/registry/case_problem.h"
#include "tests/support/suite.h"

static const char letters[CASE_PARTY_COUNT] = {[CASE_REGISTRAR] = 'r',
	[CASE_APPROVER] = 'a',
	[CASE_BUREAU] = 'b',
	[CASE_PROVINCE] = 'p',
	[CASE_NATION] = 'n',
	[CASE_CLOCK] = 'c'};

/* Whoever else tries is refused. */
static const struct {
	enum case_state state;
	enum case_event event;
	const char *by;
} allowed[] = {
	{CASE_NEW, CASE_FIND, "c"},
	{CASE_FOUND, CASE_DISPATCH, "bc"},
	{CASE_FOUND, CASE_SAME, "b"},
	{CASE_FOUND, CASE_APART, "b"},
	{CASE_FOUND, CASE_CLEAR, "c"},
	{CASE_SCHOOL_TODO, CASE_SUBMIT, "r"},
	{CASE_SCHOOL_TODO, CASE_CLEAR, "c"},
	{CASE_SCHOOL_REVIEW, CASE_APPROVE, "a"},
	{CASE_SCHOOL_REVIEW, CASE_RETURN, "a"},
	{CASE_SCHOOL_REVIEW, CASE_WITHDRAW, "r"},
	{CASE_SCHOOL_REVIEW, CASE_MOVED, "c"},
	{CASE_SCHOOL_REVIEW, CASE_CLEAR, "c"},
	{CASE_BUREAU_REVIEW, CASE_APPROVE, "b"},
	{CASE_BUREAU_REVIEW, CASE_REFUSE, "b"},
	{CASE_BUREAU_REVIEW, CASE_REFER, "b"},
	{CASE_BUREAU_REVIEW, CASE_WITHDRAW, "r"},
	{CASE_BUREAU_REVIEW, CASE_MOVED, "c"},
	{CASE_BUREAU_REVIEW, CASE_CLEAR, "c"},
	{CASE_PROVINCE_REVIEW, CASE_APPROVE, "p"},
	{CASE_PROVINCE_REVIEW, CASE_REFUSE, "p"},
	{CASE_PROVINCE_REVIEW, CASE_MOVED, "c"},
	{CASE_PROVINCE_REVIEW, CASE_CLEAR, "c"},
	{CASE_WAIT_NATIONAL, CASE_PASS, "n"},
	{CASE_WAIT_NATIONAL, CASE_FAIL, "n"},
	{CASE_WAIT_NATIONAL, CASE_MOVED, "c"},
	{CASE_WAIT_NATIONAL, CASE_CLEAR, "c"},
	{CASE_RECHECK, CASE_PASS, "cn"},
	{CASE_RECHECK, CASE_FAIL, "cn"},
	{CASE_RECHECK, CASE_CLEAR, "c"},
	{CASE_ARBITRATION, CASE_MAINTAIN, "p"},
	{CASE_ARBITRATION, CASE_GIVE_UP, "p"},
	{CASE_ARBITRATION, CASE_MOVED, "c"},
	{CASE_ARBITRATION, CASE_CLEAR, "c"},
};

static bool is_allowed(int state, int event, int party)
{
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if ((int)allowed[i].state == state && (int)allowed[i].event == event)
			return letters[party] != '\0' &&
			       strchr(allowed[i].by, letters[party]) != NULL;
	return false;
}

START_TEST(every_state_event_and_party_is_as_the_domain_says)
{
	for (int state = CASE_NEW; state < CASE_STATE_COUNT; state++)
		for (int event = 0; event < CASE_EVENT_COUNT; event++)
			for (int party = CASE_NOBODY; party < CASE_PARTY_COUNT; party++) {
				uint32_t moves = case_moves(&case_problem, (enum case_state)state,
					(enum case_party)party);
				bool has = (moves & UINT32_C(1) << event) != 0;
				ck_assert_msg(has == is_allowed(state, event, party), "%s %s %s",
					case_state_row((enum case_state)state)->word,
					case_event_word((enum case_event)event),
					case_party_title((enum case_party)party)->en);
			}
}
END_TEST

static enum case_state go(enum case_state from, enum case_event event, enum case_party by,
	uint32_t facts, enum reason *why)
{
	const struct case_transition *row = case_step(&case_problem, from, event, by, facts, why);
	return row != NULL ? row->to : CASE_NEW;
}

START_TEST(what_a_side_across_provinces_upholds_goes_to_arbitration_and_the_nation)
{
	enum reason why;
	uint32_t facts = PROBLEM_UPHOLDS | PROBLEM_CROSSES;
	ck_assert_int_eq(
		CASE_ARBITRATION, go(CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, facts, &why));
	ck_assert_int_eq(CASE_WAIT_NATIONAL,
		go(CASE_ARBITRATION, CASE_MAINTAIN, CASE_PROVINCE, facts, &why));
	ck_assert_int_eq(
		CASE_SCHOOL_TODO, go(CASE_ARBITRATION, CASE_GIVE_UP, CASE_PROVINCE, facts, &why));
	ck_assert_int_eq(CASE_SCHOOL_TODO,
		go(CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, facts | PROBLEM_UPHELD, &why));
}
END_TEST

START_TEST(a_formal_number_is_never_deleted_below_the_nation)
{
	enum reason why;
	uint32_t facts = PROBLEM_DELETES | FACT_HAS_G | PROBLEM_HAS_TWIN;
	ck_assert_int_eq(CASE_PROVINCE_REVIEW,
		go(CASE_SCHOOL_TODO, CASE_SUBMIT, CASE_REGISTRAR, facts, &why));
	ck_assert_int_eq(CASE_PROVINCE_REVIEW,
		go(CASE_BUREAU_REVIEW, CASE_APPROVE, CASE_BUREAU, facts, &why));
	ck_assert_int_eq(CASE_WAIT_NATIONAL,
		go(CASE_PROVINCE_REVIEW, CASE_APPROVE, CASE_PROVINCE, facts, &why));
	ck_assert_int_eq(CASE_DELETED, go(CASE_WAIT_NATIONAL, CASE_PASS, CASE_NATION, facts, &why));
}
END_TEST

SUITE("case_problem", every_state_event_and_party_is_as_the_domain_says,
	what_a_side_across_provinces_upholds_goes_to_arbitration_and_the_nation,
	a_formal_number_is_never_deleted_below_the_nation)
