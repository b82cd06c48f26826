/* Totals that may leave the registry: when they are taken, and that nothing small is in what is
 * fetched of them, whoever asks for whatever scope. */
#include "server/jobs/total_jobs.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/store/campaign_store.h"
#include "server/store/db.h"
#include "server/store/policy_cache.h"
#include "server/store/stat_store.h"
#include "server/store/total_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/exporting.h"
#include "tests/calls/schooling.h"
#include "tests/support/chance.h"

#define PROVINCE_CODE "440000"

enum { BASE = 5, MORE = 40 /* schools */, WORDS = 9 };

static struct house *house;
static uint64_t chance;
static struct person *asker, *approvers[NO_UNIT]; /* by bureau */
static int n_people;

static void sign_in(void)
{
	asker = person_make(
		house, arena_printf(house->arena, "asks%d", n_people++), PROVINCE, ROLE_OFFICER);
	for (int64_t bureau = PROVINCE; bureau <= DIRECT_COUNTY; bureau++)
		approvers[bureau] = person_make(house,
			arena_printf(house->arena, "approves%d", n_people++), bureau, ROLE_OFFICER);
}

static void before(void)
{
	house = house_open();
	house->fixture->settings.unit = PROVINCE_CODE;
	n_people = 0;
	sign_in();
	chance = 17;
}

static void after(void)
{
	house_close(house);
}

/* ---- taking ---- */

static void put(int64_t school, int grade, const struct stat_counts *counts)
{
	struct stat_row row = {
		.school = school, .stage = STAGE_PRIMARY, .grade = grade, .counts = *counts};
	ck_assert_int_eq(stat_add(house_write(house), &row), OK);
}

static void put_girls(int64_t school, int n)
{
	put(school, 3, &(struct stat_counts){.of[STAT_GIRLS] = n});
	house_commit(house);
}

static bool take(void)
{
	bool again;
	struct totals_taken taken;
	struct ctx *ctx = house_write(house);
	ctx->units = unit_tree_pin(ctx->app->units);
	ctx->policies = policies_pin(ctx->app->policies);
	ck_assert_int_eq(take_totals(ctx, &again), OK);
	unit_tree_unpin(ctx->units);
	policies_unpin(ctx->policies);
	ck_assert(!again);
	ck_assert_int_eq(totals_taken(ctx, &taken), OK);
	bool is_taken = ctx->notes != NULL;
	ck_assert(!is_taken || taken.day == ctx_today(ctx));
	house_commit(house);
	return is_taken;
}

static const char *approved(int64_t unit, int down_to, bool by_grade);

/* Taken, and an export of them approved: they stay. */
static void take_and_approve(void)
{
	ck_assert(take());
	approved(PROVINCE, 0, false);
}

START_TEST(they_are_taken_once_a_year_and_not_of_nothing)
{
	ck_assert(!take());
	put_girls(SCHOOL, 30);
	take_and_approve();
	house_wait(house, US_PER_DAY);
	ck_assert(!take());
	house_wait(house, 300 * US_PER_DAY); /* September */
	ck_assert(!take());
	house_wait(house, 20 * US_PER_DAY); /* October */
	ck_assert(take());
}
END_TEST

START_TEST(another_day_is_no_way_to_have_them_twice)
{
	put_girls(SCHOOL, 30);
	take_and_approve();
	house_policy(house, POLICY_TOTALS_DAY, 1201);
	house_wait(house, 30 * US_PER_DAY); /* 22 December */
	ck_assert(!take());
	house_wait(house, 150 * US_PER_DAY);
	ck_assert(take());
}
END_TEST

START_TEST(the_first_are_taken_anew_until_an_export_of_them_is_approved)
{
	put_girls(SCHOOL, 30);
	ck_assert(take());
	ck_assert(!take()); /* once a day */
	for (int day = 0; day < 3; day++) {
		house_wait(house, US_PER_DAY);
		ck_assert(take());
	}
	sign_in(); /* no session lasts so long */
	approved(COUNTY, 0, false);
	house_wait(house, US_PER_DAY);
	ck_assert(!take());
}
END_TEST

START_TEST(the_day_of_the_year_ends_the_first_though_nobody_asked)
{
	house_policy(house, POLICY_TOTALS_DAY, 1201);
	put_girls(SCHOOL, 30);
	ck_assert(take()); /* 22 November */
	house_wait(house, 10 * US_PER_DAY);
	ck_assert(take()); /* 2 December */
	house_wait(house, US_PER_DAY);
	ck_assert(!take());
}
END_TEST

static const struct sql reopen = {"reopen", "UPDATE totals_taken SET is_final = 0"};

/* An approval from before they were taken, as an older program gave them, opens nothing. */
START_TEST(nothing_leaves_of_totals_that_are_taken_anew)
{
	put_girls(SCHOOL, 30);
	ck_assert(take());
	const char *id = approved(COUNTY, 0, false);
	ck_assert_int_eq(db_run(house_write(house), &reopen, NO_ARGS, NULL), OK);
	house_commit(house);
	ck_assert_int_eq(export_fetched(house, asker, id, 0, "").reason, REASON_NO_TOTALS);
}
END_TEST

START_TEST(they_wait_for_the_end_of_a_collection)
{
	struct campaign campaign = {.unit = PROVINCE,
		.kind = CAMPAIGN_COLLECTION,
		.purpose = 1,
		.title = "all",
		.from_day = "2026-11-01",
		.until_day[STAGE_PRIMARY] = "2026-12-01"};
	put_girls(SCHOOL, 30);
	ck_assert_int_eq(campaign_insert(house_write(house), &campaign), OK);
	house_commit(house);
	ck_assert(!take());
	house_wait(house, 10 * US_PER_DAY);
	ck_assert(take());
}
END_TEST

/* ---- fetching ---- */

/* A random province: most counts are small. */
static void fill_schools(void)
{
	static const int64_t schools[] = {SCHOOL, SECOND_SCHOOL, NEIGHBOUR_SCHOOL};
	add_schools(house, MORE, DIRECT_COUNTY);
	for (int i = 0; i < MORE + 3; i++)
		for (int grade = 1; grade <= 6; grade++) {
			struct stat_counts counts = {{0}};
			for (int kind = 0; kind < STAT_COUNT; kind++)
				counts.of[kind] =
					chance_below(&chance, kind <= STAT_GIRLS ? 30 : 4);
			put(i < 3 ? schools[i] : INT64_C(2144100000) + i - 3, grade, &counts);
		}
	house_commit(house);
	ck_assert(take());
}

static char *columns[] = {
	"unit_code", "tier", "stage", "grade", "pupils", "boys", "girls", "disabled", "migrant"};
enum { WORD_CODE, WORD_GRADE = 3, WORD_PUPILS, WORD_BOYS, WORD_GIRLS, WORD_DISABLED };

static const char *approved(int64_t unit, int down_to, bool by_grade)
{
	Xueji__V1__AskExportRequest in = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	char *words[WORDS];
	in.kind = XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
	in.unit_id = id_text(house, unit);
	in.down_to = (Xueji__V1__Tier)down_to;
	in.purpose = "yearly return";
	in.columns = words;
	for (int i = 0; i < WORDS; i++)
		if (by_grade || (i != 2 && i != WORD_GRADE))
			words[in.n_columns++] = columns[i];
	return export_approved(house, asker,
		approvers[unit < SCHOOL              ? unit
			  : unit == NEIGHBOUR_SCHOOL ? NEIGHBOUR
						     : COUNTY],
		&in);
}

struct table {
	Xueji__V1__ExportRow *rows[2000];
	size_t n;
};

static struct table fetch(const char *id, int size)
{
	struct table table = {.n = 0};
	const char *token = "";
	do {
		struct answer a = export_fetched(house, asker, id, size, token);
		ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
		const Xueji__V1__FetchExportResponse *page = a.reply;
		for (size_t i = 0; i < page->n_rows; i++)
			table.rows[table.n++] = page->rows[i];
		ck_assert_uint_eq((size_t)page->fetched, table.n);
		token = page->next_page_token;
	} while (token[0] != '\0');
	return table;
}

static int64_t figure(const Xueji__V1__ExportRow *row, int column)
{
	return strtoll(row->cells[column], NULL, 10);
}

/* Of a unit and grade; 0 where there is no such row. */
static int64_t figure_of(const struct table *table, const char *code, const char *grade, int column)
{
	for (size_t i = 0; i < table->n; i++)
		if (strcmp(table->rows[i]->cells[WORD_CODE], code) == 0 &&
			strcmp(table->rows[i]->cells[WORD_GRADE], grade) == 0)
			return figure(table->rows[i], column);
	return 0;
}

/* Whatever is added up or subtracted of multiples of the base is one again, and 0 or at least the
 * base; and each figure is the same in whatever scope it is asked for. */
START_TEST(no_scope_and_no_difference_of_scopes_tells_a_small_count)
{
	static const int64_t scopes[] = {PROVINCE, CITY, COUNTY, NEIGHBOUR, DIRECT_COUNTY, SCHOOL,
		SECOND_SCHOOL, NEIGHBOUR_SCHOOL};
	fill_schools();
	struct table all = fetch(approved(PROVINCE, TIER_SCHOOL, true), 0);
	ck_assert_uint_gt(all.n, MORE * 6);
	for (size_t s = 0; s < sizeof scopes / sizeof *scopes; s++) {
		struct table some = fetch(approved(scopes[s], TIER_SCHOOL, true), 0);
		for (size_t i = 0; i < some.n; i++)
			for (int column = WORD_PUPILS; column < WORDS; column++) {
				char **cells = some.rows[i]->cells;
				int64_t told = figure(some.rows[i], column);
				ck_assert_int_eq(told % BASE, 0);
				ck_assert_int_eq(told, figure_of(&all, cells[WORD_CODE],
							       cells[WORD_GRADE], column));
			}
	}
}
END_TEST

START_TEST(totals_are_the_sums_of_their_parts_and_close_to_the_truth)
{
	char sql[200];
	fill_schools();
	struct table all = fetch(approved(PROVINCE, TIER_SCHOOL, true), 0);
	for (int grade = 1; grade <= 6; grade++) {
		const char *text = arena_printf(house->arena, "%d", grade);
		int64_t parts = 0, total = figure_of(&all, PROVINCE_CODE, text, WORD_DISABLED);
		for (size_t i = 0; i < all.n; i++)
			if (strlen(all.rows[i]->cells[WORD_CODE]) == 10 && /* a school */
				strcmp(all.rows[i]->cells[WORD_GRADE], text) == 0)
				parts += figure(all.rows[i], WORD_DISABLED);
		snprintf(sql, sizeof sql, "SELECT sum(disabled) FROM school_stat WHERE grade = %d",
			grade);
		int64_t truth = house_count(house, sql);
		ck_assert_int_eq(total, parts);
		ck_assert_int_gt(truth, MORE / 2);
		ck_assert_int_lt(llabs(total - truth), BASE);
		ck_assert_int_eq(figure_of(&all, PROVINCE_CODE, text, WORD_PUPILS),
			figure_of(&all, PROVINCE_CODE, text, WORD_BOYS) +
				figure_of(&all, PROVINCE_CODE, text, WORD_GIRLS));
	}
}
END_TEST

START_TEST(children_who_come_later_are_not_in_them)
{
	fill_schools();
	const char *id = approved(PROVINCE, TIER_SCHOOL, true);
	struct table was = fetch(id, 0);
	put_girls(SCHOOL, 7);
	struct table is = fetch(id, 0);
	ck_assert_uint_eq(was.n, is.n);
	for (size_t i = 0; i < is.n; i++)
		for (int column = 0; column < WORDS; column++)
			ck_assert_str_eq(was.rows[i]->cells[column], is.rows[i]->cells[column]);
}
END_TEST

START_TEST(pages_of_totals_go_on_where_the_one_before_ended)
{
	fill_schools();
	const char *id = approved(PROVINCE, TIER_SCHOOL, true);
	struct table whole = fetch(id, 200), pieces = fetch(id, 7);
	ck_assert_uint_eq(whole.n, pieces.n);
	for (size_t i = 0; i < whole.n; i++)
		for (int column = 0; column < WORDS; column++)
			ck_assert_str_eq(
				whole.rows[i]->cells[column], pieces.rows[i]->cells[column]);
}
END_TEST

START_TEST(a_unit_has_one_row_unless_stages_or_grades_are_asked_for)
{
	fill_schools();
	struct table county = fetch(approved(COUNTY, 0, false), 0);
	ck_assert_uint_eq(county.n, 1);
	ck_assert_str_eq(county.rows[0]->cells[1], "county");
	struct table schools = fetch(approved(COUNTY, TIER_SCHOOL, false), 0);
	int64_t sum = 0;
	for (size_t i = 1; i < schools.n; i++)
		sum += figure(schools.rows[i], 2);
	ck_assert_int_eq(figure(schools.rows[0], 2), sum);
	ck_assert_int_eq(figure(county.rows[0], 2), sum);
}
END_TEST

START_TEST(the_mark_says_of_which_day_they_are_and_how_rounded)
{
	fill_schools();
	const char *id = approved(COUNTY, TIER_SCHOOL, true);
	const Xueji__V1__FetchExportResponse *page = export_fetched(house, asker, id, 0, "").reply;
	ck_assert_ptr_nonnull(strstr(page->watermark, "yearly return"));
	ck_assert_ptr_nonnull(strstr(page->watermark, "Totals of 2026-11-22"));
	ck_assert_ptr_nonnull(strstr(page->watermark, "multiple of 5"));
	ck_assert(!page->is_number[WORD_CODE] && page->is_number[WORD_PUPILS]);
	house->lang = "zh";
	page = export_fetched(house, asker, id, 0, "").reply;
	ck_assert_str_eq(page->headings[WORD_PUPILS], "在校生数");
	ck_assert_ptr_nonnull(strstr(page->watermark, "yearly return。统计时点2026-11-22。"));
	ck_assert_ptr_nonnull(strstr(page->watermark, "取5的倍数"));
}
END_TEST

START_TEST(pages_of_two_takings_are_not_mixed)
{
	fill_schools();
	const char *id = approved(PROVINCE, TIER_SCHOOL, true);
	const Xueji__V1__FetchExportResponse *page = export_fetched(house, asker, id, 7, "").reply;
	const char *token = page->next_page_token;
	struct totals_taken anew = {
		.day = ctx_today(house_write(house)) - 1, .base = BASE, .is_final = true};
	ck_assert_int_eq(totals_begin(house_write(house), &anew), OK);
	house_commit(house);
	ck_assert_int_eq(
		export_fetched(house, asker, id, 7, token).reason, REASON_TOTALS_TAKEN_ANEW);
}
END_TEST

SUITE_WITH("total jobs", before, after, they_are_taken_once_a_year_and_not_of_nothing,
	another_day_is_no_way_to_have_them_twice,
	the_first_are_taken_anew_until_an_export_of_them_is_approved,
	the_day_of_the_year_ends_the_first_though_nobody_asked,
	nothing_leaves_of_totals_that_are_taken_anew, they_wait_for_the_end_of_a_collection,
	no_scope_and_no_difference_of_scopes_tells_a_small_count,
	totals_are_the_sums_of_their_parts_and_close_to_the_truth,
	children_who_come_later_are_not_in_them, pages_of_totals_go_on_where_the_one_before_ended,
	a_unit_has_one_row_unless_stages_or_grades_are_asked_for,
	the_mark_says_of_which_day_they_are_and_how_rounded, pages_of_two_takings_are_not_mixed)
