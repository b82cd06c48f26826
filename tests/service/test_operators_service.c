#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/operator_store.h"
#include "server/store/sign_in_store.h"
#include "tests/calls/calls.h"
#include "xueji/v1/operators.pb-c.h"
#include "xueji/v1/sessions.pb-c.h"

static struct house *house;
static struct person *zhao; /* security administrator of the county */
static struct person *wang; /* officer of the county */

static void set_up(void)
{
	house = house_open();
	zhao = person_make(house, "zhao", COUNTY, ROLE_SECURITY);
	wang = person_make(house, "wang", COUNTY, ROLE_OFFICER);
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer ask(const struct person *who, const char *method, const ProtobufCMessage *in)
{
	return call(house, who ? who->token : NULL, &operators_service, method, in);
}

/* What a refusal must leave as it was. */
static int64_t state_of_things(void)
{
	return house_count(house,
		"SELECT (SELECT sum(rev * 31 + state * 7 + failed_tries + password_set_us % 1009"
		" + length(full_name) + length(certificate_no)) FROM operator)"
		" + (SELECT count(*) * 1000003 FROM operator)"
		" + (SELECT count(*) * 1000033 FROM posting)"
		" + (SELECT count(*) * 1000037 FROM session)");
}

/* ---- creating ---- */

static struct answer create(
	const char *name, const char *full_name, const char *unit, const char *phone)
{
	Xueji__V1__CreateOperatorRequest in = XUEJI__V1__CREATE_OPERATOR_REQUEST__INIT;
	in.name = (char *)name;
	in.full_name = (char *)full_name;
	in.unit_id = (char *)unit;
	in.phone = (char *)phone;
	return ask(zhao, "CreateOperator", &in.base);
}

static struct answer sign_in(const char *name, const char *password)
{
	Xueji__V1__SignInRequest in = XUEJI__V1__SIGN_IN_REQUEST__INIT;
	in.name = (char *)name;
	in.password = (char *)password;
	return call(house, NULL, &sessions_service, "SignIn", &in.base);
}

START_TEST(a_new_operator_enters_once_he_is_posted)
{
	static Xueji__V1__Role roles[] = {XUEJI__V1__ROLE__ROLE_REGISTRAR};
	struct answer answer =
		create("li.qiang", "李强", id_text(house, SCHOOL), "+86 139 0013 9000");
	ck_assert_int_eq(answer.err, OK);
	const Xueji__V1__CreateOperatorResponse *made = answer.reply;
	ck_assert_str_eq(made->operator_->name, "li.qiang");
	ck_assert_str_eq(made->operator_->unit_code, "2144000001");
	ck_assert_str_eq(made->operator_->phone, "+86 139 0013 9000");
	ck_assert_int_eq(made->operator_->rev, 1);
	ck_assert(made->operator_->must_change_password);
	ck_assert_int_eq(
		made->one_time_password_expires->seconds, FIXTURE_NOW / US_PER_SECOND + 72 * 3600);
	ck_assert_int_eq(sign_in("li.qiang", made->one_time_password).reason, REASON_NOT_POSTED);
	Xueji__V1__AddPostingRequest post = XUEJI__V1__ADD_POSTING_REQUEST__INIT;
	post.operator_id = made->operator_->id;
	post.rev = 1;
	post.unit_id = made->operator_->unit_id;
	post.roles = roles;
	post.n_roles = 1;
	ck_assert_int_eq(ask(zhao, "AddPosting", &post.base).err, OK);
	const Xueji__V1__SignInResponse *in = sign_in("li.qiang", made->one_time_password).reply;
	ck_assert_ptr_nonnull(in);
	ck_assert(in->must_change_password);
	ck_assert_int_eq(
		in->certificate_state, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_MISSING);
}
END_TEST

static const struct {
	const char *name, *full_name, *phone;
	int64_t unit;
	const char *field;
	enum reason reason;
} bad_operators[] = {
	{"", "李强", "", COUNTY, "name", REASON_REQUIRED},
	{"ab", "李强", "", COUNTY, "name", REASON_NOT_A_SIGN_IN_NAME},
	{"Wang", "李强", "", COUNTY, "name", REASON_NOT_A_SIGN_IN_NAME},
	{"li\n", "李强", "", COUNTY, "name", REASON_NOT_A_SIGN_IN_NAME},
	{"李强", "李强", "", COUNTY, "name", REASON_NOT_A_SIGN_IN_NAME},
	{"li.qiang", "", "", COUNTY, "full_name", REASON_REQUIRED},
	{"li.qiang", " 李强", "", COUNTY, "full_name", REASON_LOOSE_SPACE},
	{"li.qiang", "李\xe2\x80\xae强", "", COUNTY, "full_name", REASON_FORBIDDEN_CHARACTER},
	{"li.qiang", "李\x1b[2J", "", COUNTY, "full_name", REASON_FORBIDDEN_CHARACTER},
	{"li.qiang", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeef", "", COUNTY, "full_name",
		REASON_TOO_LONG},
	{"li.qiang", "李强", "call me", COUNTY, "phone", REASON_NOT_A_PHONE},
	{"li.qiang", "李强", "123456789012345678901", COUNTY, "phone", REASON_NOT_A_PHONE},
	{"li.qiang", "李强", "", CLOSED_SCHOOL, "unit_id", REASON_UNIT_IS_CLOSED},
};

START_TEST(bad_operators_are_not_made)
{
	int64_t before = state_of_things();
	for (size_t i = 0; i < sizeof bad_operators / sizeof *bad_operators; i++) {
		struct answer answer = create(bad_operators[i].name, bad_operators[i].full_name,
			id_text(house, bad_operators[i].unit), bad_operators[i].phone);
		ck_assert_msg(answer.err == ERR_INVALID, "row %zu", i);
		ck_assert_msg(has_fault(&answer, bad_operators[i].field, bad_operators[i].reason),
			"row %zu: %s", i, reason_row(answer.reason)->name);
	}
	struct answer all = create("x", "", "nowhere", "?");
	ck_assert_uint_eq(all.failure.n_faults, 4);
	ck_assert_int_eq(
		create("wang", "李强", id_text(house, COUNTY), "").reason, REASON_NAME_TAKEN);
	ck_assert_int_eq(create("li.qiang", "李强", id_text(house, NO_UNIT), "").reason,
		REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(state_of_things(), before);
}
END_TEST

/* ---- reading ---- */

static const Xueji__V1__Operator *get(const struct person *who, const struct person *whom)
{
	Xueji__V1__GetOperatorRequest in = XUEJI__V1__GET_OPERATOR_REQUEST__INIT;
	in.id = (char *)whom->id_text;
	return ask(who, "GetOperator", &in.base).reply;
}

START_TEST(a_telephone_number_is_for_who_manages)
{
	struct person *auditor = person_make(house, "auditor", COUNTY, ROLE_AUDITOR);
	struct person *above = person_make(house, "above", PROVINCE, ROLE_SECURITY);
	ck_assert_str_eq(get(zhao, wang)->phone, "139 0013 9000");
	ck_assert_str_eq(get(wang, wang)->phone, "139 0013 9000");
	ck_assert_str_eq(get(auditor, wang)->phone, "");
	ck_assert_str_eq(get(above, wang)->phone, "");
	ck_assert_str_eq(get(auditor, wang)->full_name, "王丽");
}
END_TEST

static const Xueji__V1__ListOperatorsResponse *list(const struct person *who,
	Xueji__V1__ListOperatorsRequest *in, int64_t unit, const char *page_token)
{
	in->unit_id = id_text(house, unit);
	in->page_token = (char *)page_token;
	struct answer answer = ask(who, "ListOperators", &in->base);
	ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
	return answer.reply;
}

START_TEST(lists_are_paged_by_name)
{
	struct person *city = person_make(house, "city", CITY, ROLE_AUDITOR);
	for (int i = 0; i < 25; i++)
		person_make(house, arena_printf(house->arena, "p-%02d", i),
			i % 2 ? SCHOOL : NEIGHBOUR_SCHOOL, 0);
	Xueji__V1__ListOperatorsRequest in = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	const char *token = "", *last = "";
	size_t n = 0, pages = 0;
	in.whole_subtree = true;
	in.page_size = 10;
	do {
		const Xueji__V1__ListOperatorsResponse *page = list(city, &in, CITY, token);
		for (size_t i = 0; i < page->n_operators; i++) {
			ck_assert_int_gt(strcmp(page->operators[i]->name, last), 0);
			last = page->operators[i]->name;
		}
		n += page->n_operators;
		pages++;
		token = page->next_page_token;
	} while (token[0] != '\0');
	ck_assert_uint_eq(n, 28); /* and zhao, wang, city */
	ck_assert_uint_eq(pages, 3);
	in.page_size = 0;
	ck_assert_uint_eq(list(city, &in, NEIGHBOUR, "")->n_operators, 13);
	in.whole_subtree = false;
	ck_assert_uint_eq(list(city, &in, NEIGHBOUR, "")->n_operators, 0);
	ck_assert_uint_eq(list(city, &in, SCHOOL, "")->n_operators, 12);
}
END_TEST

START_TEST(a_list_says_how_many_of_how_many)
{
	Xueji__V1__ListOperatorsRequest in = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	struct person *city = person_make(house, "city", CITY, ROLE_AUDITOR);
	person_make(house, "wu", COUNTY, 0);
	person_make(house, "wen", SCHOOL, 0);
	in.name_prefix = (char *)"w";
	in.page_size = 1;
	const Xueji__V1__ListOperatorsResponse *page = list(city, &in, COUNTY, "");
	ck_assert_int_eq(page->matching_count, 2); /* wang, wu */
	ck_assert_int_eq(page->total_count, 3);
	in.page_token = page->next_page_token;
	ck_assert_int_eq(list(city, &in, COUNTY, in.page_token)->total_count, 0);
	in.whole_subtree = true;
	page = list(city, &in, COUNTY, "");
	ck_assert_int_eq(page->matching_count, 3);
	ck_assert_int_eq(page->total_count, 4);
}
END_TEST

/* The names of all, a page at a time. */
static const char *names_in(Xueji__V1__ListOperatorsRequest *in)
{
	const char *names = "", *token = "";
	do {
		const Xueji__V1__ListOperatorsResponse *page = list(zhao, in, COUNTY, token);
		names = arena_printf(house->arena, "%s %s", names, page->operators[0]->name);
		token = page->next_page_token;
	} while (token[0] != '\0');
	return names;
}

START_TEST(a_list_goes_on_in_the_order_that_was_asked_for)
{
	Xueji__V1__ListOperatorsRequest in = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	struct person *li = person_make(house, "li", COUNTY, 0);
	struct ctx *ctx = house_write(house);
	int32_t today = ctx_today(ctx);
	ck_assert_int_eq(operator_set_certificate(ctx, zhao->id, "XJ-1", today + 90), OK);
	ck_assert_int_eq(operator_set_certificate(ctx, wang->id, "XJ-2", today + 10), OK);
	ck_assert_int_eq(operator_set_certificate(ctx, li->id, "", DAY_NONE), OK);
	ck_assert_int_eq(sign_in_done(ctx, li->id, NULL), OK);
	house_commit(house);
	in.page_size = 1;
	ck_assert_str_eq(names_in(&in), " li wang zhao");
	in.order = XUEJI__V1__OPERATOR_ORDER__OPERATOR_ORDER_CERTIFICATE;
	ck_assert_str_eq(names_in(&in), " li wang zhao");
	in.order = XUEJI__V1__OPERATOR_ORDER__OPERATOR_ORDER_LAST_SIGN_IN;
	ck_assert_str_eq(names_in(&in), " wang zhao li");
}
END_TEST

START_TEST(lists_are_narrowed)
{
	struct person *li = person_make(house, "li", COUNTY, 0);
	struct ctx *ctx = house_write(house);
	int32_t today = ctx_today(ctx);
	ck_assert_int_eq(operator_set_state(ctx, li->id, OPERATOR_SEALED), OK);
	ck_assert_int_eq(operator_set_certificate(ctx, wang->id, "XJ-2", today + 10), OK);
	ck_assert_int_eq(operator_set_person(ctx, zhao->id, "赵敏", ""), OK);
	house_commit(house);
	Xueji__V1__ListOperatorsRequest in = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	in.state = XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_SEALED;
	const Xueji__V1__ListOperatorsResponse *page = list(zhao, &in, COUNTY, "");
	ck_assert_uint_eq(page->n_operators, 1);
	ck_assert_str_eq(page->operators[0]->name, "li");
	in.state = 0;
	in.name_prefix = (char *)"wa";
	page = list(zhao, &in, COUNTY, "");
	ck_assert_uint_eq(page->n_operators, 1);
	ck_assert_str_eq(page->operators[0]->name, "wang");
	in.name_prefix = (char *)"赵";
	page = list(zhao, &in, COUNTY, "");
	ck_assert_uint_eq(page->n_operators, 1);
	ck_assert_str_eq(page->operators[0]->name, "zhao");
	in.name_prefix = (char *)"%";
	ck_assert_uint_eq(list(zhao, &in, COUNTY, "")->n_operators, 0);
	in.name_prefix = (char *)"";
	char until[DATE_TEXT_SIZE];
	date_format(today + 30, until);
	in.certificate_until = until;
	page = list(zhao, &in, COUNTY, "");
	ck_assert_uint_eq(page->n_operators, 1);
	ck_assert_str_eq(page->operators[0]->name, "wang");
	ck_assert_str_eq(page->operators[0]->phone, "");
}
END_TEST

START_TEST(a_bad_list_is_told)
{
	Xueji__V1__ListOperatorsRequest in = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	in.unit_id = (char *)"x";
	in.page_size = -1;
	in.page_token = (char *)"forged";
	in.certificate_until = (char *)"tomorrow";
	in.name_prefix = (char *)"a\tb";
	struct answer answer = ask(zhao, "ListOperators", &in.base);
	ck_assert_uint_eq(answer.failure.n_faults, 5);
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
	in = (Xueji__V1__ListOperatorsRequest)XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	in.unit_id = id_text(house, COUNTY);
	in.state = (Xueji__V1__OperatorState)9;
	answer = ask(zhao, "ListOperators", &in.base);
	ck_assert(has_fault(&answer, "state", REASON_UNKNOWN_VALUE));
}
END_TEST

/* ---- changing ---- */

START_TEST(a_correction_replaces_name_and_number)
{
	Xueji__V1__UpdateOperatorRequest in = XUEJI__V1__UPDATE_OPERATOR_REQUEST__INIT;
	in.id = wang->id_text;
	in.rev = 1;
	in.full_name = (char *)"王莉";
	in.phone = (char *)"0755-2655";
	const Xueji__V1__Operator *now = ask(zhao, "UpdateOperator", &in.base).reply;
	ck_assert_str_eq(now->full_name, "王莉");
	ck_assert_str_eq(now->phone, "0755-2655");
	ck_assert_int_eq(now->rev, 2);
	ck_assert_int_eq(ask(zhao, "UpdateOperator", &in.base).err, ERR_STALE);
	in.rev = 2;
	in.phone = (char *)"";
	now = ask(zhao, "UpdateOperator", &in.base).reply;
	ck_assert_str_eq(now->phone, "");
	ck_assert_int_eq(0, house_count(house, "SELECT count(*) FROM journal WHERE summary LIKE"
					       " '%王%' OR summary LIKE '%0755%'"));
}
END_TEST

START_TEST(a_certificate_gives_writing_back)
{
	struct person *li = person_make(house, "li", SCHOOL, ROLE_REGISTRAR);
	Xueji__V1__CertifyOperatorRequest in = XUEJI__V1__CERTIFY_OPERATOR_REQUEST__INIT;
	in.id = li->id_text;
	in.rev = 1;
	in.certificate_no = (char *)"XJ 1";
	in.certificate_until = (char *)"2026-13-01";
	struct answer answer = ask(zhao, "CertifyOperator", &in.base);
	ck_assert(has_fault(&answer, "certificate_no", REASON_NOT_A_CERTIFICATE_NO));
	ck_assert(has_fault(&answer, "certificate_until", REASON_NO_SUCH_DAY));
	in.certificate_no = (char *)"XJ-2026-1";
	in.certificate_until = (char *)"2026-11-21"; /* yesterday: so it is entered, so it limits */
	answer = ask(zhao, "CertifyOperator", &in.base);
	ck_assert_int_eq(answer.err, OK);
	Xueji__V1__WhoAmIRequest who = XUEJI__V1__WHO_AM_IREQUEST__INIT;
	const Xueji__V1__WhoAmIResponse *me =
		call(house, li->token, &sessions_service, "WhoAmI", &who.base).reply;
	ck_assert_int_eq(
		me->certificate_state, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRED);
	in.rev = 2;
	in.certificate_until = (char *)"2028-11-21";
	ck_assert_int_eq(ask(zhao, "CertifyOperator", &in.base).err, OK);
	me = call(house, li->token, &sessions_service, "WhoAmI", &who.base).reply;
	ck_assert_int_eq(
		me->certificate_state, XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_VALID);
}
END_TEST

static enum err seal_wang(int64_t rev)
{
	Xueji__V1__SealOperatorRequest in = XUEJI__V1__SEAL_OPERATOR_REQUEST__INIT;
	in.id = wang->id_text;
	in.rev = rev;
	in.reason = (char *)"left the bureau";
	return ask(zhao, "SealOperator", &in.base).err;
}

START_TEST(a_seal_ends_everything_and_can_be_opened)
{
	ck_assert_int_eq(seal_wang(1), OK);
	ck_assert_ptr_null(get(wang, wang)); /* his session has ended */
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).reason, REASON_ACCOUNT_SEALED);
	ck_assert_int_eq(seal_wang(2), ERR_PRECONDITION);
	Xueji__V1__UnsealOperatorRequest in = XUEJI__V1__UNSEAL_OPERATOR_REQUEST__INIT;
	in.id = wang->id_text;
	in.rev = 2;
	ck_assert_int_eq(ask(zhao, "UnsealOperator", &in.base).err, OK);
	in.rev = 3;
	ck_assert_int_eq(ask(zhao, "UnsealOperator", &in.base).reason, REASON_NOT_SEALED);
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).err, OK);
	Xueji__V1__SealOperatorRequest bad = XUEJI__V1__SEAL_OPERATOR_REQUEST__INIT;
	bad.id = wang->id_text;
	bad.rev = 0;
	struct answer answer = ask(zhao, "SealOperator", &bad.base);
	ck_assert(has_fault(&answer, "reason", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "rev", REASON_OUT_OF_RANGE));
}
END_TEST

START_TEST(a_reset_password_serves_once_and_the_old_one_no_more)
{
	Xueji__V1__ResetPasswordRequest in = XUEJI__V1__RESET_PASSWORD_REQUEST__INIT;
	in.id = wang->id_text;
	in.rev = 1;
	const Xueji__V1__ResetPasswordResponse *out = ask(zhao, "ResetPassword", &in.base).reply;
	ck_assert_ptr_nonnull(out);
	ck_assert(out->operator_->must_change_password);
	ck_assert_ptr_null(get(wang, wang));
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).reason, REASON_WRONG_SIGN_IN);
	const Xueji__V1__SignInResponse *entered = sign_in("wang", out->one_time_password).reply;
	ck_assert(entered->must_change_password);
}
END_TEST

START_TEST(a_secret_reply_is_not_kept_for_repetition)
{
	house->key = "key-4711-4711";
	struct answer answer = create("li.qiang", "李强", id_text(house, SCHOOL), "");
	ck_assert_int_eq(answer.err, OK);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM idempotency"), 0);
	answer = create("li.qiang", "李强", id_text(house, SCHOOL), "");
	ck_assert_int_eq(answer.reason, REASON_NAME_TAKEN);
	ck_assert_int_eq(seal_wang(1), OK);
	ck_assert_int_eq(house_count(house, "SELECT count(*) FROM idempotency"), 1);
}
END_TEST

START_TEST(a_second_factor_is_reset)
{
	Xueji__V1__ResetSecondFactorRequest in = XUEJI__V1__RESET_SECOND_FACTOR_REQUEST__INIT;
	in.id = wang->id_text;
	in.rev = 1;
	ck_assert_int_eq(ask(zhao, "ResetSecondFactor", &in.base).reason, REASON_NO_SECOND_FACTOR);
	struct ctx *ctx = house_write(house);
	ck_assert_int_eq(totp_begin(ctx, wang->id, "12345678901234567890", 20), OK);
	ck_assert_int_eq(totp_confirm(ctx, wang->id, 1), OK);
	session_follow(ctx, wang->id);
	house_commit(house);
	ck_assert(get(zhao, wang)->has_second_factor);
	const Xueji__V1__Operator *now = ask(zhao, "ResetSecondFactor", &in.base).reply;
	ck_assert(!now->has_second_factor);
	ck_assert_ptr_null(get(wang, wang));
	ck_assert_int_eq(sign_in("wang", PERSON_PASSWORD).err, OK);
}
END_TEST

START_TEST(an_operator_s_sessions_are_seen_and_ended)
{
	person_session(house, wang->id);
	Xueji__V1__ListOperatorSessionsRequest in = XUEJI__V1__LIST_OPERATOR_SESSIONS_REQUEST__INIT;
	in.operator_id = wang->id_text;
	const Xueji__V1__ListSessionsResponse *sessions =
		ask(zhao, "ListOperatorSessions", &in.base).reply;
	ck_assert_uint_eq(sessions->n_sessions, 2);
	ck_assert(!sessions->sessions[0]->is_current);
	Xueji__V1__EndOperatorSessionsRequest end = XUEJI__V1__END_OPERATOR_SESSIONS_REQUEST__INIT;
	end.operator_id = wang->id_text;
	const Xueji__V1__EndOperatorSessionsResponse *out =
		ask(zhao, "EndOperatorSessions", &end.base).reply;
	ck_assert_int_eq(out->ended, 2);
	ck_assert_ptr_null(get(wang, wang));
	out = ask(zhao, "EndOperatorSessions", &end.base).reply;
	ck_assert_int_eq(out->ended, 0);
}
END_TEST

SUITE_WITH("operators_service", set_up, tear_down, a_new_operator_enters_once_he_is_posted,
	bad_operators_are_not_made, a_telephone_number_is_for_who_manages, lists_are_paged_by_name,
	a_list_says_how_many_of_how_many, a_list_goes_on_in_the_order_that_was_asked_for,
	lists_are_narrowed, a_bad_list_is_told, a_correction_replaces_name_and_number,
	a_certificate_gives_writing_back, a_seal_ends_everything_and_can_be_opened,
	a_reset_password_serves_once_and_the_old_one_no_more,
	a_secret_reply_is_not_kept_for_repetition, a_second_factor_is_reset,
	an_operator_s_sessions_are_seen_and_ended)
