#include <string.h>

#include "domain/roles.h"
#include "server/service/services.h"
#include "tests/calls/calls.h"
#include "xueji/v1/operators.pb-c.h"

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

/* ---- rights: every method, every tier ---- */

static const struct {
	const char *method;
	const ProtobufCMessageDescriptor *request;
	uint32_t roles;
	bool is_managed; /* of the units and their children; else the subtree */
} methods[] = {
	{"CreateOperator", &xueji__v1__create_operator_request__descriptor, ROLE_SECURITY, true},
	{"GetOperator", &xueji__v1__get_operator_request__descriptor,
		ROLE_SECURITY | ROLE_AUDITOR | ROLE_OFFICER, false},
	{"ListOperators", &xueji__v1__list_operators_request__descriptor,
		ROLE_SECURITY | ROLE_AUDITOR | ROLE_OFFICER, false},
	{"UpdateOperator", &xueji__v1__update_operator_request__descriptor, ROLE_SECURITY, true},
	{"CertifyOperator", &xueji__v1__certify_operator_request__descriptor, ROLE_SECURITY, true},
	{"SealOperator", &xueji__v1__seal_operator_request__descriptor, ROLE_SECURITY, true},
	{"UnsealOperator", &xueji__v1__unseal_operator_request__descriptor, ROLE_SECURITY, true},
	{"ResetPassword", &xueji__v1__reset_password_request__descriptor, ROLE_SECURITY, true},
	{"ResetSecondFactor", &xueji__v1__reset_second_factor_request__descriptor, ROLE_SECURITY,
		true},
	{"AddPosting", &xueji__v1__add_posting_request__descriptor, ROLE_SECURITY, true},
	{"EndPosting", &xueji__v1__end_posting_request__descriptor, ROLE_SECURITY, true},
	{"SetDeputy", &xueji__v1__set_deputy_request__descriptor, ROLE_SECURITY, true},
	{"ListOperatorSessions", &xueji__v1__list_operator_sessions_request__descriptor,
		ROLE_SECURITY, true},
	{"EndOperatorSessions", &xueji__v1__end_operator_sessions_request__descriptor,
		ROLE_SECURITY, true},
};
enum { N_METHODS = sizeof methods / sizeof *methods };

static void *field(ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *found =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	return found ? (char *)message + found->offset : NULL;
}

static void set_text(ProtobufCMessage *message, const char *name, const char *text)
{
	char **at = field(message, name);
	if (at != NULL)
		*at = (char *)text;
}

/* A well-formed request about this operator or unit. */
static ProtobufCMessage *request_about(size_t i, const char *operator_id, int64_t unit)
{
	static Xueji__V1__Role roles[] = {XUEJI__V1__ROLE__ROLE_AUDITOR};
	ProtobufCMessage *in = arena_alloc(house->arena, methods[i].request->sizeof_message);
	methods[i].request->message_init(in);
	set_text(in, "id", operator_id);
	set_text(in, "operator_id", operator_id);
	set_text(in, "unit_id", id_text(house, unit));
	set_text(in, "posting_id", "4711");
	set_text(in, "name", "new-name");
	set_text(in, "full_name", "李强");
	set_text(in, "certificate_no", "XJ-9");
	set_text(in, "reason", "left");
	if (strcmp(methods[i].method, "CertifyOperator") == 0)
		set_text(in, "certificate_until", "2029-01-01");
	if (field(in, "rev") != NULL)
		*(int64_t *)field(in, "rev") = 1;
	if (field(in, "roles") != NULL) {
		((Xueji__V1__AddPostingRequest *)in)->roles = roles;
		((Xueji__V1__AddPostingRequest *)in)->n_roles = 1;
	}
	return in;
}

static bool is_denied(const struct answer *answer)
{
	return answer->err == ERR_DENIED;
}

START_TEST(strangers_and_ended_sessions_get_nothing)
{
	struct person ended = {.token = "AAAAAAAAAAAAAAAAAAAAAA"};
	int64_t before = state_of_things();
	for (size_t i = 0; i < N_METHODS; i++) {
		ProtobufCMessage *in = request_about(i, wang->id_text, COUNTY);
		ck_assert_int_eq(ask(NULL, methods[i].method, in).reason, REASON_NOT_SIGNED_IN);
		ck_assert_int_eq(ask(&ended, methods[i].method, in).reason, REASON_SESSION_ENDED);
	}
	ck_assert_int_eq(state_of_things(), before);
}
END_TEST

START_TEST(only_the_right_roles_may)
{
	static const struct {
		uint32_t role;
		int64_t unit;
	} roles[] = {{ROLE_REGISTRAR, SCHOOL}, {ROLE_APPROVER, SCHOOL}, {ROLE_OFFICER, COUNTY},
		{ROLE_AUDITOR, COUNTY}, {ROLE_SYSTEM, PROVINCE}};
	for (size_t r = 0; r < sizeof roles / sizeof *roles; r++) {
		struct person *who = person_make(house, arena_printf(house->arena, "role-%zu", r),
			roles[r].unit, roles[r].role);
		int64_t before = state_of_things();
		for (size_t i = 0; i < N_METHODS; i++) {
			struct answer answer = ask(
				who, methods[i].method, request_about(i, wang->id_text, COUNTY));
			bool may = (methods[i].roles & roles[r].role) != 0;
			ck_assert_msg(is_denied(&answer) != may, "%s as %zu", methods[i].method, r);
			ck_assert_msg(may || answer.reason == REASON_NO_RIGHT, "%s as %zu",
				methods[i].method, r);
		}
		ck_assert_int_eq(state_of_things(), before);
	}
}
END_TEST

/* A security administrator at each tier against operators at home here and there. */
static const struct {
	int64_t posted, home;
	bool is_managed, is_below;
} tiers[] = {
	{NATION, PROVINCE, true, true},
	{NATION, CITY, false, true},
	{NATION, SCHOOL, false, true},
	{PROVINCE, NATION, false, false},
	{PROVINCE, CITY, true, true},
	{PROVINCE, DIRECT_COUNTY, true, true},
	{PROVINCE, COUNTY, false, true},
	{PROVINCE, OTHER_PROVINCE, false, false},
	{CITY, PROVINCE, false, false},
	{CITY, COUNTY, true, true},
	{CITY, SCHOOL, false, true},
	{CITY, OTHER_CITY, false, false},
	{COUNTY, CITY, false, false},
	{COUNTY, COUNTY, true, true},
	{COUNTY, SCHOOL, true, true},
	{COUNTY, NEIGHBOUR, false, false},
	{COUNTY, NEIGHBOUR_SCHOOL, false, false},
	{SCHOOL, COUNTY, false, false},
	{SCHOOL, SCHOOL, true, true},
	{SCHOOL, SECOND_SCHOOL, false, false},
};

START_TEST(each_tier_reaches_its_own_and_the_one_below)
{
	for (size_t t = 0; t < sizeof tiers / sizeof *tiers; t++) {
		struct person *admin = person_make(house,
			arena_printf(house->arena, "admin-%zu", t), tiers[t].posted, ROLE_SECURITY);
		struct person *other = person_make(
			house, arena_printf(house->arena, "other-%zu", t), tiers[t].home, 0);
		for (size_t i = 0; i < N_METHODS; i++) {
			bool may = methods[i].is_managed ? tiers[t].is_managed : tiers[t].is_below;
			int64_t before = state_of_things();
			if (may && methods[i].is_managed)
				continue; /* the other tests do it */
			struct answer answer = ask(admin, methods[i].method,
				request_about(i, other->id_text, tiers[t].home));
			ck_assert_msg((answer.err == OK) == may, "%s, row %zu: %s",
				methods[i].method, t, reason_row(answer.reason)->name);
			ck_assert_msg(may || answer.reason == REASON_OUTSIDE_SCOPE, "%s, row %zu",
				methods[i].method, t);
			ck_assert_int_eq(state_of_things(), before);
		}
	}
}
END_TEST

START_TEST(nobody_changes_his_own_account)
{
	for (size_t i = 0; i < N_METHODS; i++) {
		if (!methods[i].is_managed || field(request_about(i, "1", COUNTY), "rev") == NULL)
			continue;
		struct answer answer =
			ask(zhao, methods[i].method, request_about(i, zhao->id_text, COUNTY));
		ck_assert_msg(answer.reason == REASON_OWN_ACCOUNT, "%s", methods[i].method);
	}
}
END_TEST

START_TEST(an_old_revision_is_stale)
{
	for (size_t i = 0; i < N_METHODS; i++) {
		ProtobufCMessage *in = request_about(i, wang->id_text, COUNTY);
		if (field(in, "rev") == NULL)
			continue;
		*(int64_t *)field(in, "rev") = 7;
		int64_t before = state_of_things();
		struct answer answer = ask(zhao, methods[i].method, in);
		ck_assert_msg(answer.err == ERR_STALE, "%s", methods[i].method);
		ck_assert_int_eq(state_of_things(), before);
	}
}
END_TEST

START_TEST(ids_that_are_none_and_ids_of_nobody)
{
	static const char *const bad[] = {"", "x", "-1", "0", "01", "99999999999999999999", "1 "};
	for (size_t i = 0; i < N_METHODS; i++) {
		ProtobufCMessage *in = request_about(i, "4711", COUNTY);
		const char *name = field(in, "id") ? "id" : "operator_id";
		if (field(in, name) == NULL)
			continue;
		ck_assert_msg(ask(zhao, methods[i].method, in).reason == REASON_NO_SUCH_OPERATOR,
			"%s", methods[i].method);
		for (size_t j = 0; j < sizeof bad / sizeof *bad; j++) {
			struct answer answer =
				ask(zhao, methods[i].method, request_about(i, bad[j], COUNTY));
			ck_assert_msg(has_fault(&answer, name,
					      bad[j][0] ? REASON_NOT_AN_ID : REASON_REQUIRED),
				"%s, id '%s'", methods[i].method, bad[j]);
		}
	}
}
END_TEST

START_TEST(every_change_is_journalled_by_who_made_it)
{
	for (size_t i = 0; i < N_METHODS; i++) {
		ProtobufCMessage *in = request_about(i, wang->id_text, COUNTY);
		if (field(in, "rev") != NULL)
			*(int64_t *)field(in, "rev") = person_rev(house, wang);
		int64_t entries = house_count(house, "SELECT count(*) FROM journal");
		struct answer answer = ask(zhao, methods[i].method, in);
		bool is_change = answer.err == OK && methods[i].is_managed &&
				 strcmp(methods[i].method, "ListOperatorSessions") != 0 &&
				 strcmp(methods[i].method, "EndOperatorSessions") != 0;
		ck_assert_msg(
			house_count(house, "SELECT count(*) FROM journal") == entries + is_change,
			"%s", methods[i].method);
	}
	ck_assert_int_ge(house_count(house, "SELECT count(*) FROM journal"), 6);
	ck_assert_int_eq(
		0, house_count(house, arena_printf(house->arena,
					      "SELECT count(*) FROM journal WHERE actor <> %lld",
					      (long long)zhao->id)));
}
END_TEST

SUITE_WITH("operator_rights", set_up, tear_down, strangers_and_ended_sessions_get_nothing,
	only_the_right_roles_may, each_tier_reaches_its_own_and_the_one_below,
	nobody_changes_his_own_account, an_old_revision_is_stale,
	ids_that_are_none_and_ids_of_nobody, every_change_is_journalled_by_who_made_it)
