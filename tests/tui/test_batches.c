#include <stdio.h>
#include <xueji/v1/imports.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"

#define LIST   "xueji.v1.Imports/ListBatches"
#define CASES  "xueji.v1.Imports/ListBatchCases"
#define DECIDE "xueji.v1.Imports/DecideBatch"

enum { BATCHES = 2, CHILDREN = 3 };

static Xueji__V1__Batch batches[BATCHES], *rows[BATCHES];
static Xueji__V1__Case cases[CHILDREN], *case_rows[CHILDREN];
static Google__Protobuf__Timestamp begun;

static void answer_list(struct stage *stage, size_t n)
{
	Xueji__V1__ListBatchesResponse reply = XUEJI__V1__LIST_BATCHES_RESPONSE__INIT;
	child_make();
	begun = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	begun.seconds = 1795740000;
	for (int i = 0; i < BATCHES; i++) {
		batches[i] = (Xueji__V1__Batch)XUEJI__V1__BATCH__INIT;
		batches[i].import_id = CHILD_TEXT(i == 0 ? "71" : "72");
		batches[i].school = &child_school, batches[i].begun_time = &begun;
		batches[i].title = CHILD_TEXT("一年级新生.xlsx");
		batches[i].operator_name = CHILD_TEXT("王老师");
		batches[i].cases = 1204 - 1200 * i, batches[i].waiting = 1203 - 1200 * i;
		rows[i] = &batches[i];
	}
	reply.batches = rows, reply.n_batches = n;
	fake_answer(stage->client, LIST, &reply.base);
}

static void answer_cases(struct stage *stage, size_t n)
{
	static char *const names[] = {"刘佳琪", "马子轩", "古丽娜尔·买买提"};
	Xueji__V1__ListBatchCasesResponse reply = XUEJI__V1__LIST_BATCH_CASES_RESPONSE__INIT;
	for (int i = 0; i < CHILDREN; i++) {
		cases[i] = (Xueji__V1__Case)XUEJI__V1__CASE__INIT;
		cases[i].id = CHILD_TEXT(i == 0 ? "81" : i == 1 ? "82" : "83");
		cases[i].student_name = names[i], cases[i].school = &child_school;
		cases[i].grade = 1, cases[i].class_number = i + 1;
		cases[i].is_class_full = i == 1;
		cases[i].moved_time = &begun;
		case_rows[i] = &cases[i];
	}
	reply.cases = case_rows, reply.n_cases = n, reply.waiting = (int64_t)n;
	fake_answer(stage->client, CASES, &reply.base);
}

static void look_scene(struct stage *stage)
{
	answer_list(stage, BATCHES);
	answer_cases(stage, CHILDREN);
	stage_sign_in(stage);
	stage_open(stage, "batches", "1001 3 1 batch.confirm");
	stage_shot(stage, "batches");
	stage_type(stage, "\r");
	const Xueji__V1__ListBatchCasesRequest *sent = fake_request(stage->client, CASES);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->import_id, "71");
	ck_assert_str_eq(sent->school_id, "2001");
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_int_eq(sent->waiting_for, XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU);
	stage_shot(stage, "batch");
}

START_TEST(a_batch_is_opened_and_shows_whom_it_brings)
{
	stage_play(look_scene);
}
END_TEST

static void approve_scene(struct stage *stage)
{
	Xueji__V1__DecideBatchResponse page = XUEJI__V1__DECIDE_BATCH_RESPONSE__INIT;
	answer_list(stage, BATCHES);
	answer_cases(stage, CHILDREN);
	page.done = 2, page.next_page_token = CHILD_TEXT("next");
	fake_answer_next(stage->client, DECIDE, &page.base);
	page.done = 1, page.next_page_token = CHILD_TEXT("");
	fake_answer_next(stage->client, DECIDE, &page.base);
	stage_sign_in(stage);
	stage_open(stage, "batches", "");
	stage_type(stage, "\ra\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* the number must be typed */
	stage_type(stage, "a2\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0);
	fake_hold(stage->client);
	stage_type(stage, "a3\r");
	ck_assert(stage_shows(stage, "Esc"));
	fake_release(stage->client);
	stage_wait(stage, 1);
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 2);
	const Xueji__V1__DecideBatchRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_str_eq(sent->page_token, "next");
	ck_assert_int_eq(sent->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE);
	ck_assert(stage_shows(stage, "72") || stage_shows(stage, "1/2")); /* at the list again */
}

START_TEST(a_batch_is_approved_page_by_page_once_its_number_is_typed)
{
	stage_play_as(approve_scene, LANG_ZH, 24, 80);
}
END_TEST

static void return_scene(struct stage *stage)
{
	Xueji__V1__DecideBatchResponse page = XUEJI__V1__DECIDE_BATCH_RESPONSE__INIT;
	Xueji__V1__CaseResult result = XUEJI__V1__CASE_RESULT__INIT, *results[] = {&result};
	answer_list(stage, 1);
	answer_cases(stage, CHILDREN);
	result.case_id = CHILD_TEXT("82"), result.summary = &cases[1];
	result.refusal_text = CHILD_TEXT("已有其他业务在办。");
	page.done = 2, page.refused = results, page.n_refused = 1;
	fake_answer(stage->client, DECIDE, &page.base);
	stage_sign_in(stage);
	stage_open(stage, "batch", "71 2001 1001 3");
	stage_type(stage, "r\r");
	ck_assert_uint_eq(fake_calls(stage->client, DECIDE), 0); /* it needs a reason */
	stage_type(stage, "rphotos\r3\r");
	const Xueji__V1__DecideBatchRequest *sent = fake_request(stage->client, DECIDE);
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->event, XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN);
	ck_assert_str_eq(sent->reason, "photos");
	ck_assert(stage_shows(stage, "马子轩"));
	ck_assert(stage_shows(stage, "已有其他业务在办"));
}

START_TEST(what_could_not_move_is_shown_with_its_reason)
{
	stage_play_as(return_scene, LANG_ZH, 24, 80);
}
END_TEST

static void elsewhere_scene(struct stage *stage)
{
	Xueji__V1__DecideBatchResponse page = XUEJI__V1__DECIDE_BATCH_RESPONSE__INIT;
	answer_list(stage, BATCHES);
	answer_cases(stage, CHILDREN);
	page.done = CHILDREN;
	fake_answer(stage->client, DECIDE, &page.base);
	stage_sign_in(stage);
	stage_open(stage, "batch", "71 2001 1001 3");
	fake_hold(stage->client);
	stage_type(stage, "a3\r");
	stage_open(stage, "batches", "1001 3");
	fake_release(stage->client);
	stage_wait(stage, 1);
	ck_assert(stage_shows(stage, "1/2")); /* what was opened meanwhile stays */
}

START_TEST(a_batch_that_is_done_closes_nothing_that_was_opened_meanwhile)
{
	stage_play_as(elsewhere_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("batches", a_batch_is_opened_and_shows_whom_it_brings,
	a_batch_is_approved_page_by_page_once_its_number_is_typed,
	what_could_not_move_is_shown_with_its_reason,
	a_batch_that_is_done_closes_nothing_that_was_opened_meanwhile)
