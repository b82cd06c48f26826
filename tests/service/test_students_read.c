#include <string.h>

#include "domain/roles.h"
#include "domain/roll.h"
#include "server/service/services.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/students.pb-c.h"

static struct house *house;
static struct person *officer, *registrar, *stranger;

static struct student_record put(
	const char *name, const char *birth, int64_t school, int grade, int class_no)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, name, birth, school);
	child.row.grade = grade;
	child.row.class_no = class_no;
	child_enrol_in(ctx, &child);
	house_commit(house);
	return child;
}

static void before(void)
{
	house = house_open();
	officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	registrar = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
	stranger = person_make(house, "zhao", NEIGHBOUR, ROLE_OFFICER);
}

static void after(void)
{
	house_close(house);
}

static struct answer ask(
	const struct person *person, const char *method, const ProtobufCMessage *request)
{
	return call(house, person->token, &students_service, method, request);
}

static struct answer get(const struct person *person, int64_t id)
{
	Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	in.student_id = id_text(house, id);
	return ask(person, "GetStudent", &in.base);
}

/* ---- GetStudent ---- */

START_TEST(a_file_is_opened_with_its_items_and_numbers_masked)
{
	struct student_record child = put("陈小花", "2019-03-04", SCHOOL, 1, 2);
	const char *id_number = child.items->id_number;
	const Xueji__V1__GetStudentResponse *out = get(officer, child.row.id).reply;
	ck_assert_ptr_nonnull(out);
	ck_assert_str_eq(out->student->name, "陈小花");
	ck_assert_str_eq(out->student->sex, "2");
	ck_assert_int_eq(out->student->status, ROLL_ENROLLED);
	ck_assert_str_eq(out->student->school->name, "第一小学");
	ck_assert_int_eq(out->student->class_number, 2);
	ck_assert_str_eq(out->student->id_type, "1");
	ck_assert_uint_eq(strspn(out->student->id_number_masked, "*"), 16);
	ck_assert_str_eq(out->student->id_number_masked + 16, id_number + 16);
	ck_assert_str_eq(out->items->id_number, out->student->id_number_masked);
	ck_assert_str_eq(out->items->family_1_name, "陈大山");
	ck_assert_int_eq(out->student->student_no_masked[0], 'L');
	ck_assert_uint_eq(strspn(out->student->student_no_masked + 1, "*"), 16);
	ck_assert_uint_eq(out->n_numbers, 1);
	ck_assert(out->numbers[0]->is_current);
	ck_assert_int_eq(out->enrolment->year_in_stage, 1);
	ck_assert(!out->enrolment->is_graduating);
	ck_assert_str_eq(out->enrolment->from_day, "2026-11-22");
	ck_assert(!out->is_slot_elsewhere);
	ck_assert_uint_eq(out->n_path, 3);
	ck_assert_str_eq(out->path[2]->name, "南山区");
}
END_TEST

START_TEST(no_reply_holds_the_whole_number)
{
	struct student_record child = put("陈小花", "2019-03-04", SCHOOL, 1, 2);
	const Xueji__V1__GetStudentResponse *out = get(officer, child.row.id).reply;
	uint8_t bytes[16384];
	size_t size = xueji__v1__get_student_response__pack(out, bytes);
	ck_assert_ptr_null(memmem(bytes, size, child.items->id_number, 18));
	ck_assert_ptr_null(memmem(bytes, size, child.items->id_number, 14));
	ck_assert_ptr_nonnull(memmem(bytes, size, "2019-03-04", 10));
}
END_TEST

START_TEST(the_journal_says_who_looked)
{
	struct student_record child = put("陈小花", "2019-03-04", SCHOOL, 1, 2);
	get(officer, child.row.id);
	const char *sql = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE action = 'student.opened' AND actor = %lld "
		"AND entity = 'student' AND entity_id = %lld AND unit_id = %d AND county_id = %d",
		(long long)officer->id, (long long)child.row.id, SCHOOL, COUNTY);
	ck_assert_int_eq(house_count(house, sql), 1);
}
END_TEST

START_TEST(a_file_outside_ones_units_stays_closed)
{
	struct student_record child = put("陈小花", "2019-03-04", SCHOOL, 1, 2);
	ck_assert_int_eq(get(registrar, child.row.id).err, OK);
	ck_assert_int_eq(get(stranger, child.row.id).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(get(officer, 77).reason, REASON_NO_SUCH_STUDENT);
	struct person *auditor = person_make(house, "qian", COUNTY, ROLE_AUDITOR);
	ck_assert_int_eq(get(auditor, child.row.id).reason, REASON_NO_RIGHT);
	struct answer empty = ask(officer, "GetStudent",
		&(Xueji__V1__GetStudentRequest)XUEJI__V1__GET_STUDENT_REQUEST__INIT.base);
	ck_assert(has_fault(&empty, "student_id", REASON_REQUIRED));
}
END_TEST

START_TEST(who_claims_an_identity_second_is_marked)
{
	struct student_record first = put("陈小明", "2019-03-04", SCHOOL, 1, 1);
	struct ctx *ctx = house_write(house);
	struct student_record second =
		child_make(ctx->arena, "陈小名", "2019-03-04", SECOND_SCHOOL);
	second.items->id_number = first.items->id_number;
	child_enrol_in(ctx, &second);
	house_commit(house);
	const Xueji__V1__GetStudentResponse *one = get(officer, first.row.id).reply;
	const Xueji__V1__GetStudentResponse *two = get(officer, second.row.id).reply;
	ck_assert(!one->is_slot_elsewhere);
	ck_assert(two->is_slot_elsewhere);
}
END_TEST

/* ---- ListStudents ---- */

static Xueji__V1__ListStudentsRequest roll_of(int64_t unit, int grade, int class_no)
{
	Xueji__V1__ListStudentsRequest in = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	in.grade = grade;
	in.class_number = class_no;
	return in;
}

/* The names of all pages, one after the other. */
static const char *list(Xueji__V1__ListStudentsRequest in, int page_size)
{
	const char *names = "";
	in.page_size = page_size;
	do {
		struct answer answer = ask(officer, "ListStudents", &in.base);
		ck_assert_int_eq(answer.err, OK);
		const Xueji__V1__ListStudentsResponse *out = answer.reply;
		ck_assert_int_le((int)out->n_students, page_size);
		for (size_t i = 0; i < out->n_students; i++)
			names = arena_printf(house->arena, "%s%s%s", names, *names ? " " : "",
				out->students[i]->name);
		in.page_token = out->next_page_token;
	} while (in.page_token[0] != '\0');
	return names;
}

static void fill_school(void)
{
	put("甲", "2019-03-04", SCHOOL, 2, 1);
	put("乙", "2019-03-04", SCHOOL, 1, 2);
	put("丙", "2019-03-04", SCHOOL, 1, 1);
	put("丁", "2019-03-04", SCHOOL, 1, 0);
	put("戊", "2019-03-04", SCHOOL, 1, 1);
	put("己", "2019-03-04", SECOND_SCHOOL, 1, 1);
}

START_TEST(a_roll_is_listed_by_grade_and_class)
{
	fill_school();
	for (int size = 1; size <= 6; size++) {
		ck_assert_str_eq(list(roll_of(SCHOOL, 0, 0), size), "丁 丙 戊 乙 甲");
		ck_assert_str_eq(list(roll_of(SCHOOL, 1, 0), size), "丁 丙 戊 乙");
		ck_assert_str_eq(list(roll_of(SCHOOL, 1, 1), size), "丙 戊");
		ck_assert_str_eq(list(roll_of(SCHOOL, 3, 0), size), "");
	}
	Xueji__V1__ListStudentsRequest unplaced = roll_of(SCHOOL, 1, 0);
	unplaced.without_class = true;
	ck_assert_str_eq(list(unplaced, 10), "丁");
}
END_TEST

static void put_as(
	const char *name, const char *initials, const char *birth, int grade, int class_no)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, name, birth, SCHOOL);
	child.row.initials = initials;
	child.row.grade = grade, child.row.class_no = class_no;
	child_enrol_in(ctx, &child);
	house_commit(house);
}

START_TEST(a_roll_is_listed_in_the_order_that_was_asked_for)
{
	static const struct {
		Xueji__V1__RollOrder order;
		const char *school, *grade;
	} orders[] = {
		{XUEJI__V1__ROLL_ORDER__ROLL_ORDER_NAME, "安花 白雪 陈东 陈冬", "安花 白雪 陈东"},
		{XUEJI__V1__ROLL_ORDER__ROLL_ORDER_SEX, "白雪 陈东 陈冬 安花", "白雪 陈东 安花"},
		{XUEJI__V1__ROLL_ORDER__ROLL_ORDER_BIRTH, "白雪 陈东 安花 陈冬", "白雪 陈东 安花"},
		{XUEJI__V1__ROLL_ORDER__ROLL_ORDER_CLASS_NAME, "白雪 安花 陈东 陈冬",
			"白雪 安花 陈东"},
	};
	put_as("陈冬", "cd", "2019-05-04", 2, 1);
	put_as("陈东", "cd", "2019-01-04", 1, 12);
	put_as("安花", "ah", "2019-03-04", 1, 2);
	put_as("白雪", "bx", "2018-12-31", 1, 1);
	put("己", "2019-03-04", SECOND_SCHOOL, 1, 1);
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++)
		for (int size = 1; size <= 4; size++) {
			Xueji__V1__ListStudentsRequest in = roll_of(SCHOOL, 0, 0);
			in.order = orders[i].order;
			ck_assert_str_eq(list(in, size), orders[i].school);
			in.filter = "陈";
			ck_assert_str_eq(list(in, size), "陈东 陈冬");
			in = roll_of(SCHOOL, 1, 0);
			in.order = orders[i].order;
			ck_assert_str_eq(list(in, size), orders[i].grade);
			in.class_number = 12;
			ck_assert_str_eq(list(in, size), "陈东");
		}
}
END_TEST

START_TEST(who_is_off_the_roll_has_no_other_order)
{
	Xueji__V1__ListStudentsRequest in = roll_of(SCHOOL, 0, 0);
	in.order = XUEJI__V1__ROLL_ORDER__ROLL_ORDER_NAME;
	in.off_roll_status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_GRADUATED;
	struct answer answer = ask(officer, "ListStudents", &in.base);
	ck_assert(has_fault(&answer, "order", REASON_NOT_FOR_OFF_ROLL));
}
END_TEST

START_TEST(a_roll_says_how_many_there_are_and_how_many_a_filter_leaves)
{
	put("陈小花", "2019-03-04", SCHOOL, 1, 2);
	put("陈大山", "2019-03-05", SCHOOL, 1, 1);
	put("李小明", "2018-03-05", SCHOOL, 2, 1);
	Xueji__V1__ListStudentsRequest in = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	in.unit_id = id_text(house, SCHOOL);
	const Xueji__V1__ListStudentsResponse *out = ask(registrar, "ListStudents", &in.base).reply;
	ck_assert_int_eq(out->total_count, 3);
	ck_assert_int_eq(out->matching_count, 3);
	in.filter = "陈";
	out = ask(registrar, "ListStudents", &in.base).reply;
	ck_assert_int_eq(out->total_count, 3);
	ck_assert_int_eq(out->matching_count, 2);
	ck_assert_uint_eq(out->n_students, 2);
	in.grade = 1;
	in.class_number = 1;
	out = ask(registrar, "ListStudents", &in.base).reply;
	ck_assert_int_eq(out->total_count, 1);
	ck_assert_uint_eq(out->n_students, 1);
	ck_assert_str_eq(out->students[0]->name, "陈大山");
	in.filter = "%";
	ck_assert_int_eq(
		((const Xueji__V1__ListStudentsResponse *)ask(registrar, "ListStudents", &in.base)
				.reply)
			->matching_count,
		0);
	in.filter = "";
	in.grade = in.class_number = 0;
	in.only_provisional = true;
	ck_assert_uint_eq(
		((const Xueji__V1__ListStudentsResponse *)ask(registrar, "ListStudents", &in.base)
				.reply)
			->n_students,
		0);
}
END_TEST

START_TEST(who_is_not_on_the_roll_is_listed_by_status)
{
	struct ctx *ctx = house_write(house);
	struct student_record pending = child_make(ctx->arena, "庚", "2019-03-04", SCHOOL);
	child_create_in(ctx, &pending);
	house_commit(house);
	fill_school();
	Xueji__V1__ListStudentsRequest in = roll_of(SCHOOL, 0, 0);
	in.off_roll_status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_PENDING;
	ck_assert_str_eq(list(in, 10), "庚");
	in.off_roll_status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_GRADUATED;
	ck_assert_str_eq(list(in, 10), "");
}
END_TEST

START_TEST(wrong_questions_about_a_roll_are_all_named)
{
	Xueji__V1__ListStudentsRequest in = roll_of(SCHOOL, 13, 100);
	in.without_class = true;
	in.off_roll_status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED;
	struct answer answer = ask(officer, "ListStudents", &in.base);
	ck_assert(has_fault(&answer, "grade", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "class_number", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "without_class", REASON_CLASS_GIVEN));
	ck_assert(has_fault(&answer, "off_roll_status", REASON_ON_ROLL));
	ck_assert(has_fault(&answer, "grade", REASON_NOT_FOR_OFF_ROLL));
	in = roll_of(SCHOOL, 0, 3);
	answer = ask(officer, "ListStudents", &in.base);
	ck_assert(has_fault(&answer, "grade", REASON_REQUIRED));
	in = roll_of(COUNTY, 0, 0);
	answer = ask(officer, "ListStudents", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_NOT_A_SCHOOL));
	in = roll_of(NEIGHBOUR_SCHOOL, 0, 0);
	ck_assert_int_eq(ask(officer, "ListStudents", &in.base).reason, REASON_OUTSIDE_SCOPE);
	in = roll_of(SCHOOL, 0, 0);
	in.page_token = "forged";
	answer = ask(officer, "ListStudents", &in.base);
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
}
END_TEST

/* ---- SearchStudents ---- */

static const char *search(const struct person *person, const char *query, const char *unit)
{
	const char *names = "";
	Xueji__V1__SearchStudentsRequest in = XUEJI__V1__SEARCH_STUDENTS_REQUEST__INIT;
	in.query = (char *)query;
	in.unit_id = (char *)unit;
	in.page_size = 1;
	do {
		struct answer answer = ask(person, "SearchStudents", &in.base);
		if (answer.err != OK)
			return err_name(answer.err);
		const Xueji__V1__SearchStudentsResponse *out = answer.reply;
		for (size_t i = 0; i < out->n_students; i++)
			names = arena_printf(house->arena, "%s%s%s@%s", names, *names ? " " : "",
				out->students[i]->student->name, out->students[i]->place);
		in.page_token = out->next_page_token;
	} while (in.page_token[0] != '\0');
	return names;
}

START_TEST(a_search_understands_what_is_typed)
{
	struct student_record child = put("陈小花", "2019-03-04", SCHOOL, 1, 1);
	put("陈小明", "2019-03-04", SECOND_SCHOOL, 1, 1);
	put("陈小刚", "2019-03-04", NEIGHBOUR_SCHOOL, 1, 1);
#define HERE "@广东省 深圳市 南山区"
	ck_assert_str_eq(search(officer, "陈小", ""), "陈小明" HERE " 陈小花" HERE);
	ck_assert_str_eq(search(officer, " 陈 小花 ", ""), "陈小花" HERE);
	ck_assert_str_eq(search(officer, "CX", ""), "陈小花" HERE " 陈小明" HERE);
	ck_assert_str_eq(search(officer, child.items->id_number, ""), "陈小花" HERE);
	ck_assert_str_eq(search(registrar, "陈小", ""), "陈小花" HERE);
	ck_assert_str_eq(search(stranger, child.items->id_number, ""), "");
	ck_assert_str_eq(search(stranger, "陈", ""), "陈小刚@广东省 深圳市 福田区");
	ck_assert_str_eq(search(officer, "陈小", id_text(house, SCHOOL)), "陈小花" HERE);
	ck_assert_str_eq(search(officer, "陈小", id_text(house, CITY)), "DENIED");
	ck_assert_str_eq(search(officer, "", ""), "INVALID");
	ck_assert_str_eq(search(officer, "陈小", "x"), "INVALID");
}
END_TEST

START_TEST(a_way_of_searching_can_be_asked_for)
{
	put("陈小花", "2019-03-04", SCHOOL, 1, 1);
	static const struct {
		Xueji__V1__SearchBy by;
		const char *query;
		size_t found;
		enum reason reason;
	} rows[] = {
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME, "陈小花", 1, 0},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME, "陈小", 0, 0},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PART, "小花", 1, 0},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_NAME_PART, "花", 0, REASON_TOO_SHORT},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_INITIALS, "c-x m", 1, 0},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_INITIALS, "陈", 0, REASON_NOT_INITIALS},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN, "陈大山", 1, 0},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_GUARDIAN, "陈大", 0, 0},
		{XUEJI__V1__SEARCH_BY__SEARCH_BY_NUMBER, "陈大", 0, 0},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		Xueji__V1__SearchStudentsRequest in = XUEJI__V1__SEARCH_STUDENTS_REQUEST__INIT;
		in.by = rows[i].by;
		in.query = (char *)rows[i].query;
		struct answer answer = ask(officer, "SearchStudents", &in.base);
		const Xueji__V1__SearchStudentsResponse *out = answer.reply;
		if (rows[i].reason != 0)
			ck_assert_msg(has_fault(&answer, "query", rows[i].reason), "row %zu", i);
		else
			ck_assert_msg(
				out != NULL && out->n_students == rows[i].found, "row %zu", i);
	}
}
END_TEST

SUITE_WITH("students_read", before, after, a_file_is_opened_with_its_items_and_numbers_masked,
	no_reply_holds_the_whole_number, the_journal_says_who_looked,
	a_file_outside_ones_units_stays_closed, who_claims_an_identity_second_is_marked,
	a_roll_is_listed_by_grade_and_class, a_roll_is_listed_in_the_order_that_was_asked_for,
	who_is_off_the_roll_has_no_other_order,
	a_roll_says_how_many_there_are_and_how_many_a_filter_leaves,
	who_is_not_on_the_roll_is_listed_by_status, wrong_questions_about_a_roll_are_all_named,
	a_search_understands_what_is_typed, a_way_of_searching_can_be_asked_for)
