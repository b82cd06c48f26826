/* Findings become problem records, which those see whom they concern. */
#include <string.h>

#include "common/han_reading.h"
#include "domain/roles.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "server/store/identity_store.h"
#include "server/store/unit_tree.h"
#include "tests/support/pupil.h"
#include "xueji/v1/checks.pb-c.h"
#include "xueji/v1/problems.pb-c.h"

static struct house *house;
static struct person *registrar, *officer, *neighbour, *city;

static void set_up(void)
{
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	neighbour = person_make(house, "near", NEIGHBOUR, ROLE_OFFICER);
	city = person_make(house, "city", CITY, ROLE_OFFICER);
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

/* A ctx that sees the country, for a write as the checks make it. */
static struct ctx *begin(void)
{
	struct ctx *ctx = house_write(house);
	ctx->units = unit_tree_pin(house->fixture->app.units);
	return ctx;
}

static void commit(struct ctx *ctx)
{
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(house);
}

static const char *number_of(int serial)
{
	char *text = arena_printf(house->arena, "41058120160902%03dX", serial);
	text[17] = id_number_check_character(text);
	return text;
}

/* ---- asking ---- */

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &problems_service, method, request);
}

static const Xueji__V1__ListProblemsResponse *list(const struct person *person)
{
	Xueji__V1__ListProblemsRequest in = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	struct answer a = ask(person, "ListProblems", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

static struct answer get(const struct person *person, const char *id)
{
	Xueji__V1__GetProblemRequest in = XUEJI__V1__GET_PROBLEM_REQUEST__INIT;
	in.problem_id = (char *)id;
	return ask(person, "GetProblem", &in.base);
}

static void check(int64_t student)
{
	struct ctx *ctx = begin();
	ck_assert_int_eq(problem_check_child(ctx, student), OK);
	commit(ctx);
}

static int64_t put(int64_t school, const struct change *changes, size_t n)
{
	return pupil_put(house, school, false, changes, n).row.id;
}

/* Two records of one ID number, at these schools. */
static void put_twins(int64_t one_school, int64_t other_school, int64_t out[2])
{
	const struct change same = {ITEM_ID_NUMBER, number_of(540)};
	out[0] = put(one_school, &same, 1);
	out[1] = put(other_school, &same, 1);
	check(out[1]);
}

/* ---- finding ---- */

START_TEST(a_shared_number_is_found_once_however_often_it_is_looked_at)
{
	int64_t twins[2];
	put_twins(SCHOOL, SECOND_SCHOOL, twins);
	check(twins[0]);
	check(twins[1]);
	const Xueji__V1__ListProblemsResponse *out = list(officer);
	ck_assert_uint_eq(2, out->n_problems);
	ck_assert_int_eq(2, out->found);
	ck_assert_int_eq(2, out->total);
	ck_assert_str_eq("same_number", out->problems[0]->cause);
	ck_assert_int_eq(2, out->problems[0]->group_size);
	ck_assert_str_eq(out->problems[0]->group_id, out->problems[1]->group_id);
	ck_assert_int_eq(XUEJI__V1__CASE_STATE__CASE_STATE_FOUND, out->problems[0]->state);
	ck_assert_ptr_null(strstr(out->problems[0]->id_number_masked, "4105"));
	ck_assert_uint_eq(1, list(registrar)->n_problems);
	ck_assert_uint_eq(0, list(neighbour)->n_problems);
	ck_assert_uint_eq(2, list(city)->n_problems);
}
END_TEST

START_TEST(the_lowest_bureau_above_all_sides_decides)
{
	int64_t twins[2];
	put_twins(SCHOOL, NEIGHBOUR_SCHOOL, twins);
	const Xueji__V1__ListProblemsResponse *out = list(officer);
	ck_assert_uint_eq(1, out->n_problems);
	ck_assert_str_eq(id_text(house, CITY), out->problems[0]->turn_unit->id);
	struct answer a = get(officer, out->problems[0]->id);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__GetProblemResponse *whole = a.reply;
	ck_assert_str_eq(id_text(house, CITY), whole->decider->id);
	ck_assert_uint_eq(2, whole->n_parties);
	ck_assert(whole->parties[0]->is_asked);
	ck_assert(whole->parties[0]->problem->student_id[0] != '\0');
	/* of the other county's child no more than the comparison needs */
	Xueji__V1__CompareStudentsRequest both = XUEJI__V1__COMPARE_STUDENTS_REQUEST__INIT;
	both.student_id = whole->parties[0]->problem->student_id;
	both.other_id = whole->parties[1]->problem->student_id;
	ck_assert_int_eq(
		call(house, officer->token, &checks_service, "CompareStudents", &both.base).err,
		OK);
	Xueji__V1__GetStudentRequest file = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	file.student_id = both.other_id;
	ck_assert_int_ne(
		call(house, officer->token, &students_service, "GetStudent", &file.base).err, OK);
	ck_assert_int_eq(whole->parties[1]->problem->class_number, 0);
	ck_assert_str_eq("DUP_ID", whole->kind->word);
	ck_assert_uint_eq(3, whole->n_answers);
}
END_TEST

START_TEST(a_side_of_the_group_sees_the_others_and_a_stranger_nothing)
{
	int64_t twins[2];
	put_twins(SCHOOL, SECOND_SCHOOL, twins);
	const char *other = list(officer)->problems[1]->id;
	ck_assert_int_eq(get(registrar, other).err, OK);
	struct answer a = get(neighbour, other);
	ck_assert_int_eq(a.err, ERR_NOT_FOUND);
	ck_assert_int_eq(a.reason, REASON_NO_SUCH_PROBLEM);
	ck_assert_int_eq(get(officer, "12").reason, REASON_NO_SUCH_PROBLEM);
	ck_assert_int_eq(get(officer, "x").reason, REASON_NO_SUCH_PROBLEM);
}
END_TEST

START_TEST(what_is_true_no_longer_is_cleared_on_both_sides)
{
	int64_t twins[2];
	put_twins(SCHOOL, SECOND_SCHOOL, twins);
	struct ctx *ctx = begin();
	struct student_record child;
	ck_assert_int_eq(student_read(ctx, twins[1], &child), OK);
	Xueji__V1__StudentItems items = *child.items;
	items.id_number = (char *)number_of(560);
	ck_assert_int_eq(student_apply_items(ctx, &child, &items, NULL), OK);
	ck_assert_int_eq(problem_check_child(ctx, twins[1]), OK);
	commit(ctx);
	ck_assert_int_eq(0, list(officer)->total);
	ck_assert_int_eq(
		2, house_count(house, "SELECT sum(settled) FROM problem_day WHERE unit_id = 5"));
	ck_assert_int_eq(0,
		house_count(house, "SELECT open FROM open_work WHERE kind = 5 AND school_id = 8"));
}
END_TEST

START_TEST(two_who_were_judged_to_be_different_are_no_suspicion_nor_whoever_is_one_of_them)
{
	int64_t a = put(SCHOOL, NULL, 0), b = put(SCHOOL, NULL, 0), c = put(SCHOOL, NULL, 0);
	struct ctx *ctx = begin();
	ck_assert_int_eq(problem_judge_apart(ctx, b, c), OK);
	ck_assert_int_eq(problem_judge_same(ctx, a, b), OK);
	const int64_t pair[] = {a, c};
	const struct problem_finding near = {
		.kind = PROBLEM_NEAR_DUP, .cause = "other", .score = 900, .students = pair, .n = 2};
	int64_t group;
	ck_assert_int_eq(problem_found(ctx, &near, &group), OK);
	ck_assert_int_eq(0, group);
	commit(ctx);
	ck_assert_int_eq(0, house_count(house, "SELECT count(*) FROM problem"));
}
END_TEST

START_TEST(leavers_come_first_in_the_list)
{
	const struct change none[] = {{ITEM_ID_NUMBER, ""}, {ITEM_ID_TYPE, "Z"}};
	int64_t child = put(SCHOOL, none, 2), leaver;
	struct student_record last = pupil_make(house->arena, SCHOOL, none, 2);
	struct student_enrolled enrolled;
	last.row.grade = 6;
	struct ctx *ctx = begin();
	ck_assert_int_eq(student_create_pending(ctx, &last), OK);
	ck_assert_int_eq(student_enrol(ctx, &last, 6, 6, &enrolled), OK);
	leaver = last.row.id;
	commit(ctx);
	check(child);
	check(leaver);
	const Xueji__V1__ListProblemsResponse *out = list(officer);
	ck_assert_int_ge(out->n_problems, 2);
	ck_assert(out->problems[0]->is_graduating);
	ck_assert_str_eq(id_text(house, leaver), out->problems[0]->student_id);
	ck_assert(!out->problems[out->n_problems - 1]->is_graduating);
}
END_TEST

SUITE_WITH("problem_found", set_up, tear_down,
	a_shared_number_is_found_once_however_often_it_is_looked_at,
	the_lowest_bureau_above_all_sides_decides,
	a_side_of_the_group_sees_the_others_and_a_stranger_nothing,
	what_is_true_no_longer_is_cleared_on_both_sides,
	two_who_were_judged_to_be_different_are_no_suspicion_nor_whoever_is_one_of_them,
	leavers_come_first_in_the_list)
