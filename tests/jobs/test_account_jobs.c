#include "server/jobs/account_jobs.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/auth/guard.h"
#include "server/registry/policy_table.h"
#include "server/store/operator_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"

#define MINUTE (60 * US_PER_SECOND)

static struct house *house;

static void set_up(void)
{
	house = house_open();
}

static void tear_down(void)
{
	house_close(house);
}

/* As the scheduler runs it, until there is no more to do; how often. */
static int run(enum err (*step)(struct ctx *ctx, bool *again_out))
{
	bool again = true;
	int n = 0;
	for (; again && n < 100; n++) {
		struct ctx *ctx = house_write(house);
		ctx->units = unit_tree_pin(house->fixture->app.units);
		ctx->policies = policies_pin(house->fixture->app.policies);
		ck_assert_int_eq(step(ctx, &again), OK);
		unit_tree_unpin(ctx->units);
		policies_unpin(ctx->policies);
		house_commit(house);
	}
	return n;
}

START_TEST(sessions_that_are_over_leave_the_store)
{
	struct person *wang = person_make(house, "wang", COUNTY, ROLE_OFFICER);
	house_wait(house, 20 * MINUTE);
	person_session(house, wang->id);
	run(end_sessions);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 2);
	house_wait(house, 10 * MINUTE); /* the first has been idle for 30 minutes */
	run(end_sessions);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 1);
	ck_assert_uint_eq(session_cache_size(house->fixture->app.sessions), 1);
	house_wait(house, 20 * MINUTE);
	run(end_sessions);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 0);
}
END_TEST

START_TEST(many_sessions_end_in_several_steps)
{
	static char tokens[90][TOKEN_SIZE + 1];
	for (int i = 0; i < 5; i++) {
		struct person *p = person_make(
			house, arena_printf(house->arena, "p-%d", i), COUNTY, ROLE_OFFICER);
		person_sessions(house, p->id, 90, tokens);
	}
	house_wait(house, 31 * MINUTE);
	ck_assert_int_eq(run(end_sessions), 3);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 0);
}
END_TEST

static int64_t count_idle(void)
{
	return house_count(house, "SELECT count(*) FROM operator WHERE state = 3");
}

START_TEST(an_idle_account_is_sealed_after_the_policy_s_days)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	house_wait(house, 45 * US_PER_DAY);
	person_make(house, "li", COUNTY, ROLE_OFFICER);
	run(seal_idle_accounts);
	ck_assert_int_eq(count_idle(), 0);
	house_wait(house, 45 * US_PER_DAY);
	run(seal_idle_accounts);
	ck_assert_int_eq(count_idle(), 1);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM operator WHERE name = 'li' AND state = 1"),
		1);
	house_policy(house, POLICY_ACCOUNT_IDLE_DAYS, 30);
	run(seal_idle_accounts);
	ck_assert_int_eq(count_idle(), 2);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 0);
}
END_TEST

START_TEST(each_province_s_policy_holds_for_its_own)
{
	const struct policy_value value = {.unit = OTHER_PROVINCE,
		.policy = POLICY_ACCOUNT_IDLE_DAYS,
		.from_day = 1,
		.value = 10};
	for (int i = 0; i < 300; i++) /* more than a step looks at */
		person_make(house, arena_printf(house->arena, "p-%d", i), COUNTY, 0);
	person_make(house, "far", FAR_COUNTY, 0);
	policy_cache_publish(house->fixture->app.policies, policies_build(&value, 1));
	house_wait(house, 11 * US_PER_DAY);
	run(seal_idle_accounts);
	ck_assert_int_eq(count_idle(), 1);
	ck_assert_int_eq(house_count(house, "SELECT state FROM operator WHERE name = 'far'"), 3);
}
END_TEST

START_TEST(counts_of_failures_are_forgotten_after_a_day)
{
	struct ctx *ctx = house_write(house);
	for (int i = 0; i < 450; i++) {
		struct guard guard =
			guard_of(ctx, "sign_in", arena_printf(house->arena, "p-%d", i), NULL);
		ck_assert_int_eq(guard_count(ctx, &guard), OK);
	}
	house_commit(house);
	run(purge_guards);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM sign_in_guard"), 450);
	house_wait(house, US_PER_DAY + 1);
	ck_assert_int_eq(run(purge_guards), 3);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM sign_in_guard"), 0);
}
END_TEST

SUITE_WITH("account_jobs", set_up, tear_down, sessions_that_are_over_leave_the_store,
	many_sessions_end_in_several_steps, an_idle_account_is_sealed_after_the_policy_s_days,
	each_province_s_policy_holds_for_its_own, counts_of_failures_are_forgotten_after_a_day)
