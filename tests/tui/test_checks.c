#include <stdio.h>
#include <xueji/v1/checks.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/frame.h"

#define LIST   "xueji.v1.Checks/ListChecks"
#define RUN    "xueji.v1.Checks/RunCheck"
#define WATCH  "xueji.v1.Checks/WatchCheck"
#define CANCEL "xueji.v1.Checks/CancelCheck"

enum { CHECKS = 2 };

static Xueji__V1__Check checks[CHECKS], *rows[CHECKS];
static Google__Protobuf__Timestamp asked, ended;

static void make_checks(void)
{
	static Xueji__V1__CheckRule near[] = {XUEJI__V1__CHECK_RULE__CHECK_RULE_NEAR};
	child_make();
	asked = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	ended = asked;
	asked.seconds = 1795740000, ended.seconds = 1795740300;
	for (int i = 0; i < CHECKS; i++) {
		checks[i] = (Xueji__V1__Check)XUEJI__V1__CHECK__INIT;
		checks[i].unit = &child_county, checks[i].asked_time = &asked;
		rows[i] = &checks[i];
	}
	checks[0].id = CHILD_TEXT("52");
	checks[0].state = XUEJI__V1__CHECK_STATE__CHECK_STATE_READING;
	checks[1].id = CHILD_TEXT("51"), checks[1].rules = near, checks[1].n_rules = 1;
	checks[1].state = XUEJI__V1__CHECK_STATE__CHECK_STATE_DONE;
	checks[1].records = 1234567, checks[1].likely = 37, checks[1].possible = 481;
	checks[1].ended_time = &ended;
}

static void answer_list(struct stage *stage, size_t from)
{
	Xueji__V1__ListChecksResponse reply = XUEJI__V1__LIST_CHECKS_RESPONSE__INIT;
	make_checks();
	reply.checks = rows + from, reply.n_checks = CHECKS - from;
	fake_answer(stage->client, LIST, &reply.base);
}

static void tell(struct stage *stage, Xueji__V1__CheckState state, int done)
{
	Xueji__V1__WatchCheckResponse item = XUEJI__V1__WATCH_CHECK_RESPONSE__INIT;
	item.state = state, item.done = done;
	item.records = done * 1234, item.exact = 12, item.likely = 3;
	fake_item_next(stage->client, WATCH, &item.base);
}

static void watch_scene(struct stage *stage)
{
	answer_list(stage, 0);
	tell(stage, XUEJI__V1__CHECK_STATE__CHECK_STATE_COMPARING, 412);
	stage_sign_in(stage);
	stage_open(stage, "checks", "");
	ck_assert_uint_eq(fake_calls(stage->client, WATCH), 0); /* lean, one asks for it */
	stage_type(stage, "i");
	const Xueji__V1__WatchCheckRequest *sent = fake_request(stage->client, WATCH);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->check_id, "52");
	stage_shot(stage, "checks");
	tell(stage, XUEJI__V1__CHECK_STATE__CHECK_STATE_TELLING, 999);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "99.9"));
}

START_TEST(how_far_the_check_is_that_runs_stands_on_one_line)
{
	stage_play(watch_scene);
}
END_TEST

static void run_scene(struct stage *stage)
{
	Xueji__V1__RunCheckResponse reply = XUEJI__V1__RUN_CHECK_RESPONSE__INIT;
	answer_list(stage, 1);
	make_checks();
	reply.check = rows[0];
	fake_answer(stage->client, RUN, &reply.base);
	stage_sign_in(stage);
	app_set_lean(stage->app, false);
	stage_open(stage, "checks", "");
	stage_type(stage, "c2\r");
	ck_assert_uint_eq(fake_calls(stage->client, RUN), 0); /* No is what Enter means */
	answer_list(stage, 0);
	stage_type(stage, "c2y");
	const Xueji__V1__RunCheckRequest *sent = fake_request(stage->client, RUN);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_uint_eq(sent->n_rules, 1);
	ck_assert_int_eq(sent->rules[0], XUEJI__V1__CHECK_RULE__CHECK_RULE_EXACT);
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, WATCH), 1);
}

START_TEST(a_check_is_asked_for_and_watched_at_once)
{
	stage_play_as(run_scene, LANG_ZH, 24, 80);
}
END_TEST

static void stop_scene(struct stage *stage)
{
	Xueji__V1__CancelCheckResponse reply = XUEJI__V1__CANCEL_CHECK_RESPONSE__INIT;
	answer_list(stage, 0);
	reply.check = rows[0];
	fake_answer(stage->client, CANCEL, &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "checks", "");
	stage_type(stage, "jEy");
	ck_assert_uint_eq(fake_calls(stage->client, CANCEL), 0); /* it is over */
	stage_type(stage, "kEy");
	const Xueji__V1__CancelCheckRequest *sent = fake_request(stage->client, CANCEL);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->check_id, "52");
}

START_TEST(only_a_check_that_runs_is_stopped)
{
	stage_play_as(stop_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("checks", how_far_the_check_is_that_runs_stands_on_one_line,
	a_check_is_asked_for_and_watched_at_once, only_a_check_that_runs_is_stopped)
