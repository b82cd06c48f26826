#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/cases.pb-c.h"
#include "xueji/v1/students.pb-c.h"

enum { MOST = 200 };

static struct house *house;
static struct person *registrar;

static void before(void)
{
	static const struct school_class classes[] = {{1, 1}, {1, 2}, {1, 3}, {2, 1}};
	const struct programme primary = {.years = {[STAGE_PRIMARY] = 6}};
	house = house_open();
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(unit_set_programme(ctx, SCHOOL, &primary), OK);
	ck_assert_int_eq(unit_set_classes(ctx, SCHOOL, classes, 4), OK);
	house_commit(house);
	registrar = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
}

static void after(void)
{
	house_close(house);
}

/* Enrols n children in a class; their records follow each other in `out`. */
static void put(int64_t school, int grade, int class_no, int n, struct student_record *out)
{
	struct ctx *ctx = house_write(house);
	for (int i = 0; i < n; i++) {
		out[i] = child_make(house->arena, "陈小明", "2019-03-04", school);
		out[i].row.grade = grade;
		out[i].row.class_no = class_no;
		child_enrol_in(ctx, &out[i]);
	}
	house_commit(house);
}

/* A request that grows by a placement at a time. */
struct placing {
	Xueji__V1__ChangeClassRequest in;
	Xueji__V1__ClassPlacement of[MOST + 1], *at[MOST + 1];
};

static struct placing *placing_of(int grade)
{
	struct placing *placing = arena_one(house->arena, struct placing);
	xueji__v1__change_class_request__init(&placing->in);
	placing->in.unit_id = id_text(house, SCHOOL);
	placing->in.grade = grade;
	placing->in.placements = placing->at;
	return placing;
}

static void add(struct placing *placing, const struct student_record *child, int class_no)
{
	size_t i = placing->in.n_placements++;
	xueji__v1__class_placement__init(&placing->of[i]);
	placing->of[i].student_id = id_text(house, child->row.id);
	placing->of[i].rev = child->row.rev;
	placing->of[i].class_number = class_no;
	placing->at[i] = &placing->of[i];
}

static struct answer ask(const struct person *person, const struct placing *placing)
{
	return call(house, person->token, &students_service, "ChangeClass", &placing->in.base);
}

static const Xueji__V1__ChangeClassResponse *placed(const struct placing *placing)
{
	struct answer answer = ask(registrar, placing);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

static int64_t count_class(int class_no)
{
	return house_count(
		house, arena_printf(house->arena,
			       "SELECT count(*) FROM student WHERE class_no = %d", class_no));
}

/* ---- placing ---- */

START_TEST(a_whole_grade_is_placed_in_one_call)
{
	struct student_record children[MOST];
	struct placing *placing = placing_of(1);
	house_policy(house, POLICY_CLASS_SIZE, 100);
	put(SCHOOL, 1, 0, MOST, children);
	for (int i = 0; i < MOST; i++)
		add(placing, &children[i], 1 + i % 3);
	const Xueji__V1__ChangeClassResponse *out = placed(placing);
	ck_assert_uint_eq(out->n_results, MOST);
	for (int i = 0; i < MOST; i++) {
		ck_assert(out->results[i]->is_done);
		ck_assert_int_eq(out->results[i]->student->class_number, 1 + i % 3);
		ck_assert_int_eq(out->results[i]->student->rev, children[i].row.rev + 1);
	}
	ck_assert_int_eq(count_class(0), 0);
	ck_assert_int_eq(count_class(3), 66);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM enrolment WHERE to_day IS NULL "
					    "AND class_no > 0 AND seq = 2"),
		MOST);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action = "
					    "'student.class_changed' AND summary = "
					    "'rev 3: class_name'"),
		MOST);
	ck_assert_int_eq(house_count(house, "SELECT sum(boys) FROM school_stat"), MOST);
}
END_TEST

START_TEST(who_is_there_already_stays_untouched)
{
	struct student_record child;
	struct placing *placing = placing_of(1);
	put(SCHOOL, 1, 2, 1, &child);
	add(placing, &child, 2);
	const Xueji__V1__ChangeClassResponse *out = placed(placing);
	ck_assert(out->results[0]->is_done);
	ck_assert_int_eq(out->results[0]->student->rev, child.row.rev);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM enrolment"), 1);
}
END_TEST

START_TEST(a_class_takes_no_more_than_the_policy_says)
{
	struct student_record first[3], second[3];
	struct placing *placing = placing_of(1);
	house_policy(house, POLICY_CLASS_SIZE, 4);
	put(SCHOOL, 1, 1, 3, first);
	put(SCHOOL, 1, 2, 3, second);
	for (int i = 0; i < 3; i++)
		add(placing, &first[i], 2);
	const Xueji__V1__ChangeClassResponse *out = placed(placing);
	ck_assert(out->results[0]->is_done);
	for (int i = 1; i < 3; i++) {
		ck_assert(!out->results[i]->is_done);
		ck_assert_str_eq(out->results[i]->refusal, "CLASS_FULL");
		ck_assert_int_eq(out->results[i]->student->class_number, 1);
	}
	ck_assert_ptr_nonnull(strstr(out->results[2]->refusal_text, "Class 1-2 is full"));
	ck_assert_int_eq(count_class(2), 4);
}
END_TEST

START_TEST(two_full_classes_exchange_children)
{
	struct student_record first[2], second[2];
	struct placing *placing = placing_of(1);
	house_policy(house, POLICY_CLASS_SIZE, 2);
	put(SCHOOL, 1, 1, 2, first);
	put(SCHOOL, 1, 2, 2, second);
	add(placing, &first[0], 2);
	add(placing, &second[0], 1);
	const Xueji__V1__ChangeClassResponse *out = placed(placing);
	ck_assert(out->results[0]->is_done && out->results[1]->is_done);
	/* One more than goes the other way finds no room; nor does who counted on its place. */
	placing = placing_of(1);
	struct student_record third;
	put(SCHOOL, 1, 3, 1, &third);
	add(placing, &third, 1);
	add(placing, &first[1], 2);
	out = placed(placing);
	ck_assert(!out->results[0]->is_done && !out->results[1]->is_done);
	ck_assert_int_eq(count_class(1), 2);
	ck_assert_int_eq(count_class(3), 1);
}
END_TEST

START_TEST(who_cannot_go_is_left_alone_and_listed)
{
	struct student_record here[5], elsewhere, other_grade;
	struct placing *placing = placing_of(1);
	put(SCHOOL, 1, 1, 5, here);
	put(SECOND_SCHOOL, 1, 1, 1, &elsewhere);
	put(SCHOOL, 2, 1, 1, &other_grade);
	struct ctx *ctx = house_write(house);
	struct student_record suspended = here[1];
	suspended.row.status = ROLL_SUSPENDED;
	ck_assert_int_eq(student_rewrite(ctx, &here[1], &suspended), OK);
	house_commit(house);
	Xueji__V1__SaveKeyDataChangeRequest draft = XUEJI__V1__SAVE_KEY_DATA_CHANGE_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	draft.student_id = id_text(house, here[2].row.id);
	items.name = "陈小民";
	draft.items = &items;
	ck_assert_int_eq(
		call(house, registrar->token, &cases_service, "SaveKeyDataChange", &draft.base).err,
		OK);
	here[3].row.rev--;
	add(placing, &here[0], 2);
	add(placing, &suspended, 2);
	add(placing, &here[2], 2);
	add(placing, &here[3], 2);
	add(placing, &elsewhere, 2);
	add(placing, &other_grade, 2);
	add(placing, &here[4], 2);
	static const char *const refusals[] = {
		"", "NOT_ATTENDING", "CASE_OPEN", "STALE", "NO_SUCH_STUDENT", "ANOTHER_GRADE", ""};
	const Xueji__V1__ChangeClassResponse *out = placed(placing);
	for (size_t i = 0; i < 7; i++) {
		ck_assert_str_eq(out->results[i]->refusal, refusals[i]);
		ck_assert_int_eq(out->results[i]->is_done, refusals[i][0] == '\0');
	}
	ck_assert_ptr_null(out->results[4]->student);
	ck_assert_int_eq(count_class(2), 2);
}
END_TEST

/* ---- the request ---- */

START_TEST(all_faults_of_a_request_come_at_once)
{
	struct student_record children[2];
	struct placing *placing = placing_of(1);
	put(SCHOOL, 1, 1, 2, children);
	struct answer answer = ask(registrar, placing);
	ck_assert(has_fault(&answer, "placements", REASON_REQUIRED));
	add(placing, &children[0], 2);
	add(placing, &children[0], 9);
	add(placing, &children[1], 0);
	add(placing, &children[1], 1);
	placing->of[3].student_id = "x";
	answer = ask(registrar, placing);
	ck_assert(has_fault(&answer, "placements[1].student_id", REASON_TWICE));
	ck_assert(has_fault(&answer, "placements[1].class_number", REASON_NO_SUCH_CLASS));
	ck_assert(has_fault(&answer, "placements[2].class_number", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "placements[3].student_id", REASON_NOT_AN_ID));
	placing->in.grade = 13;
	answer = ask(registrar, placing);
	ck_assert(has_fault(&answer, "grade", REASON_OUT_OF_RANGE));
	placing = placing_of(1);
	for (int i = 0; i <= MOST; i++)
		add(placing, &children[0], 1);
	answer = ask(registrar, placing);
	ck_assert(has_fault(&answer, "placements", REASON_TOO_MANY));
	ck_assert_int_eq(count_class(1), 2);
}
END_TEST

START_TEST(only_the_schools_registrar_places)
{
	struct student_record child;
	struct placing *placing = placing_of(1);
	put(SCHOOL, 1, 1, 1, &child);
	add(placing, &child, 2);
	static const struct {
		int64_t unit;
		uint32_t role;
		enum reason reason;
	} rows[] = {
		{SCHOOL, ROLE_APPROVER, REASON_NO_RIGHT},
		{COUNTY, ROLE_OFFICER, REASON_NO_RIGHT},
		{COUNTY, ROLE_AUDITOR, REASON_NO_RIGHT},
		{SECOND_SCHOOL, ROLE_REGISTRAR, REASON_OUTSIDE_SCOPE},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *name = arena_printf(house->arena, "person-%zu", i);
		struct person *person = person_make(house, name, rows[i].unit, rows[i].role);
		ck_assert_msg(ask(person, placing).reason == rows[i].reason, "row %zu", i);
	}
	ck_assert_int_eq(call(house, NULL, &students_service, "ChangeClass", &placing->in.base).err,
		ERR_UNAUTHENTICATED);
	ck_assert_int_eq(count_class(2), 0);
}
END_TEST

START_TEST(enter_struck_twice_moves_once)
{
	struct student_record child;
	struct placing *placing = placing_of(1);
	put(SCHOOL, 1, 1, 1, &child);
	add(placing, &child, 2);
	house->key = "class-change-1";
	ck_assert(placed(placing)->results[0]->is_done);
	ck_assert(placed(placing)->results[0]->is_done);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM enrolment"), 2);
}
END_TEST

SUITE_WITH("students_class", before, after, a_whole_grade_is_placed_in_one_call,
	who_is_there_already_stays_untouched, a_class_takes_no_more_than_the_policy_says,
	two_full_classes_exchange_children, who_cannot_go_is_left_alone_and_listed,
	all_faults_of_a_request_come_at_once, only_the_schools_registrar_places,
	enter_struck_twice_moves_once)
