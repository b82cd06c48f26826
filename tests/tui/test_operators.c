#include <string.h>
#include <xueji/v1/operators.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define OPERATORS "xueji.v1.Operators/"
#define TEXT      CHILD_TEXT

enum { PEOPLE = 3 };

static Xueji__V1__Operator people[PEOPLE], *rows[PEOPLE];
static Xueji__V1__Posting postings[2], *held[2];
static Xueji__V1__Role officer = XUEJI__V1__ROLE__ROLE_OFFICER,
		       registrar = XUEJI__V1__ROLE__ROLE_REGISTRAR;
static Google__Protobuf__Timestamp seen, soon;

static void make_posting(Xueji__V1__Posting *at, const char *id, const char *unit,
	Xueji__V1__Role *role, const char *last_day)
{
	*at = (Xueji__V1__Posting)XUEJI__V1__POSTING__INIT;
	at->id = TEXT(id), at->unit_id = TEXT("1001"), at->unit_name = TEXT(unit);
	at->roles = role, at->n_roles = 1;
	at->first_day = TEXT("2026-09-01"), at->last_day = TEXT(last_day);
}

static void make_people(void)
{
	static const char *const names[PEOPLE] = {"wangfu", "zhaojie", "qinlan"};
	static const char *const full[PEOPLE] = {"王福", "赵杰", "秦岚"};
	static const char *const ids[PEOPLE] = {"71", "72", "73"};
	make_posting(&postings[0], "501", "长安区教育局", &officer, "");
	make_posting(&postings[1], "502", "长安区谈固小学", &registrar, "2026-10-31");
	held[0] = &postings[0], held[1] = &postings[1];
	seen = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	seen.seconds = 1795650000;
	soon = seen, soon.seconds += 3 * 86400;
	for (int i = 0; i < PEOPLE; i++) {
		Xueji__V1__Operator *one = &people[i];
		*one = (Xueji__V1__Operator)XUEJI__V1__OPERATOR__INIT;
		one->id = TEXT(ids[i]), one->rev = 4 + i, one->name = TEXT(names[i]);
		one->full_name = TEXT(full[i]), one->unit_name = TEXT("长安区教育局");
		one->unit_id = TEXT("1001"), one->unit_code = TEXT("130102");
		one->state = XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_ACTIVE;
		one->certificate_no = TEXT("HB-2024-0311");
		one->certificate_until = TEXT(i == 1 ? "2026-11-01" : "2027-08-31");
		one->last_sign_in = i < 2 ? &seen : NULL;
		one->postings = held, one->n_postings = i == 2 ? 0 : 1;
		one->must_change_password = i == 2;
		rows[i] = one;
	}
	people[1].state = XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_SEALED;
}

static void answer_list(struct stage *stage)
{
	Xueji__V1__ListOperatorsResponse reply = XUEJI__V1__LIST_OPERATORS_RESPONSE__INIT;
	make_people();
	reply.operators = rows, reply.n_operators = PEOPLE;
	reply.total_count = reply.matching_count = PEOPLE;
	fake_answer(stage->client, OPERATORS "ListOperators", &reply.base);
}

static void list_scene(struct stage *stage)
{
	answer_list(stage);
	stage_sign_in(stage);
	stage_type(stage, "5");
	stage_shot(stage, "operators");
}

START_TEST(who_works_here_is_listed_with_what_is_wrong)
{
	stage_play(list_scene);
}
END_TEST

static void views_scene(struct stage *stage)
{
	answer_list(stage);
	stage_sign_in(stage);
	stage_open(stage, "operators", "1001 0 0 operator.certificate");
	const Xueji__V1__ListOperatorsRequest *sent =
		fake_request(stage->client, OPERATORS "ListOperators");
	ck_assert_str_eq(sent->certificate_until, "2026-12-27");
	stage_type(stage, "\t");
	sent = fake_request(stage->client, OPERATORS "ListOperators");
	ck_assert(sent->only_one_time);
	stage_type(stage, "\t\t");
	sent = fake_request(stage->client, OPERATORS "ListOperators");
	ck_assert_str_eq(sent->certificate_until, "");
	ck_assert_int_eq(sent->state, XUEJI__V1__OPERATOR_STATE__OPERATOR_STATE_ACTIVE);
	ck_assert(!sent->whole_subtree);
	stage_type(stage, "m/wang\r");
	sent = fake_request(stage->client, OPERATORS "ListOperators");
	ck_assert(sent->whole_subtree);
	ck_assert_str_eq(sent->name_prefix, "wang");
	stage_type(stage, "ss");
	sent = fake_request(stage->client, OPERATORS "ListOperators");
	ck_assert_int_eq(sent->order, XUEJI__V1__OPERATOR_ORDER__OPERATOR_ORDER_CERTIFICATE);
	ck_assert(stage_shows(stage, "按证书到期"));
}

START_TEST(views_units_below_and_the_filter_are_asked_of_the_server)
{
	stage_play_as(views_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- one of them */

static void answer_one(struct stage *stage, int which)
{
	Xueji__V1__ListSessionsResponse open = XUEJI__V1__LIST_SESSIONS_RESPONSE__INIT;
	Xueji__V1__Session session = XUEJI__V1__SESSION__INIT, *sessions[] = {&session};
	make_people();
	people[which].phone = TEXT("0311-8608 1234");
	people[which].n_postings = which == 2 ? 0 : 2;
	session.id = TEXT("9"), session.started = &seen, session.last_used = &seen;
	session.is_known_device = true;
	open.sessions = sessions, open.n_sessions = 1;
	fake_answer(stage->client, OPERATORS "GetOperator", &people[which].base);
	fake_answer(stage->client, OPERATORS "ListOperatorSessions", &open.base);
}

/* Seeing sessions is a right that no key names. */
static void grant_sessions(struct stage *stage)
{
	Xueji__V1__WhoAmIResponse *who = stage_who(stage);
	who->methods[who->n_methods++] = TEXT(OPERATORS "ListOperatorSessions");
}

static void open_one(struct stage *stage, int which)
{
	answer_one(stage, which);
	grant_sessions(stage);
	stage_sign_in(stage);
	stage_open(stage, "operator", people[which].id);
	stage_wait(stage, 1);
}

static void one_scene(struct stage *stage)
{
	open_one(stage, 0);
	stage_shot(stage, "operator");
	stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "2026-10-31"));
}

START_TEST(an_account_shows_certificate_postings_and_sessions)
{
	stage_play(one_scene);
}
END_TEST

static void seal_scene(struct stage *stage)
{
	open_one(stage, 0);
	fake_answer(stage->client, OPERATORS "SealOperator", &people[1].base);
	stage_type(stage, "S调离\r\r");
	ck_assert_uint_eq(fake_calls(stage->client, OPERATORS "SealOperator"), 0);
	stage_type(stage, "S调离\ry");
	const Xueji__V1__SealOperatorRequest *sent =
		fake_request(stage->client, OPERATORS "SealOperator");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->id, "71");
	ck_assert_int_eq(sent->rev, 4);
	ck_assert_str_eq(sent->reason, "调离");
	fake_answer(stage->client, OPERATORS "UnsealOperator", &people[0].base);
	stage_type(stage, "Sy");
	const Xueji__V1__UnsealOperatorRequest *opened =
		fake_request(stage->client, OPERATORS "UnsealOperator");
	ck_assert_ptr_nonnull(opened);
	ck_assert_int_eq(opened->rev, 5);
}

START_TEST(sealing_wants_a_reason_and_a_yes_and_can_be_undone)
{
	stage_play_as(seal_scene, LANG_ZH, 24, 80);
}
END_TEST

static void password_scene(struct stage *stage)
{
	Xueji__V1__ResetPasswordResponse reply = XUEJI__V1__RESET_PASSWORD_RESPONSE__INIT;
	open_one(stage, 0);
	reply.operator_ = &people[0], reply.one_time_password = TEXT("mulo-tepa-riko-92");
	reply.one_time_password_expires = &soon;
	fake_answer(stage->client, OPERATORS "ResetPassword", &reply.base);
	stage_type(stage, "K1y");
	const Xueji__V1__ResetPasswordRequest *sent =
		fake_request(stage->client, OPERATORS "ResetPassword");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->id, "71");
	ck_assert_int_eq(sent->rev, 4);
	stage_shot(stage, "one_time_password");
	stage_type(stage, "x");
	ck_assert(!stage_shows(stage, "mulo-tepa-riko-92"));
}

START_TEST(a_one_time_password_is_shown_once)
{
	stage_play(password_scene);
}
END_TEST

static void sessions_scene(struct stage *stage)
{
	Xueji__V1__EndOperatorSessionsResponse reply =
		XUEJI__V1__END_OPERATOR_SESSIONS_RESPONSE__INIT;
	open_one(stage, 0);
	reply.ended = 1;
	fake_answer(stage->client, OPERATORS "EndOperatorSessions", &reply.base);
	stage_type(stage, "K3y");
	const Xueji__V1__EndOperatorSessionsRequest *sent =
		fake_request(stage->client, OPERATORS "EndOperatorSessions");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->operator_id, "71");
	ck_assert(stage_shows(stage, "已结束 1 个会话"));
	fake_answer(stage->client, OPERATORS "ResetSecondFactor", &people[0].base);
	stage_type(stage, "K2y");
	const Xueji__V1__ResetSecondFactorRequest *factor =
		fake_request(stage->client, OPERATORS "ResetSecondFactor");
	ck_assert_ptr_nonnull(factor);
	ck_assert_int_eq(factor->rev, 4);
}

START_TEST(sessions_and_the_second_factor_end_after_a_yes)
{
	stage_play_as(sessions_scene, LANG_ZH, 24, 80);
}
END_TEST

static void end_scene(struct stage *stage)
{
	open_one(stage, 0);
	fake_answer(stage->client, OPERATORS "EndPosting", &people[0].base);
	stage_type(stage, "E\r\r");
	ck_assert_uint_eq(fake_calls(stage->client, OPERATORS "EndPosting"), 0); /* not at once */
	stage_type(stage, "E2026-12-31\r");
	const Xueji__V1__EndPostingRequest *sent =
		fake_request(stage->client, OPERATORS "EndPosting");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->operator_id, "71");
	ck_assert_str_eq(sent->posting_id, "501");
	ck_assert_str_eq(sent->last_day, "2026-12-31");
	stage_type(stage, "E\ry");
	sent = fake_request(stage->client, OPERATORS "EndPosting");
	ck_assert_str_eq(sent->last_day, "");
}

START_TEST(a_posting_ends_on_a_day_or_after_a_yes_at_once)
{
	stage_play_as(end_scene, LANG_ZH, 24, 80);
}
END_TEST

static void own_scene(struct stage *stage)
{
	make_people();
	people[0].id = TEXT("7");
	fake_answer(stage->client, OPERATORS "GetOperator", &people[0].base);
	stage_sign_in(stage);
	stage_open(stage, "operator", "7");
	stage_type(stage, "S");
	ck_assert(stage_shows(stage, "不得变更本人账号"));
}

START_TEST(nobody_changes_his_own_account)
{
	stage_play_as(own_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- forms */

static void create_scene(struct stage *stage)
{
	Xueji__V1__CreateOperatorResponse reply = XUEJI__V1__CREATE_OPERATOR_RESPONSE__INIT;
	stage_who(stage)->unit_code = TEXT("130102");
	answer_list(stage);
	answer_one(stage, 2);
	reply.operator_ = &people[2], reply.one_time_password = TEXT("mulo-tepa-riko-92");
	reply.one_time_password_expires = &soon;
	fake_answer(stage->client, OPERATORS "CreateOperator", &reply.base);
	stage_sign_in(stage);
	stage_type(stage, "5cqinlan\r秦岚\r\r0311-1\r");
	const Xueji__V1__CreateOperatorRequest *sent =
		fake_request(stage->client, OPERATORS "CreateOperator");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->name, "qinlan");
	ck_assert_str_eq(sent->full_name, "秦岚");
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_str_eq(sent->phone, "0311-1");
	stage_shot(stage, "operator_made");
	stage_type(stage, "\r");
	ck_assert(!stage_shows(stage, "mulo-tepa-riko-92"));
	const Xueji__V1__GetOperatorRequest *opened =
		fake_request(stage->client, OPERATORS "GetOperator");
	ck_assert_ptr_nonnull(opened);
	ck_assert_str_eq(opened->id, "73");
}

START_TEST(a_new_account_shows_its_password_once_and_leads_to_its_postings)
{
	stage_play(create_scene);
}
END_TEST

static void answer_school(struct stage *stage)
{
	Xueji__V1__SearchUnitsResponse reply = XUEJI__V1__SEARCH_UNITS_RESPONSE__INIT;
	Xueji__V1__FoundUnit found[2], *units[] = {&found[0], &found[1]};
	Xueji__V1__Unit names[2];
	for (int i = 0; i < 2; i++) {
		found[i] = (Xueji__V1__FoundUnit)XUEJI__V1__FOUND_UNIT__INIT;
		names[i] = (Xueji__V1__Unit)XUEJI__V1__UNIT__INIT;
		names[i].id = TEXT(i == 0 ? "3001" : "2001");
		names[i].code = TEXT(i == 0 ? "21300001239" : "2130000123");
		found[i].unit = &names[i];
	}
	reply.units = units, reply.n_units = 2;
	fake_answer(stage->client, "xueji.v1.Units/SearchUnits", &reply.base);
}

static void post_scene(struct stage *stage)
{
	open_one(stage, 2);
	answer_school(stage);
	fake_answer(stage->client, OPERATORS "AddPosting", &people[2].base);
	stage_type(stage, "d");
	stage_key(stage, CTRL('U'));
	stage_type(stage, "2130000123\r1\r2026-12-01");
	stage_shot(stage, "operator_post");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__AddPostingRequest *sent =
		fake_request(stage->client, OPERATORS "AddPosting");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->operator_id, "73");
	ck_assert_int_eq(sent->rev, 6);
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert_uint_eq(sent->n_roles, 1);
	ck_assert_int_eq(sent->roles[0], XUEJI__V1__ROLE__ROLE_REGISTRAR);
	ck_assert_str_eq(sent->first_day, "2026-12-01");
	ck_assert_str_eq(sent->last_day, "");
}

START_TEST(a_posting_names_its_unit_by_the_whole_code)
{
	stage_play(post_scene);
}
END_TEST

static void unknown_scene(struct stage *stage)
{
	open_one(stage, 2);
	answer_school(stage);
	stage_type(stage, "d");
	stage_key(stage, CTRL('U'));
	stage_type(stage, "213\r1");
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, OPERATORS "AddPosting"), 0);
	ck_assert(stage_shows(stage, "没有代码为 213 的单位"));
}

START_TEST(the_beginning_of_a_code_posts_nobody)
{
	stage_play_as(unknown_scene, LANG_ZH, 24, 80);
}
END_TEST

static void deputy_scene(struct stage *stage)
{
	open_one(stage, 0);
	answer_list(stage);
	fake_answer(stage->client, OPERATORS "SetDeputy", &people[0].base);
	stage_type(stage, "Dqinlan\r\r2026-12-31");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__SetDeputyRequest *sent =
		fake_request(stage->client, OPERATORS "SetDeputy");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->posting_id, "501");
	ck_assert_str_eq(sent->deputy_id, "73");
	ck_assert_str_eq(sent->first_day, "");
	ck_assert_str_eq(sent->last_day, "2026-12-31");
}

START_TEST(a_deputy_is_named_by_the_sign_in_name)
{
	stage_play_as(deputy_scene, LANG_ZH, 24, 80);
}
END_TEST

static void certify_scene(struct stage *stage)
{
	open_one(stage, 0);
	stage_type(stage, "C");
	stage_key(stage, KEY_DOWN);
	stage_key(stage, CTRL('U'));
	stage_type(stage, "2029-13-01");
	fake_refuse_next(stage->client, OPERATORS "CertifyOperator", "INVALID", "不是日期",
		"certificate_until");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__CertifyOperatorRequest *sent =
		fake_request(stage->client, OPERATORS "CertifyOperator");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->certificate_no, "HB-2024-0311");
	ck_assert_int_eq(sent->rev, 4);
	ck_assert(stage_shows(stage, "不是日期"));
	fake_answer(stage->client, OPERATORS "CertifyOperator", &people[0].base);
	stage_key(stage, CTRL('S'));
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "在线会话")); /* back at the account */
}

START_TEST(a_certificate_is_renewed_and_its_faults_stand_at_the_field)
{
	stage_play_as(certify_scene, LANG_ZH, 24, 80);
}
END_TEST

static void anew_scene(struct stage *stage)
{
	open_one(stage, 0);
	fake_answer(stage->client, OPERATORS "SealOperator", &people[1].base);
	people[0].rev = 9; /* a colleague changed the account meanwhile */
	fake_answer(stage->client, OPERATORS "GetOperator", &people[0].base);
	fake_hold(stage->client);
	stage_type(stage, "RS调离\r");
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_type(stage, "y");
	const Xueji__V1__SealOperatorRequest *sent =
		fake_request(stage->client, OPERATORS "SealOperator");
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->rev, 4); /* so the server says that it was changed */
}

START_TEST(what_is_sealed_is_the_account_as_it_was_seen)
{
	stage_play_as(anew_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("operators", what_is_sealed_is_the_account_as_it_was_seen,
	who_works_here_is_listed_with_what_is_wrong,
	views_units_below_and_the_filter_are_asked_of_the_server,
	an_account_shows_certificate_postings_and_sessions,
	sealing_wants_a_reason_and_a_yes_and_can_be_undone, a_one_time_password_is_shown_once,
	sessions_and_the_second_factor_end_after_a_yes,
	a_posting_ends_on_a_day_or_after_a_yes_at_once, nobody_changes_his_own_account,
	a_new_account_shows_its_password_once_and_leads_to_its_postings,
	a_posting_names_its_unit_by_the_whole_code, the_beginning_of_a_code_posts_nobody,
	a_deputy_is_named_by_the_sign_in_name,
	a_certificate_is_renewed_and_its_faults_stand_at_the_field)
