#include "server/store/student_search.h"

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/store/db.h"
#include "server/store/sqlite.h"
#include "tests/support/children.h"
#include "tests/support/suite.h"

static struct fixture *f;
static const struct unit_tree *rearranged; /* NULL: the units of the fixture */

static void put(const char *name, const char *initials, const char *birth, int64_t school)
{
	struct student_record child = child_new(name, birth, school);
	child.row.initials = initials;
	child_enrol(&child);
}

static void before(void)
{
	f = children_open();
	put("王小明", "wxm", "2019-03-04", SCHOOL_A);
	put("王小花", "wxh", "2019-05-06", SCHOOL_A);
	put("王小明", "wxm", "2018-01-02", SCHOOL_B);
	put("李王小", "lwx", "2018-01-02", SCHOOL_B);
	put("王小明", "wxm", "2019-03-04", SCHOOL_C);
	put("王明", "wm", "2019-03-04", SCHOOL_D);
	put("王小明", "wxm", "2019-03-04", SCHOOL_FOREIGN);
	put("阿依古丽·买买提", "aygl", "2019-07-08", SCHOOL_D);
	put("欧阳𠮷_花", "oyjh", "2019-07-09", SCHOOL_D);
}

static void after(void)
{
	children_close();
}

/* "王小明@2133000001 …" in the order in which they are found, in pages of `limit`. */
static const char *find_paged(struct student_search search, int64_t top, size_t limit)
{
	struct ctx *ctx = children_ctx();
	const char *found = "";
	struct student_row *rows;
	size_t n;
	if (rearranged != NULL)
		ctx->units = rearranged;
	search.top = unit_tree_get(ctx->units, top);
	search.birth = search.birth ? search.birth : "";
	search.limit = limit;
	do {
		ck_assert_int_eq(student_search(ctx, &search, &rows, &n), OK);
		for (size_t i = 0; i < n; i++)
			found = arena_printf(ctx->arena, "%s%s%s@%d", found, *found ? " " : "",
				rows[i].name, (int)(rows[i].school % 100));
		if (n > 0)
			search.after = rows[n - 1];
	} while (n == limit);
	return found;
}

/* The same with every size of page, which must make no difference. */
static const char *find(struct student_search search, int64_t top)
{
	const char *all = find_paged(search, top, 100);
	for (size_t limit = 1; limit <= 3; limit++)
		ck_assert_str_eq(find_paged(search, top, limit), all);
	return all;
}

#define FIND(top, way, what, ...) \
	find((struct student_search){.by = way, .text = what __VA_OPT__(, ) __VA_ARGS__}, top)

START_TEST(a_whole_name_is_found_in_the_scope_and_nowhere_else)
{
	ck_assert_str_eq(FIND(SCHOOL_A, SEARCH_NAME, "王小明"), "王小明@1");
	ck_assert_str_eq(FIND(COUNTY, SEARCH_NAME, "王小明"), "王小明@1 王小明@2");
	ck_assert_str_eq(FIND(CITY, SEARCH_NAME, "王小明"), "王小明@1 王小明@2 王小明@3");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_NAME, "王小明"), "王小明@1 王小明@2 王小明@3");
	ck_assert_str_eq(FIND(OTHER_CITY, SEARCH_NAME, "王小明"), "");
	ck_assert_str_eq(FIND(1, SEARCH_NAME, "王小明"), "王小明@1 王小明@2 王小明@3 王小明@1");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_NAME, "王小"), "");
}
END_TEST

static const struct sql move_county = {"test_move", "UPDATE unit SET parent = $2 WHERE id = $1"};

/* Then another city's county lies between those of this one. */
START_TEST(a_city_finds_nobody_of_a_county_between_its_own)
{
	struct ctx *ctx = children_ctx();
	ck_assert_int_eq(
		db_run(ctx, &move_county, ARGS(arg_int(OTHER_COUNTY), arg_int(OTHER_CITY)), NULL),
		OK);
	ck_assert_int_eq(unit_cache_load(f->app.units, ctx), OK);
	rearranged = unit_tree_pin(f->app.units);
	ck_assert_str_eq(FIND(OTHER_CITY, SEARCH_NAME, "王小明"), "王小明@3");
	ck_assert_str_eq(FIND(CITY, SEARCH_NAME, "王小明"), "王小明@1 王小明@2");
	ck_assert_str_eq(
		FIND(OTHER_CITY, SEARCH_PREFIX, "王", .birth = "2019-03-04"), "王明@4 王小明@3");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_NAME, "王小明"), "王小明@1 王小明@2 王小明@3");
	unit_tree_unpin(rearranged);
	rearranged = NULL;
}
END_TEST

START_TEST(a_birth_date_narrows)
{
	ck_assert_str_eq(
		FIND(CITY, SEARCH_NAME, "王小明", .birth = "2019-03-04"), "王小明@1 王小明@3");
	ck_assert_str_eq(FIND(CITY, SEARCH_PREFIX, "王", .birth = "2018-01-02"), "王小明@2");
	ck_assert_str_eq(FIND(CITY, SEARCH_WITHIN, "王小", .birth = "2019-05-06"), "王小花@1");
	ck_assert_str_eq(FIND(SCHOOL_A, SEARCH_PREFIX, "王", .birth = "2019-03-04"), "王小明@1");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_PREFIX, "王", .birth = "2019-03-04"),
		"王明@4 王小明@1 王小明@3");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_INITIALS, "w", .birth = "2019-03-04"),
		"王明@4 王小明@1 王小明@3");
	ck_assert_str_eq(
		FIND(PROVINCE, SEARCH_WITHIN, "小明", .birth = "2019-03-04"), "王小明@1 王小明@3");
	ck_assert_str_eq(FIND(CITY, SEARCH_PREFIX, "李", .birth = "2019-03-04"), "");
}
END_TEST

START_TEST(the_beginning_of_a_name_is_found_in_order)
{
	ck_assert_str_eq(FIND(COUNTY, SEARCH_PREFIX, "王小"), "王小明@1 王小明@2 王小花@1");
	ck_assert_str_eq(FIND(SCHOOL_B, SEARCH_PREFIX, "王"), "王小明@2");
	ck_assert_str_eq(
		FIND(PROVINCE, SEARCH_PREFIX, "王"), "王明@4 王小明@1 王小明@2 王小花@1 王小明@3");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_PREFIX, "欧阳𠮷"), "欧阳𠮷_花@4");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_PREFIX, "欧阳吉"), "");
}
END_TEST

START_TEST(two_characters_within_a_name_are_found)
{
	ck_assert_str_eq(
		FIND(COUNTY, SEARCH_WITHIN, "王小"), "王小明@1 王小花@1 王小明@2 李王小@2");
	ck_assert_str_eq(FIND(COUNTY, SEARCH_WITHIN, "小花"), "王小花@1");
	ck_assert_str_eq(FIND(COUNTY, SEARCH_WITHIN, "王小花"), "王小花@1");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_WITHIN, "丽·买买"), "阿依古丽·买买提@4");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_WITHIN, "𠮷_"), "欧阳𠮷_花@4");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_WITHIN, "阳%"), "");
	ck_assert_str_eq(FIND(PROVINCE, SEARCH_WITHIN, "阳𠮷__"), "");
}
END_TEST

START_TEST(who_changes_school_is_found_there_by_part_of_the_name)
{
	struct student_record child = child_new("陈大河", "2019-03-04", SCHOOL_A);
	child_enrol(&child);
	ck_assert_str_eq(FIND(SCHOOL_A, SEARCH_WITHIN, "大河"), "陈大河@1");
	const struct student_move move = {.school = SCHOOL_B,
		.stage = STAGE_PRIMARY,
		.grade = 1,
		.class_no = 1,
		.years = 6,
		.year_in_stage = 1};
	ck_assert_int_eq(student_move(children_ctx(), &child, &move), OK);
	ck_assert_str_eq(FIND(SCHOOL_A, SEARCH_WITHIN, "大河"), "");
	ck_assert_str_eq(FIND(SCHOOL_B, SEARCH_WITHIN, "大河"), "陈大河@2");
	ck_assert_str_eq(FIND(SCHOOL_B, SEARCH_WITHIN, "王小"), "王小明@2 李王小@2");
}
END_TEST

START_TEST(no_statement_is_prepared_anew_for_what_is_searched_for)
{
	static const char *const texts[] = {"王小", "小明", "小花"};
	sqlite3 *handle = children_ctx()->db->handle;
	for (size_t i = 0; i < 3; i++) {
		FIND(PROVINCE, SEARCH_WITHIN, texts[i]);
		FIND(PROVINCE, SEARCH_WITHIN, texts[i], .birth = "2019-03-04");
		FIND(PROVINCE, SEARCH_PREFIX, texts[i]);
		FIND(PROVINCE, SEARCH_NAME, texts[i]);
	}
	for (sqlite3_stmt *each = sqlite3_next_stmt(handle, NULL); each != NULL;
		each = sqlite3_next_stmt(handle, each))
		ck_assert_msg(sqlite3_stmt_status(each, SQLITE_STMTSTATUS_REPREPARE, 0) == 0, "%s",
			sqlite3_sql(each));
}
END_TEST

START_TEST(initials_are_found_by_their_beginning)
{
	ck_assert_str_eq(FIND(COUNTY, SEARCH_INITIALS, "wx"), "王小花@1 王小明@1 王小明@2");
	ck_assert_str_eq(FIND(SCHOOL_B, SEARCH_INITIALS, "lwx"), "李王小@2");
	ck_assert_str_eq(FIND(SCHOOL_A, SEARCH_INITIALS, "lwx"), "");
}
END_TEST

START_TEST(a_guardian_leads_to_the_children)
{
	struct student_record child = child_new("陈小花", "2019-03-04", SCHOOL_C);
	child.items->family_1_name = "陈大河";
	child.items->family_2_name = "林秀英";
	child_enrol(&child);
	ck_assert_str_eq(FIND(CITY, SEARCH_GUARDIAN, "林秀英"), "陈小花@3");
	ck_assert_str_eq(FIND(CITY, SEARCH_GUARDIAN, "陈大河"), "陈小花@3");
	ck_assert_str_eq(FIND(CITY, SEARCH_GUARDIAN, "林秀"), "");
	ck_assert_str_eq(FIND(OTHER_CITY, SEARCH_GUARDIAN, "林秀英"), "");
	Xueji__V1__StudentItems items = *child.items;
	items.family_2_name = "林秀兰";
	ck_assert_int_eq(student_apply_items(children_ctx(), &child, &items, NULL), OK);
	ck_assert_str_eq(FIND(CITY, SEARCH_GUARDIAN, "林秀英"), "");
	ck_assert_str_eq(FIND(CITY, SEARCH_GUARDIAN, "林秀兰"), "陈小花@3");
}
END_TEST

START_TEST(who_has_left_is_found_when_asked_for)
{
	struct student_record child = child_new("赵小花", "2019-03-04", SCHOOL_A), gone;
	child_enrol(&child);
	gone = child;
	gone.row.status = ROLL_GRADUATED;
	ck_assert_int_eq(student_rewrite(children_ctx(), &child, &gone), OK);
	ck_assert_str_eq(FIND(CITY, SEARCH_NAME, "赵小花"), "");
	ck_assert_str_eq(FIND(CITY, SEARCH_NAME, "赵小花", .with_off_roll = true), "赵小花@1");
}
END_TEST

/* In every way of asking; a deleted record is found by its number only (R49). */
START_TEST(who_went_to_another_province_is_found_and_what_was_deleted_is_not)
{
	static const enum roll_status ends[] = {ROLL_MOVED_OUT, ROLL_DELETED};
	struct student_record child = child_new("赵小花", "2019-03-04", SCHOOL_A), gone;
	child.items->family_1_name = "赵大山";
	child_enrol(&child);
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		const char *found = ends[i] == ROLL_MOVED_OUT ? "赵小花@1" : "";
		gone = child;
		gone.row.status = (int)ends[i];
		ck_assert_int_eq(student_rewrite(children_ctx(), &child, &gone), OK);
		ck_assert_str_eq(FIND(CITY, SEARCH_NAME, "赵小花"), "");
		ck_assert_str_eq(FIND(CITY, SEARCH_NAME, "赵小花", .with_off_roll = true), found);
		ck_assert_str_eq(FIND(CITY, SEARCH_PREFIX, "赵小", .with_off_roll = true), found);
		ck_assert_str_eq(FIND(CITY, SEARCH_WITHIN, "赵小", .with_off_roll = true), found);
		ck_assert_str_eq(
			FIND(CITY, SEARCH_GUARDIAN, "赵大山", .with_off_roll = true), found);
		child = gone;
	}
}
END_TEST

static size_t find_number(const char *typed, int64_t top)
{
	struct ctx *ctx = children_ctx();
	struct student_row *rows;
	size_t n;
	ck_assert_int_eq(
		student_search_number(ctx, typed, unit_tree_get(ctx->units, top), &rows, &n), OK);
	return n;
}

START_TEST(any_number_a_child_ever_had_is_found_in_scope)
{
	struct student_record child = child_new("赵小花", "1985-03-07", SCHOOL_A);
	child.items->id_number = "32010219850307452X";
	child.items->aux_no = "g12-345";
	struct student_enrolled enrolled = child_enrol(&child);
	const char *typed[] = {"32010219850307452X", " 32010219850307452x ", "320102850307452",
		"G12-345", enrolled.student_no};
	for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
		ck_assert_msg(find_number(typed[i], PROVINCE) == 1, "%s", typed[i]);
		ck_assert_uint_eq(find_number(typed[i], SCHOOL_A), 1);
		ck_assert_uint_eq(find_number(typed[i], SCHOOL_B), 0);
	}
	ck_assert_uint_eq(find_number("320102198503074520", PROVINCE), 0);
	ck_assert_uint_eq(find_number("", PROVINCE), 0);
}
END_TEST

START_TEST(a_passport_is_found_without_its_type)
{
	struct student_record child = child_new("赵小花", "2019-03-04", SCHOOL_A);
	child.items->id_type = "A";
	child.items->id_number = "E12345678";
	child_enrol(&child);
	ck_assert_uint_eq(find_number("e12345678", CITY), 1);
}
END_TEST

START_TEST(namesakes_are_found_everywhere)
{
	struct student_row *rows;
	size_t n;
	ck_assert_int_eq(
		student_namesakes(children_ctx(), "王小明", "2019-03-04", 1, 10, &rows, &n), OK);
	ck_assert_uint_eq(n, 3);
	ck_assert_int_eq(
		student_namesakes(children_ctx(), "王小明", "2019-03-04", 2, 10, &rows, &n), OK);
	ck_assert_uint_eq(n, 0);
}
END_TEST

SUITE_WITH("student_search", before, after, a_whole_name_is_found_in_the_scope_and_nowhere_else,
	a_city_finds_nobody_of_a_county_between_its_own,
	who_changes_school_is_found_there_by_part_of_the_name, a_birth_date_narrows,
	the_beginning_of_a_name_is_found_in_order, two_characters_within_a_name_are_found,
	no_statement_is_prepared_anew_for_what_is_searched_for,
	initials_are_found_by_their_beginning, a_guardian_leads_to_the_children,
	who_has_left_is_found_when_asked_for,
	who_went_to_another_province_is_found_and_what_was_deleted_is_not,
	any_number_a_child_ever_had_is_found_in_scope, a_passport_is_found_without_its_type,
	namesakes_are_found_everywhere)
