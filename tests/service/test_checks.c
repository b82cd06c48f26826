/* Two records side by side: what is shown of them, and to whom. */
#include <string.h>

#include "common/han_reading.h"
#include "domain/id_number.h"
#include "domain/roles.h"
#include "server/service/problem_found.h"
#include "server/service/services.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/checks.pb-c.h"

#define FIELD(word) XUEJI__V1__COMPARE_FIELD__COMPARE_FIELD_##word
#define SOUND(word) XUEJI__V1__NUMBER_SOUNDNESS__NUMBER_SOUNDNESS_##word

static struct house *house;
static struct person *registrar, *neighbour, *city, *stranger;

static void set_up(void)
{
	house = house_open();
	house->fixture->app.readings = han_readings_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	neighbour = person_make(house, "near", NEIGHBOUR_SCHOOL, ROLE_REGISTRAR);
	city = person_make(house, "city", CITY, ROLE_OFFICER);
	stranger = person_make(house, "far", DIRECT_COUNTY, ROLE_OFFICER);
}

static void tear_down(void)
{
	han_readings_close(house->fixture->app.readings);
	house_close(house);
}

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

static int64_t enrol(const char *name, int64_t school, const char *number)
{
	struct ctx *ctx = begin();
	struct student_record child = child_make(house->arena, name, "2016-03-11", school);
	child.items->id_number = (char *)number;
	child.items->family_1_name = "鄢大山";
	child.items->family_1_is_guardian = "1";
	child_create_in(ctx, &child);
	child_enrol_in(ctx, &child);
	commit(ctx);
	return child.row.id;
}

/* A suspicion that concerns both. */
static void suspect(int64_t one, int64_t other)
{
	struct ctx *ctx = begin();
	const struct problem_finding finding = {.kind = PROBLEM_NEAR_DUP,
		.cause = "homophone",
		.score = 950,
		.students = (const int64_t[]){one, other},
		.n = 2};
	ck_assert_int_eq(problem_found(ctx, &finding, NULL), OK);
	commit(ctx);
}

static struct answer compare(const struct person *person, int64_t one, int64_t other)
{
	Xueji__V1__CompareStudentsRequest in = XUEJI__V1__COMPARE_STUDENTS_REQUEST__INIT;
	in.student_id = id_text(house, one);
	in.other_id = id_text(house, other);
	return call(house, person->token, &checks_service, "CompareStudents", &in.base);
}

static const char *result_of(
	const Xueji__V1__CompareStudentsResponse *reply, Xueji__V1__CompareField field)
{
	ck_assert_uint_eq(reply->n_results, 5);
	return reply->results[field - 1]->cause;
}

static size_t spans_of(
	const Xueji__V1__CompareStudentsResponse *reply, Xueji__V1__CompareField field)
{
	size_t n = 0;
	for (size_t i = 0; i < reply->n_spans; i++)
		n += reply->spans[i]->field == field;
	return n;
}

/* They differ in one digit; the check characters of the first two are made right. */
#define ONE   "510104201603110016"
#define OTHER "51010420160311003X"
#define WRONG "510104201603110036"

static const char *right(const char *number)
{
	char *text = arena_strdup(house->arena, number);
	text[17] = id_number_check_character(text);
	return text;
}

START_TEST(who_sees_both_sees_each_character_that_differs)
{
	int64_t one = enrol("鄢冉月", SCHOOL, right(ONE));
	int64_t other = enrol("鄢冉悦", NEIGHBOUR_SCHOOL, WRONG);
	struct answer a = compare(city, one, other);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__CompareStudentsResponse *reply = a.reply;
	ck_assert_str_eq(result_of(reply, FIELD(NAME)), "homophone");
	ck_assert_str_eq(result_of(reply, FIELD(SEX)), "same");
	ck_assert_str_eq(result_of(reply, FIELD(BIRTH)), "same");
	ck_assert_str_eq(result_of(reply, FIELD(ID_NUMBER)), "number_digit");
	ck_assert_uint_eq(spans_of(reply, FIELD(NAME)), 1);
	ck_assert_uint_ge(spans_of(reply, FIELD(ID_NUMBER)), 1);
	ck_assert_int_eq(reply->spans[0]->from, 2);
	ck_assert_int_eq(reply->spans[0]->to, 3);
	ck_assert_int_eq(reply->student->number_soundness, SOUND(RIGHT));
	ck_assert_int_eq(reply->other->number_soundness, SOUND(WRONG));
	ck_assert_int_eq(reply->guardians_in_common, 1);
	ck_assert_uint_eq(reply->other->n_guardians, 1);
	ck_assert_ptr_null(strstr(reply->other->id_number_masked, "5101"));
	ck_assert_int_eq(
		house_count(
			house, "SELECT count(*) FROM journal WHERE action = 'student.set_beside'"),
		2);
}
END_TEST

START_TEST(a_stranger_compares_nothing)
{
	int64_t one = enrol("鄢冉月", SCHOOL, right(ONE));
	int64_t other = enrol("鄢冉悦", NEIGHBOUR_SCHOOL, WRONG);
	ck_assert_int_eq(compare(stranger, one, other).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(compare(registrar, one, other).reason, REASON_OUTSIDE_SCOPE);
	suspect(one, other);
	ck_assert_int_eq(compare(stranger, one, other).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(compare(registrar, one, other).err, OK);
	struct answer a = compare(registrar, one, one);
	ck_assert(has_fault(&a, "other_id", REASON_TWICE));
	ck_assert_int_eq(compare(city, one, 77).reason, REASON_NO_SUCH_STUDENT);
}
END_TEST

START_TEST(of_anothers_child_no_number_can_be_worked_out)
{
	int64_t one = enrol("鄢冉月", SCHOOL, right(ONE));
	int64_t other = enrol("鄢冉悦", NEIGHBOUR_SCHOOL, right(OTHER));
	suspect(one, other);
	const Xueji__V1__CompareStudentsResponse *reply = compare(registrar, one, other).reply;
	ck_assert_ptr_nonnull(reply);
	ck_assert(reply->student->is_seen);
	ck_assert(!reply->other->is_seen);
	ck_assert_uint_eq(spans_of(reply, FIELD(ID_NUMBER)), 0);
	ck_assert_uint_eq(spans_of(reply, FIELD(NAME)), 1);
	ck_assert_str_eq(result_of(reply, FIELD(ID_NUMBER)), "other_number");
	ck_assert_uint_eq(reply->other->n_guardians, 0);
	ck_assert_uint_eq(reply->student->n_guardians, 1);
	/* From the other side it is the same. */
	reply = compare(neighbour, one, other).reply;
	ck_assert_str_eq(result_of(reply, FIELD(ID_NUMBER)), "other_number");
	ck_assert_uint_eq(reply->student->n_guardians, 0);
	/* Who sees both is told. */
	reply = compare(city, one, other).reply;
	ck_assert_str_eq(result_of(reply, FIELD(ID_NUMBER)), "number_digit");
}
END_TEST

START_TEST(a_number_that_is_nobodys_is_told_of)
{
	int64_t one = enrol("鄢冉月", SCHOOL, right(ONE));
	int64_t other = enrol("鄢冉月", NEIGHBOUR_SCHOOL, WRONG);
	suspect(one, other);
	const Xueji__V1__CompareStudentsResponse *reply = compare(registrar, one, other).reply;
	ck_assert_str_eq(result_of(reply, FIELD(ID_NUMBER)), "number_digit");
	ck_assert_int_eq(reply->other->number_soundness, SOUND(WRONG));
	ck_assert_uint_eq(spans_of(reply, FIELD(ID_NUMBER)), 0);
	/* To whom the right one is another's, it says nothing. */
	reply = compare(neighbour, one, other).reply;
	ck_assert_str_eq(result_of(reply, FIELD(ID_NUMBER)), "other_number");
}
END_TEST

SUITE_WITH("checks", set_up, tear_down, who_sees_both_sees_each_character_that_differs,
	a_stranger_compares_nothing, of_anothers_child_no_number_can_be_worked_out,
	a_number_that_is_nobodys_is_told_of)
