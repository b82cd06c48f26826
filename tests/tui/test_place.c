#include <string.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/console.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/app_place.h"

#define SAVE "xueji.v1.Console/SavePlace"
#define GET  "xueji.v1.Console/GetPlace"

static void grant(struct stage *stage)
{
	Xueji__V1__WhoAmIResponse *who = stage_who(stage);
	who->methods[who->n_methods++] = CHILD_TEXT(SAVE);
	who->methods[who->n_methods++] = CHILD_TEXT(GET);
}

static void answer_place(struct stage *stage, const char *place)
{
	Xueji__V1__GetPlaceResponse reply = XUEJI__V1__GET_PLACE_RESPONSE__INIT;
	Xueji__V1__ListCasesResponse none = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	Xueji__V1__SavePlaceResponse saved = XUEJI__V1__SAVE_PLACE_RESPONSE__INIT;
	grant(stage);
	reply.place.data = (uint8_t *)CHILD_TEXT(place), reply.place.len = strlen(place);
	fake_answer(stage->client, GET, &reply.base);
	fake_answer(stage->client, SAVE, &saved.base);
	fake_answer(stage->client, "xueji.v1.Cases/ListCases", &none.base);
}

static void back_scene(struct stage *stage)
{
	answer_place(stage, "3\ncheck \nno-such-page 5\ncheck ");
	stage_sign_in(stage);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[3 "));
	ck_assert(stage_shows(stage, "查重"));
	ck_assert(stage_shows(stage, "线路中断前"));
	stage_type(stage, "\033");
	ck_assert(!stage_shows(stage, "查重")); /* the page that is unknown ended it */
}

START_TEST(one_comes_back_to_the_page_on_which_the_line_broke)
{
	stage_play_as(back_scene, LANG_ZH, 24, 80);
}
END_TEST

static void ahead_scene(struct stage *stage)
{
	answer_place(stage, "3\ncheck ");
	fake_hold(stage->client);
	stage_sign_in(stage);
	stage_type(stage, "5"); /* before anything came from the server */
	fake_release(stage->client);
	for (int i = 0; i < 4; i++)
		stage_wait(stage, 1);
	ck_assert_msg(stage_shows(stage, "[5 "), "%s", stage_row(stage, 1));
	ck_assert(!stage_shows(stage, "线路中断前"));
}

START_TEST(keys_typed_while_the_door_opens_run_where_one_always_begins)
{
	stage_play_as(ahead_scene, LANG_ZH, 24, 80);
}
END_TEST

static void refused_scene(struct stage *stage)
{
	fake_hold(stage->client);
	fake_refuse_next(stage->client, "xueji.v1.Sessions/SignIn", "WRONG_PASSWORD", "No.", NULL);
	stage_sign_in(stage);
	stage_type(stage, "5xyz");
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(!stage_shows(stage, "***"));
	ck_assert(!stage_shows(stage, "xyz"));
}

START_TEST(keys_typed_ahead_of_a_door_that_stays_shut_are_for_nothing)
{
	stage_play_as(refused_scene, LANG_ZH, 24, 80);
}
END_TEST

static void early_scene(struct stage *stage)
{
	answer_place(stage, "3\ncheck ");
	stage_sign_in(stage); /* Ready; what follows comes again, later */
	ck_assert(stage_shows(stage, "[3 "));
	stage_type(stage, "1"); /* so that a key may meet the desk */
	app_place_ask(stage->app);
	stage_type(stage, "j");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[1 "));
}

START_TEST(a_key_that_comes_before_the_place_makes_it_forgotten)
{
	stage_play_as(early_scene, LANG_ZH, 24, 80);
}
END_TEST

static void search_scene(struct stage *stage)
{
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	answer_place(stage, "4\nstudent 9001");
	file.student = child_make(), file.items = child_items_make();
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &file.base);
	stage_sign_in(stage);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "刘佳琪"));
	stage_type(stage, "1"); /* to the desk, and not into what the page below asks */
	ck_assert(stage_shows(stage, "[1 "));
}

START_TEST(a_page_below_asks_for_nothing_when_one_comes_back)
{
	stage_play_as(search_scene, LANG_ZH, 24, 80);
}
END_TEST

static const char *kept(struct stage *stage)
{
	static char text[128];
	app_hang_up(stage->app);
	const Xueji__V1__SavePlaceRequest *sent = fake_request(stage->client, SAVE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_uint_lt(sent->place.len, sizeof text);
	if (sent->place.len > 0)
		memcpy(text, sent->place.data, sent->place.len);
	text[sent->place.len] = '\0';
	return text;
}

static void keep_scene(struct stage *stage)
{
	answer_place(stage, "");
	stage_sign_in(stage);
	stage_type(stage, "3");
	stage_open(stage, "check", "");
	ck_assert_str_eq(kept(stage), "3\ncheck ");
}

START_TEST(a_line_that_breaks_leaves_the_place_with_the_server)
{
	stage_play_as(keep_scene, LANG_ZH, 24, 80);
}
END_TEST

static void quit_scene(struct stage *stage)
{
	answer_place(stage, "");
	stage_sign_in(stage);
	stage_type(stage, "3qy");
	ck_assert(app_is_over(stage->app));
	ck_assert_str_eq(kept(stage), "");
}

START_TEST(who_quits_begins_at_the_desk_the_next_time)
{
	stage_play_as(quit_scene, LANG_ZH, 24, 80);
}
END_TEST

static void named_scene(struct stage *stage)
{
	Xueji__V1__BrowseUnitsResponse units = XUEJI__V1__BROWSE_UNITS_RESPONSE__INIT;
	fake_answer(stage->client, "xueji.v1.Units/BrowseUnits", &units.base);
	stage_sign_in(stage);
	stage_open(stage, "units", "1001");
	stage_open(stage, "units", "1001");
	stage_type(stage, ":settings\r");
	ck_assert(stage_shows(stage, "Desk > Settings"));
	stage_type(stage, ":units 1001\r"); /* in passing: there is a way back */
	ck_assert(!stage_shows(stage, "Session since"));
	stage_type(stage, "\033");
	ck_assert(stage_shows(stage, "Desk > Settings"));
	stage_open(stage, "register", "");
	stage_type(stage, "1");
	stage_open(stage, "units", "1001");
	stage_type(stage, ":settings\r");
	ck_assert(stage_shows(stage, "lose what you typed?"));
	stage_type(stage, "n");
	ck_assert(!stage_shows(stage, "Session since"));
	stage_type(stage, ":settings\ry");
	ck_assert(stage_shows(stage, "Desk > Settings"));
}

/* As its digit does. */
static void module_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_type(stage, ":settings\r");
	ck_assert(stage_shows(stage, "Desk > Settings"));
	stage_type(stage, ":desk\r");
	ck_assert(!stage_shows(stage, "Settings"));
}

START_TEST(a_module_that_is_named_from_a_page_of_its_own_shows_its_first)
{
	stage_play_as(module_scene, LANG_EN, 24, 80);
}
END_TEST

START_TEST(a_page_that_is_named_alone_takes_the_place_of_those_above_the_first)
{
	stage_play_as(named_scene, LANG_EN, 24, 80);
}
END_TEST

SUITE("place", a_module_that_is_named_from_a_page_of_its_own_shows_its_first,
	one_comes_back_to_the_page_on_which_the_line_broke,
	keys_typed_while_the_door_opens_run_where_one_always_begins,
	keys_typed_ahead_of_a_door_that_stays_shut_are_for_nothing,
	a_key_that_comes_before_the_place_makes_it_forgotten,
	a_page_below_asks_for_nothing_when_one_comes_back,
	a_line_that_breaks_leaves_the_place_with_the_server,
	who_quits_begins_at_the_desk_the_next_time,
	a_page_that_is_named_alone_takes_the_place_of_those_above_the_first)
