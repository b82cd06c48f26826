#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/stage.h"

static const Xueji__V1__SignInRequest *sent(struct stage *stage)
{
	return fake_request(stage->client, "xueji.v1.Sessions/SignIn");
}

static void form_scene(struct stage *stage)
{
	stage_shot(stage, "sign_in");
	stage_type(stage, "likezhang\rSecret-9");
	for (int row = 0; row < stage->canvas->rows; row++)
		ck_assert_ptr_null(strstr(stage_row(stage, row), "Secret"));
	ck_assert(stage_shows(stage, "********"));
	stage_sign_in(stage);
	stage_shot(stage, "desk_first");
}

static void clock_scene(struct stage *stage)
{
	Google__Protobuf__Timestamp now = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	now.seconds = stage->now_us / 1000000 + 98 * 60; /* the desk's own clock is slow */
	stage_who(stage)->now = &now;
	stage_sign_in(stage);
	ck_assert(stage_shows(stage, "10:30"));
	stage_wait(stage, 60 * 1000);
	ck_assert(stage_shows(stage, "10:31"));
}

START_TEST(the_header_shows_the_clock_of_the_server)
{
	stage_play_as(clock_scene, LANG_ZH, 24, 80);
}
END_TEST

START_TEST(one_signs_in_and_the_password_is_never_seen)
{
	stage_play(form_scene);
}
END_TEST

static void refused_scene(struct stage *stage)
{
	fake_refuse_next(stage->client, "xueji.v1.Sessions/SignIn", "WRONG_SIGN_IN",
		"Name, password or code is wrong.", NULL);
	stage_type(stage, "likezhang\rwrong\r\r");
	ck_assert(stage_shows(stage, "Name, password or code is wrong."));
	ck_assert_str_eq(sent(stage)->password, "wrong");
	ck_assert(!stage_shows(stage, "***"));
	stage_sign_in(stage); /* the form is still there, the name in it */
}

static void code_scene(struct stage *stage)
{
	stage_type(stage, "likezhang\rSecret-9\r");
	ck_assert(stage_shows(stage, "none: leave it empty, Enter"));
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Sessions/SignIn"), 0);
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Sessions/SignIn"), 1);
	ck_assert_str_eq(sent(stage)->code, "");
}

START_TEST(who_has_no_second_factor_reads_that_the_code_may_stay_empty)
{
	stage_play_as(code_scene, LANG_EN, 24, 80);
}
END_TEST

START_TEST(a_wrong_password_is_said_and_typed_anew)
{
	stage_play_as(refused_scene, LANG_EN, 24, 80);
}
END_TEST

static void empty_scene(struct stage *stage)
{
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "! is required"));
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Sessions/SignIn"), 0);
}

START_TEST(an_empty_form_is_not_sent)
{
	stage_play_as(empty_scene, LANG_EN, 24, 80);
}
END_TEST

static void one_time_scene(struct stage *stage)
{
	Xueji__V1__ChangePasswordResponse changed = XUEJI__V1__CHANGE_PASSWORD_RESPONSE__INIT;
	stage_who(stage)->must_change_password = true;
	stage_sign_in(stage);
	stage_shot(stage, "password");
	stage_type(stage, "Secret-9\rNew-secret-1\rNew-secret-2\r");
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Sessions/ChangePassword"), 0);
	fake_refuse_next(stage->client, "xueji.v1.Sessions/ChangePassword", "PASSWORD_PLAIN",
		"is too plain", "new_password");
	stage_type(stage, "New-secret-1\rNew-secret-1\r");
	ck_assert(stage_shows(stage, "! is too plain"));
	fake_answer(stage->client, "xueji.v1.Sessions/ChangePassword", &changed.base);
	stage_who(stage)->must_change_password = false;
	fake_answer(stage->client, "xueji.v1.Sessions/WhoAmI", &stage_who(stage)->base);
	stage_key(stage, CTRL('S'));
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[1 "));
}

START_TEST(a_one_time_password_is_changed_before_anything_else)
{
	stage_play(one_time_scene);
}
END_TEST

static void second_factor_scene(struct stage *stage)
{
	Xueji__V1__EnrolSecondFactorResponse secret = XUEJI__V1__ENROL_SECOND_FACTOR_RESPONSE__INIT;
	Xueji__V1__ConfirmSecondFactorResponse done =
		XUEJI__V1__CONFIRM_SECOND_FACTOR_RESPONSE__INIT;
	secret.secret = (char *)(uintptr_t) "JBSWY3DPEHPK3PXP";
	secret.uri = (char *)(uintptr_t) "otpauth://totp/Xueji:likezhang?secret=JBSWY3DPEHPK3PXP";
	fake_answer(stage->client, "xueji.v1.Sessions/EnrolSecondFactor", &secret.base);
	stage_who(stage)->must_enrol_second_factor = true;
	stage_sign_in(stage);
	stage_wait(stage, 1);
	stage_shot(stage, "second_factor");
	fake_refuse_next(stage->client, "xueji.v1.Sessions/ConfirmSecondFactor", "WRONG_CODE",
		"is not what the device should show now", "code");
	stage_type(stage, "123456\r");
	ck_assert(stage_shows(stage, "! is not what the device"));
	fake_answer(stage->client, "xueji.v1.Sessions/ConfirmSecondFactor", &done.base);
	stage_who(stage)->must_enrol_second_factor = false;
	fake_answer(stage->client, "xueji.v1.Sessions/WhoAmI", &stage_who(stage)->base);
	stage_type(stage, "654321\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[1 "));
}

START_TEST(a_second_factor_is_set_up_where_it_must_be)
{
	stage_play(second_factor_scene);
}
END_TEST

static void failed_tries_scene(struct stage *stage)
{
	stage_sign_in(stage);
	ck_assert(stage_shows(
		stage, "Last sign-in 2026-11-26 08:52, here; failed tries since then: 0"));
}

START_TEST(the_last_sign_in_is_said)
{
	stage_play_as(failed_tries_scene, LANG_EN, 24, 80);
}
END_TEST

static void lock_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "password", "");
	stage_wait(stage, 11 * 60 * 1000);
	stage_shot(stage, "locked");
	ck_assert(!stage_shows(stage, "长安区教育局"));
	stage_type(stage, "2"); /* goes into the password, nowhere else */
	stage_key(stage, KEY_BACKSPACE);
	stage_type(stage, "Secret-9\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, stage->lang == LANG_EN ? "Present password" : "当前密码"));
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Sessions/SignOut"), 1);
}

START_TEST(an_idle_console_locks_and_opens_where_it_was)
{
	stage_play(lock_scene);
}
END_TEST

START_TEST(a_password_given_at_the_start_signs_in_without_a_key)
{
	struct client *client = fake_client_new();
	fake_refuse_next(client, "xueji.v1.Sessions/SignIn", "WRONG_SIGN_IN", "No.", NULL);
	struct app *app = app_new(&(struct frame_options){
		.client = client, .lang = LANG_EN, .user = "likezhang", .password = "Secret-9"});
	const Xueji__V1__SignInRequest *request = fake_request(client, "xueji.v1.Sessions/SignIn");
	ck_assert_ptr_nonnull(request);
	ck_assert_str_eq(request->name, "likezhang");
	ck_assert_str_eq(request->password, "Secret-9");
	app_take(app);
	app_tick(app);
	ck_assert_uint_eq(fake_calls(client, "xueji.v1.Sessions/SignIn"), 1); /* not again */
	app_free(app);
	client_close(client);
}
END_TEST

SUITE("sign_in", the_header_shows_the_clock_of_the_server,
	one_signs_in_and_the_password_is_never_seen,
	who_has_no_second_factor_reads_that_the_code_may_stay_empty,
	a_wrong_password_is_said_and_typed_anew, an_empty_form_is_not_sent,
	a_one_time_password_is_changed_before_anything_else,
	a_second_factor_is_set_up_where_it_must_be, the_last_sign_in_is_said,
	an_idle_console_locks_and_opens_where_it_was,
	a_password_given_at_the_start_signs_in_without_a_key)
