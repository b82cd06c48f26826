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

static struct answer list_sessions(const char *token)
{
	Xueji__V1__ListSessionsRequest in = XUEJI__V1__LIST_SESSIONS_REQUEST__INIT;
	return ask(token, "ListSessions", &in.base);
}

static bool may(const Xueji__V1__WhoAmIResponse *me, const char *method)
{
	for (size_t i = 0; i < me->n_methods; i++)
		if (strcmp(me->methods[i], method) == 0)
			return true;
	return false;
}

/* ---- every method ---- */

static const struct {
	const char *method;
	const ProtobufCMessageDescriptor *request;
} own_methods[] = {
	{"SignOut", &xueji__v1__sign_out_request__descriptor},
	{"WhoAmI", &xueji__v1__who_am_irequest__descriptor},
	{"ChangePassword", &xueji__v1__change_password_request__descriptor},
	{"EnrolSecondFactor", &xueji__v1__enrol_second_factor_request__descriptor},
	{"ConfirmSecondFactor", &xueji__v1__confirm_second_factor_request__descriptor},
	{"ListSessions", &xueji__v1__list_sessions_request__descriptor},
	{"EndSession", &xueji__v1__end_session_request__descriptor},
};

static struct answer ask_empty(const char *token, size_t i)
{
	ProtobufCMessage *in = arena_alloc(house->arena, own_methods[i].request->sizeof_message);
	own_methods[i].request->message_init(in);
	return ask(token, own_methods[i].method, in);
}

START_TEST(nothing_is_for_strangers_and_ended_sessions)
{
	char forged[] = "AAAAAAAAAAAAAAAAAAAAAA";
	const char *signed_out = person_session(house, wang->id);
	Xueji__V1__SignOutRequest out = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	ck_assert_int_eq(ask(signed_out, "SignOut", &out.base).err, OK);
	int64_t entries = house_count(house, "SELECT count(*) FROM journal");
	for (size_t i = 0; i < sizeof own_methods / sizeof *own_methods; i++) {
		struct answer stranger = ask_empty(NULL, i);
		ck_assert_msg(stranger.reason == REASON_NOT_SIGNED_IN, "%zu", i);
		const char *const tokens[] = {forged, signed_out, "", "x"};
		for (size_t j = 0; j < 4; j++) {
			struct answer answer = ask_empty(tokens[j], i);
			ck_assert_msg(answer.err == ERR_UNAUTHENTICATED, "%zu", i);
			ck_assert_msg(answer.reason == REASON_SESSION_ENDED, "%zu", i);
		}
	}
	house_wait(house, 31 * MINUTE);
	for (size_t i = 0; i < sizeof own_methods / sizeof *own_methods; i++)
		ck_assert_int_eq(ask_empty(wang->token, i).reason, REASON_SESSION_ENDED);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM journal"), entries);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM session"), 1);
}
END_TEST

/* ---- WhoAmI ---- */

START_TEST(who_am_i_tells_unit_postings_and_rights)
{
	const Xueji__V1__WhoAmIResponse *me = who_am_i(wang->token).reply;
	ck_assert_ptr_nonnull(me);
	ck_assert_str_eq(me->operator_id, wang->id_text);
	ck_assert_str_eq(me->name, "wang");
	ck_assert_str_eq(me->full_name, "王丽");
	ck_assert_str_eq(me->unit_code, "440305");
	ck_assert_str_eq(me->unit_name, "南山区");
	ck_assert_int_eq(me->tier, XUEJI__V1__TIER__TIER_COUNTY);
	ck_assert_uint_eq(me->n_duties, 1);
	ck_assert_uint_eq(me->duties[0]->n_roles, 1);
	ck_assert_int_eq(me->duties[0]->roles[0], XUEJI__V1__ROLE__ROLE_OFFICER);
	ck_assert_str_eq(me->duties[0]->last_day, "");
	ck_assert_int_eq(me->expires->seconds, FIXTURE_NOW / US_PER_SECOND + 12 * 3600);
	ck_assert(may(me, "xueji.v1.Operators/ListOperators"));
	ck_assert(may(me, "xueji.v1.Sessions/SignOut"));
	ck_assert(!may(me, "xueji.v1.Operators/CreateOperator"));
	for (size_t i = 1; i < me->n_methods; i++)
		ck_assert_int_lt(strcmp(me->methods[i - 1], me->methods[i]), 0);
}
END_TEST

START_TEST(a_deputy_sees_for_whom)
{
	struct person *li = person_make(house, "li", COUNTY, ROLE_OFFICER);
	struct ctx *ctx = house_write(house);
	struct posting_row *rows;
	size_t n;
	ck_assert_int_eq(posting_list(ctx, li->id, DAY_NONE, &rows, &n), OK);
	rows[0].deputy_id = wang->id;
	rows[0].deputy_from = ctx_today(ctx);
	rows[0].deputy_to = ctx_today(ctx) + 1;
	ck_assert_int_eq(posting_update(ctx, &rows[0]), OK);
	session_follow(ctx, wang->id);
	house_commit(house);
	const Xueji__V1__WhoAmIResponse *me = who_am_i(wang->token).reply;
	ck_assert_uint_eq(me->n_duties, 2);
	ck_assert_str_eq(me->duties[0]->for_operator_id, "");
	ck_assert_str_eq(me->duties[1]->for_operator_id, li->id_text);
	ck_assert_str_eq(me->duties[1]->for_operator_full_name, "王丽");
}
END_TEST

/* ---- limits ---- */

static void set_certificate(int64_t id, int32_t days)
{
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(operator_set_certificate(ctx, id, "XJ-2", ctx_today(ctx) + days), OK);
	session_follow(ctx, id);
	house_commit(house);
}

static const struct {
	int32_t days;
	Xueji__V1__CertificateState state;
} certificates[] = {
	{31, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_VALID},
	{30, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING},
	{0, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING},
	{-1, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRED},
};

START_TEST(a_certificate_warns_thirty_days_ahead)
{
	for (size_t i = 0; i < sizeof certificates / sizeof *certificates; i++) {
		set_certificate(wang->id, certificates[i].days);
		struct answer entered = sign_in(PERSON_PASSWORD, "");
		ck_assert_int_eq(entered.err, OK);
		const Xueji__V1__SignInResponse *in = entered.reply;
		ck_assert_int_eq(in->certificate_state, certificates[i].state);
		const Xueji__V1__WhoAmIResponse *me = who_am_i(wang->token).reply;
		ck_assert_int_eq(me->certificate_state, certificates[i].state);
		ck_assert_str_eq(me->certificate_until, in->certificate_until);
	}
}
END_TEST

START_TEST(an_expired_certificate_leaves_reading_and_one_s_own_account)
{
	struct person *security = person_make(house, "zhao", COUNTY, ROLE_SECURITY);
	set_certificate(security->id, -1);
	const Xueji__V1__WhoAmIResponse *me = who_am_i(security->token).reply;
	ck_assert(may(me, "xueji.v1.Operators/GetOperator"));
	ck_assert(!may(me, "xueji.v1.Operators/SealOperator"));
	ck_assert(may(me, "xueji.v1.Sessions/ChangePassword"));
	Xueji__V1__SealOperatorRequest in = XUEJI__V1__SEAL_OPERATOR_REQUEST__INIT;
	in.id = wang->id_text;
	in.rev = 1;
	in.reason = (char *)"gone";
	struct answer answer =
		call(house, security->token, &operators_service, "SealOperator", &in.base);
	ck_assert_int_eq(answer.err, ERR_PRECONDITION);
	ck_assert_int_eq(answer.reason, REASON_CERTIFICATE_EXPIRED);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM operator WHERE state <> 1"), 0);
}
END_TEST

static void make_one_time(void)
{
	struct sign_in_row row;
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(sign_in_get(ctx, wang->id, &row), OK);
	ck_assert_int_eq(password_set(ctx, wang->id, row.password_hash, true), OK);
	session_follow(ctx, wang->id);
	house_commit(house);
}

static struct answer change_password(const char *token, const char *old, const char *new)
{
	Xueji__V1__ChangePasswordRequest in = XUEJI__V1__CHANGE_PASSWORD_REQUEST__INIT;
	in.old_password = (char *)old;
	in.new_password = (char *)new;
	return ask(token, "ChangePassword", &in.base);
}

START_TEST(a_one_time_password_must_be_changed_first)
{
	Xueji__V1__ListOperatorsRequest list = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	list.unit_id = id_text(house, COUNTY);
	make_one_time();
	const Xueji__V1__WhoAmIResponse *me = who_am_i(wang->token).reply;
	ck_assert(me->must_change_password);
	ck_assert(!may(me, "xueji.v1.Operators/ListOperators"));
	struct answer answer =
		call(house, wang->token, &operators_service, "ListOperators", &list.base);
	ck_assert_int_eq(answer.reason, REASON_MUST_CHANGE_PASSWORD);
	/* the same once more is no change */
	ck_assert_int_eq(
		change_password(wang->token, PERSON_PASSWORD, PERSON_PASSWORD).err, ERR_INVALID);
	ck_assert_int_eq(change_password(wang->token, PERSON_PASSWORD, "Ocean-Bridge-42").err, OK);
	answer = call(house, wang->token, &operators_service, "ListOperators", &list.base);
	ck_assert_int_eq(answer.err, OK);
}
END_TEST

/* ---- ChangePassword ---- */

START_TEST(a_changed_password_holds_and_ends_other_sessions)
{
	const char *other = person_session(house, wang->id);
	struct answer answer = change_password(wang->token, PERSON_PASSWORD, "Ocean-Bridge-42");
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__ChangePasswordResponse *out = answer.reply;
	ck_assert_int_eq(out->ended_sessions, 1);
	ck_assert_int_eq(who_am_i(other).err, ERR_UNAUTHENTICATED);
	ck_assert_int_eq(who_am_i(wang->token).err, OK);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, "").err, ERR_UNAUTHENTICATED);
	ck_assert_int_eq(sign_in("Ocean-Bridge-42", "").err, OK);
}
END_TEST

static const struct {
	const char *old, *new, *field;
	enum reason reason;
} bad_changes[] = {
	{"", "Ocean-Bridge-42", "old_password", REASON_REQUIRED},
	{"wrong", "Ocean-Bridge-42", "old_password", REASON_WRONG_PASSWORD},
	{PERSON_PASSWORD, "", "new_password", REASON_REQUIRED},
	{PERSON_PASSWORD, "Sh0rt-", "new_password", REASON_TOO_SHORT},
	{PERSON_PASSWORD, "alllowercase", "new_password", REASON_PASSWORD_PLAIN},
	{PERSON_PASSWORD, "Wang-Bridge-wang-42", "new_password", REASON_PASSWORD_HAS_NAME},
	{PERSON_PASSWORD, "Ocean-Bridge-1234", "new_password", REASON_PASSWORD_RUN},
	{PERSON_PASSWORD, "Ocean\tBridge-42", "new_password", REASON_FORBIDDEN_CHARACTER},
	{PERSON_PASSWORD, PERSON_PASSWORD, "new_password", REASON_PASSWORD_USED_BEFORE},
};

START_TEST(a_bad_change_is_told_and_changes_nothing)
{
	for (size_t i = 0; i < sizeof bad_changes / sizeof *bad_changes; i++) {
		struct answer answer =
			change_password(wang->token, bad_changes[i].old, bad_changes[i].new);
		ck_assert_msg(answer.err == ERR_INVALID, "row %zu", i);
		ck_assert_msg(has_fault(&answer, bad_changes[i].field, bad_changes[i].reason),
			"row %zu", i);
	}
	char text[1001] = "";
	memset(text, 'a', 1000);
	struct answer all = change_password(wang->token, text, text);
	ck_assert(has_fault(&all, "old_password", REASON_TOO_LONG));
	ck_assert(has_fault(&all, "new_password", REASON_TOO_LONG));
	all = change_password(wang->token, "wrong", "a");
	ck_assert_uint_eq(all.failure.n_faults, 3);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, "").err, OK);
}
END_TEST

START_TEST(the_last_five_passwords_are_not_taken_again)
{
	static const char *const passwords[] = {PERSON_PASSWORD, "Ocean-Bridge-42",
		"Forest-Candle-43", "Silver-Window-44", "Copper-Garden-45", "Yellow-Engine-46"};
	for (size_t i = 1; i < 6; i++) {
		house_wait(house, MINUTE);
		ck_assert_int_eq(
			change_password(wang->token, passwords[i - 1], passwords[i]).err, OK);
	}
	for (size_t i = 1; i < 6; i++) {
		struct answer answer = change_password(wang->token, passwords[5], passwords[i]);
		ck_assert(has_fault(&answer, "new_password", REASON_PASSWORD_USED_BEFORE));
	}
	ck_assert_int_eq(change_password(wang->token, passwords[5], passwords[0]).err, OK);
}
END_TEST

START_TEST(an_open_console_is_no_place_to_guess_the_password)
{
	for (int i = 0; i < 5; i++)
		ck_assert_int_eq(
			change_password(wang->token, "wrong", "Ocean-Bridge-42").err, ERR_INVALID);
	struct answer answer = change_password(wang->token, PERSON_PASSWORD, "Ocean-Bridge-42");
	ck_assert_int_eq(answer.err, ERR_LIMITED);
	ck_assert_int_gt(answer.failure.retry_after_us, 0);
	ck_assert_int_eq(sign_in(PERSON_PASSWORD, "").err, OK); /* counted apart */
	house_wait(house, MINUTE);
	ck_assert_int_eq(change_password(wang->token, PERSON_PASSWORD, "Ocean-Bridge-42").err, OK);
}
END_TEST

/* ---- sessions ---- */

START_TEST(one_sees_and_ends_one_s_own_sessions_only)
{
	struct person *li = person_make(house, "li", COUNTY, ROLE_OFFICER);
	house_wait(house, MINUTE);
	const char *second = person_session(house, wang->id);
	const Xueji__V1__ListSessionsResponse *list = list_sessions(wang->token).reply;
	ck_assert_uint_eq(list->n_sessions, 2);
	ck_assert(!list->sessions[0]->is_current && list->sessions[1]->is_current);
	ck_assert_int_eq(
		list->sessions[1]->last_used->seconds - list->sessions[1]->started->seconds, 60);
	const Xueji__V1__ListSessionsResponse *others = list_sessions(li->token).reply;
	Xueji__V1__EndSessionRequest in = XUEJI__V1__END_SESSION_REQUEST__INIT;
	const struct {
		const char *id;
		enum err err;
	} tries[] = {{"", ERR_INVALID}, {"x", ERR_INVALID}, {"-1", ERR_INVALID},
		{"99999999999999999999", ERR_INVALID}, {"4711", ERR_NOT_FOUND},
		{others->sessions[0]->id, ERR_NOT_FOUND}};
	for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
		in.session_id = (char *)tries[i].id;
		ck_assert_msg(
			ask(wang->token, "EndSession", &in.base).err == tries[i].err, "row %zu", i);
	}
	in.session_id = list->sessions[0]->id;
	ck_assert_int_eq(ask(wang->token, "EndSession", &in.base).err, OK);
	ck_assert_int_eq(who_am_i(second).err, ERR_UNAUTHENTICATED);
	ck_assert_int_eq(who_am_i(li->token).err, OK);
	ck_assert_int_eq(who_am_i(wang->token).err, OK);
}
END_TEST

START_TEST(signing_out_twice_is_refused)
{
	Xueji__V1__SignOutRequest in = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	ck_assert_int_eq(ask(wang->token, "SignOut", &in.base).err, OK);
	ck_assert_int_eq(ask(wang->token, "SignOut", &in.base).reason, REASON_SESSION_ENDED);
}
END_TEST

START_TEST(all_of_it_is_journalled)
{
	static const char *const actions[] = {"session.sign_in", "session.sign_in_refused",
		"session.sign_out", "operator.password_changed"};
	sign_in("wrong", "");
	sign_in(PERSON_PASSWORD, "");
	change_password(wang->token, PERSON_PASSWORD, "Ocean-Bridge-42");
	Xueji__V1__SignOutRequest in = XUEJI__V1__SIGN_OUT_REQUEST__INIT;
	ask(wang->token, "SignOut", &in.base);
	for (size_t i = 0; i < sizeof actions / sizeof *actions; i++)
		ck_assert_msg(
			house_count(house, arena_printf(house->arena,
						   "SELECT count(*) FROM journal WHERE "
						   "action = '%s' AND unit_id = %d "
						   "AND entity_id = %lld",
						   actions[i], COUNTY, (long long)wang->id)) == 1,
			"%s", actions[i]);
}
END_TEST

SUITE_WITH("sessions_service", set_up, tear_down, nothing_is_for_strangers_and_ended_sessions,
	who_am_i_tells_unit_postings_and_rights, a_deputy_sees_for_whom,
	a_certificate_warns_thirty_days_ahead,
	an_expired_certificate_leaves_reading_and_one_s_own_account,
	a_one_time_password_must_be_changed_first, a_changed_password_holds_and_ends_other_sessions,
	a_bad_change_is_told_and_changes_nothing, the_last_five_passwords_are_not_taken_again,
	an_open_console_is_no_place_to_guess_the_password,
	one_sees_and_ends_one_s_own_sessions_only, signing_out_twice_is_refused,
	all_of_it_is_journalled)
