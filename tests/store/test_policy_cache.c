#include "common/date.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"
#include "tests/support/suite.h"

enum { NATION = 1, PROVINCE = 10, OTHER = 11, SCHOOL = 40 };
enum { TODAY = 20000 };

static const struct unit_node units[] = {
	{.id = NATION, .tier = TIER_NATION, .code = "000000", .name = "n", .initials = "n"},
	{.id = PROVINCE,
		.parent = NATION,
		.tier = TIER_PROVINCE,
		.code = "110000",
		.name = "p",
		.initials = "p"},
	{.id = OTHER,
		.parent = NATION,
		.tier = TIER_PROVINCE,
		.code = "120000",
		.name = "p",
		.initials = "p"},
	{.id = 30,
		.parent = PROVINCE,
		.tier = TIER_COUNTY,
		.code = "110101",
		.name = "c",
		.initials = "c"},
	{.id = SCHOOL,
		.parent = 30,
		.tier = TIER_SCHOOL,
		.code = "2111000001",
		.name = "s",
		.initials = "s"},
};

static const struct policy_value values[] = {
	{.unit = PROVINCE, .policy = POLICY_SESSION_IDLE_MINUTES, .from_day = TODAY, .value = 20},
	{.unit = NATION,
		.policy = POLICY_SESSION_IDLE_MINUTES,
		.from_day = TODAY - 100,
		.value = 60},
	{.unit = PROVINCE,
		.policy = POLICY_SESSION_IDLE_MINUTES,
		.from_day = TODAY - 10,
		.value = 10},
	{.unit = PROVINCE,
		.policy = POLICY_SESSION_IDLE_MINUTES,
		.from_day = TODAY + 5,
		.is_inherited = true},
	{.unit = PROVINCE, .policy = POLICY_SESSION_IDLE_MINUTES, .from_day = TODAY, .value = 15},
	{.unit = PROVINCE, .policy = POLICY_PASSWORD_LENGTH, .from_day = TODAY, .value = 12},
	{.unit = OTHER, .policy = POLICY_SECOND_FACTOR, .from_day = TODAY, .value = 0},
};

static struct policy_cache *cache;
static struct unit_cache *unit_cache;
static struct ctx ctx;

static void set_up(void)
{
	cache = policy_cache_new();
	unit_cache = unit_cache_new();
	unit_cache_publish(unit_cache, unit_tree_build(units, sizeof units / sizeof *units));
	policy_cache_publish(cache, policies_build(values, sizeof values / sizeof *values));
	ctx = (struct ctx){.now_us = date_start(TODAY),
		.units = unit_tree_pin(unit_cache),
		.policies = policies_pin(cache)};
}

static void tear_down(void)
{
	unit_tree_unpin(ctx.units);
	policies_unpin(ctx.policies);
	unit_cache_free(unit_cache);
	policy_cache_free(cache);
}

static const struct {
	enum policy policy;
	int64_t unit;
	int32_t day;
	int64_t value, whose;
} in_force[] = {
	{POLICY_SESSION_IDLE_MINUTES, SCHOOL, TODAY, 15, PROVINCE}, /* the later of that day */
	{POLICY_SESSION_IDLE_MINUTES, PROVINCE, TODAY - 1, 10, PROVINCE},
	{POLICY_SESSION_IDLE_MINUTES, SCHOOL, TODAY - 11, 60, NATION}, /* not yet the province's */
	{POLICY_SESSION_IDLE_MINUTES, SCHOOL, TODAY - 101, 30, 0},     /* nobody's: the default */
	{POLICY_SESSION_IDLE_MINUTES, SCHOOL, TODAY + 4, 15, PROVINCE},
	{POLICY_SESSION_IDLE_MINUTES, SCHOOL, TODAY + 5, 60, NATION}, /* given back */
	{POLICY_SESSION_IDLE_MINUTES, OTHER, TODAY, 60, NATION},
	{POLICY_SESSION_IDLE_MINUTES, NATION, TODAY, 60, NATION},
	{POLICY_SESSION_IDLE_MINUTES, 0, TODAY, 60, NATION},
	{POLICY_SESSION_IDLE_MINUTES, 999, TODAY, 60, NATION},
	{POLICY_PASSWORD_LENGTH, SCHOOL, TODAY, 12, PROVINCE},
	{POLICY_PASSWORD_LENGTH, OTHER, TODAY, 10, 0},
	{POLICY_SECOND_FACTOR, OTHER, TODAY, 0, OTHER},
	{POLICY_SECOND_FACTOR, PROVINCE, TODAY, 1, 0},
};

START_TEST(the_nearest_value_of_the_day_holds)
{
	for (size_t i = 0; i < sizeof in_force / sizeof *in_force; i++) {
		struct policy_value found = policy_in_force(
			&ctx, in_force[i].policy, in_force[i].unit, in_force[i].day);
		ck_assert_int_eq(found.value, in_force[i].value);
		ck_assert_int_eq(found.unit, in_force[i].whose);
	}
}
END_TEST

START_TEST(a_call_gets_the_value_of_its_own_day)
{
	ck_assert_int_eq(policy_number(&ctx, POLICY_SESSION_IDLE_MINUTES, SCHOOL), 15);
	ctx.now_us -= 1; /* the last microsecond of the day before, in Beijing */
	ck_assert_int_eq(policy_number(&ctx, POLICY_SESSION_IDLE_MINUTES, SCHOOL), 10);
}
END_TEST

START_TEST(without_a_snapshot_the_default_holds)
{
	const struct ctx bare = {.now_us = date_start(TODAY)};
	ck_assert_int_eq(policy_number(&bare, POLICY_SESSION_IDLE_MINUTES, SCHOOL), 30);
}
END_TEST

SUITE_WITH("policy_cache", set_up, tear_down, the_nearest_value_of_the_day_holds,
	a_call_gets_the_value_of_its_own_day, without_a_snapshot_the_default_holds)
