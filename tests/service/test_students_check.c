#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "tests/calls/calls.h"
#include "tests/support/pupil.h"
#include "xueji/v1/students.pb-c.h"

static struct house *house;
static struct person *registrar, *far, *officer;
static struct student_record pupil;

static void before(void)
{
	house = house_open();
	registrar = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
	far = person_make(house, "zhao", FAR_COUNTY, ROLE_OFFICER);
	officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	pupil = pupil_put(house, SCHOOL, false, NULL, 0);
}

static void after(void)
{
	house_close(house);
}

static Xueji__V1__CheckIdentityRequest about(const struct student_record *child)
{
	Xueji__V1__CheckIdentityRequest in = XUEJI__V1__CHECK_IDENTITY_REQUEST__INIT;
	in.id_type = child->items->id_type;
	in.id_number = child->items->id_number;
	in.name = child->items->name;
	return in;
}

static struct answer ask(const struct person *person, const Xueji__V1__CheckIdentityRequest *in)
{
	return call(house, person->token, &students_service, "CheckIdentity", &in->base);
}

static const Xueji__V1__CheckIdentityResponse *check(
	const struct person *person, const Xueji__V1__CheckIdentityRequest *in)
{
	struct answer answer = ask(person, in);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

#define NONE   XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_NONE
#define NEAR   XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_NEAR
#define EXISTS XUEJI__V1__IDENTITY_MATCH__IDENTITY_MATCH_EXISTS

START_TEST(who_knows_number_and_name_learns_the_city_and_the_cure)
{
	Xueji__V1__CheckIdentityRequest in = about(&pupil);
	in.sex = "2";
	in.birth_date = "2016-09-02";
	const Xueji__V1__CheckIdentityResponse *out = check(far, &in);
	ck_assert_int_eq(out->match, EXISTS);
	ck_assert_uint_eq(out->n_path, 2);
	ck_assert_str_eq(out->path[0]->name, "广东省");
	ck_assert_str_eq(out->path[1]->name, "深圳市");
	ck_assert_int_eq(out->student_no_kind,
		XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_TEMPORARY);
	ck_assert_str_eq(out->student_id, "");
	ck_assert_ptr_nonnull(strstr(out->advice, "transfer"));
	out = check(officer, &in);
	ck_assert_uint_eq(out->n_path, 4);
	ck_assert_str_eq(out->path[3]->name, "第一小学");
	ck_assert_str_eq(out->student_id, id_text(house, pupil.row.id));
}
END_TEST

START_TEST(a_number_alone_tells_nothing_but_that_it_is_known)
{
	Xueji__V1__CheckIdentityRequest in = about(&pupil);
	in.name = "";
	const Xueji__V1__CheckIdentityResponse *out = check(far, &in);
	ck_assert_int_eq(out->match, EXISTS);
	ck_assert_uint_eq(out->n_path, 0);
	ck_assert_int_eq(out->student_no_kind, 0);
	ck_assert_uint_eq(check(officer, &in)->n_path, 0);
	ck_assert_str_eq(check(officer, &in)->student_id, "");
}
END_TEST

START_TEST(whatever_differs_the_answer_is_the_same)
{
	Xueji__V1__CheckIdentityRequest in = about(&pupil);
	in.name = "刘佳淇";
	const Xueji__V1__CheckIdentityResponse *one = check(far, &in);
	ck_assert_int_eq(one->match, NEAR);
	ck_assert_uint_eq(one->n_path, 0);
	in.name = "王五";
	const Xueji__V1__CheckIdentityResponse *two = check(far, &in);
	uint8_t first[512], second[512];
	size_t size = xueji__v1__check_identity_response__pack(one, first);
	ck_assert_uint_eq(xueji__v1__check_identity_response__pack(two, second), size);
	ck_assert_mem_eq(first, second, size);
}
END_TEST

START_TEST(nobody_is_found_for_a_free_number)
{
	struct student_record other = pupil_make(house->arena, SCHOOL, NULL, 0);
	Xueji__V1__CheckIdentityRequest in = about(&other);
	const Xueji__V1__CheckIdentityResponse *out = check(far, &in);
	ck_assert_int_eq(out->match, NONE);
	ck_assert_uint_eq(out->n_path, 0);
	/* A namesake with a number of her own is another child. */
	in.sex = "2";
	in.birth_date = "2016-09-02";
	ck_assert_int_eq(check(far, &in)->match, NONE);
	/* The registration of this very child, under way elsewhere, is near. */
	child_create_in(house_write(house), &other);
	house_commit(house);
	ck_assert_int_eq(check(far, &in)->match, NEAR);
}
END_TEST

START_TEST(a_namesake_without_a_number_is_near)
{
	const struct change none[] = {
		{ITEM_NAME, "古丽·阿不都"}, {ITEM_ID_TYPE, "Z"}, {ITEM_ID_NUMBER, ""}};
	pupil_put(house, NEIGHBOUR_SCHOOL, true, none, 3);
	struct student_record other = pupil_make(house->arena, SCHOOL, none, 1);
	Xueji__V1__CheckIdentityRequest in = about(&other);
	ck_assert_int_eq(check(far, &in)->match, NONE);
	in.sex = "2";
	in.birth_date = "2016-09-02";
	const Xueji__V1__CheckIdentityResponse *out = check(far, &in);
	ck_assert_int_eq(out->match, NEAR);
	ck_assert_uint_eq(out->n_path, 0);
}
END_TEST

START_TEST(an_old_number_of_fifteen_digits_is_the_same)
{
	const struct change old[] = {
		{ITEM_BIRTH_DATE, "1985-03-07"}, {ITEM_ID_NUMBER, "41058119850307452"}};
	char number[19] = "41058119850307452X";
	number[17] = id_number_check_character(number);
	struct change changes[2];
	memcpy(changes, old, sizeof changes);
	changes[1].value = number;
	struct student_record child = pupil_put(house, SCHOOL, false, changes, 2);
	Xueji__V1__CheckIdentityRequest in = about(&child);
	in.id_number = " 410581850307452";
	ck_assert_int_eq(check(far, &in)->match, EXISTS);
	in.id_type = "B"; /* the register shows the same number */
	ck_assert_int_eq(check(far, &in)->match, EXISTS);
}
END_TEST

START_TEST(all_faults_of_a_question_come_at_once)
{
	Xueji__V1__CheckIdentityRequest in = XUEJI__V1__CHECK_IDENTITY_REQUEST__INIT;
	struct answer answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "id_type", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "id_number", REASON_REQUIRED));
	in = about(&pupil);
	in.id_number = "410581201609022028";
	in.name = "刘1\x1b[2J";
	in.sex = "3";
	in.birth_date = "2016-02-30";
	answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "id_number", REASON_ID_CHECK));
	ck_assert(has_fault(&answer, "name", REASON_NAME_DIGIT));
	ck_assert(has_fault(&answer, "sex", REASON_NOT_A_CHOICE));
	ck_assert(has_fault(&answer, "birth_date", REASON_NO_SUCH_DAY));
	in = about(&pupil);
	in.sex = "1";
	in.birth_date = "2016-09-03";
	answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "id_number", REASON_ID_NOT_SEX));
	ck_assert(has_fault(&answer, "id_number", REASON_ID_NOT_BIRTH_DATE));
}
END_TEST

START_TEST(each_question_stands_in_the_journal_and_no_number_does)
{
	Xueji__V1__CheckIdentityRequest in = about(&pupil);
	check(far, &in);
	in.name = "王五";
	check(far, &in);
	const char *sql = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE action = 'student.checked' AND entity_id = "
		"%lld "
		"AND unit_id = %d AND summary IN ('exists', 'near') AND sealed IS NOT NULL",
		(long long)pupil.row.id, FAR_COUNTY);
	ck_assert_int_eq(house_count(house, sql), 2);
	sql = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE instr(summary, '%.10s') OR instr(sealed, "
		"'%.10s')",
		pupil.items->id_number, pupil.items->id_number);
	ck_assert_int_eq(house_count(house, sql), 0);
}
END_TEST

START_TEST(an_hour_has_so_many_questions_however_they_end)
{
	house_policy(house, POLICY_CHECKS_PER_HOUR, 3);
	struct student_record other = pupil_make(house->arena, SCHOOL, NULL, 0);
	Xueji__V1__CheckIdentityRequest in = about(&other), wrong = about(&pupil);
	wrong.id_number = "1";
	ck_assert_int_eq(check(far, &in)->match, NONE);
	ck_assert_int_eq(ask(far, &wrong).err, ERR_INVALID); /* asks for nothing */
	in = about(&pupil);
	check(far, &in);
	check(far, &in);
	struct answer answer = ask(far, &in);
	ck_assert_int_eq(answer.reason, REASON_QUOTA_USED);
	ck_assert_int_gt(answer.failure.retry_after_us, 0);
	ck_assert_int_eq(ask(registrar, &in).err, OK);
}
END_TEST

START_TEST(only_schools_and_bureaus_ask)
{
	Xueji__V1__CheckIdentityRequest in = about(&pupil);
	static const uint32_t roles[] = {ROLE_SECURITY, ROLE_AUDITOR, ROLE_SYSTEM};
	for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
		const char *name = arena_printf(house->arena, "person-%zu", i);
		struct person *person = person_make(house, name, PROVINCE, roles[i]);
		ck_assert_int_eq(ask(person, &in).reason, REASON_NO_RIGHT);
	}
	struct person *approver = person_make(house, "qian", SECOND_SCHOOL, ROLE_APPROVER);
	ck_assert_int_eq(check(approver, &in)->match, EXISTS);
	struct answer stranger = call(house, NULL, &students_service, "CheckIdentity", &in.base);
	ck_assert_int_eq(stranger.err, ERR_UNAUTHENTICATED);
}
END_TEST

SUITE_WITH("students_check", before, after, who_knows_number_and_name_learns_the_city_and_the_cure,
	a_number_alone_tells_nothing_but_that_it_is_known, whatever_differs_the_answer_is_the_same,
	nobody_is_found_for_a_free_number, a_namesake_without_a_number_is_near,
	an_old_number_of_fifteen_digits_is_the_same, all_faults_of_a_question_come_at_once,
	each_question_stands_in_the_journal_and_no_number_does,
	an_hour_has_so_many_questions_however_they_end, only_schools_and_bureaus_ask)
