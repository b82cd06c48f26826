#include "server/auth/access.h"

#include "common/date.h"
#include "domain/roles.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"

static struct house *house;
static struct ctx ctx;

static void set_up(void)
{
	house = house_open();
	ctx_init(&ctx, &house->fixture->app, house->arena);
	ctx.units = unit_tree_pin(house->fixture->app.units);
	ctx.lang = LANG_EN;
	ctx.actor.operator_id = 77;
}

static void tear_down(void)
{
	unit_tree_unpin(ctx.units);
	house_close(house);
}

static struct right right_at(int64_t unit, uint32_t roles)
{
	int32_t today = ctx_today(&ctx);
	return (struct right){.unit = unit, .roles = roles, .from_day = today, .to_day = today};
}

static void hold(const struct right *rights, size_t n)
{
	ctx.actor.rights = rights;
	ctx.actor.n_rights = n;
}

static enum err check(uint32_t who, enum scope scope, int64_t place)
{
	const struct method method = {.name = "Try",
		.who = who,
		.scope = scope,
		.mode = METHOD_READ,
		.purpose_en = "try",
		.purpose_zh = "尝试"};
	ctx_restart(&ctx);
	return access_check(&ctx, &method, place);
}

/* One posting at each tier against one unit of each kind: what lies in the subtree, what is the
 * unit itself, what is managed (itself and its children). */
static const struct {
	int64_t posted, place;
	bool subtree, unit, managed;
} reach[] = {
	{NATION, NATION, true, true, true},
	{NATION, PROVINCE, true, false, true},
	{NATION, OTHER_PROVINCE, true, false, true},
	{NATION, CITY, true, false, false},
	{NATION, SCHOOL, true, false, false},
	{PROVINCE, NATION, false, false, false},
	{PROVINCE, PROVINCE, true, true, true},
	{PROVINCE, CITY, true, false, true},
	{PROVINCE, DIRECT_COUNTY, true, false, true},
	{PROVINCE, COUNTY, true, false, false},
	{PROVINCE, OTHER_PROVINCE, false, false, false},
	{PROVINCE, FAR_COUNTY, false, false, false},
	{CITY, PROVINCE, false, false, false},
	{CITY, CITY, true, true, true},
	{CITY, COUNTY, true, false, true},
	{CITY, NEIGHBOUR_SCHOOL, true, false, false},
	{CITY, OTHER_CITY, false, false, false},
	{CITY, DIRECT_COUNTY, false, false, false},
	{COUNTY, CITY, false, false, false},
	{COUNTY, COUNTY, true, true, true},
	{COUNTY, SCHOOL, true, false, true},
	{COUNTY, NEIGHBOUR, false, false, false},
	{COUNTY, NEIGHBOUR_SCHOOL, false, false, false},
	{SCHOOL, COUNTY, false, false, false},
	{SCHOOL, SCHOOL, true, true, true},
	{SCHOOL, SECOND_SCHOOL, false, false, false},
	/* a unit that does not exist is outside every scope */
	{NATION, NO_UNIT, false, false, false},
	{NATION, 0, false, false, false},
	{NO_UNIT, NO_UNIT, false, false, false},
};

START_TEST(a_posting_reaches_what_its_scope_says)
{
	for (size_t i = 0; i < sizeof reach / sizeof *reach; i++) {
		const struct right right = right_at(reach[i].posted, ROLE_OFFICER);
		hold(&right, 1);
		const struct {
			enum scope scope;
			bool expected;
		} scopes[] = {{SCOPE_SUBTREE, reach[i].subtree}, {SCOPE_UNIT, reach[i].unit},
			{SCOPE_MANAGED, reach[i].managed}, {SCOPE_EACH, reach[i].subtree},
			{SCOPE_REGISTRY, true}, {SCOPE_UNSET, false}};
		for (size_t j = 0; j < sizeof scopes / sizeof *scopes; j++) {
			enum err err = check(ROLE_OFFICER, scopes[j].scope, reach[i].place);
			ck_assert_msg(err == (scopes[j].expected ? OK : ERR_DENIED),
				"row %zu, scope %d", i, scopes[j].scope);
			ck_assert_msg(err == OK || ctx.failure.reason == REASON_OUTSIDE_SCOPE,
				"row %zu", i);
		}
	}
}
END_TEST

START_TEST(role_and_reach_must_come_from_one_posting)
{
	const struct right rights[] = {
		right_at(COUNTY, ROLE_OFFICER), right_at(NEIGHBOUR, ROLE_AUDITOR)};
	hold(rights, 2);
	ck_assert_int_eq(check(ROLE_OFFICER, SCOPE_SUBTREE, SCHOOL), OK);
	ck_assert_int_eq(check(ROLE_OFFICER, SCOPE_SUBTREE, NEIGHBOUR_SCHOOL), ERR_DENIED);
	ck_assert_int_eq(ctx.failure.reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(check(ROLE_SECURITY, SCOPE_SUBTREE, SCHOOL), ERR_DENIED);
	ck_assert_int_eq(ctx.failure.reason, REASON_NO_RIGHT);
	ck_assert_str_eq(ctx.failure.args[0], "try");
	ck_assert_int_eq(check(ROLE_OFFICER | ROLE_AUDITOR, SCOPE_SUBTREE, NEIGHBOUR_SCHOOL), OK);
	ck_assert_uint_eq(access_roles(&ctx), ROLE_OFFICER | ROLE_AUDITOR);
}
END_TEST

START_TEST(a_posting_counts_on_its_days_only)
{
	int32_t today = ctx_today(&ctx);
	const struct {
		int32_t from, to;
		bool counts;
	} days[] = {{today, today, true}, {today - 9, today + 9, true},
		{today + 1, today + 9, false}, {today - 9, today - 1, false},
		{today, today - 1, false}};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		struct right right = right_at(COUNTY, ROLE_OFFICER);
		right.from_day = days[i].from;
		right.to_day = days[i].to;
		hold(&right, 1);
		ck_assert_msg((check(ROLE_OFFICER, SCOPE_UNIT, COUNTY) == OK) == days[i].counts,
			"row %zu", i);
		ck_assert_msg((access_roles(&ctx) != 0) == days[i].counts, "row %zu", i);
	}
}
END_TEST

START_TEST(a_deputy_s_call_says_for_whom)
{
	struct right rights[] = {right_at(SCHOOL, ROLE_REGISTRAR), right_at(COUNTY, ROLE_OFFICER)};
	rights[1].for_operator = 4711;
	hold(rights, 2);
	ck_assert_int_eq(check(ROLE_OFFICER, SCOPE_UNIT, COUNTY), OK);
	ck_assert_int_eq(ctx.actor.for_operator, 4711);
	ctx_journal(&ctx, &(struct note){.action = ACTION_SIGN_OUT});
	ck_assert_int_eq(ctx.notes->for_operator, 4711);
	ck_assert_int_eq(check(ROLE_REGISTRAR, SCOPE_UNIT, SCHOOL), OK);
	ck_assert_int_eq(ctx.actor.for_operator, 0);
}
END_TEST

START_TEST(strangers_jobs_and_oneself)
{
	const struct right right = right_at(SCHOOL, ROLE_REGISTRAR);
	ctx.actor = (struct actor){0};
	ck_assert_int_eq(check(WHO_SIGNED_IN, SCOPE_SELF, 0), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(check(WHO_PUBLIC, SCOPE_REGISTRY, 0), OK);
	ctx.actor.operator_id = OPERATOR_SYSTEM;
	ck_assert_int_eq(check(ROLE_SECURITY, SCOPE_UNIT, NATION), OK);
	ctx.actor.operator_id = 77;
	ck_assert_int_eq(check(WHO_SIGNED_IN, SCOPE_SELF, 0), ERR_DENIED); /* not posted */
	hold(&right, 1);
	ck_assert_int_eq(check(WHO_SIGNED_IN, SCOPE_SELF, 0), OK);
	ck_assert_int_eq(check(WHO_SIGNED_IN, SCOPE_SELF, 77), OK);
	ck_assert_int_eq(check(WHO_SIGNED_IN, SCOPE_SELF, 78), ERR_DENIED);
}
END_TEST

static const struct {
	uint32_t limits;
	enum method_mode mode;
	uint32_t flags;
	enum reason reason;
} limited[] = {
	{0, METHOD_WRITE, 0, REASON_COUNT},
	{LIMIT_PASSWORD, METHOD_READ, 0, REASON_MUST_CHANGE_PASSWORD},
	{LIMIT_PASSWORD, METHOD_WRITE, METHOD_WHILE_LIMITED, REASON_COUNT},
	{LIMIT_SECOND_FACTOR, METHOD_READ, 0, REASON_MUST_ENROL_SECOND_FACTOR},
	{LIMIT_SECOND_FACTOR, METHOD_READ, METHOD_WHEN_EXPIRED, REASON_MUST_ENROL_SECOND_FACTOR},
	{LIMIT_READ_ONLY, METHOD_READ, 0, REASON_COUNT},
	{LIMIT_READ_ONLY, METHOD_AUDITED, 0, REASON_COUNT},
	{LIMIT_READ_ONLY, METHOD_WRITE, 0, REASON_CERTIFICATE_EXPIRED},
	{LIMIT_READ_ONLY, METHOD_WRITE, METHOD_WHEN_EXPIRED, REASON_COUNT},
};

START_TEST(limits_leave_what_the_row_allows)
{
	const struct right right = right_at(COUNTY, ROLE_OFFICER);
	hold(&right, 1);
	for (size_t i = 0; i < sizeof limited / sizeof *limited; i++) {
		const struct method method = {.name = "Try",
			.who = ROLE_OFFICER,
			.mode = limited[i].mode,
			.flags = limited[i].flags};
		ctx.actor.limits = limited[i].limits;
		ck_assert_msg(access_hindrance(&ctx, &method) == limited[i].reason, "row %zu", i);
	}
}
END_TEST

SUITE_WITH("access", set_up, tear_down, a_posting_reaches_what_its_scope_says,
	role_and_reach_must_come_from_one_posting, a_posting_counts_on_its_days_only,
	a_deputy_s_call_says_for_whom, strangers_jobs_and_oneself, limits_leave_what_the_row_allows)
