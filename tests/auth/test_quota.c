#include "server/auth/quota.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"

static struct house *house;
static struct right rights[] = {
	{.unit = SCHOOL, .roles = ROLE_REGISTRAR, .from_day = 1, .to_day = 1000000}};

static void before(void)
{
	house = house_open();
	house_policy(house, POLICY_REVEALS_PER_HOUR, 3);
}

static void after(void)
{
	house_close(house);
}

static struct ctx *ctx_of(int64_t operator_id)
{
	struct ctx *ctx = house_write(house);
	ctx->actor = (struct actor){.operator_id = operator_id, .rights = rights, .n_rights = 1};
	ctx->policies = policies_pin(house->fixture->app.policies);
	ctx->units = unit_tree_pin(house->fixture->app.units);
	return ctx;
}

static void done(struct ctx *ctx)
{
	policies_unpin(ctx->policies);
	unit_tree_unpin(ctx->units);
	house_commit(house);
}

START_TEST(the_last_one_of_an_hour_is_noted_and_the_next_is_refused)
{
	struct ctx *ctx = ctx_of(7);
	for (int i = 0; i < 3; i++) {
		ck_assert_int_eq(quota_check(ctx, POLICY_REVEALS_PER_HOUR), OK);
		ck_assert_ptr_null(ctx->notes);
		ck_assert_int_eq(quota_take(ctx, POLICY_REVEALS_PER_HOUR), OK);
	}
	ck_assert_int_eq(ctx->notes->action, ACTION_QUOTA_USED);
	ck_assert_int_eq(ctx->notes->unit, SCHOOL);
	ck_assert_str_eq(ctx->notes->summary, "identity.reveals_per_hour");
	ctx->now_us += 10 * 60 * US_PER_SECOND;
	ck_assert_int_eq(quota_check(ctx, POLICY_REVEALS_PER_HOUR), ERR_LIMITED);
	ck_assert_int_eq(quota_take(ctx, POLICY_REVEALS_PER_HOUR), ERR_LIMITED);
	ck_assert_int_eq(ctx->failure.reason, REASON_QUOTA_USED);
	ck_assert_str_eq(ctx->failure.args[0], "3");
	ck_assert_str_eq(ctx->failure.args[1], "50");
	ck_assert_int_eq(ctx->failure.retry_after_us, 50 * 60 * US_PER_SECOND);
	ctx->now_us += 50 * 60 * US_PER_SECOND;
	ck_assert_int_eq(quota_take(ctx, POLICY_REVEALS_PER_HOUR), OK);
	done(ctx);
}
END_TEST

START_TEST(operators_and_deeds_are_counted_apart)
{
	struct ctx *ctx = ctx_of(7);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(quota_take(ctx, POLICY_REVEALS_PER_HOUR), OK);
	ck_assert_int_eq(quota_check(ctx, POLICY_CHECKS_PER_HOUR), OK);
	ctx->actor.operator_id = 8;
	ck_assert_int_eq(quota_check(ctx, POLICY_REVEALS_PER_HOUR), OK);
	done(ctx);
}
END_TEST

START_TEST(a_restart_does_not_forget)
{
	struct ctx *ctx = ctx_of(7);
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(quota_take(ctx, POLICY_REVEALS_PER_HOUR), OK);
	done(ctx);
	house_restart(house);
	house_policy(house, POLICY_REVEALS_PER_HOUR, 3);
	ctx = ctx_of(7);
	ck_assert_int_eq(quota_check(ctx, POLICY_REVEALS_PER_HOUR), ERR_LIMITED);
	done(ctx);
}
END_TEST

SUITE_WITH("quota", before, after, the_last_one_of_an_hour_is_noted_and_the_next_is_refused,
	operators_and_deeds_are_counted_apart, a_restart_does_not_forget)
