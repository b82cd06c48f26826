#include <string.h>
#include <xueji/v1/console.pb-c.h>
#include <xueji/v1/sessions.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define SESSIONS "xueji.v1.Sessions/"
#define CONSOLE  "xueji.v1.Console/"
#define TEXT     CHILD_TEXT

static void answer_sessions(struct stage *stage)
{
	Xueji__V1__ListSessionsResponse reply = XUEJI__V1__LIST_SESSIONS_RESPONSE__INIT;
	Xueji__V1__EndSessionResponse ended = XUEJI__V1__END_SESSION_RESPONSE__INIT;
	Xueji__V1__Session sessions[3], *rows[3];
	Google__Protobuf__Timestamp at = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	at.seconds = 1795739000;
	for (int i = 0; i < 3; i++) {
		sessions[i] = (Xueji__V1__Session)XUEJI__V1__SESSION__INIT;
		sessions[i].id = TEXT(i == 0 ? "90" : i == 1 ? "91" : "92");
		sessions[i].started = &at, sessions[i].last_used = &at;
		sessions[i].is_current = i == 0, sessions[i].is_known_device = i == 1;
		rows[i] = &sessions[i];
	}
	reply.sessions = rows, reply.n_sessions = 3;
	fake_answer(stage->client, SESSIONS "ListSessions", &reply.base);
	fake_answer(stage->client, SESSIONS "EndSession", &ended.base);
}

static void open_settings(struct stage *stage)
{
	Xueji__V1__WhoAmIResponse *who = stage_who(stage);
	who->certificate_state = XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING;
	who->certificate_until = TEXT("2026-12-20");
	answer_sessions(stage);
	stage_sign_in(stage);
	stage_key(stage, KEY_F1 + 3);
}

static void page_scene(struct stage *stage)
{
	open_settings(stage);
	stage_shot(stage, "settings");
}

START_TEST(what_is_one_s_own_stands_on_one_page)
{
	stage_play(page_scene);
}
END_TEST

static void end_scene(struct stage *stage)
{
	open_settings(stage);
	stage_type(stage, "Ey");
	ck_assert_uint_eq(fake_calls(stage->client, SESSIONS "EndSession"), 0); /* one's own */
	stage_type(stage, "jjE\r");
	ck_assert_uint_eq(fake_calls(stage->client, SESSIONS "EndSession"), 0);
	stage_type(stage, "Ey");
	const Xueji__V1__EndSessionRequest *sent =
		fake_request(stage->client, SESSIONS "EndSession");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->session_id, "92");
	ck_assert_uint_eq(fake_calls(stage->client, SESSIONS "ListSessions"), 2);
}

START_TEST(another_session_ends_after_a_yes)
{
	stage_play_as(end_scene, LANG_ZH, 24, 80);
}
END_TEST

static void password_scene(struct stage *stage)
{
	open_settings(stage);
	stage_type(stage, "K1");
	ck_assert(stage_shows(stage, "当前密码"));
}

START_TEST(the_password_is_changed_from_here)
{
	stage_play_as(password_scene, LANG_ZH, 24, 80);
}
END_TEST

static void keep_scene(struct stage *stage)
{
	Xueji__V1__Preferences kept = XUEJI__V1__PREFERENCES__INIT;
	fake_answer(stage->client, CONSOLE "SavePreferences", &kept.base);
	open_settings(stage);
	stage_key(stage, KEY_F1 + 1);
	stage_key(stage, KEY_F1 + 2);
	stage_key(stage, CTRL('S'));
	const Xueji__V1__Preferences *sent = fake_request(stage->client, CONSOLE "SavePreferences");
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->language, XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_EN);
	ck_assert_int_eq(sent->lean, XUEJI__V1__CONSOLE_LEAN__CONSOLE_LEAN_OFF);
}

START_TEST(language_and_look_are_kept_on_the_server)
{
	stage_play_as(keep_scene, LANG_ZH, 24, 80);
}
END_TEST

static void back_scene(struct stage *stage)
{
	Xueji__V1__Preferences kept = XUEJI__V1__PREFERENCES__INIT;
	Xueji__V1__WhoAmIResponse *who = stage_who(stage);
	kept.language = XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_EN;
	who->methods[who->n_methods++] = TEXT(CONSOLE "GetPreferences");
	fake_answer(stage->client, CONSOLE "GetPreferences", &kept.base);
	stage_sign_in(stage);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "Desk"));
	ck_assert(!stage_shows(stage, "待办"));
}

START_TEST(they_hold_at_the_next_sign_in)
{
	stage_play_as(back_scene, LANG_ZH, 24, 80);
}
END_TEST

static void anew_scene(struct stage *stage)
{
	Xueji__V1__ListSessionsResponse none = XUEJI__V1__LIST_SESSIONS_RESPONSE__INIT;
	open_settings(stage);
	fake_answer(stage->client, SESSIONS "ListSessions", &none.base);
	fake_hold(stage->client);
	stage_type(stage, "jRE");
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_type(stage, "y");
	const Xueji__V1__EndSessionRequest *sent =
		fake_request(stage->client, SESSIONS "EndSession");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->session_id, "91");
}

START_TEST(the_session_that_was_asked_about_ends_though_the_list_comes_anew)
{
	stage_play_as(anew_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("settings", the_session_that_was_asked_about_ends_though_the_list_comes_anew,
	what_is_one_s_own_stands_on_one_page, another_session_ends_after_a_yes,
	the_password_is_changed_from_here, language_and_look_are_kept_on_the_server,
	they_hold_at_the_next_sign_in)
