#include "server/store/stat_cache.h"

#include "server/store/stat_store.h"
#include "server/store/unit_store.h"
#include "tests/support/children.h"
#include "tests/support/suite.h"

static struct fixture *f;

static void before(void)
{
	f = children_open();
}

static void after(void)
{
	children_close();
}

static void add(int64_t school, int grade, enum stat_kind stat, int64_t n)
{
	struct stat_row delta = {.school = school, .stage = STAGE_PRIMARY, .grade = grade};
	delta.counts.of[stat] = n;
	ck_assert_int_eq(stat_add(children_ctx(), &delta), OK);
}

static struct stat_totals totals(int64_t unit)
{
	struct stat_totals of_unit;
	ck_assert(stat_cache_totals(f->app.stats, unit, &of_unit));
	return of_unit;
}

static int64_t boys(int64_t unit)
{
	return totals(unit).counts.of[STAT_BOYS];
}

START_TEST(totals_follow_territory_up_to_the_nation)
{
	add(SCHOOL_A, 1, STAT_BOYS, 3);
	add(SCHOOL_B, 2, STAT_BOYS, 4);
	add(SCHOOL_C, 1, STAT_GIRLS, 5);
	add(SCHOOL_FOREIGN, 6, STAT_BOYS, 7);
	ck_assert_int_eq(boys(COUNTY), 0); /* nothing before the commit */
	fixture_commit(f);
	ck_assert_int_eq(boys(SCHOOL_A), 3);
	ck_assert_int_eq(boys(COUNTY), 7);
	ck_assert_int_eq(boys(CITY), 7);
	ck_assert_int_eq(totals(CITY).counts.of[STAT_GIRLS], 5);
	ck_assert_int_eq(boys(FOREIGN_PROVINCE), 7);
	ck_assert_int_eq(boys(1), 14);
	ck_assert_int_eq(totals(CITY).pupils[1], 8);
	ck_assert_int_eq(totals(CITY).pupils[2], 4);
	ck_assert_int_eq(totals(1).pupils[6], 7);
}
END_TEST

START_TEST(open_work_is_summed_by_kind_and_in_all)
{
	struct ctx *ctx = children_ctx();
	ck_assert_int_eq(open_work_add(ctx, SCHOOL_A, OPEN_REGISTRATION, 2), OK);
	ck_assert_int_eq(open_work_add(ctx, SCHOOL_A, OPEN_KEY_DATA, 1), OK);
	ck_assert_int_eq(open_work_add(ctx, SCHOOL_B, OPEN_REGISTRATION, 5), OK);
	fixture_commit(f);
	ck_assert_int_eq(totals(COUNTY).open[OPEN_REGISTRATION], 7);
	ck_assert_int_eq(totals(CITY).open[0], 8);
	ck_assert_int_eq(open_work_add(children_ctx(), SCHOOL_B, OPEN_REGISTRATION, -5), OK);
	fixture_commit(f);
	ck_assert_int_eq(totals(1).open[OPEN_REGISTRATION], 2);
	ck_assert_int_eq(totals(SCHOOL_B).open[0], 0);
	ck_assert_int_eq(boys(SCHOOL_A), 0);
	ck_assert_int_eq(stat_cache_load(f->app.stats, children_ctx()), OK);
	fixture_rollback(f);
	ck_assert_int_eq(totals(CITY).open[0], 3);
	ck_assert_int_ne(open_work_add(children_ctx(), SCHOOL_B, OPEN_REGISTRATION, -1), OK);
	fixture_rollback(f);
}
END_TEST

START_TEST(what_is_undone_is_not_counted)
{
	add(SCHOOL_A, 1, STAT_BOYS, 3);
	fixture_rollback(f);
	ck_assert_int_eq(boys(COUNTY), 0);
}
END_TEST

START_TEST(a_row_that_changed_twice_counts_once)
{
	add(SCHOOL_A, 1, STAT_BOYS, 3);
	add(SCHOOL_A, 1, STAT_BOYS, -1);
	add(SCHOOL_A, 1, STAT_BUS, 2);
	fixture_commit(f);
	ck_assert_int_eq(boys(PROVINCE), 2);
	ck_assert_int_eq(totals(PROVINCE).counts.of[STAT_BUS], 2);
}
END_TEST

START_TEST(cells_of_a_division_are_by_stage_and_grade)
{
	struct stat_cell cells[STAT_CELLS];
	add(SCHOOL_A, 1, STAT_BOYS, 3);
	add(SCHOOL_C, 1, STAT_BOYS, 1);
	add(SCHOOL_C, 6, STAT_PENDING, 1);
	fixture_commit(f);
	ck_assert_uint_eq(stat_cache_cells(f->app.stats, CITY, cells), 2);
	ck_assert_int_eq(cells[0].stage, STAGE_PRIMARY);
	ck_assert_int_eq(cells[0].grade, 1);
	ck_assert_int_eq(cells[0].counts.of[STAT_BOYS], 4);
	ck_assert_int_eq(cells[1].grade, 6);
	ck_assert_int_eq(cells[1].counts.of[STAT_PENDING], 1);
	ck_assert_uint_eq(stat_cache_cells(f->app.stats, SCHOOL_A, cells), 0);
	ck_assert_uint_eq(stat_cache_cells(f->app.stats, OTHER_CITY, cells), 0);
}
END_TEST

START_TEST(totals_are_the_same_after_a_restart)
{
	add(SCHOOL_A, 1, STAT_BOYS, 3);
	add(SCHOOL_D, 4, STAT_GIRLS, 2);
	fixture_commit(f);
	ck_assert_int_eq(stat_cache_load(f->app.stats, children_ctx()), OK);
	ck_assert_int_eq(boys(COUNTY), 3);
	ck_assert_int_eq(totals(OTHER_CITY).counts.of[STAT_GIRLS], 2);
	ck_assert_int_eq(stat_pupils(&(struct stat_counts){{0}}), 0);
}
END_TEST

/* Counters changed before, in and after the transaction in which the school moves. */
START_TEST(a_school_that_moves_takes_its_children_along)
{
	struct unit *school;
	add(SCHOOL_A, 1, STAT_BOYS, 3);
	fixture_commit(f);
	add(SCHOOL_A, 1, STAT_BOYS, 1);
	ck_assert_int_eq(unit_get(children_ctx(), SCHOOL_A, &school), OK);
	school->parent = school->bureau = FAR_COUNTY;
	ck_assert_int_eq(unit_update(children_ctx(), school), OK);
	ctx_on_commit(children_ctx(), unit_cache_reload, NULL);
	add(SCHOOL_A, 2, STAT_BOYS, 1);
	fixture_commit(f);
	ck_assert_int_eq(boys(COUNTY), 0);
	ck_assert_int_eq(boys(FAR_COUNTY), 5);
	ck_assert_int_eq(boys(OTHER_CITY), 5);
	ck_assert_int_eq(boys(PROVINCE), 5);
	add(SCHOOL_A, 1, STAT_BOYS, -2);
	fixture_commit(f);
	ck_assert_int_eq(boys(FAR_COUNTY), 3);
}
END_TEST

START_TEST(a_counter_never_falls_below_nothing)
{
	add(SCHOOL_A, 1, STAT_BOYS, 1);
	fixture_commit(f);
	struct stat_row delta = {.school = SCHOOL_A, .stage = STAGE_PRIMARY, .grade = 1};
	delta.counts.of[STAT_BOYS] = -2;
	ck_assert_int_eq(stat_add(children_ctx(), &delta), ERR_INTERNAL);
}
END_TEST

START_TEST(an_unknown_unit_has_no_totals)
{
	struct stat_totals none;
	ck_assert(!stat_cache_totals(f->app.stats, 999999, &none));
}
END_TEST

SUITE_WITH("stat_cache", before, after, totals_follow_territory_up_to_the_nation,
	open_work_is_summed_by_kind_and_in_all, what_is_undone_is_not_counted,
	a_row_that_changed_twice_counts_once, cells_of_a_division_are_by_stage_and_grade,
	totals_are_the_same_after_a_restart, a_school_that_moves_takes_its_children_along,
	a_counter_never_falls_below_nothing, an_unknown_unit_has_no_totals)
