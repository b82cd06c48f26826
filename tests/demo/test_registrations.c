#include "server/demo/registrations.h"

#include <string.h>

#include "common/date.h"
#include "common/han_reading.h"
#include "server/registry/case_table.h"
#include "server/service/operators_demo.h"
#include "server/service/unit_seed.h"
#include "server/store/checks.h"
#include "server/store/dump.h"
#include "server/store/journal_store.h"
#include "server/store/policy_cache.h"
#include "server/store/stat_cache.h"
#include "tests/support/fixture.h"
#include "tests/support/suite.h"

enum { TREES = 4 };

static struct fixture *f;
static const struct unit_tree *trees[TREES]; /* the plan points into the older ones, too */
static size_t n_trees;
static struct population *population;

static struct ctx *write_ctx(void)
{
	struct ctx *ctx = fixture_ctx(f);
	ctx->units = n_trees > 0 ? trees[n_trees - 1] : NULL;
	return ctx;
}

static void commit(void)
{
	ck_assert_int_eq(journal_write_notes(&f->ctx), OK);
	fixture_commit(f);
	struct ctx *ctx = fixture_ctx(f);
	ck_assert_int_eq(unit_cache_load(f->app.units, ctx), OK);
	ck_assert_int_eq(stat_cache_load(f->app.stats, ctx), OK);
	fixture_rollback(f);
	trees[n_trees++] = unit_tree_pin(f->app.units);
}

static void ignore(void *arg, const struct demo_operator *made)
{
	(void)arg;
	(void)made;
}

/* A province with schools and operators, and no child but those who register. */
static void make_province(const char *code, uint64_t seed)
{
	int64_t now = f->now_us;
	f->now_us -= (REGISTRATION_DAYS + 1) * US_PER_DAY;
	ck_assert_int_eq(units_load_divisions(write_ctx()), OK);
	commit();
	struct ctx *ctx = write_ctx();
	struct demo_wish wish = {
		unit_tree_by_code(ctx->units, code), 0, seed, date_of_instant(now)};
	const struct facts *facts = facts_read(ctx->arena);
	const struct school_plan *plan = schools_plan(ctx, facts, &wish);
	ck_assert_int_eq(schools_insert(ctx, plan, wish.province), OK);
	population = population_new(ctx, facts, plan, &wish);
	commit();
	ctx = write_ctx();
	ck_assert_int_eq(operators_demo(ctx, unit_tree_by_code(ctx->units, code),
				 date_of_instant(now), ignore, NULL),
		OK);
	commit();
	f->now_us = now;
	ctx = write_ctx();
	struct deeds deeds = {0};
	registrations_plan(ctx, plan, population, seed, &deeds);
	ck_assert_int_eq(deeds_run(ctx, &deeds, seed), OK);
	ck_assert_int_eq(ctx->actor.operator_id, OPERATOR_SYSTEM);
	commit();
}

static void set_up(void)
{
	f = fixture_open();
	f->app.units = unit_cache_new();
	f->app.stats = stat_cache_new();
	f->app.policies = policy_cache_new();
	f->app.readings = han_readings_open();
}

static void tear_down(void)
{
	population_free(population);
	while (n_trees > 0)
		unit_tree_unpin(trees[--n_trees]);
	han_readings_close(f->app.readings);
	policy_cache_free(f->app.policies);
	stat_cache_free(f->app.stats);
	unit_cache_free(f->app.units);
	fixture_close(f);
}

static int64_t count(const char *text)
{
	int64_t n;
	struct sql *sql = arena_one(f->ctx.arena, struct sql);
	*sql = (struct sql){"test_count", text};
	ck_assert_int_eq(db_number(write_ctx(), sql, NO_ARGS, -1, &n), OK);
	return n;
}

static int64_t count_in(enum case_state state)
{
	return count(arena_printf(
		f->ctx.arena, "SELECT count(*) FROM kase WHERE state = %d", (int)state));
}

START_TEST(there_are_some_in_every_state)
{
	make_province("130000", 1);
	ck_assert_int_ge(count_in(CASE_DRAFT), 10);
	ck_assert_int_ge(count_in(CASE_SCHOOL_REVIEW), 8);
	ck_assert_int_ge(count_in(CASE_BUREAU_REVIEW), 8);
	ck_assert_int_eq(count_in(CASE_CITY_REVIEW), 3);
	ck_assert_int_eq(count_in(CASE_PROVINCE_REVIEW), 2);
	ck_assert_int_eq(count_in(CASE_WAIT_NATIONAL), 4);
	ck_assert_int_ge(count_in(CASE_DONE), 8);
	ck_assert_int_eq(count_in(CASE_WITHDRAWN), 2);
	ck_assert_int_eq(
		count("SELECT count(*) FROM student WHERE status = 2"), count_in(CASE_DONE));
}
END_TEST

static void expect_nothing(void *arg, const char *check, const char *sentence)
{
	(void)arg;
	ck_abort_msg("%s: %s", check, sentence);
}

START_TEST(what_was_done_is_true)
{
	int64_t n_faults;
	make_province("130000", 1);
	struct ctx ctx;
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(checks_run(&ctx, expect_nothing, NULL, &n_faults), OK);
	db_close(ctx.db);
	/* Each step has its hour, and the journal goes forward. */
	ck_assert_int_ge(count("SELECT count(DISTINCT at_us) FROM case_step"), 100);
	ck_assert_int_eq(count("SELECT count(*) FROM journal a JOIN journal b ON b.seq = a.seq + 1"
			       " WHERE b.at_us < a.at_us"),
		0);
	ck_assert_int_eq(count("SELECT count(*) FROM case_step WHERE operator_id <= 0"), 0);
	/* Who entered it never signed it. */
	ck_assert_int_eq(count("SELECT count(*) FROM case_step s JOIN case_step t"
			       " ON t.case_id = s.case_id AND t.operator_id = s.operator_id"
			       " WHERE s.party = 1 AND t.party = 2"),
		0);
}
END_TEST

START_TEST(where_no_city_stands_above_the_others_act)
{
	make_province("660000", 1);
	ck_assert_int_eq(count_in(CASE_CITY_REVIEW), 0);
	ck_assert_int_ge(count_in(CASE_DONE), 8);
}
END_TEST

static char *dump(void)
{
	struct ctx ctx;
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	ctx_init(&ctx, &f->app, f->ctx.arena);
	ctx.db = store_reader(f->store);
	ck_assert_int_eq(dump_write(&ctx, out), OK);
	db_close(ctx.db);
	fclose(out);
	return text;
}

START_TEST(a_seed_always_makes_the_same)
{
	make_province("130000", 5);
	char *first = dump();
	tear_down();
	set_up();
	make_province("130000", 5);
	char *second = dump();
	ck_assert(strcmp(first, second) == 0);
	free(first);
	free(second);
}
END_TEST

SUITE_WITH("registrations", set_up, tear_down, there_are_some_in_every_state, what_was_done_is_true,
	where_no_city_stands_above_the_others_act, a_seed_always_makes_the_same)
