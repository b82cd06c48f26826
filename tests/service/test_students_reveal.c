#include <string.h>

#include "domain/reveal_reason.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/policy_cache.h"
#include "tests/calls/calls.h"
#include "tests/support/pupil.h"
#include "xueji/v1/students.pb-c.h"

#define FATHERS_NUMBER "410581198503074529"

static struct house *house;
static struct person *registrar;
static struct student_record pupil;

static void before(void)
{
	const struct change changes[] = {{ITEM_AUX_NO, "BJ20160001"}, {ITEM_FAMILY_1_ID_TYPE, "1"},
		{ITEM_FAMILY_1_ID_NUMBER, FATHERS_NUMBER}};
	house = house_open();
	registrar = person_make(house, "wang", SCHOOL, ROLE_REGISTRAR);
	pupil = pupil_put(house, SCHOOL, false, changes, 3);
}

static void after(void)
{
	house_close(house);
}

static Xueji__V1__RevealIdentityRequest request(Xueji__V1__RevealedNumbers numbers)
{
	Xueji__V1__RevealIdentityRequest in = XUEJI__V1__REVEAL_IDENTITY_REQUEST__INIT;
	in.student_id = id_text(house, pupil.row.id);
	in.numbers = numbers;
	in.reason = XUEJI__V1__REVEAL_REASON__REVEAL_REASON_POLICE;
	in.reason_text = "派出所来函，核对身份证";
	return in;
}

static struct answer ask(const struct person *person, const Xueji__V1__RevealIdentityRequest *in)
{
	return call(house, person->token, &students_service, "RevealIdentity", &in->base);
}

static const Xueji__V1__RevealIdentityResponse *reveal(Xueji__V1__RevealedNumbers numbers)
{
	const Xueji__V1__RevealIdentityRequest in = request(numbers);
	return ask(registrar, &in).reply;
}

#define OF_ID      XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_ID
#define OF_STUDENT XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_STUDENT
#define OF_FAMILY  XUEJI__V1__REVEALED_NUMBERS__REVEALED_NUMBERS_FAMILY

START_TEST(the_numbers_asked_for_are_shown_and_no_others)
{
	const Xueji__V1__RevealIdentityResponse *out = reveal(OF_ID);
	ck_assert_uint_eq(out->n_numbers, 1);
	ck_assert_str_eq(out->numbers[0]->number, pupil.items->id_number);
	ck_assert_str_eq(out->numbers[0]->id_type, "1");
	ck_assert_str_eq(out->numbers[0]->holder_name, "刘佳琪");
	out = reveal(OF_STUDENT);
	ck_assert_uint_eq(out->n_numbers, 2);
	ck_assert_uint_eq(strlen(out->numbers[0]->number), 19);
	ck_assert_int_eq(out->numbers[0]->number[0], 'L');
	ck_assert(out->numbers[0]->is_current);
	ck_assert_str_eq(out->numbers[1]->number, "BJ20160001");
	out = reveal(OF_FAMILY);
	ck_assert_uint_eq(out->n_numbers, 1);
	ck_assert_str_eq(out->numbers[0]->number, FATHERS_NUMBER);
	ck_assert_str_eq(out->numbers[0]->holder_name, "刘强");
}
END_TEST

START_TEST(the_journal_says_whose_and_why_and_no_number)
{
	reveal(OF_ID);
	const char *sql = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE action = 'student.revealed' AND actor = %lld "
		"AND entity_id = %lld AND unit_id = %d AND summary = 'id_number, police'",
		(long long)registrar->id, (long long)pupil.row.id, SCHOOL);
	ck_assert_int_eq(house_count(house, sql), 1);
	sql = arena_printf(house->arena,
		"SELECT count(*) FROM journal WHERE instr(summary, '%s') OR instr(sealed, "
		"'派出所')",
		pupil.items->id_number);
	ck_assert_int_eq(house_count(house, sql), 0);
}
END_TEST

START_TEST(a_reason_is_asked_for)
{
	Xueji__V1__RevealIdentityRequest in = XUEJI__V1__REVEAL_IDENTITY_REQUEST__INIT;
	struct answer answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "student_id", REASON_REQUIRED));
	in = request(0);
	in.reason = 0;
	in.reason_text = " \t";
	answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "numbers", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "reason_text", REASON_REQUIRED));
	in.reason_text = "核对\x1b[2J";
	answer = ask(registrar, &in);
	ck_assert(has_fault(&answer, "reason_text", REASON_FORBIDDEN_CHARACTER));
	in = request(OF_ID);
	in.reason = (Xueji__V1__RevealReason)REVEAL_REASON_END;
	answer = ask(registrar, &in);
	ck_assert_int_eq(answer.reason, REASON_UNKNOWN_VALUE);
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action LIKE 'student.rev%'"),
		0);
}
END_TEST

START_TEST(it_is_refused_outside_ones_units_and_roles)
{
	static const struct {
		int64_t unit;
		uint32_t role;
		enum reason reason;
	} rows[] = {
		{SCHOOL, ROLE_APPROVER, 0},
		{COUNTY, ROLE_OFFICER, 0},
		{CITY, ROLE_OFFICER, 0},
		{SECOND_SCHOOL, ROLE_REGISTRAR, REASON_OUTSIDE_SCOPE},
		{NEIGHBOUR, ROLE_OFFICER, REASON_OUTSIDE_SCOPE},
		{OTHER_PROVINCE, ROLE_OFFICER, REASON_OUTSIDE_SCOPE},
		{COUNTY, ROLE_SECURITY, REASON_NO_RIGHT},
		{COUNTY, ROLE_AUDITOR, REASON_NO_RIGHT},
		{PROVINCE, ROLE_SYSTEM, REASON_NO_RIGHT},
	};
	const Xueji__V1__RevealIdentityRequest in = request(OF_ID);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *name = arena_printf(house->arena, "person-%zu", i);
		struct person *person = person_make(house, name, rows[i].unit, rows[i].role);
		struct answer answer = ask(person, &in);
		ck_assert_msg(
			rows[i].reason == 0 ? answer.err == OK : answer.reason == rows[i].reason,
			"row %zu", i);
	}
	struct answer stranger = call(house, NULL, &students_service, "RevealIdentity", &in.base);
	ck_assert_int_eq(stranger.err, ERR_UNAUTHENTICATED);
}
END_TEST

START_TEST(an_hour_has_so_many_of_them)
{
	house_policy(house, POLICY_REVEALS_PER_HOUR, 2);
	const Xueji__V1__RevealIdentityRequest in = request(OF_ID);
	ck_assert_int_eq(ask(registrar, &in).err, OK);
	ck_assert_int_eq(ask(registrar, &in).err, OK);
	struct answer answer = ask(registrar, &in);
	ck_assert_int_eq(answer.err, ERR_LIMITED);
	ck_assert_ptr_null(answer.reply);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action = "
					    "'student.revealed'"),
		2);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal WHERE action = "
					    "'access.quota_used'"),
		1);
	struct person *colleague = person_make(house, "li", SCHOOL, ROLE_APPROVER);
	ck_assert_int_eq(ask(colleague, &in).err, OK);
	house_wait(house, INT64_C(3600000000));
	registrar = &(struct person){.id = registrar->id};
	memcpy(registrar->token, person_session(house, registrar->id), sizeof registrar->token);
	ck_assert_int_eq(ask(registrar, &in).err, OK);
}
END_TEST

START_TEST(the_reasons_of_the_contract_are_those_of_the_journal)
{
	const ProtobufCEnumDescriptor *reasons = &xueji__v1__reveal_reason__descriptor;
	ck_assert_uint_eq(reasons->n_values, REVEAL_REASON_END);
	for (int i = 1; i < REVEAL_REASON_END; i++)
		ck_assert_int_eq(strcasecmp(reveal_reason_row(i)->word,
					 reasons->values[i].name + strlen("REVEAL_REASON_")),
			0);
	ck_assert_ptr_null(reveal_reason_row(0));
	ck_assert_ptr_null(reveal_reason_row(REVEAL_REASON_END));
}
END_TEST

SUITE_WITH("students_reveal", before, after, the_numbers_asked_for_are_shown_and_no_others,
	the_journal_says_whose_and_why_and_no_number, a_reason_is_asked_for,
	it_is_refused_outside_ones_units_and_roles, an_hour_has_so_many_of_them,
	the_reasons_of_the_contract_are_those_of_the_journal)
