#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/case_store.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/units.pb-c.h"

static struct house *house;
static struct person *officer;

static void put(const char *name, int64_t school, const char *left_behind, const char *meals)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, name, "2019-03-04", school);
	child.items->left_behind = (char *)left_behind;
	child.items->has_school_meals = (char *)meals;
	child_enrol_in(ctx, &child);
	house_commit(house);
}

static void before(void)
{
	house = house_open();
	officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	put("甲", SCHOOL, "1", "0");
	put("乙", SECOND_SCHOOL, "0", "1");
	put("丙", SECOND_SCHOOL, "0", "1");
}

static void after(void)
{
	house_close(house);
}

static Xueji__V1__BrowseUnitsRequest request_for(int64_t unit)
{
	Xueji__V1__BrowseUnitsRequest in = XUEJI__V1__BROWSE_UNITS_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	return in;
}

static struct answer ask_by(const struct person *person, const Xueji__V1__BrowseUnitsRequest *in)
{
	return call(house, person->token, &units_service, "BrowseUnits", &in->base);
}

static const Xueji__V1__BrowseUnitsResponse *browse(const Xueji__V1__BrowseUnitsRequest *in)
{
	struct answer a = ask_by(officer, in);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

#define SORT(word) XUEJI__V1__UNIT_SORT__UNIT_SORT_##word

START_TEST(schools_are_ranked_by_each_measure)
{
	Xueji__V1__BrowseUnitsRequest in = request_for(COUNTY);
	const Xueji__V1__BrowseUnitsResponse *out = browse(&in);
	ck_assert_uint_eq(out->n_units, 2); /* the closed school is none */
	ck_assert_str_eq(out->units[0]->name, "第一小学");
	ck_assert_int_eq(out->units[0]->measures->left_behind, 1);
	ck_assert_int_eq(out->measures->pupils, 3);
	ck_assert_str_eq(out->unit->id, id_text(house, COUNTY));
	ck_assert_int_eq(out->unit->tier, XUEJI__V1__TIER__TIER_COUNTY);
	ck_assert_uint_eq(out->units[0]->n_pupils_by_grade, 0);
	in.sort = SORT(PUPILS);
	out = browse(&in);
	ck_assert_str_eq(out->units[0]->name, "第二小学");
	ck_assert_int_eq(out->greatest, 2);
	in.sort = SORT(MEALS);
	ck_assert_str_eq(browse(&in)->units[0]->name, "第二小学");
	in.sort = SORT(LEFT_BEHIND);
	ck_assert_str_eq(browse(&in)->units[0]->name, "第一小学");
	in.sort = SORT(NAME);
	in.with_grades = true;
	out = browse(&in);
	ck_assert_str_eq(out->units[0]->name, "第一小学");
	ck_assert_uint_eq(out->units[0]->n_pupils_by_grade, 12);
	ck_assert_int_eq(out->units[0]->pupils_by_grade[0], 1);
}
END_TEST

START_TEST(open_cases_are_counted)
{
	struct ctx *ctx = house_write(house);
	struct case_row row = {.type = CASE_REGISTRATION,
		.state = CASE_DRAFT,
		.is_open = true,
		.student = 4711,
		.school = SCHOOL,
		.bureau = COUNTY,
		.turn = CASE_REGISTRAR,
		.turn_unit = SCHOOL,
		.due = DUE_NEVER};
	ck_assert_int_eq(case_insert(ctx, &row, &(int64_t){SCHOOL}, 1), OK);
	house_commit(house);
	Xueji__V1__BrowseUnitsRequest in = request_for(COUNTY);
	in.sort = SORT(OPEN);
	const Xueji__V1__BrowseUnitsResponse *out = browse(&in);
	ck_assert_str_eq(out->units[0]->name, "第一小学");
	ck_assert_int_eq(out->units[0]->measures->open, 1);
	Xueji__V1__SummarizeUnitRequest sum = XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT;
	sum.unit_id = id_text(house, COUNTY);
	sum.with_children = true;
	const Xueji__V1__SummarizeUnitResponse *totals =
		call(house, officer->token, &units_service, "SummarizeUnit", &sum.base).reply;
	ck_assert_int_eq(totals->open->all, 1);
	ck_assert_int_eq(totals->open->registrations, 1);
	ck_assert_int_eq(totals->children[0]->open->registrations, 1);
	ck_assert_int_eq(totals->children[1]->open->all, 0);
	row.is_open = false;
	row.state = CASE_WITHDRAWN;
	row.turn = CASE_NOBODY;
	row.turn_unit = 0;
	ck_assert_int_eq(case_move(house_write(house), &row), OK);
	house_commit(house);
	ck_assert_int_eq(browse(&in)->measures->open, 0);
}
END_TEST

START_TEST(problem_records_are_counted_apart)
{
	struct case_row row = {.type = CASE_PROBLEM,
		.state = CASE_FOUND,
		.is_open = true,
		.student = 4711,
		.school = SCHOOL,
		.bureau = COUNTY,
		.turn = CASE_BUREAU,
		.turn_unit = COUNTY,
		.due = DUE_NEVER};
	ck_assert_int_eq(case_insert(house_write(house), &row, &(int64_t){SCHOOL}, 1), OK);
	house_commit(house);
	Xueji__V1__BrowseUnitsRequest in = request_for(COUNTY);
	in.sort = SORT(PROBLEMS);
	const Xueji__V1__BrowseUnitsResponse *out = browse(&in);
	ck_assert_str_eq(out->units[0]->name, "第一小学");
	ck_assert_int_eq(out->units[0]->measures->problems, 1);
	ck_assert_int_eq(out->units[0]->measures->open, 0);
	ck_assert_int_eq(out->measures->problems, 1);
	ck_assert_int_eq(out->greatest, 1);
}
END_TEST

START_TEST(a_filter_says_how_many_of_how_many)
{
	Xueji__V1__BrowseUnitsRequest in = request_for(COUNTY);
	in.filter = "第二";
	const Xueji__V1__BrowseUnitsResponse *out = browse(&in);
	ck_assert_int_eq(out->total_count, 2);
	ck_assert_int_eq(out->matching_count, 1);
	ck_assert_str_eq(out->units[0]->name, "第二小学");
	in.filter = "2144000001";
	ck_assert_str_eq(browse(&in)->units[0]->name, "第一小学");
	in.filter = "没有";
	ck_assert_uint_eq(browse(&in)->n_units, 0);
}
END_TEST

START_TEST(pages_follow_the_ranking)
{
	Xueji__V1__BrowseUnitsRequest in = request_for(COUNTY);
	in.page_size = 1;
	in.sort = SORT(PUPILS);
	const Xueji__V1__BrowseUnitsResponse *out = browse(&in);
	ck_assert_str_eq(out->units[0]->name, "第二小学");
	in.page_token = out->next_page_token;
	out = browse(&in);
	ck_assert_str_eq(out->units[0]->name, "第一小学");
	ck_assert_str_eq(out->next_page_token, "");
	in.sort = SORT(NAME);
	struct answer a = ask_by(officer, &in);
	ck_assert(has_fault(&a, "page_token", REASON_NOT_A_PAGE_TOKEN));
	for (int sort = SORT(UNSPECIFIED); sort <= SORT(OPEN); sort++) {
		in = request_for(COUNTY);
		in.sort = (Xueji__V1__UnitSort)sort;
		in.page_size = 1;
		const char *first = browse(&in)->units[0]->id;
		in.page_token = browse(&in)->next_page_token;
		ck_assert_uint_eq(browse(&in)->n_units, 1);
		ck_assert_str_ne(browse(&in)->units[0]->id, first);
	}
}
END_TEST

START_TEST(numbers_are_told_in_ones_own_subtree_only)
{
	Xueji__V1__BrowseUnitsRequest in = request_for(CITY);
	in.sort = SORT(PUPILS);
	const Xueji__V1__BrowseUnitsResponse *out = browse(&in);
	ck_assert_uint_eq(out->n_units, 2);
	ck_assert_ptr_null(out->measures);
	ck_assert_str_eq(out->units[0]->name, "南山区");
	ck_assert_int_eq(out->units[0]->measures->pupils, 3);
	ck_assert_ptr_null(out->units[1]->measures);
	struct person *auditor = person_make(house, "qian", COUNTY, ROLE_AUDITOR);
	in = request_for(COUNTY);
	out = ask_by(auditor, &in).reply;
	ck_assert_ptr_null(out->measures);
	ck_assert_ptr_null(out->units[0]->measures);
	in = request_for(4711);
	ck_assert_int_eq(ask_by(officer, &in).reason, REASON_NO_SUCH_UNIT);
	in.filter = "a\nb";
	struct answer a = ask_by(officer, &in);
	ck_assert_int_eq(a.err, ERR_INVALID);
}
END_TEST

SUITE_WITH("units_browse", before, after, schools_are_ranked_by_each_measure,
	open_cases_are_counted, problem_records_are_counted_apart,
	a_filter_says_how_many_of_how_many, pages_follow_the_ranking,
	numbers_are_told_in_ones_own_subtree_only)
