/* Bringing in a sheet: what is said of it, and how it goes. */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xueji/v1/imports.pb-c.h>
#include <xueji/v1/tickets.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/sheets.h"
#include "tests/tui/stage.h"
#include "tui/frame.h"
#include "tui/import_pipe.h"

#define IMPORTS "xueji.v1.Imports/"

static Xueji__V1__Import import;

static void make_import(bool is_dry, int64_t last_row)
{
	import = (Xueji__V1__Import)XUEJI__V1__IMPORT__INIT;
	import.id = (char *)(uintptr_t) "73";
	import.state = XUEJI__V1__IMPORT_STATE__IMPORT_STATE_RUNNING;
	import.is_dry_run = is_dry;
	import.last_row = last_row;
}

/* Until all that is to be read is read, and all answers are in. */
static void settle(struct stage *stage)
{
	for (int i = 0; i < 40; i++)
		stage_wait(stage, 1);
}

static void answer_sending(struct stage *stage, bool is_dry, int64_t last_row)
{
	static Xueji__V1__RowVerdict verdict, *verdicts[] = {&verdict, &verdict};
	verdict = (Xueji__V1__RowVerdict)XUEJI__V1__ROW_VERDICT__INIT;
	Xueji__V1__StartImportResponse start = XUEJI__V1__START_IMPORT_RESPONSE__INIT;
	Xueji__V1__ImportRowsResponse taken = XUEJI__V1__IMPORT_ROWS_RESPONSE__INIT;
	Xueji__V1__FinishImportResponse end = XUEJI__V1__FINISH_IMPORT_RESPONSE__INIT;
	make_import(is_dry, last_row);
	start.import = taken.import = end.import = &import;
	fake_answer_next(stage->client, IMPORTS "StartImport", &start.base);
	import.last_row = 3, import.created = 2;
	taken.verdicts = verdicts, taken.n_verdicts = last_row == 0 ? 2 : 1;
	fake_answer_next(stage->client, IMPORTS "ImportRows", &taken.base);
	fake_answer_next(stage->client, IMPORTS "FinishImport", &end.base);
}

static void bring_scene(struct stage *stage)
{
	const char *path = sheet_csv("sheet.csv", 2);
	answer_sending(stage, true, 0);
	stage_sign_in(stage);
	app_allow_files(stage->app);
	stage_open(stage, "bring", "2001");
	stage_paste(stage, path);
	stage_type(stage, "\x13");
	settle(stage);
	const Xueji__V1__StartImportRequest *start =
		fake_request(stage->client, IMPORTS "StartImport");
	ck_assert_msg(start != NULL, "%s", stage_row(stage, stage->canvas->rows - 2));
	ck_assert(start->is_dry_run);
	ck_assert_str_eq(start->unit_id, "2001");
	ck_assert_str_eq(start->title, "sheet.csv");
	ck_assert_uint_eq(start->sha256.len, 32);
	const Xueji__V1__ImportRowsRequest *sent =
		fake_request(stage->client, IMPORTS "ImportRows");
	ck_assert_ptr_nonnull(sent);
	ck_assert_uint_eq(sent->n_rows, 2);
	ck_assert_str_eq(sent->rows[1]->items->name, "马子轩");
	const Xueji__V1__FinishImportRequest *end =
		fake_request(stage->client, IMPORTS "FinishImport");
	ck_assert_int_eq(end->last_row, 3);
	/* The same form now brings it in for good; what came before is not sent again. */
	answer_sending(stage, false, 2);
	stage_type(stage, "\x13");
	settle(stage);
	start = fake_request(stage->client, IMPORTS "StartImport");
	ck_assert(!start->is_dry_run);
	sent = fake_request(stage->client, IMPORTS "ImportRows");
	ck_assert_uint_eq(sent->n_rows, 1);
	ck_assert_int_eq(sent->after_row, 2);
}

START_TEST(a_sheet_is_tried_dry_and_brought_in_from_where_it_stopped)
{
	stage_play_as(bring_scene, LANG_ZH, 24, 80);
}
END_TEST

static void begin_bringing(struct stage *stage, const char *path)
{
	app_allow_files(stage->app);
	stage_sign_in(stage);
	stage_open(stage, "bring", "2001");
	stage_paste(stage, path);
	stage_type(stage, "\x13");
}

static void slipped_scene(struct stage *stage)
{
	FILE *file = sheet_open_csv("slipped.csv", 2);
	fputs("1,", file);
	sheet_put(file, "1");
	sheet_put(file, "1"); /* and a good one behind it */
	fclose(file);
	begin_bringing(stage, scratch_path("slipped.csv"));
	settle(stage);
	ck_assert(stage_shows(stage, "row 4 has a text in column"));
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "StartImport"), 0);
}

START_TEST(of_a_sheet_with_a_row_that_has_slipped_nothing_is_sent)
{
	stage_play_as(slipped_scene, LANG_EN, 24, 80);
}
END_TEST

enum { CALL_ROWS = 200 };

/* StartImport is answered, and so many calls of rows, all whole but the last. */
static void answer_rows(struct stage *stage, int calls, int last)
{
	static Xueji__V1__RowVerdict verdict, *verdicts[CALL_ROWS];
	Xueji__V1__StartImportResponse start = XUEJI__V1__START_IMPORT_RESPONSE__INIT;
	Xueji__V1__ImportRowsResponse taken = XUEJI__V1__IMPORT_ROWS_RESPONSE__INIT;
	Xueji__V1__FinishImportResponse end = XUEJI__V1__FINISH_IMPORT_RESPONSE__INIT;
	make_import(false, 0);
	verdict = (Xueji__V1__RowVerdict)XUEJI__V1__ROW_VERDICT__INIT;
	for (int i = 0; i < CALL_ROWS; i++)
		verdicts[i] = &verdict;
	start.import = taken.import = end.import = &import;
	fake_answer_next(stage->client, IMPORTS "StartImport", &start.base);
	taken.verdicts = verdicts;
	import.last_row = 1;
	for (int i = 0; i < calls; i++) {
		taken.n_verdicts = i < calls - 1 ? CALL_ROWS : (size_t)last;
		import.last_row += (int64_t)taken.n_verdicts;
		import.created = import.last_row - 1;
		fake_answer_next(stage->client, IMPORTS "ImportRows", &taken.base);
	}
	import.state = XUEJI__V1__IMPORT_STATE__IMPORT_STATE_FINISHED;
	fake_answer(stage->client, IMPORTS "FinishImport", &end.base);
}

/* Two calls more than may be on their way at a time, the last of them a short one. */
static void many_scene(struct stage *stage)
{
	enum { CALLS = PIPE_DEPTH + 2, MANY = (CALLS - 1) * CALL_ROWS + 50 };
	char brought[64];
	answer_rows(stage, CALLS, 50);
	begin_bringing(stage, sheet_csv("many.csv", MANY));
	ck_assert(stage_shows(stage, "nothing is sent yet"));
	while (fake_calls(stage->client, IMPORTS "ImportRows") == 0)
		stage_wait(stage, 1);
	fake_hold(stage->client);
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), PIPE_DEPTH);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 0);
	fake_release(stage->client);
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), CALLS);
	const Xueji__V1__FinishImportRequest *end =
		fake_request(stage->client, IMPORTS "FinishImport");
	ck_assert_int_eq(end->last_row, MANY + 1);
	snprintf(brought, sizeof brought, "Brought in: %d,%03d new", MANY / 1000, MANY % 1000);
	ck_assert(stage_shows(stage, brought));
}

START_TEST(several_calls_are_on_their_way_at_a_time)
{
	stage_play_as(many_scene, LANG_EN, 24, 80);
}
END_TEST

static void overtaken_scene(struct stage *stage)
{
	fake_refuse_next(stage->client, IMPORTS "ImportRows", "ROWS_NOT_NEXT", "not next", NULL);
	fake_refuse_next(stage->client, IMPORTS "ImportRows", "ROWS_NOT_NEXT", "not next", NULL);
	answer_rows(stage, 2, 50);
	begin_bringing(stage, sheet_csv("turns.csv", 250));
	for (int i = 0; i < 40; i++) {
		stage_wait(stage, 1);
		ck_assert(!stage_shows(stage, "not next"));
	}
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), 4);
	ck_assert(stage_shows(stage, "Brought in: 250 new"));
}

START_TEST(calls_that_overtook_each_other_go_again_and_nobody_is_told)
{
	stage_play_as(overtaken_scene, LANG_EN, 24, 80);
}
END_TEST

static void refused_scene(struct stage *stage)
{
	answer_rows(stage, 1, CALL_ROWS);
	fake_refuse_next(stage->client, IMPORTS "ImportRows", "QUOTA_USED", "too much today", NULL);
	fake_refuse_next(stage->client, IMPORTS "ImportRows", "ROWS_NOT_NEXT", "not next", NULL);
	begin_bringing(stage, sheet_csv("refused.csv", 600));
	settle(stage);
	ck_assert(stage_shows(stage, "too much today"));
	ck_assert(stage_shows(stage, "Stopped behind row 201"));
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 0);
}

START_TEST(what_is_refused_ends_it_and_says_why_and_how_far_it_is)
{
	stage_play_as(refused_scene, LANG_EN, 24, 80);
}
END_TEST

static void changed_scene(struct stage *stage)
{
	answer_rows(stage, 15, CALL_ROWS);
	begin_bringing(stage, sheet_csv("changed.csv", 3000));
	while (fake_calls(stage->client, IMPORTS "ImportRows") == 0)
		stage_wait(stage, 1);
	fake_hold(stage->client);
	ck_assert_int_eq(truncate(scratch_path("changed.csv"), 100000), 0);
	fake_release(stage->client);
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), 15);
	ck_assert(stage_shows(stage, "Brought in: 3,000 new"));
}

START_TEST(a_sheet_that_is_saved_anew_meanwhile_goes_as_it_was_looked_through)
{
	stage_play_as(changed_scene, LANG_EN, 24, 80);
}
END_TEST

static void stop_scene(struct stage *stage)
{
	answer_rows(stage, 4, CALL_ROWS);
	begin_bringing(stage, sheet_csv("stop.csv", 3000));
	stage_wait(stage, 1);
	stage_type(stage, "\033");
	ck_assert(stage_shows(stage, "Stopped; nothing was sent"));
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "StartImport"), 0);
	stage_type(stage, "\x13");
	while (fake_calls(stage->client, IMPORTS "ImportRows") == 0)
		stage_wait(stage, 1);
	fake_hold(stage->client);
	stage_wait(stage, 1);
	stage_type(stage, "\033");
	ck_assert(stage_shows(stage, "what has come stays"));
	ck_assert(stage_shows(stage, "send the same file to go on"));
	size_t sent = fake_calls(stage->client, IMPORTS "ImportRows");
	fake_release(stage->client);
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), sent);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 0);
	stage_type(stage, "\033"); /* the next one leaves */
	ck_assert(!stage_shows(stage, "File of this machine"));
}

START_TEST(the_first_esc_stops_the_next_one_leaves)
{
	stage_play_as(stop_scene, LANG_EN, 24, 80);
}
END_TEST

static void locked_scene(struct stage *stage)
{
	answer_rows(stage, 6, 50);
	begin_bringing(stage, sheet_csv("locked.csv", 1050));
	while (fake_calls(stage->client, IMPORTS "ImportRows") == 0)
		stage_wait(stage, 1);
	stage_key(stage, verb_key(VERB_LOCK));
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 1);
}

START_TEST(behind_the_lock_it_goes_on)
{
	stage_play_as(locked_scene, LANG_EN, 24, 80);
}
END_TEST

static void choose_scene(struct stage *stage)
{
	answer_sending(stage, false, 0);
	app_allow_files(stage->app);
	stage_sign_in(stage);
	stage_open(stage, "bring", "2001");
	stage_paste(stage, sheet_csv("sheet.csv", 2));
	stage_type(stage, "\r2\x13");
	settle(stage);
	const Xueji__V1__StartImportRequest *start =
		fake_request(stage->client, IMPORTS "StartImport");
	ck_assert(!start->is_dry_run && !start->is_provisional);
}

START_TEST(the_dry_run_is_passed_over_by_one_key)
{
	stage_play_as(choose_scene, LANG_EN, 24, 80);
}
END_TEST

/* The session ends with several calls on their way; after the next sign-in they go again. */
static void ended_scene(struct stage *stage)
{
	for (int i = 0; i < 3; i++)
		fake_refuse_next(
			stage->client, IMPORTS "ImportRows", "SESSION_ENDED", "it has ended", NULL);
	answer_rows(stage, 3, 50);
	begin_bringing(stage, sheet_csv("ended.csv", 450));
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 0);
	stage_type(stage, "Secret-9\r\r");
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), 6);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 1);
	ck_assert(stage_shows(stage, "450 new"));
}

START_TEST(when_the_session_ends_it_goes_on_after_the_next_sign_in)
{
	stage_play_as(ended_scene, LANG_EN, 24, 80);
}
END_TEST

static void form_scene(struct stage *stage)
{
	app_allow_files(stage->app);
	stage_sign_in(stage);
	stage_open(stage, "bring", "2001");
	stage_shot(stage, "bring");
	stage_type(stage, "x.csv\x13");
	settle(stage);
	ck_assert(stage_shows(
		stage, stage->lang == LANG_EN ? "x.csv cannot be read" : "x.csv 无法读取"));
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "StartImport"), 0);
}

static void ticket_scene(struct stage *stage)
{
	Xueji__V1__IssueTicketResponse reply = XUEJI__V1__ISSUE_TICKET_RESPONSE__INIT;
	reply.ticket = (char *)(uintptr_t) "ABCDE-FGHJK-MNPQR-STVWX";
	fake_answer(stage->client, "xueji.v1.Tickets/IssueTicket", &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "bring", "2001");
	stage_type(stage, "\x13");
	stage_wait(stage, 1);
	const Xueji__V1__IssueTicketRequest *sent =
		fake_request(stage->client, "xueji.v1.Tickets/IssueTicket");
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->purpose, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_IMPORT);
	ck_assert_str_eq(sent->object_id, "2001");
	Xueji__V1__StartImportRequest *typed = xueji__v1__start_import_request__unpack(
		NULL, sent->details.len, sent->details.data);
	ck_assert(typed != NULL && typed->is_dry_run && !typed->is_provisional);
	xueji__v1__start_import_request__free_unpacked(typed, NULL);
	ck_assert(stage_shows(stage, "put ABCDE-FGHJK-MNPQR-STVWX < children.xlsx"));
}

START_TEST(over_ssh_a_sheet_is_brought_in_by_a_ticket)
{
	stage_play_as(ticket_scene, LANG_EN, 24, 80);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_named)
{
	stage_play(form_scene);
}
END_TEST

SUITE_WITH("import_start", scratch_open, scratch_close,
	a_sheet_is_tried_dry_and_brought_in_from_where_it_stopped,
	over_ssh_a_sheet_is_brought_in_by_a_ticket,
	of_a_sheet_with_a_row_that_has_slipped_nothing_is_sent,
	several_calls_are_on_their_way_at_a_time,
	calls_that_overtook_each_other_go_again_and_nobody_is_told,
	what_is_refused_ends_it_and_says_why_and_how_far_it_is,
	a_sheet_that_is_saved_anew_meanwhile_goes_as_it_was_looked_through,
	the_first_esc_stops_the_next_one_leaves, the_dry_run_is_passed_over_by_one_key,
	when_the_session_ends_it_goes_on_after_the_next_sign_in, behind_the_lock_it_goes_on,
	a_file_that_cannot_be_read_is_named)
