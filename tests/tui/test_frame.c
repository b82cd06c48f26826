#include <stdio.h>
#include <string.h>
#include <xueji/v1/units.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/stage.h"
#include "tui/app.h"

/* A screen of the test's own: it asks when it is opened and when `R` is pressed, and says what came
 * of it. */
struct probe {
	int loaded, outcome, approved;
	char code[32], text[64];
};

static void ask(struct app *app)
{
	Xueji__V1__GetUnitRequest request = XUEJI__V1__GET_UNIT_REQUEST__INIT;
	app_request(app, "xueji.v1.Units/GetUnit", &request.base);
}

static void open_probe(struct app *app, void *state, const char *subject)
{
	struct probe *probe = state;
	snprintf(probe->text, sizeof probe->text, "%s", subject);
	ask(app);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct probe *probe = state;
	(void)app;
	probe->loaded++;
	probe->outcome = (int)reply->outcome;
	if (reply->outcome == CLIENT_OK) {
		const Xueji__V1__GetUnitResponse *unit = (const void *)reply->message;
		snprintf(probe->code, sizeof probe->code, "%s", unit->closed_day);
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct probe *probe = state;
	(void)app;
	draw_print(area, 0, 1, STYLE_PLAIN, "probe %s: %d replies, last %d %s, approved %d",
		probe->text, probe->loaded, probe->outcome, probe->code, probe->approved);
}

static void approved(struct app *app, void *state)
{
	(void)app;
	((struct probe *)state)->approved++;
}

static void approve(struct app *app, void *state)
{
	(void)state;
	app_confirm(app, &(struct question){.done = approved}, "Approve?");
}

static void approve_many(struct app *app, void *state)
{
	(void)state;
	app_confirm(app, &(struct question){.count = 26, .done = approved}, "Approve 26?");
}

static void chosen(struct app *app, void *state, size_t n, const char *text)
{
	struct probe *probe = state;
	(void)app;
	snprintf(probe->text, sizeof probe->text, "reason %zu %s", n, text);
}

static void refuse(struct app *app, void *state)
{
	static const struct choice reasons[] = {
		{.text = "papers missing"}, {.text = "other", .text_max = 20, .needs_text = true}};
	(void)state;
	app_choose(app, "Why?", reasons, 2, chosen);
}

static bool never(struct app *app, void *state, const char **why_out)
{
	(void)app;
	(void)state;
	*why_out = "it is not your move";
	return false;
}

static void refresh(struct app *app, void *state)
{
	(void)state;
	ask(app);
}

static void filter(struct app *app, void *state, const char *text)
{
	(void)app;
	snprintf(((struct probe *)state)->text, 64, "<%s>", text);
}

static const struct action actions[] = {
	{VERB_APPROVE, .run = approve},
	{VERB_MARK_CLEAN, .run = approve_many},
	{VERB_REFUSE, .run = refuse},
	{VERB_REMIND, .can = never, .run = approve},
	{VERB_SEAL, .need = "xueji.v1.Nobody/MayCallThis", .run = approve},
	{VERB_REFRESH, .run = refresh},
	{0},
};

static const struct screen probe_screen = {
	.name = "probe",
	.title = "Probe",
	.state_size = sizeof(struct probe),
	.open = open_probe,
	.loaded = loaded,
	.draw = draw,
	.filter = filter,
	.actions = actions,
};

static void begin(struct stage *stage)
{
	Xueji__V1__GetUnitResponse unit = XUEJI__V1__GET_UNIT_RESPONSE__INIT;
	unit.closed_day = (char *)(uintptr_t) "first";
	fake_answer(stage->client, "xueji.v1.Units/GetUnit", &unit.base);
	stage_sign_in(stage);
	stage_open_screen(stage, &probe_screen, "x");
	ck_assert(stage_shows(stage, "probe x: 1 replies"));
}

static void confirm_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "a\r");
	ck_assert(stage_shows(stage, "approved 0")); /* Enter is No */
	stage_type(stage, "a");
	stage_paste(stage, "y");
	ck_assert(stage_shows(stage, "approved 0")); /* a pasted yes is none */
	stage_type(stage, "y");
	ck_assert(stage_shows(stage, "approved 1"));
	stage_paste(stage, "ay");
	ck_assert(stage_shows(stage, "approved 1"));
	stage_type(stage, "T25\r");
	ck_assert(stage_shows(stage, "approved 1"));
	stage_type(stage, "T26\r");
	ck_assert(stage_shows(stage, "approved 2"));
}

START_TEST(a_decision_takes_a_typed_yes_and_many_take_their_number)
{
	stage_play_as(confirm_scene, LANG_EN, 24, 80);
}
END_TEST

static void choose_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "r");
	stage_shot(stage, "choose");
	stage_type(stage, "1");
	ck_assert(stage_shows(stage, "reason 0"));
	stage_type(stage, "r2\r");
	ck_assert(!stage_shows(stage, "reason 1"));
	stage_type(stage, "late\r");
	ck_assert(stage_shows(stage, "reason 1 late"));
	stage_type(stage, "r\033");
	ck_assert(stage_shows(stage, "reason 1 late"));
}

static void arrows_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "r\r"); /* nothing is chosen until one moves */
	ck_assert(!stage_shows(stage, "reason 0"));
	ck_assert(stage_shows(stage, "or choose with the arrows"));
	stage_key(stage, KEY_DOWN);
	ck_assert(stage_shows(stage, ">  1  papers missing"));
	stage_type(stage, "j");
	ck_assert(stage_shows(stage, ">  2  other"));
	stage_type(stage, "jkk"); /* round, and back */
	stage_type(stage, "\r");
	ck_assert(stage_shows(stage, "reason 0"));
	stage_type(stage, "rj");
	stage_key(stage, KEY_UP);
	stage_type(stage, "\rjust so\r"); /* j is a letter of the words */
	ck_assert(stage_shows(stage, "reason 1 just so"));
}

START_TEST(a_reason_is_picked_by_arrows_and_enter)
{
	stage_play_as(arrows_scene, LANG_EN, 24, 80);
}
END_TEST

static void language_scene(struct stage *stage)
{
	begin(stage);
	ck_assert(stage_shows(stage, "1 replies"));
	stage_key(stage, verb_key(VERB_LANGUAGE));
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "2 replies")); /* what the server words is asked for again */
	stage_open(stage, "settings", "");
	stage_key(stage, verb_key(VERB_LANGUAGE));
	stage_type(stage, "\033"); /* a page that was below, when one comes back to it */
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "3 replies"));
	stage_type(stage, "j");
	ck_assert(stage_shows(stage, "3 replies"));
}

START_TEST(another_language_is_asked_for_again)
{
	stage_play_as(language_scene, LANG_EN, 24, 80);
}
END_TEST

START_TEST(a_reason_is_picked_by_its_number)
{
	stage_play(choose_scene);
}
END_TEST

static void grey_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "u");
	ck_assert(stage_shows(stage, "it is not your move"));
	stage_type(stage, "S");
	ck_assert(stage_shows(stage, "Your roles do not include this."));
	stage_type(stage, "?");
	stage_shot(stage, "help");
	ck_assert(stage_shows(stage, "not now: it is not"));
	ck_assert(!stage_shows(stage, "seal"));
	ck_assert(!stage_shows(stage, "turn the page")); /* all of it is seen */
	stage_type(stage, " ");
	ck_assert(stage_shows(stage, "probe x"));
}

START_TEST(a_grey_key_says_why)
{
	stage_play_as(grey_scene, LANG_EN, 24, 80);
	stage_play_as(grey_scene, LANG_EN, 40, 120);
}
END_TEST

static void back_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "2");
	ck_assert(stage_shows(stage, "[2 "));
	stage_type(stage, "1");
	ck_assert(stage_shows(stage, "probe x")); /* a module is found as it was left */
	stage_type(stage, "\033");
	ck_assert(!stage_shows(stage, "probe x"));
	stage_type(stage, "q");
	ck_assert(stage_shows(stage, "Sign out and quit?"));
	stage_type(stage, "n");
	ck_assert(!app_is_over(stage->app));
	stage_type(stage, "qy");
	ck_assert(app_is_over(stage->app));
}

START_TEST(escape_goes_back_and_quitting_asks)
{
	stage_play_as(back_scene, LANG_EN, 24, 80);
}
END_TEST

static void filter_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "/abc\r");
	ck_assert(stage_shows(stage, "probe <abc>"));
	ck_assert(stage_shows(stage, "filter: abc"));
	stage_type(stage, "\033");
	ck_assert(stage_shows(stage, "probe <>"));
	stage_type(stage, "/abc\033");
	ck_assert(stage_shows(stage, "probe <>"));
	app_set_lean(stage->app, false);
	stage_type(stage, "/xy");
	ck_assert(stage_shows(stage, "probe <>"));
	stage_wait(stage, 450); /* a pause asks, on a line that bears it */
	ck_assert(stage_shows(stage, "probe <xy>"));
	ck_assert(stage_shows(stage, "/xy"));
	stage_type(stage, "z\r");
	ck_assert(stage_shows(stage, "probe <xyz>"));
	stage_type(stage, "/q");
	stage_wait(stage, 450);
	stage_type(stage, "\033");
	ck_assert(stage_shows(stage, "probe <xyz>"));
}

START_TEST(a_filter_is_typed_and_taken_off_with_escape)
{
	stage_play_as(filter_scene, LANG_EN, 24, 80);
}
END_TEST

static void command_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, ":nonsense\r");
	ck_assert(stage_shows(stage, "There is no command nonsense"));
	stage_type(stage, ":by\t\r");
	ck_assert(stage_shows(stage, "key before:"));
	stage_type(stage, ":");
	stage_key(stage, KEY_UP);
	ck_assert(stage_shows(stage, ":bytes"));
	stage_type(stage, "\033:lang zh\r");
	ck_assert(stage_shows(stage, "帮助"));
	stage_type(stage, ":units\r");
	ck_assert(stage_shows(stage, "[2 "));
	stage_type(stage, ":l\t");
	ck_assert(stage_shows(stage, "lean          省字节画面")); /* each with what it is for */
	ck_assert(stage_shows(stage, "lock          锁屏"));
}

START_TEST(the_command_line_completes_and_remembers)
{
	stage_play_as(command_scene, LANG_EN, 24, 80);
}
END_TEST

static void ahead_scene(struct stage *stage)
{
	begin(stage);
	stage_type(stage, "\033");
	fake_hold(stage->client);
	stage_open_screen(stage, &probe_screen, "y");
	stage_type(stage, "ayT26\r"); /* for a page that has nothing yet */
	ck_assert(stage_shows(stage, "approved 0"));
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "1 replies"));
	ck_assert(stage_shows(stage, "approved 2"));
	stage_type(stage, "\033");
	fake_hold(stage->client);
	stage_open_screen(stage, &probe_screen, "z");
	stage_type(stage, "ay\033"); /* and given up */
	ck_assert(!stage_shows(stage, "probe z"));
}

START_TEST(keys_typed_ahead_wait_for_the_page_they_are_for)
{
	stage_play_as(ahead_scene, LANG_EN, 24, 80);
}
END_TEST

static void number_scene(struct stage *stage)
{
	begin(stage);
	fake_hold(stage->client);
	stage_open_screen(stage, &probe_screen, "z");
	stage_type(stage, "T26\r");
	fake_set_line(stage->client, LINE_DOWN);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "probe z: 0 replies")); /* not another module */
	fake_set_line(stage->client, LINE_UP);
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "probe z: 1 replies"));
	ck_assert(stage_shows(stage, "approved 0"));
}

START_TEST(a_number_typed_ahead_of_a_broken_line_changes_no_module)
{
	stage_play_as(number_scene, LANG_EN, 24, 80);
}
END_TEST

static void slow_scene(struct stage *stage)
{
	begin(stage);
	ck_assert_int_le(app_hold_until(stage->app), stage->monotonic_us);
	fake_hold(stage->client);
	stage_type(stage, "R");
	ck_assert_int_gt(app_hold_until(stage->app), stage->monotonic_us); /* it may come now */
	stage_wait(stage, 600);
	ck_assert_int_le(app_hold_until(stage->app), stage->monotonic_us); /* it does not */
	ck_assert(!stage_shows(stage, "One moment"));
	stage_wait(stage, 200);
	ck_assert(stage_shows(stage, "One moment"));
}

START_TEST(a_slow_answer_is_said_once)
{
	stage_play_as(slow_scene, LANG_EN, 24, 80);
}
END_TEST

static void lost_scene(struct stage *stage)
{
	Xueji__V1__GetUnitResponse unit = XUEJI__V1__GET_UNIT_RESPONSE__INIT;
	begin(stage);
	unit.closed_day = (char *)(uintptr_t) "second";
	fake_answer(stage->client, "xueji.v1.Units/GetUnit", &unit.base);
	fake_hold(stage->client);
	stage_type(stage, "R");
	fake_set_line(stage->client, LINE_DOWN);
	stage_wait(stage, 800);
	ck_assert(stage_shows(stage, "[no line]"));
	fake_set_line(stage->client, LINE_UP);
	fake_lose(stage->client);
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "[no line]"));
	ck_assert(stage_shows(stage, "2 replies, last 0 second")); /* asked again by itself */
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Units/GetUnit"), 3);
	fake_lose_next(stage->client, 4); /* but not for ever */
	stage_type(stage, "R");
	ck_assert(stage_shows(stage, "whether it was done is not known"));
}

START_TEST(a_lost_answer_is_asked_for_again)
{
	stage_play_as(lost_scene, LANG_EN, 24, 80);
}
END_TEST

static void ended_scene(struct stage *stage)
{
	begin(stage);
	fake_refuse_next(stage->client, "xueji.v1.Units/GetUnit", "SESSION_ENDED", "ended", NULL);
	stage_type(stage, "R");
	stage_wait(stage, 1);
	stage_shot(stage, "session_ended");
	ck_assert(!stage_shows(stage, "probe"));
	stage_type(stage, "Secret-9\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "probe x: 2 replies, last 0 first"));
}

START_TEST(an_ended_session_asks_for_the_password_and_goes_on)
{
	stage_play(ended_scene);
}
END_TEST

static void stranger_scene(struct stage *stage)
{
	begin(stage);
	fake_refuse_next(stage->client, "xueji.v1.Units/GetUnit", "SESSION_ENDED", "ended", NULL);
	stage_type(stage, "R");
	stage_who(stage)->operator_id = (char *)(uintptr_t) "8";
	fake_answer(stage->client, "xueji.v1.Sessions/WhoAmI", &stage_who(stage)->base);
	stage_type(stage, "Secret-9\r");
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "probe"));
	ck_assert(stage_shows(stage, "[1 "));
}

START_TEST(another_person_sees_nothing_of_what_was_open)
{
	stage_play_as(stranger_scene, LANG_EN, 24, 80);
}
END_TEST

static void thinking_scene(struct stage *stage)
{
	begin(stage);
	fake_hold(stage->client);
	stage_type(stage, "Ra");
	fake_release(stage->client);
	stage_wait(stage, 800);
	ck_assert(stage_shows(stage, "1 replies")); /* nothing changes under a question */
	stage_type(stage, "y");
	ck_assert(stage_shows(stage, "2 replies"));
	ck_assert(stage_shows(stage, "approved 1"));
	fake_hold(stage->client);
	stage_type(stage, "Ra");
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_wait(
		stage, 11 * 60 * 1000); /* the desk is left, and locks itself over the question */
	stage_type(stage, "Secret-9\r");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "3 replies"));
	ck_assert(stage_shows(stage, "approved 1"));
	fake_hold(stage->client);
	stage_type(stage, "Ra");
	fake_release(stage->client);
	stage_wait(stage, 1); /* and the console ends while one is asked */
}

START_TEST(what_comes_while_one_is_asked_is_shown_after_the_answer)
{
	stage_play_as(thinking_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("frame", what_comes_while_one_is_asked_is_shown_after_the_answer,
	a_decision_takes_a_typed_yes_and_many_take_their_number, a_reason_is_picked_by_its_number,
	a_reason_is_picked_by_arrows_and_enter, another_language_is_asked_for_again,
	a_grey_key_says_why, escape_goes_back_and_quitting_asks,
	a_filter_is_typed_and_taken_off_with_escape, the_command_line_completes_and_remembers,
	keys_typed_ahead_wait_for_the_page_they_are_for,
	a_number_typed_ahead_of_a_broken_line_changes_no_module, a_slow_answer_is_said_once,
	a_lost_answer_is_asked_for_again, an_ended_session_asks_for_the_password_and_goes_on,
	another_person_sees_nothing_of_what_was_open)
