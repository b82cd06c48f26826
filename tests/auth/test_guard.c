#include "server/auth/guard.h"

#include <string.h>

#include "common/date.h"
#include "server/settings.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"

START_TEST(the_wait_doubles_up_to_the_longest)
{
	static const int64_t seconds[] = {0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60};
	for (int i = 0; i < (int)(sizeof seconds / sizeof *seconds); i++)
		ck_assert_int_eq(guard_wait_us(i, 5, 60), seconds[i] * US_PER_SECOND);
	ck_assert_int_eq(guard_wait_us(INT64_C(1) << 40, 5, 60), 60 * US_PER_SECOND);
	ck_assert_int_eq(guard_wait_us(1, 1, 1), US_PER_SECOND);
}
END_TEST

START_TEST(names_consoles_and_purposes_are_counted_apart)
{
	struct fixture *fixture = fixture_open();
	struct ctx *ctx = fixture_ctx(fixture);
	const struct guard guards[] = {
		guard_of(ctx, "sign_in", "wang", NULL),
		guard_of(ctx, "sign_in", "li", NULL),
		guard_of(ctx, "sign_in", "wang", "bastion"),
		guard_of(ctx, "device", "wang", NULL),
		guard_of(ctx, "sign_in", "wan", "g"),
	};
	enum { N = sizeof guards / sizeof *guards };
	for (int i = 0; i < N; i++)
		for (int j = 0; j < i; j++)
			ck_assert_int_ne(
				memcmp(guards[i].key, guards[j].key, sizeof guards[i].key), 0);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(guard_count(ctx, &guards[0]), OK);
	ck_assert_int_eq(guard_check(ctx, &guards[0]), ERR_LIMITED);
	for (int i = 1; i < N; i++)
		ck_assert_int_eq(guard_check(ctx, &guards[i]), OK);
	ck_assert_int_eq(guard_clear(ctx, &guards[0]), OK);
	ck_assert_int_eq(guard_check(ctx, &guards[0]), OK);
	fixture_close(fixture);
}
END_TEST

START_TEST(a_clock_set_back_locks_nobody_out)
{
	struct fixture *fixture = fixture_open();
	struct ctx *ctx = fixture_ctx(fixture);
	struct guard guard = guard_of(ctx, "sign_in", "wang", NULL);
	for (int i = 0; i < 8; i++)
		ck_assert_int_eq(guard_count(ctx, &guard), OK);
	ctx->now_us -= 3600 * US_PER_SECOND;
	ck_assert_int_eq(guard_check(ctx, &guard), OK);
	fixture_close(fixture);
}
END_TEST

START_TEST(the_division_that_the_node_serves_sets_the_pace)
{
	struct house *house = house_open();
	const struct settings settings = {.unit = "440000"};
	const struct policy_value values[] = {
		{.unit = PROVINCE, .policy = POLICY_SIGN_IN_FREE_TRIES, .from_day = 1, .value = 2},
		{.unit = OTHER_PROVINCE,
			.policy = POLICY_SIGN_IN_FREE_TRIES,
			.from_day = 1,
			.value = 1},
	};
	struct ctx *ctx = house_write(house);
	struct guard guard = guard_of(ctx, "sign_in", "wang", NULL);
	house->fixture->app.settings = &settings;
	policy_cache_publish(house->fixture->app.policies, policies_build(values, 2));
	ctx->units = unit_tree_pin(house->fixture->app.units);
	ctx->policies = policies_pin(house->fixture->app.policies);
	ck_assert_int_eq(guard_count(ctx, &guard), OK);
	ck_assert_int_eq(guard_check(ctx, &guard), OK);
	ck_assert_int_eq(guard_count(ctx, &guard), OK);
	ck_assert_int_eq(guard_check(ctx, &guard), ERR_LIMITED);
	policies_unpin(ctx->policies);
	unit_tree_unpin(ctx->units);
	house_commit(house);
	house_close(house);
}
END_TEST

SUITE("guard", the_wait_doubles_up_to_the_longest, names_consoles_and_purposes_are_counted_apart,
	a_clock_set_back_locks_nobody_out, the_division_that_the_node_serves_sets_the_pace)
