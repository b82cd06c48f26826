#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "server/store/policy_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"
#include "xueji/v1/policies.pb-c.h"

#define IDLE "session.idle_minutes"

static struct house *house;
static struct person *zhang, *zhao; /* the province's security administrators */

static void set_up(void)
{
	house = house_open();
	zhang = person_make(house, "zhang", PROVINCE, ROLE_SECURITY);
	zhao = person_make(house, "zhao", PROVINCE, ROLE_SECURITY);
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer ask(
	const struct person *who, const char *method, const ProtobufCMessage *request)
{
	return call(house, who->token, &policies_service, method, request);
}

/* ---- requests ---- */

static Xueji__V1__ProposePolicyRequest proposal(int64_t value, const char *from_day)
{
	Xueji__V1__ProposePolicyRequest in = XUEJI__V1__PROPOSE_POLICY_REQUEST__INIT;
	in.unit_id = id_text(house, PROVINCE);
	in.key = IDLE;
	in.value = value;
	in.from_day = (char *)from_day;
	in.reason = "粤教〔2026〕3号";
	return in;
}

static char *proposed(int64_t value, const char *from_day)
{
	Xueji__V1__ProposePolicyRequest in = proposal(value, from_day);
	struct answer answer = ask(zhang, "ProposePolicy", &in.base);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return ((const Xueji__V1__PolicyValue *)answer.reply)->id;
}

static struct answer decide(const struct person *who, char *id, int64_t rev, bool approve)
{
	Xueji__V1__DecidePolicyRequest in = XUEJI__V1__DECIDE_POLICY_REQUEST__INIT;
	in.value_id = id;
	in.rev = rev;
	in.decision = approve ? XUEJI__V1__POLICY_DECISION__POLICY_DECISION_APPROVE
			      : XUEJI__V1__POLICY_DECISION__POLICY_DECISION_REFUSE;
	in.reason = approve ? "" : "太短";
	return ask(who, "DecidePolicy", &in.base);
}

static struct answer withdraw(const struct person *who, char *id, int64_t rev)
{
	Xueji__V1__WithdrawPolicyRequest in = XUEJI__V1__WITHDRAW_POLICY_REQUEST__INIT;
	in.value_id = id;
	in.rev = rev;
	return ask(who, "WithdrawPolicy", &in.base);
}

static const Xueji__V1__Policy *policy(int64_t unit, const char *day)
{
	Xueji__V1__ListPoliciesRequest in = XUEJI__V1__LIST_POLICIES_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	in.day = (char *)day;
	const Xueji__V1__ListPoliciesResponse *out = ask(zhang, "ListPolicies", &in.base).reply;
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(out->n_policies, POLICY_COUNT);
	return out->policies[POLICY_SESSION_IDLE_MINUTES];
}

static int64_t rows(void)
{
	return house_count(house, "SELECT count(*) + coalesce(sum(rev), 0) FROM policy_value");
}

/* ---- reading ---- */

START_TEST(nobody_having_set_it_the_default_holds)
{
	const Xueji__V1__Policy *idle = policy(SCHOOL, "");
	ck_assert_str_eq(idle->key, IDLE);
	ck_assert_int_eq(idle->value, 30);
	ck_assert_int_eq(idle->default_value, 30);
	ck_assert_int_eq(idle->lowest, 5);
	ck_assert_str_eq(idle->measure, "minutes");
	ck_assert_str_eq(idle->source_unit_id, "");
	ck_assert_str_eq(idle->since_day, "");
	ck_assert_int_eq(idle->role, XUEJI__V1__ROLE__ROLE_SECURITY);
	ck_assert_int_eq(idle->owner_tier, XUEJI__V1__TIER__TIER_PROVINCE);
	ck_assert_uint_eq(idle->n_coming, 0);
}
END_TEST

START_TEST(a_school_registrar_may_read_them_all)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	Xueji__V1__ListPoliciesRequest in = XUEJI__V1__LIST_POLICIES_REQUEST__INIT;
	ck_assert_int_eq(ask(li, "ListPolicies", &in.base).err, OK);
	in.unit_id = id_text(house, FAR_COUNTY);
	ck_assert_int_eq(ask(li, "ListPolicies", &in.base).err, OK);
	ck_assert_int_eq(call(house, NULL, &policies_service, "ListPolicies", &in.base).err,
		ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(bad_questions_are_refused)
{
	Xueji__V1__ListPoliciesRequest in = XUEJI__V1__LIST_POLICIES_REQUEST__INIT;
	in.unit_id = "x";
	in.day = "soon";
	struct answer answer = ask(zhang, "ListPolicies", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_NOT_AN_ID));
	ck_assert(has_fault(&answer, "day", REASON_NOT_A_DATE));
	in.unit_id = "4711";
	in.day = "";
	ck_assert_int_eq(ask(zhang, "ListPolicies", &in.base).err, ERR_NOT_FOUND);
	Xueji__V1__ListPolicyValuesRequest values = XUEJI__V1__LIST_POLICY_VALUES_REQUEST__INIT;
	values.key = "session.idle";
	values.page_size = -1;
	values.page_token = "x";
	answer = ask(zhang, "ListPolicyValues", &values.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "key", REASON_NO_SUCH_POLICY));
	ck_assert(has_fault(&answer, "page_size", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
}
END_TEST

/* ---- a value's way ---- */

START_TEST(two_persons_set_a_value_from_a_day_on)
{
	char *id = proposed(20, "2026-12-01");
	const Xueji__V1__Policy *idle = policy(SCHOOL, "");
	ck_assert_uint_eq(idle->n_coming, 1);
	ck_assert_int_eq(idle->coming[0]->state, XUEJI__V1__POLICY_STATE__POLICY_STATE_PROPOSED);
	struct answer answer = decide(zhao, id, 1, true);
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__PolicyValue *value = answer.reply;
	ck_assert_int_eq(value->rev, 2);
	ck_assert_int_eq(value->state, XUEJI__V1__POLICY_STATE__POLICY_STATE_APPROVED);
	ck_assert_str_eq(value->proposed_by, zhang->id_text);
	ck_assert_str_eq(value->decided_by, zhao->id_text);
	ck_assert_int_eq(policy(SCHOOL, "")->value, 30);
	ck_assert_int_eq(policy(SCHOOL, "2026-11-30")->value, 30);
	idle = policy(SCHOOL, "2026-12-01");
	ck_assert_int_eq(idle->value, 20);
	ck_assert_str_eq(idle->source_unit_name, "广东省");
	ck_assert_str_eq(idle->since_day, "2026-12-01");
	ck_assert_uint_eq(idle->n_coming, 0);
	ck_assert_int_eq(policy(FAR_COUNTY, "2026-12-01")->value, 30);
}
END_TEST

START_TEST(the_program_goes_by_it_from_the_day_on)
{
	ck_assert_int_eq(decide(zhao, proposed(20, "2026-11-22"), 1, true).err, OK);
	ck_assert_int_eq(decide(zhao, proposed(25, "2026-11-23"), 1, true).err, OK);
	struct ctx ctx;
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ctx.units = unit_tree_pin(house->fixture->app.units);
	ctx.policies = policies_pin(house->fixture->app.policies);
	ck_assert_int_eq(policy_number(&ctx, POLICY_SESSION_IDLE_MINUTES, SCHOOL), 20);
	ctx.now_us += US_PER_DAY;
	ck_assert_int_eq(policy_number(&ctx, POLICY_SESSION_IDLE_MINUTES, SCHOOL), 25);
	ck_assert_int_eq(policy_number(&ctx, POLICY_SESSION_IDLE_MINUTES, FAR_COUNTY), 30);
	policies_unpin(ctx.policies);
	unit_tree_unpin(ctx.units);
}
END_TEST

START_TEST(a_province_gives_its_value_up_again)
{
	ck_assert_int_eq(decide(zhao, proposed(20, "2026-11-22"), 1, true).err, OK);
	Xueji__V1__ProposePolicyRequest in = proposal(0, "2026-11-25");
	in.is_inherited = true;
	const Xueji__V1__PolicyValue *value = ask(zhang, "ProposePolicy", &in.base).reply;
	ck_assert(value->is_inherited);
	ck_assert_int_eq(decide(zhao, value->id, 1, true).err, OK);
	ck_assert_int_eq(policy(SCHOOL, "2026-11-24")->value, 20);
	ck_assert_int_eq(policy(SCHOOL, "2026-11-25")->value, 30);
}
END_TEST

START_TEST(history_is_kept_with_what_was_refused_and_withdrawn)
{
	char *first = proposed(10, "2026-11-30");
	ck_assert_int_eq(decide(zhao, first, 1, false).err, OK);
	char *second = proposed(11, "2026-11-30");
	ck_assert_int_eq(withdraw(zhang, second, 1).err, OK);
	char *third = proposed(12, "2026-11-30");
	ck_assert_int_eq(decide(zhao, third, 1, true).err, OK);
	Xueji__V1__ListPolicyValuesRequest in = XUEJI__V1__LIST_POLICY_VALUES_REQUEST__INIT;
	in.unit_id = id_text(house, PROVINCE);
	in.key = IDLE;
	in.page_size = 2;
	const Xueji__V1__ListPolicyValuesResponse *out =
		ask(zhang, "ListPolicyValues", &in.base).reply;
	ck_assert_uint_eq(out->n_values, 2);
	ck_assert_str_eq(out->values[0]->id, third);
	ck_assert_int_eq(out->values[1]->state, XUEJI__V1__POLICY_STATE__POLICY_STATE_WITHDRAWN);
	in.page_token = out->next_page_token;
	out = ask(zhang, "ListPolicyValues", &in.base).reply;
	ck_assert_uint_eq(out->n_values, 1);
	ck_assert_int_eq(out->values[0]->state, XUEJI__V1__POLICY_STATE__POLICY_STATE_REFUSED);
	ck_assert_str_eq(out->values[0]->decision_reason, "太短");
	ck_assert_str_eq(out->values[0]->proposed_by_name, "王丽");
	ck_assert_str_eq(out->values[0]->decided_by_name, "王丽");
	ck_assert_str_eq(out->next_page_token, "");
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE entity = 'policy'"), 6);
}
END_TEST

START_TEST(one_proposal_waits_at_a_time)
{
	proposed(20, "2026-12-01");
	Xueji__V1__ProposePolicyRequest in = proposal(21, "2026-12-02");
	struct answer answer = ask(zhao, "ProposePolicy", &in.base);
	ck_assert_int_eq(answer.err, ERR_PRECONDITION);
	ck_assert_int_eq(answer.reason, REASON_PROPOSAL_WAITS);
	in.key = "session.absolute_hours";
	ck_assert_int_eq(ask(zhao, "ProposePolicy", &in.base).err, OK);
}
END_TEST

/* ---- the second person ---- */

START_TEST(nobody_decides_on_his_own_proposal)
{
	char *id = proposed(20, "2026-12-01");
	int64_t before = rows();
	ck_assert_int_eq(decide(zhang, id, 1, true).reason, REASON_OWN_PROPOSAL);
	ck_assert_int_eq(decide(zhang, id, 1, false).reason, REASON_OWN_PROPOSAL);
	ck_assert_int_eq(withdraw(zhao, id, 1).reason, REASON_NOT_YOUR_PROPOSAL);
	ck_assert_int_eq(rows(), before);
}
END_TEST

START_TEST(nor_does_his_deputy_in_his_stead)
{
	struct person *he = person_make(house, "he", OTHER_PROVINCE, ROLE_SECURITY);
	struct ctx *ctx = house_write(house);
	static const struct sql name_deputy = {"test_name_deputy",
		"UPDATE posting SET deputy_id = $1, deputy_from = '2026-11-20',"
		" deputy_to = '2026-12-20' WHERE operator_id = $2"};
	ck_assert_int_eq(
		db_run(ctx, &name_deputy, ARGS(arg_int(he->id), arg_int(zhang->id)), NULL), OK);
	session_follow(ctx, he->id);
	house_commit(house);
	ck_assert_int_eq(
		decide(he, proposed(20, "2026-12-01"), 1, true).reason, REASON_OWN_PROPOSAL);
}
END_TEST

START_TEST(what_is_settled_stays_settled)
{
	char *id = proposed(20, "2026-12-01");
	ck_assert_int_eq(decide(zhao, id, 2, true).reason, REASON_STALE);
	ck_assert_int_eq(decide(zhao, id, 1, true).err, OK);
	ck_assert_int_eq(decide(zhao, id, 2, false).reason, REASON_PROPOSAL_SETTLED);
	ck_assert_int_eq(withdraw(zhang, id, 2).reason, REASON_PROPOSAL_SETTLED);
}
END_TEST

START_TEST(what_comes_too_late_is_not_approved)
{
	char *id = proposed(20, "2026-11-22");
	house_wait(house, US_PER_DAY);
	struct person *sun = person_make(house, "sun", PROVINCE, ROLE_SECURITY);
	ck_assert_int_eq(decide(sun, id, 1, true).reason, REASON_PROPOSAL_LATE);
	ck_assert_int_eq(decide(sun, id, 1, false).err, OK);
}
END_TEST

/* ---- bad input ---- */

START_TEST(all_faults_of_a_proposal_come_at_once)
{
	Xueji__V1__ProposePolicyRequest in = XUEJI__V1__PROPOSE_POLICY_REQUEST__INIT;
	struct answer answer = ask(zhang, "ProposePolicy", &in.base);
	ck_assert_uint_eq(answer.failure.n_faults, 4);
	ck_assert(has_fault(&answer, "unit_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "key", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "from_day", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
}
END_TEST

static const struct {
	int64_t value;
	const char *key, *from_day, *reason, *field;
	enum reason why;
} faults[] = {
	{4, IDLE, "2026-12-01", "r", "value", REASON_OUT_OF_RANGE},
	{481, IDLE, "2026-12-01", "r", "value", REASON_OUT_OF_RANGE},
	{-1, IDLE, "2026-12-01", "r", "value", REASON_OUT_OF_RANGE},
	{INT64_MIN, IDLE, "2026-12-01", "r", "value", REASON_OUT_OF_RANGE},
	{2, "second_factor.required", "2026-12-01", "r", "value", REASON_OUT_OF_RANGE},
	{20, "session.idle", "2026-12-01", "r", "key", REASON_NO_SUCH_POLICY},
	{20, "SESSION.IDLE_MINUTES", "2026-12-01", "r", "key", REASON_NO_SUCH_POLICY},
	{20, IDLE, "2026-11-21", "r", "from_day", REASON_IN_THE_PAST},
	{20, IDLE, "2026-02-30", "r", "from_day", REASON_NO_SUCH_DAY},
	{20, IDLE, "2026-12-01", " ", "reason", REASON_REQUIRED},
	{20, IDLE, "2026-12-01", "a\x01", "reason", REASON_FORBIDDEN_CHARACTER},
	{20, IDLE, "2026-12-01", "\xc0\xaf", "reason", REASON_NOT_UTF8},
};

START_TEST(each_fault_of_a_proposal_is_named)
{
	int64_t before = rows();
	for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
		Xueji__V1__ProposePolicyRequest in = proposal(faults[i].value, faults[i].from_day);
		in.key = (char *)faults[i].key;
		in.reason = (char *)faults[i].reason;
		struct answer answer = ask(zhang, "ProposePolicy", &in.base);
		ck_assert_msg(has_fault(&answer, faults[i].field, faults[i].why), "row %zu: %s", i,
			reason_row(answer.reason)->name);
	}
	Xueji__V1__ProposePolicyRequest in = proposal(20, "2026-12-01");
	in.is_inherited = true;
	struct answer answer = ask(zhang, "ProposePolicy", &in.base);
	ck_assert(has_fault(&answer, "value", REASON_VALUE_AND_INHERITED));
	ck_assert_int_eq(rows(), before);
}
END_TEST

START_TEST(bad_decisions_are_refused)
{
	Xueji__V1__DecidePolicyRequest in = XUEJI__V1__DECIDE_POLICY_REQUEST__INIT;
	struct answer answer = ask(zhao, "DecidePolicy", &in.base);
	ck_assert(has_fault(&answer, "value_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "rev", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "decision", REASON_REQUIRED));
	in.value_id = proposed(20, "2026-12-01");
	in.rev = 1;
	in.decision = XUEJI__V1__POLICY_DECISION__POLICY_DECISION_REFUSE;
	answer = ask(zhao, "DecidePolicy", &in.base);
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	in.decision = (Xueji__V1__PolicyDecision)7;
	answer = ask(zhao, "DecidePolicy", &in.base);
	ck_assert(has_fault(&answer, "decision", REASON_UNKNOWN_VALUE));
	ck_assert_int_eq(decide(zhao, "4711", 1, true).err, ERR_NOT_FOUND);
	ck_assert_int_eq(decide(zhao, "x", 1, true).err, ERR_INVALID);
	ck_assert_int_eq(withdraw(zhang, "4711", 1).err, ERR_NOT_FOUND);
}
END_TEST

/* ---- who may ---- */

static const struct {
	int64_t unit;
	uint32_t roles;
	enum reason reason;
} people[] = {
	{PROVINCE, ROLE_OFFICER, REASON_NO_RIGHT}, /* not of this policy */
	{PROVINCE, ROLE_SYSTEM, REASON_NO_RIGHT},
	{PROVINCE, ROLE_AUDITOR, REASON_NO_RIGHT},
	{NATION, ROLE_SECURITY, REASON_OUTSIDE_SCOPE}, /* never a tier above in its place */
	{OTHER_PROVINCE, ROLE_SECURITY, REASON_OUTSIDE_SCOPE},
	{CITY, ROLE_SECURITY, REASON_OUTSIDE_SCOPE},
	{SCHOOL, ROLE_REGISTRAR, REASON_NO_RIGHT},
};

START_TEST(only_the_units_own_administrators_set_its_policies)
{
	char *id = proposed(20, "2026-12-01");
	Xueji__V1__ProposePolicyRequest in = proposal(1, "2026-12-01");
	in.key = "second_factor.required";
	int64_t before = rows();
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		char *name = arena_printf(house->arena, "person%zu", i);
		struct person *who = person_make(house, name, people[i].unit, people[i].roles);
		ck_assert_int_eq(ask(who, "ProposePolicy", &in.base).reason, people[i].reason);
		ck_assert_int_eq(decide(who, id, 1, true).reason, people[i].reason);
		ck_assert_int_eq(withdraw(who, id, 1).reason, people[i].reason);
	}
	ck_assert_int_eq(rows(), before);
}
END_TEST

START_TEST(a_city_sets_no_policies)
{
	struct person *he = person_make(house, "he", CITY, ROLE_SECURITY);
	Xueji__V1__ProposePolicyRequest in = proposal(20, "2026-12-01");
	in.unit_id = id_text(house, CITY);
	struct answer answer = ask(he, "ProposePolicy", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_NOT_AN_OWNER));
}
END_TEST

START_TEST(the_nation_sets_what_no_province_has_set)
{
	struct person *gu = person_make(house, "gu", NATION, ROLE_SECURITY);
	struct person *wu = person_make(house, "wu", NATION, ROLE_SECURITY);
	Xueji__V1__ProposePolicyRequest in = proposal(45, "2026-11-22");
	in.unit_id = id_text(house, NATION);
	const Xueji__V1__PolicyValue *value = ask(gu, "ProposePolicy", &in.base).reply;
	ck_assert_int_eq(decide(wu, value->id, 1, true).err, OK);
	ck_assert_int_eq(decide(zhao, proposed(20, "2026-11-22"), 1, true).err, OK);
	ck_assert_int_eq(policy(FAR_COUNTY, "")->value, 45);
	ck_assert_str_eq(policy(FAR_COUNTY, "")->source_unit_name, "全国");
	ck_assert_int_eq(policy(SCHOOL, "")->value, 20);
}
END_TEST

START_TEST(the_command_line_sets_a_value_at_once)
{
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(policy_install(ctx, NATION, POLICY_SESSION_IDLE_MINUTES, 60), OK);
	ck_assert_ptr_nonnull(ctx->notes);
	house_commit(house);
	ck_assert_int_eq(policy(SCHOOL, "")->value, 60);
}
END_TEST

SUITE_WITH("policies", set_up, tear_down, nobody_having_set_it_the_default_holds,
	a_school_registrar_may_read_them_all, bad_questions_are_refused,
	two_persons_set_a_value_from_a_day_on, the_program_goes_by_it_from_the_day_on,
	a_province_gives_its_value_up_again, history_is_kept_with_what_was_refused_and_withdrawn,
	one_proposal_waits_at_a_time, nobody_decides_on_his_own_proposal,
	nor_does_his_deputy_in_his_stead, what_is_settled_stays_settled,
	what_comes_too_late_is_not_approved, all_faults_of_a_proposal_come_at_once,
	each_fault_of_a_proposal_is_named, bad_decisions_are_refused,
	only_the_units_own_administrators_set_its_policies, a_city_sets_no_policies,
	the_nation_sets_what_no_province_has_set, the_command_line_sets_a_value_at_once)
