#include <stdio.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define LIST   "xueji.v1.Cases/ListCases"
#define GET    "xueji.v1.Cases/GetCase"
#define DECIDE "xueji.v1.Cases/DecideCases"

enum { CASES = 3 };

static Xueji__V1__Case cases[CASES], *rows[CASES];
static char ids[CASES][8];
static const char *const names[CASES] = {"刘佳琪", "买买提江", "张欣怡"};
static const char *const dues[CASES] = {"2026-11-25", "2026-11-27", "2026-12-04"};
static const int left[CASES] = {-2, 0, 5};

static void make_cases(void)
{
	child_make();
	for (int i = 0; i < CASES; i++) {
		Xueji__V1__Case *one = &cases[i];
		*one = (Xueji__V1__Case)XUEJI__V1__CASE__INIT;
		snprintf(ids[i], sizeof ids[i], "81%d", i);
		one->id = ids[i], one->rev = 3 + i, one->student_id = CHILD_TEXT("9001");
		one->type = XUEJI__V1__CASE_TYPE__CASE_TYPE_REGISTRATION;
		one->state = XUEJI__V1__CASE_STATE__CASE_STATE_BUREAU_REVIEW;
		one->state_title = CHILD_TEXT("主管部门待核准");
		one->student_name = CHILD_TEXT(names[i]), one->school = &child_school;
		one->grade = 1, one->class_number = i + 1;
		one->turn = XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
		one->turn_unit = &child_county;
		one->due_date = CHILD_TEXT(dues[i]), one->working_days_left = left[i];
		one->is_overdue = left[i] < 0;
		rows[i] = one;
	}
}

static void answer_list(struct stage *stage)
{
	Xueji__V1__ListCasesResponse reply = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	Xueji__V1__CaseLoad load = XUEJI__V1__CASE_LOAD__INIT;
	Xueji__V1__CaseDueDay day = XUEJI__V1__CASE_DUE_DAY__INIT, *days[] = {&day};
	make_cases();
	day.date = CHILD_TEXT("2026-11-27"), day.count = 1;
	load.waiting = CASES, load.late = 1, load.days = days, load.n_days = 1;
	reply.cases = rows, reply.n_cases = CASES, reply.load = &load;
	fake_answer(stage->client, LIST, &reply.base);
}

static void answer_decided(struct stage *stage, size_t n, bool last_fails)
{
	Xueji__V1__DecideCasesResponse reply = XUEJI__V1__DECIDE_CASES_RESPONSE__INIT;
	Xueji__V1__CaseResult results[CASES], *list[CASES];
	for (size_t i = 0; i < n; i++) {
		results[i] = (Xueji__V1__CaseResult)XUEJI__V1__CASE_RESULT__INIT;
		results[i].case_id = ids[i], results[i].summary = rows[i];
		results[i].is_done = !(last_fails && i == n - 1);
		if (!results[i].is_done)
			results[i].refusal_text = CHILD_TEXT("已由他人办理，请重新查看。");
		list[i] = &results[i];
	}
	reply.results = list, reply.n_results = n;
	fake_answer(stage->client, DECIDE, &reply.base);
}

static void open_list(struct stage *stage)
{
	answer_list(stage);
	stage_sign_in(stage);
	stage_type(stage, "3");
	stage_wait(stage, 1);
}

static void list_scene(struct stage *stage)
{
	open_list(stage);
	stage_type(stage, "t");
	stage_shot(stage, "cases");
}

START_TEST(what_is_late_stands_first_with_the_days_that_are_left)
{
	stage_play(list_scene);
}
END_TEST

static void approve_scene(struct stage *stage)
{
	open_list(stage);
	answer_decided(stage, 2, true);
	stage_type(stage, "tta");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	stage_type(stage, "3\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* not the number that is marked */
	stage_type(stage, "a2\r");
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE);
	ck_assert_uint_eq(sent->n_cases, 2);
	ck_assert_str_eq(sent->cases[0]->case_id, "810");
	ck_assert_int_eq(sent->cases[0]->rev, 3);
	ck_assert_str_eq(sent->cases[1]->case_id, "811");
	ck_assert_int_eq(sent->cases[1]->rev, 4);
	ck_assert(stage_shows(stage, "买买提江"));
	ck_assert(stage_shows(stage, "已由他人办理"));
}

START_TEST(many_are_approved_by_typing_their_number_and_what_failed_is_listed)
{
	stage_play_as(approve_scene, LANG_ZH, 24, 80);
}
END_TEST

static void blind_scene(struct stage *stage)
{
	open_list(stage);
	answer_decided(stage, 2, false);
	stage_type(stage, "tt");
	fake_hold(stage->client);
	stage_type(stage, "a2\r"); /* before the plan is there */
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[3 "));
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	stage_type(stage, "2\r"); /* now it is seen */
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 1);
	stage_type(stage, "\033tt");
	fake_hold(stage->client);
	fake_refuse_next(stage->client, LIST, "SERVER_BUSY", "busy", NULL);
	stage_type(stage, "a2\r");
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "[3 "));
}

START_TEST(a_number_typed_before_the_plan_is_seen_approves_nothing)
{
	stage_play_as(blind_scene, LANG_ZH, 24, 80);
}
END_TEST

static void unsent_scene(struct stage *stage)
{
	open_list(stage);
	size_t asked = fake_calls(stage->client, LIST);
	fake_set_line(stage->client, LINE_DOWN);
	fake_refuse_next(stage->client, DECIDE, "NO_LINE", "no line", NULL);
	stage_wait(stage, 1);
	stage_type(stage, "ay");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 1);
	fake_set_line(stage->client, LINE_UP);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, LIST), asked + 1); /* where it stands */
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 1);
}

START_TEST(a_decision_that_never_left_is_not_sent_when_the_line_is_back)
{
	stage_play_as(unsent_scene, LANG_ZH, 24, 80);
}
END_TEST

static void no_scene(struct stage *stage)
{
	open_list(stage);
	stage_type(stage, "a\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	stage_paste(stage, "ay");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	answer_decided(stage, 1, false);
	stage_type(stage, "ay");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 1);
}

START_TEST(one_is_approved_by_a_typed_yes_alone)
{
	stage_play_as(no_scene, LANG_ZH, 24, 80);
}
END_TEST

static void return_scene(struct stage *stage)
{
	open_list(stage);
	answer_decided(stage, 1, false);
	stage_type(stage, "r1\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* a reason is needed */
	stage_type(stage, "缺户口页\r");
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_int_eq(sent->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN);
	ck_assert_str_eq(sent->reason, "缺户口页");
}

START_TEST(a_return_needs_a_reason_in_words)
{
	stage_play_as(return_scene, LANG_ZH, 24, 80);
}
END_TEST

static void answer_case(struct stage *stage, bool may_approve)
{
	static Xueji__V1__CaseEvent moves[] = {XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE,
		XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN};
	Xueji__V1__GetCaseResponse reply = XUEJI__V1__GET_CASE_RESPONSE__INIT;
	Xueji__V1__CaseStation stations[2], *track[] = {&stations[0], &stations[1]};
	Xueji__V1__CaseStep step = XUEJI__V1__CASE_STEP__INIT, *steps[] = {&step};
	Google__Protobuf__Timestamp time = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	make_cases();
	if (!may_approve)
		rows[0]->turn_unit = &child_school;
	for (int i = 0; i < 2; i++)
		stations[i] = (Xueji__V1__CaseStation)XUEJI__V1__CASE_STATION__INIT;
	stations[0].title = CHILD_TEXT("学校核办"), stations[0].unit = &child_school;
	stations[0].is_done = true;
	stations[1].title = CHILD_TEXT("主管部门核准"), stations[1].unit = &child_county;
	stations[1].is_current = true;
	time.seconds = 1795600000;
	step.number = 1, step.time = &time, step.unit = &child_school;
	step.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT;
	step.operator_name = CHILD_TEXT("秦老师"), step.reason = CHILD_TEXT("随父母迁入");
	reply.summary = rows[0], reply.items = child_items_make();
	reply.stations = track, reply.n_stations = 2, reply.steps = steps, reply.n_steps = 1;
	reply.moves = moves, reply.n_moves = may_approve ? 2 : 0;
	fake_answer(stage->client, GET, &reply.base);
}

static void case_scene(struct stage *stage)
{
	answer_case(stage, true);
	open_list(stage);
	stage_type(stage, "\r");
	stage_wait(stage, 1);
	stage_shot(stage, "case");
	stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "2018-03-02"));
}

START_TEST(a_case_shows_its_track_its_steps_and_what_it_applies_for)
{
	stage_play(case_scene);
}
END_TEST

static void grey_scene(struct stage *stage)
{
	answer_case(stage, false);
	stage_sign_in(stage);
	stage_open(stage, "case", "810");
	stage_type(stage, "a");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	ck_assert(stage_shows(stage, "应由长安区谈固小学办理"));
}

START_TEST(a_key_that_cannot_be_used_says_whose_move_it_is)
{
	stage_play_as(grey_scene, LANG_ZH, 24, 80);
}
END_TEST

static void mine_scene(struct stage *stage)
{
	open_list(stage);
	const Xueji__V1__ListCasesRequest *sent = fake_request(stage->client, LIST);
	ck_assert(sent->mine); /* as the desk counts: transfers out too */
	ck_assert_int_eq(sent->waiting_for, 0);
	stage_type(stage, "\t");
	sent = fake_request(stage->client, LIST);
	ck_assert(!sent->mine);
	ck_assert_int_eq(sent->waiting_for, XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_BUREAU);
	stage_type(stage, "\t");
	ck_assert(stage_shows(stage, "All that are open  newest first"));
	stage_open(stage, "cases", "1001 3 1"); /* a row of the desk */
	sent = fake_request(stage->client, LIST);
	ck_assert(!sent->mine);
	ck_assert_int_eq(sent->waiting_for, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	ck_assert_str_eq(sent->unit_id, "1001");
}

START_TEST(the_first_list_is_all_that_the_desk_counts)
{
	stage_play_as(mine_scene, LANG_EN, 24, 80);
}
END_TEST

static void holidays_scene(struct stage *stage)
{
	Xueji__V1__ListCasesResponse reply = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	Xueji__V1__CaseLoad load = XUEJI__V1__CASE_LOAD__INIT;
	make_cases();
	load.waiting = CASES, load.is_calendar_short = true;
	load.calendar_known_until = CHILD_TEXT("2026-12-31");
	reply.cases = rows, reply.n_cases = CASES, reply.load = &load;
	fake_answer(stage->client, LIST, &reply.base);
	stage_sign_in(stage);
	stage_type(stage, "3");
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "! holidays known until 2026-12-31"));
	stage_type(stage, "a");
	ck_assert(stage_shows(stage, "(2 workdays late)"));
}

START_TEST(until_when_holidays_are_known_is_said_and_lateness_in_workdays)
{
	stage_play_as(holidays_scene, LANG_EN, 24, 80);
}
END_TEST

static void sort_scene(struct stage *stage)
{
	Xueji__V1__ListCasesResponse reply = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	open_list(stage);
	reply.cases = rows, reply.n_cases = CASES;
	reply.total_count = 4812, reply.matching_count = 37;
	fake_answer(stage->client, LIST, &reply.base);
	stage_type(stage, "/刘\rs");
	const Xueji__V1__ListCasesRequest *sent = fake_request(stage->client, LIST);
	ck_assert_str_eq(sent->filter, "刘");
	ck_assert_int_eq(sent->order, XUEJI__V1__CASE_ORDER__CASE_ORDER_OLDEST);
	ck_assert(stage_shows(stage, "先申请的在前"));
	ck_assert(stage_shows(stage, "/37，共 4,812"));
	stage_type(stage, "\t\t\t"); /* leaving us, all that are open, closed */
	sent = fake_request(stage->client, LIST);
	ck_assert(sent->closed);
	ck_assert_int_eq(sent->order, XUEJI__V1__CASE_ORDER__CASE_ORDER_UNSPECIFIED);
	stage_type(stage, "s");
	ck_assert(stage_shows(stage, "从新到旧"));
}

START_TEST(filter_and_order_are_the_servers)
{
	stage_play_as(sort_scene, LANG_ZH, 24, 80);
}
END_TEST

static void anew_scene(struct stage *stage)
{
	Xueji__V1__ListCasesResponse reply = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	open_list(stage);
	answer_decided(stage, 1, false);
	reply.cases = rows + 1, reply.n_cases = CASES - 1; /* the first is decided elsewhere */
	fake_answer(stage->client, LIST, &reply.base);
	fake_hold(stage->client);
	stage_type(stage, "Ra");
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_type(stage, "y");
	const Xueji__V1__DecideCasesRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->cases[0]->case_id, "810");
}

START_TEST(the_case_that_was_asked_about_is_signed_though_the_list_comes_anew)
{
	stage_play_as(anew_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("cases", the_first_list_is_all_that_the_desk_counts,
	until_when_holidays_are_known_is_said_and_lateness_in_workdays,
	filter_and_order_are_the_servers,
	the_case_that_was_asked_about_is_signed_though_the_list_comes_anew,
	what_is_late_stands_first_with_the_days_that_are_left,
	many_are_approved_by_typing_their_number_and_what_failed_is_listed,
	a_number_typed_before_the_plan_is_seen_approves_nothing,
	a_decision_that_never_left_is_not_sent_when_the_line_is_back,
	one_is_approved_by_a_typed_yes_alone, a_return_needs_a_reason_in_words,
	a_case_shows_its_track_its_steps_and_what_it_applies_for,
	a_key_that_cannot_be_used_says_whose_move_it_is)
