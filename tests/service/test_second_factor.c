#include <oath.h>
#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/registry/policy_table.h"
#include "server/service/services.h"
#include "tests/calls/calls.h"
#include "xueji/v1/sessions.pb-c.h"

#define MINUTE (60 * US_PER_SECOND)

static struct house *house;
static struct person *wang;

static void set_up(void)
{
	house = house_open();
	wang = person_make(house, "wang", COUNTY, ROLE_OFFICER);
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer ask(const char *token, const char *method, const ProtobufCMessage *in)
{
	return call(house, token, &sessions_service, method, in);
}

static struct answer sign_in(const char *password, const char *code)
{
	Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	in.name = (char *)"wang";
	in.password = (char *)password;
	in.code = (char *)code;
	return ask(NULL, "SignIn", &in.base);
}

static struct answer who_am_i(const char *token)
{
	Xueji__V1__WhoAmIRequest in = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	return ask(token, "WhoAmI", &in.base);
}

static const char *code_of(const char *base32, int64_t after_us)
{
	char *secret = NULL;
	size_t size;
	char code[7];
	ck_assert_int_eq(oath_base32_decode(base32, strlen(base32), &secret, &size), OATH_OK);
	time_t now = (time_t)((house->fixture->now_us + after_us) / US_PER_SECOND);
	ck_assert_int_eq(oath_totp_generate(secret, size, now, 30, 0, 6, code), OATH_OK);
	free(secret);
	return arena_strdup(house->arena, code);
}

static const char *enrol(const char *token)
{
	Xueji__V1__EnrolSecondFactorRequest in = XUEJI__V1__ENROL_SECOND_FACTOR_REQUEST__INIT;
	struct answer answer = ask(token, "EnrolSecondFactor", &in.base);
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__EnrolSecondFactorResponse *out = answer.reply;
	ck_assert_ptr_nonnull(strstr(out->uri, out->secret));
	return out->secret;
}

static struct answer confirm(const char *token, const char *code)
{
	Xueji__V1__ConfirmSecondFactorRequest in = XUEJI__V1__CONFIRM_SECOND_FACTOR_REQUEST__INIT;
	in.code = (char *)code;
	return ask(token, "ConfirmSecondFactor", &in.base);
}

START_TEST(a_second_factor_is_asked_for_once_it_is_confirmed)
{
	const char *secret = enrol(wang->token);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, "").err, OK); /* not yet */
	ck_assert_int_eq(confirm(wang->token, code_of(secret, 0)).err, OK);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, "").reason, REASON_WRONG_SIGN_IN);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, "000000").reason, REASON_WRONG_SIGN_IN);
	/* the code that confirmed it is used up */
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, code_of(secret, 0)).reason, REASON_WRONG_SIGN_IN);
	house_wait(house, MINUTE);
	const char *code = code_of(secret, 0);
	ck_assert_int_eq(sign_in("wrong", code).reason, REASON_WRONG_SIGN_IN);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, code).err, OK);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, code).reason, REASON_WRONG_SIGN_IN);
	const Xueji__V1__WhoAmIResponse *me = who_am_i(wang->token).reply;
	ck_assert(me->has_second_factor);
}
END_TEST

START_TEST(where_the_policy_asks_for_it_nothing_goes_before)
{
	house_policy(house, POLICY_SECOND_FACTOR, 1);
	const Xueji__V1__SignInResponse *in = sign_in(PERSON_PASSWORD, "").reply;
	ck_assert(in->must_enrol_second_factor);
	const char *token = in->session_token;
	Xueji__V1__ListOperatorsRequest list = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	list.unit_id = id_text(house, COUNTY);
	struct answer answer = call(house, token, &operators_service, "ListOperators", &list.base);
	ck_assert_int_eq(answer.reason, REASON_MUST_ENROL_SECOND_FACTOR);
	ck_assert_int_eq(confirm(token, code_of(enrol(token), 0)).err, OK);
	answer = call(house, token, &operators_service, "ListOperators", &list.base);
	ck_assert_int_eq(answer.err, OK);
}
END_TEST

START_TEST(a_second_factor_is_not_replaced_by_its_owner)
{
	Xueji__V1__EnrolSecondFactorRequest in = XUEJI__V1__ENROL_SECOND_FACTOR_REQUEST__INIT;
	ck_assert_int_eq(confirm(wang->token, "123456").reason, REASON_SECOND_FACTOR_NOT_BEGUN);
	enrol(wang->token);
	const char *secret = enrol(wang->token); /* a lost first one may be made anew */
	static const struct {
		const char *code;
		enum reason reason;
	} bad[] = {{"", REASON_REQUIRED}, {"12345", REASON_NOT_A_CODE},
		{"12345x", REASON_NOT_A_CODE}, {"000000", REASON_WRONG_CODE}};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct answer answer = confirm(wang->token, bad[i].code);
		ck_assert_msg(has_fault(&answer, "code", bad[i].reason), "row %zu", i);
	}
	ck_assert_int_eq(confirm(wang->token, code_of(secret, 0)).err, OK);
	ck_assert_int_eq(ask(wang->token, "EnrolSecondFactor", &in.base).reason,
		REASON_SECOND_FACTOR_IN_USE);
}
END_TEST

START_TEST(wrong_codes_are_slowed_down_like_wrong_passwords)
{
	const char *secret = enrol(wang->token);
	ck_assert_int_eq(confirm(wang->token, code_of(secret, 0)).err, OK);
	house_wait(house, MINUTE);
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(sign_in(PERSON_PASSWORD, "000000").reason, REASON_WRONG_SIGN_IN);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, code_of(secret, 0)).reason, REASON_TRY_LATER);
}
END_TEST

START_TEST(both_steps_are_journalled)
{
	ck_assert_int_eq(confirm(wang->token, code_of(enrol(wang->token), 0)).err, OK);
	ck_assert_int_eq(2, house_count(house, "SELECT count(*) FROM journal WHERE action IN "
					       "('operator.second_factor_begun', "
					       "'operator.second_factor_set')"));
}
END_TEST

SUITE_WITH("second_factor", set_up, tear_down, a_second_factor_is_asked_for_once_it_is_confirmed,
	where_the_policy_asks_for_it_nothing_goes_before,
	a_second_factor_is_not_replaced_by_its_owner,
	wrong_codes_are_slowed_down_like_wrong_passwords, both_steps_are_journalled)
