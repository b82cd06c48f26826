/* Children and their cases follow a school that is moved or merged. */
#include <string.h>

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roll.h"
#include "server/registry/case_kinds.h"
#include "server/registry/student_items.h"
#include "server/store/stat_cache.h"
#include "server/store/student_search.h"
#include "tests/calls/changing.h"
#include "tests/calls/deciding.h"
#include "tests/support/child.h"
#include "tests/support/form.h"

static struct person *registrar, *officer, *neighbour;

static void set_up(void)
{
	changing_open();
	house->fixture->app.readings = han_readings_open();
	case_classes(house, SCHOOL);
	case_classes(house, SECOND_SCHOOL);
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	neighbour = person_make(house, "nei", NEIGHBOUR, ROLE_OFFICER);
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	changing_close();
}

static int64_t enrol(const char *name, int64_t school, int class_no)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, name, "2019-03-04", school);
	child.row.class_no = class_no;
	child_enrol_in(ctx, &child);
	house_commit(house);
	return child.row.id;
}

static const Xueji__V1__Case *registering(void)
{
	Xueji__V1__SaveRegistrationRequest in = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	char *number = arena_strdup(house->arena, "41058120200802100X");
	Xueji__V1__StudentItems *items = arena_one(house->arena, Xueji__V1__StudentItems);
	student_items_from_values(form_good, items);
	number[17] = id_number_check_character(number);
	items->id_number = number;
	items->birth_date = "2020-08-02";
	items->admission_month = "2026-09";
	in.school_id = id_text(house, SCHOOL);
	in.grade = in.class_number = 1;
	in.items = items;
	in.submit = true;
	struct answer a = case_ask(house, registrar, "SaveRegistration", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__GetCaseResponse *)a.reply)->summary;
}

static int64_t pupils_of(int64_t unit)
{
	struct stat_totals totals;
	ck_assert(stat_cache_totals(house->fixture->app.stats, unit, &totals));
	return stat_pupils(&totals.counts);
}

static int64_t count(const char *format, int64_t id)
{
	return house_count(house, arena_printf(house->arena, format, (long long)id));
}

START_TEST(children_of_a_merged_school_go_on_in_the_other)
{
	int64_t first = enrol("陈一", SCHOOL, 1), second = enrol("陈二", SCHOOL, 2);
	int64_t there = enrol("陈三", SECOND_SCHOOL, 1);
	merge_units(SCHOOL, SECOND_SCHOOL);
	ck_assert_int_eq(pupils_of(SCHOOL), 2);
	ck_assert_str_eq(checks_found(), ""); /* on their way */
	children_followed();
	ck_assert_int_eq(pupils_of(SCHOOL), 0);
	ck_assert_int_eq(pupils_of(SECOND_SCHOOL), 3);
	/* Classes stay together, behind those that were there. */
	ck_assert_int_eq(count("SELECT class_no FROM student WHERE id = %lld", first), 3);
	ck_assert_int_eq(count("SELECT class_no FROM student WHERE id = %lld", second), 4);
	ck_assert_int_eq(count("SELECT class_no FROM student WHERE id = %lld", there), 1);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM school_class WHERE unit_id = 9"), 6);
	/* The history is kept, the programme goes on. */
	ck_assert_int_eq(count("SELECT count(*) FROM enrolment WHERE student_id = %lld AND seq = 1"
			       " AND school_id = 8 AND class_no = 1 AND ended = 3",
				 first),
		1);
	ck_assert_int_eq(count("SELECT count(*) FROM enrolment WHERE student_id = %lld AND seq = 2"
			       " AND school_id = 9 AND class_no = 3 AND years = 6"
			       " AND year_in_stage = 1 AND to_day IS NULL",
				 first),
		1);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM school_moved"), 0);
	ck_assert_int_ge(house_count(house, "SELECT count(*) FROM journal"
					    " WHERE action = 'student.followed'"),
		1);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

static size_t found_in(int64_t county)
{
	struct ctx *ctx = house_write(house);
	ctx->units = unit_tree_pin(house->fixture->app.units);
	struct student_search search = {.by = SEARCH_WITHIN,
		.text = "小明",
		.birth = "",
		.top = unit_tree_get(ctx->units, county),
		.limit = 10};
	struct student_row *rows;
	size_t n, n_guardians;
	ck_assert_int_eq(student_search(ctx, &search, &rows, &n), OK);
	search.by = SEARCH_GUARDIAN;
	search.text = "陈大山";
	ck_assert_int_eq(student_search(ctx, &search, &rows, &n_guardians), OK);
	ck_assert_uint_eq(n, n_guardians);
	unit_tree_unpin(ctx->units);
	house_commit(house);
	return n;
}

START_TEST(children_of_a_moved_school_count_for_the_other_county)
{
	int64_t id = enrol("陈小明", SCHOOL, 1);
	move_unit(SCHOOL, NEIGHBOUR);
	ck_assert_uint_eq(found_in(COUNTY), 1); /* until it follows */
	children_followed();
	ck_assert_uint_eq(found_in(COUNTY), 0);
	ck_assert_uint_eq(found_in(NEIGHBOUR), 1);
	ck_assert_int_eq(count("SELECT county_id FROM student WHERE id = %lld", id), NEIGHBOUR);
	ck_assert_int_eq(count("SELECT shard FROM student WHERE id = %lld", id), COUNTY);
	ck_assert_int_eq(count("SELECT count(*) FROM enrolment WHERE student_id = %lld", id), 1);
	ck_assert_int_eq(pupils_of(NEIGHBOUR), 1);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(open_cases_go_along_and_the_new_bureau_decides)
{
	struct person *approver = person_make(house, "app", SCHOOL, ROLE_APPROVER);
	const Xueji__V1__Case *one = case_done(house, approver, APPROVE, registering(), "");
	ck_assert_uint_eq(
		case_waiting(house, officer, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU)->n_cases, 1);
	move_unit(SCHOOL, NEIGHBOUR);
	children_followed();
	ck_assert_uint_eq(
		case_waiting(house, officer, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU)->n_cases, 0);
	one = case_waiting(house, neighbour, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU)->cases[0];
	one = case_done(house, neighbour, APPROVE, one, "");
	ck_assert_int_eq(pupils_of(NEIGHBOUR), 1);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(open_cases_go_along_with_a_county_and_the_new_city_decides)
{
	struct person *city = person_make(house, "cit", CITY, ROLE_OFFICER);
	struct person *other = person_make(house, "oth", OTHER_CITY, ROLE_OFFICER);
	registering();
	do_sql(arena_printf(house->arena,
		"UPDATE kase SET state = %d, turn_party = %d, turn_unit = %d", CASE_CITY_REVIEW,
		CASE_CITY, CITY));
	move_unit(COUNTY, OTHER_CITY);
	children_followed();
	ck_assert_uint_eq(
		case_waiting(house, city, XUEJI__V1__CASE_PARTY__CASE_PARTY_CITY)->n_cases, 0);
	ck_assert_uint_eq(
		case_waiting(house, other, XUEJI__V1__CASE_PARTY__CASE_PARTY_CITY)->n_cases, 1);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM case_party WHERE unit_id IN (3, 4)"), 2);
}
END_TEST

START_TEST(a_draft_at_a_merged_school_can_be_finished_by_the_other)
{
	struct person *other = person_make(house, "oth", SECOND_SCHOOL, ROLE_APPROVER);
	registering();
	merge_units(SCHOOL, SECOND_SCHOOL);
	children_followed();
	const Xueji__V1__ListCasesResponse *waiting =
		case_waiting(house, other, XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER);
	ck_assert_uint_eq(waiting->n_cases, 1);
	const Xueji__V1__Case *one = case_done(house, other, APPROVE, waiting->cases[0], "");
	case_done(house, officer, APPROVE, one, "");
	ck_assert_int_eq(pupils_of(SECOND_SCHOOL), 1);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

/* Of one school after the other, none of them in one go. */
START_TEST(many_follow_in_bounded_steps)
{
	enum { MANY = 230 };
	for (int i = 0; i < MANY; i++)
		enrol(arena_printf(house->arena, "陈%c%c", 'a' + i / 26, 'a' + i % 26), SCHOOL, 1);
	merge_units(SCHOOL, SECOND_SCHOOL);
	ck_assert_int_eq(children_followed(), 4); /* three of children, and the end */
	ck_assert_int_eq(pupils_of(SECOND_SCHOOL), MANY);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(a_school_that_is_merged_twice_brings_all_along)
{
	int64_t id = enrol("陈一", SCHOOL, 1);
	merge_units(SCHOOL, SECOND_SCHOOL);
	struct units_change *change = a_change(MERGE);
	from(change, SECOND_SCHOOL, stored(SECOND_SCHOOL).rev);
	into(change, NEIGHBOUR_SCHOOL, stored(NEIGHBOUR_SCHOOL).rev);
	done(change);
	children_followed();
	ck_assert_int_eq(
		count("SELECT school_id FROM student WHERE id = %lld", id), NEIGHBOUR_SCHOOL);
	ck_assert_int_eq(count("SELECT county_id FROM student WHERE id = %lld", id), NEIGHBOUR);
	ck_assert_str_eq(checks_found(), "");
}
END_TEST

START_TEST(the_check_names_what_is_left_behind)
{
	enrol("陈小明", SCHOOL, 1);
	registering();
	merge_units(SCHOOL, SECOND_SCHOOL);
	do_sql("DELETE FROM school_moved");
	ck_assert_str_eq(checks_found(), "student_merged ");
	do_sql("UPDATE kase SET school_id = 8");
	ck_assert_str_eq(checks_found(), "student_merged case_merged open_work ");
}
END_TEST

START_TEST(the_check_names_who_counts_for_the_old_county)
{
	enrol("陈小明", SCHOOL, 1);
	move_unit(SCHOOL, NEIGHBOUR);
	do_sql("DELETE FROM school_moved");
	ck_assert_str_eq(checks_found(), "student_county ");
}
END_TEST

START_TEST(schools_without_children_need_no_steps)
{
	merge_units(SCHOOL, SECOND_SCHOOL);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM school_moved"), 0);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM school_class WHERE unit_id = 9"), 3);
}
END_TEST

SUITE_WITH("unit_moved_children", set_up, tear_down, children_of_a_merged_school_go_on_in_the_other,
	children_of_a_moved_school_count_for_the_other_county,
	open_cases_go_along_and_the_new_bureau_decides,
	open_cases_go_along_with_a_county_and_the_new_city_decides,
	a_draft_at_a_merged_school_can_be_finished_by_the_other, many_follow_in_bounded_steps,
	a_school_that_is_merged_twice_brings_all_along, the_check_names_what_is_left_behind,
	the_check_names_who_counts_for_the_old_county, schools_without_children_need_no_steps)
