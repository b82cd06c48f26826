#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/registry/policy_table.h"
#include "server/service/services.h"
#include "server/store/operator_store.h"
#include "server/store/sign_in_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/sessions.pb-c.h"

#define MINUTE (60 * US_PER_SECOND)
#define HOUR   (60 * MINUTE)

static struct house *house;

static void set_up(void)
{
	house = house_open();
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer sign_in_with(
	const char *name, const char *password, const char *code, const char *device)
{
	Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	in.name = (char *)name;
	in.password = (char *)password;
	in.code = (char *)code;
	in.device = (char *)device;
	return call(house, NULL, &sessions_service, "SignIn", &in.base);
}

static struct answer sign_in(const char *name, const char *password)
{
	return sign_in_with(name, password, "", "");
}

static const Xueji__V1__SignInResponse *enter(const char *name, const char *device)
{
	struct answer answer = sign_in_with(name, PERSON_PASSWORD, "", device);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

static enum err who_am_i(const char *token)
{
	Xueji__V1__WhoAmIRequest in = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	return call(house, token, &sessions_service, "WhoAmI", &in.base).err;
}

static int64_t sessions(void)
{
	return house_count(house, "SELECT count(*) FROM session");
}

/* ---- who may enter ---- */

START_TEST(a_session_is_opened_and_serves)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	const Xueji__V1__SignInResponse *in = enter("wang", "");
	ck_assert_uint_eq(strlen(in->session_token), TOKEN_SIZE);
	ck_assert_uint_eq(strlen(in->device), TOKEN_SIZE);
	ck_assert(!in->must_change_password && !in->must_enrol_second_factor);
	ck_assert_ptr_null(in->last_sign_in);
	ck_assert_int_eq(
		in->certificate_state, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_VALID);
	ck_assert_int_eq(in->expires->seconds, (FIXTURE_NOW + 12 * HOUR) / US_PER_SECOND);
	ck_assert_int_eq(in->idle_seconds, 1800);
	ck_assert_int_eq(who_am_i(in->session_token), OK);
	ck_assert_int_eq(sessions(), 2); /* person_make opened one */
}
END_TEST

START_TEST(capitals_in_the_name_are_the_same_name)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	ck_assert_int_eq(sign_in("WANG", PERSON_PASSWORD).err, OK);
}
END_TEST

START_TEST(two_sessions_stand_side_by_side)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	const char *first = enter("wang", "")->session_token;
	const char *second = enter("wang", "")->session_token;
	ck_assert_str_ne(first, second);
	ck_assert_int_eq(who_am_i(first), OK);
	ck_assert_int_eq(who_am_i(second), OK);
}
END_TEST

START_TEST(one_session_too_many_ends_the_oldest)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	house_policy(house, POLICY_SESSIONS_PER_OPERATOR, 2);
	const char *first = enter("wang", "")->session_token;
	house_wait(house, MINUTE);
	const char *second = enter("wang", "")->session_token;
	house_wait(house, MINUTE);
	const char *third = enter("wang", "")->session_token;
	ck_assert_int_eq(who_am_i(first), ERR_UNAUTHENTICATED);
	ck_assert_int_eq(who_am_i(second), OK);
	ck_assert_int_eq(who_am_i(third), OK);
}
END_TEST

START_TEST(the_last_sign_in_and_failures_since_are_told)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	char *device = enter("wang", "")->device;
	house_wait(house, HOUR);
	sign_in("wang", "wrong");
	sign_in("wang", "wrong");
	const Xueji__V1__SignInResponse *here = enter("wang", device);
	ck_assert_str_eq(here->device, device);
	ck_assert_int_eq(here->last_sign_in->seconds, FIXTURE_NOW / US_PER_SECOND);
	ck_assert(here->last_sign_in_here);
	ck_assert_int_eq(here->failed_tries, 2);
	const Xueji__V1__SignInResponse *there = enter("wang", "");
	ck_assert(!there->last_sign_in_here);
	ck_assert_int_eq(there->failed_tries, 0);
}
END_TEST

/* ---- who may not ---- */

START_TEST(wrong_name_and_wrong_password_get_the_same_answer)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	struct answer known = sign_in("wang", "wrong"), unknown = sign_in("nobody", "wrong");
	ck_assert_int_eq(known.err, ERR_UNAUTHENTICATED);
	ck_assert_int_eq(known.reason, REASON_WRONG_SIGN_IN);
	ck_assert_int_eq(unknown.reason, known.reason);
	ck_assert_int_eq(unknown.failure.retry_after_us, known.failure.retry_after_us);
	ck_assert_int_eq(sessions(), 1);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM sign_in_guard"), 2);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal"), 2);
}
END_TEST

static const struct {
	const char *name, *password, *code, *device, *field;
	enum reason reason;
} ill_formed[] = {
	{"", "x", "", "", "name", REASON_REQUIRED},
	{" ", "x", "", "", "name", REASON_REQUIRED},
	{"wang\n", "x", "", "", "name", REASON_FORBIDDEN_CHARACTER},
	{"abcdefghijabcdefghijabcdefghijabc", "x", "", "", "name", REASON_TOO_LONG},
	{"wang", "", "", "", "password", REASON_REQUIRED},
	{"wang", "x", "12345", "", "code", REASON_NOT_A_CODE},
	{"wang", "x", "1234567", "", "code", REASON_NOT_A_CODE},
	{"wang", "x", "12345a", "", "code", REASON_NOT_A_CODE},
	{"wang", "x", "", "short", "device", REASON_NOT_AN_ID},
	{"wang", "x", "", "abcdefghijklmnopqrst+/", "device", REASON_NOT_AN_ID},
};

START_TEST(ill_formed_tries_are_told_so_and_count_for_nothing)
{
	for (size_t i = 0; i < sizeof ill_formed / sizeof *ill_formed; i++) {
		struct answer answer = sign_in_with(ill_formed[i].name, ill_formed[i].password,
			ill_formed[i].code, ill_formed[i].device);
		ck_assert_msg(answer.err == ERR_INVALID, "row %zu", i);
		ck_assert_msg(has_fault(&answer, ill_formed[i].field, ill_formed[i].reason),
			"row %zu", i);
	}
	char text[1001] = "";
	memset(text, 'a', 1000);
	struct answer all = sign_in_with("", text, "x", "y");
	ck_assert_uint_eq(all.failure.n_faults, 4);
	ck_assert(has_fault(&all, "password", REASON_TOO_LONG));
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM sign_in_guard"), 0);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal"), 0);
}
END_TEST

START_TEST(a_sealed_account_is_told_only_to_who_knows_the_password)
{
	struct person *wang = person_make(house, "wang", COUNTY, ROLE_OFFICER);
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(operator_set_state(ctx, wang->id, OPERATOR_SEALED), OK);
	house_commit(house);
	ck_assert_int_eq(sign_in("wang", "wrong").reason, REASON_WRONG_SIGN_IN);
	struct answer answer = sign_in("wang", PERSON_PASSWORD);
	ck_assert_int_eq(answer.err, ERR_DENIED);
	ck_assert_int_eq(answer.reason, REASON_ACCOUNT_SEALED);
	ck_assert_int_eq(sessions(), 1);
}
END_TEST

START_TEST(who_is_not_posted_does_not_enter)
{
	person_make(house, "wang", COUNTY, 0);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).reason, REASON_NOT_POSTED);
	struct person *li = person_make(house, "li", COUNTY, 0);
	struct ctx *ctx = house_write(house);
	struct posting_row posting = {.operator_id = li->id,
		.unit = COUNTY,
		.roles = ROLE_OFFICER,
		.from_day = ctx_today(ctx) + 1,
		.to_day = ctx_today(ctx) + 1};
	ck_assert_int_eq(posting_insert(ctx, &posting), OK);
	house_commit(house);
	ck_assert_int_eq(sign_in("li", PERSON_PASSWORD).reason, REASON_NOT_POSTED);
	house_wait(house, 24 * HOUR);
	ck_assert_int_eq(sign_in("li", PERSON_PASSWORD).err, OK);
	house_wait(house, 24 * HOUR);
	ck_assert_int_eq(sign_in("li", PERSON_PASSWORD).reason, REASON_NOT_POSTED);
}
END_TEST

START_TEST(a_one_time_password_expires)
{
	struct person *wang = person_make(house, "wang", COUNTY, ROLE_OFFICER);
	struct ctx *ctx = house_write(house);
	struct sign_in_row row;
	ck_assert_int_eq(sign_in_get(ctx, wang->id, &row), OK);
	ck_assert_int_eq(password_set(ctx, wang->id, row.password_hash, true), OK);
	house_commit(house);
	const Xueji__V1__SignInResponse *in = enter("wang", "");
	ck_assert(in->must_change_password);
	house_wait(house, 72 * HOUR);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).reason, REASON_ONE_TIME_EXPIRED);
}
END_TEST

/* ---- guessing ---- */

static void guess(const char *name, int times)
{
	for (int i = 0; i < times; i++)
		ck_assert_int_eq(sign_in(name, "wrong").reason, REASON_WRONG_SIGN_IN);
}

START_TEST(after_five_failures_tries_must_wait_longer_and_longer)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	guess("wang", 5);
	int64_t wait_us = 1 * US_PER_SECOND;
	for (int i = 0; i < 10; i++) {
		struct answer early = sign_in("wang", PERSON_PASSWORD);
		ck_assert_int_eq(early.err, ERR_LIMITED);
		ck_assert_int_eq(early.failure.retry_after_us, wait_us);
		house_wait(house, wait_us);
		guess("wang", 1);
		wait_us = wait_us * 2 < MINUTE ? wait_us * 2 : MINUTE;
	}
	house_wait(house, MINUTE);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).err, OK);
	guess("wang", 5); /* the count began anew */
}
END_TEST

START_TEST(names_that_nobody_has_are_slowed_down_alike)
{
	guess("nobody", 5);
	struct answer early = sign_in("nobody", "wrong");
	ck_assert_int_eq(early.reason, REASON_TRY_LATER);
	ck_assert_int_eq(early.failure.retry_after_us, US_PER_SECOND);
	ck_assert_int_eq(sign_in("NoBody", "wrong").reason, REASON_TRY_LATER);
}
END_TEST

START_TEST(a_stranger_s_hundred_guesses_do_not_stop_the_known_console)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	char *device = enter("wang", "")->device;
	for (int i = 0; i < 100; i++) {
		sign_in_with("wang", "wrong", "", i % 2 ? "" : "aaaaaaaaaaaaaaaaaaaaaA");
		ck_assert_int_eq(sign_in("nobody", "wrong").err != OK, true);
	}
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).reason, REASON_TRY_LATER);
	ck_assert_int_eq(sign_in_with("wang", PERSON_PASSWORD, "", device).err, OK);
}
END_TEST

START_TEST(guesses_at_one_console_do_not_slow_down_another)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	char *device = enter("wang", "")->device;
	for (int i = 0; i < 6; i++)
		sign_in_with("wang", "wrong", "", device);
	ck_assert_int_eq(
		sign_in_with("wang", PERSON_PASSWORD, "", device).reason, REASON_TRY_LATER);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).err, OK);
	house->peer_name = "bastion-1";
	guess("li", 5);
	ck_assert_int_eq(sign_in("li", "wrong").reason, REASON_TRY_LATER);
	house->peer_name = "bastion-2";
	ck_assert_int_eq(sign_in("li", "wrong").reason, REASON_WRONG_SIGN_IN);
}
END_TEST

START_TEST(somebody_else_s_console_is_no_known_console)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	person_make(house, "li", COUNTY, ROLE_OFFICER);
	char *device = enter("li", "")->device;
	guess("wang", 5);
	ck_assert_int_eq(
		sign_in_with("wang", PERSON_PASSWORD, "", device).reason, REASON_TRY_LATER);
}
END_TEST

START_TEST(counts_of_failures_survive_a_restart)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	guess("wang", 5);
	house_restart(house);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).reason, REASON_TRY_LATER);
}
END_TEST

START_TEST(eight_consoles_are_kept)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	char *first = enter("wang", "")->device;
	for (int i = 0; i < 8; i++) {
		house_wait(house, MINUTE);
		enter("wang", "");
	}
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM operator_device"), 8);
	ck_assert_str_ne(enter("wang", first)->device, first);
}
END_TEST

/* ---- passwords at rest ---- */

START_TEST(a_cheap_hash_is_made_dear_at_sign_in)
{
	const char *standard = "SELECT count(*) FROM operator "
			       "WHERE password_hash LIKE '$argon2id$v=19$m=19456,t=2,%'";
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	int64_t rev = house_count(house, "SELECT rev FROM operator");
	ck_assert_int_eq(house_count(house, standard), 0);
	sign_in("wang", "wrong");
	ck_assert_int_eq(house_count(house, standard), 0);
	enter("wang", "");
	ck_assert_int_eq(house_count(house, standard), 1);
	ck_assert_int_eq(house_count(house, "SELECT rev FROM operator"), rev);
	enter("wang", "");
}
END_TEST

START_TEST(no_token_and_no_password_lies_in_the_store)
{
	person_make(house, "wang", COUNTY, ROLE_OFFICER);
	const Xueji__V1__SignInResponse *in = enter("wang", "");
	ck_assert_int_eq(0,
		house_count(house, arena_printf(house->arena,
					   "SELECT (SELECT count(*) FROM session WHERE"
					   " token_hash = '%s' OR token_hash = CAST('%s' AS BLOB))"
					   " + (SELECT count(*) FROM operator_device WHERE"
					   " device_hash = CAST('%s' AS BLOB))"
					   " + (SELECT count(*) FROM operator WHERE password_hash"
					   " LIKE '%%Mountain%%')",
					   in->session_token, in->session_token, in->device)));
	ck_assert_int_eq(0, house_count(house, "SELECT count(*) FROM operator WHERE "
					       "phone = CAST('139 0013 9000' AS BLOB)"));
}
END_TEST

SUITE_WITH("sign_in", set_up, tear_down, a_session_is_opened_and_serves,
	capitals_in_the_name_are_the_same_name, two_sessions_stand_side_by_side,
	one_session_too_many_ends_the_oldest, the_last_sign_in_and_failures_since_are_told,
	wrong_name_and_wrong_password_get_the_same_answer,
	ill_formed_tries_are_told_so_and_count_for_nothing,
	a_sealed_account_is_told_only_to_who_knows_the_password, who_is_not_posted_does_not_enter,
	a_one_time_password_expires, after_five_failures_tries_must_wait_longer_and_longer,
	names_that_nobody_has_are_slowed_down_alike,
	a_stranger_s_hundred_guesses_do_not_stop_the_known_console,
	guesses_at_one_console_do_not_slow_down_another,
	somebody_else_s_console_is_no_known_console, counts_of_failures_survive_a_restart,
	eight_consoles_are_kept, a_cheap_hash_is_made_dear_at_sign_in,
	no_token_and_no_password_lies_in_the_store)
