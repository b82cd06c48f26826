#include <stdio.h>
#include <string.h>
#include <xueji/v1/imports.pb-c.h>
#include <xueji/v1/tickets.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/sheets.h"
#include "tests/tui/stage.h"
#include "tui/frame.h"

#define IMPORTS "xueji.v1.Imports/"

enum { SHEETS = 3, ROWS = 3, FAULTS = 2 };

static Xueji__V1__Import sheets[SHEETS], *rows[SHEETS];
static Google__Protobuf__Timestamp begun;

static void make_sheets(void)
{
	child_make();
	begun = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	begun.seconds = 1795740000;
	for (int i = 0; i < SHEETS; i++) {
		sheets[i] = (Xueji__V1__Import)XUEJI__V1__IMPORT__INIT;
		sheets[i].unit = &child_school, sheets[i].begun_time = &begun;
		sheets[i].title = CHILD_TEXT("一年级新生.xlsx");
		sheets[i].operator_name = CHILD_TEXT("王老师");
		sheets[i].state = XUEJI__V1__IMPORT_STATE__IMPORT_STATE_FINISHED;
		sheets[i].created = 1198, sheets[i].updated = 2, sheets[i].last_row = 1204;
		rows[i] = &sheets[i];
	}
	sheets[0].id = CHILD_TEXT("73"), sheets[1].id = CHILD_TEXT("72");
	sheets[2].id = CHILD_TEXT("71");
	sheets[0].state = XUEJI__V1__IMPORT_STATE__IMPORT_STATE_RUNNING;
	sheets[0].created = 600, sheets[0].last_row = 601;
	sheets[1].refused = ROWS;
	sheets[2].is_dry_run = true;
}

static void answer_one(struct stage *stage, int which)
{
	static Xueji__V1__RowFault faults[FAULTS], *list[FAULTS];
	static Xueji__V1__RowVerdict verdicts[ROWS], *all[ROWS];
	Xueji__V1__ListImportsResponse imports = XUEJI__V1__LIST_IMPORTS_RESPONSE__INIT;
	Xueji__V1__GetImportResponse one = XUEJI__V1__GET_IMPORT_RESPONSE__INIT;
	Xueji__V1__ListRefusedRowsResponse refused = XUEJI__V1__LIST_REFUSED_ROWS_RESPONSE__INIT;
	make_sheets();
	for (int i = 0; i < FAULTS; i++) {
		faults[i] = (Xueji__V1__RowFault)XUEJI__V1__ROW_FAULT__INIT;
		list[i] = &faults[i];
	}
	faults[0].item = CHILD_TEXT("id_number"), faults[0].column = CHILD_TEXT("身份证件号");
	faults[0].text = CHILD_TEXT("与校验码不符；请对照证件重新输入");
	faults[1].item = CHILD_TEXT("birth_date"), faults[1].column = CHILD_TEXT("出生日期");
	faults[1].text = CHILD_TEXT("必填");
	for (int i = 0; i < ROWS; i++) {
		verdicts[i] = (Xueji__V1__RowVerdict)XUEJI__V1__ROW_VERDICT__INIT;
		verdicts[i].row = 14 + 30 * i;
		verdicts[i].outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED;
		verdicts[i].faults = list, verdicts[i].n_faults = i == 1 ? 1 : FAULTS;
		all[i] = &verdicts[i];
	}
	imports.imports = rows, imports.n_imports = SHEETS;
	one.import = rows[which];
	refused.verdicts = all, refused.n_verdicts = which == 1 ? ROWS : 0;
	fake_answer(stage->client, IMPORTS "ListImports", &imports.base);
	fake_answer(stage->client, IMPORTS "GetImport", &one.base);
	fake_answer(stage->client, IMPORTS "ListRefusedRows", &refused.base);
}

static void list_scene(struct stage *stage)
{
	answer_one(stage, 1);
	stage_sign_in(stage);
	stage_open(stage, "imports", "2001 0 0 import.unfinished");
	stage_shot(stage, "imports");
	stage_type(stage, "j\r");
	stage_shot(stage, "import");
	stage_type(stage, "i");
	stage_shot(stage, "import_faults");
}

START_TEST(imports_are_listed_and_one_shows_its_refused_rows)
{
	stage_play(list_scene);
}
END_TEST

/* ---- mending */

static void answer_row(struct stage *stage)
{
	static Xueji__V1__RowFault fault, *faults[] = {&fault};
	Xueji__V1__GetRefusedRowResponse reply = XUEJI__V1__GET_REFUSED_ROW_RESPONSE__INIT;
	Xueji__V1__RowVerdict verdict = XUEJI__V1__ROW_VERDICT__INIT;
	Xueji__V1__ImportRow typed = XUEJI__V1__IMPORT_ROW__INIT;
	fault = (Xueji__V1__RowFault)XUEJI__V1__ROW_FAULT__INIT;
	fault.item = CHILD_TEXT("postcode"), fault.column = CHILD_TEXT("邮政编码");
	fault.text = CHILD_TEXT("应为 6 位数字");
	typed.row = verdict.row = 14, typed.items = child_items_make();
	typed.items->postcode = CHILD_TEXT("05000");
	verdict.typed = &typed, verdict.faults = faults, verdict.n_faults = 1;
	verdict.outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED;
	reply.verdict = &verdict;
	fake_answer(stage->client, IMPORTS "GetRefusedRow", &reply.base);
}

static void answer_mended(struct stage *stage, Xueji__V1__RowOutcome outcome)
{
	Xueji__V1__RowFault fault = XUEJI__V1__ROW_FAULT__INIT, *faults[] = {&fault};
	Xueji__V1__RowVerdict verdict = XUEJI__V1__ROW_VERDICT__INIT;
	Xueji__V1__MendRowResponse reply = XUEJI__V1__MEND_ROW_RESPONSE__INIT;
	fault.item = CHILD_TEXT("phone"), fault.text = CHILD_TEXT("不是电话号码");
	verdict.row = 14, verdict.outcome = outcome;
	verdict.faults = faults;
	verdict.n_faults = outcome == XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED;
	reply.verdict = &verdict, reply.import = rows[1];
	fake_answer(stage->client, IMPORTS "MendRow", &reply.base);
}

static void mend_scene(struct stage *stage)
{
	answer_one(stage, 1);
	answer_row(stage);
	stage_sign_in(stage);
	stage_open(stage, "import", "72");
	stage_type(stage, "\r");
	const Xueji__V1__GetRefusedRowRequest *asked =
		fake_request(stage->client, IMPORTS "GetRefusedRow");
	ck_assert_int_eq(asked->row, 14);
	stage_shot(stage, "mend");
	answer_mended(stage, XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED);
	stage_type(stage, "0\x13");
	const Xueji__V1__MendRowRequest *sent = fake_request(stage->client, IMPORTS "MendRow");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->import_id, "72");
	ck_assert_int_eq(sent->row->row, 14);
	ck_assert_str_eq(sent->row->items->postcode, "050000");
	ck_assert_str_eq(sent->row->items->name, "刘佳琪"); /* all of the row goes */
	ck_assert(stage_shows(stage, "不是电话号码"));
	answer_mended(stage, XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED);
	stage_type(stage, "\x13");
	ck_assert(stage_shows(stage, "44")); /* the list again */
}

START_TEST(a_refused_row_is_mended_with_its_faults_first)
{
	stage_play(mend_scene);
}
END_TEST

static void dry_scene(struct stage *stage)
{
	answer_one(stage, 1);
	sheets[1].is_dry_run = true;
	Xueji__V1__GetImportResponse one = XUEJI__V1__GET_IMPORT_RESPONSE__INIT;
	one.import = rows[1];
	fake_answer(stage->client, IMPORTS "GetImport", &one.base);
	stage_sign_in(stage);
	stage_open(stage, "import", "72");
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "GetRefusedRow"), 0);
}

START_TEST(of_a_dry_run_nothing_is_mended)
{
	stage_play_as(dry_scene, LANG_EN, 24, 80);
}
END_TEST

/* ---- bringing one in */

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
	make_sheets();
	sheets[0].is_dry_run = is_dry;
	sheets[0].last_row = last_row;
	sheets[0].created = sheets[0].updated = 0;
	start.import = taken.import = end.import = rows[0];
	fake_answer_next(stage->client, IMPORTS "StartImport", &start.base);
	sheets[0].last_row = 3, sheets[0].created = 2;
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
	make_sheets();
	verdict = (Xueji__V1__RowVerdict)XUEJI__V1__ROW_VERDICT__INIT;
	for (int i = 0; i < CALL_ROWS; i++)
		verdicts[i] = &verdict;
	sheets[0].last_row = 0, sheets[0].created = 0, sheets[0].updated = 0;
	start.import = taken.import = end.import = rows[0];
	fake_answer_next(stage->client, IMPORTS "StartImport", &start.base);
	taken.verdicts = verdicts;
	sheets[0].last_row = 1;
	for (int i = 0; i < calls; i++) {
		taken.n_verdicts = i < calls - 1 ? CALL_ROWS : (size_t)last;
		sheets[0].last_row += (int64_t)taken.n_verdicts;
		sheets[0].created = sheets[0].last_row - 1;
		fake_answer_next(stage->client, IMPORTS "ImportRows", &taken.base);
	}
	sheets[0].state = XUEJI__V1__IMPORT_STATE__IMPORT_STATE_FINISHED;
	fake_answer(stage->client, IMPORTS "FinishImport", &end.base);
}

static void many_scene(struct stage *stage)
{
	answer_rows(stage, 6, 50);
	begin_bringing(stage, sheet_csv("many.csv", 1050));
	ck_assert(stage_shows(stage, "nothing is sent yet"));
	while (fake_calls(stage->client, IMPORTS "ImportRows") == 0)
		stage_wait(stage, 1);
	fake_hold(stage->client);
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), 4);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "FinishImport"), 0);
	fake_release(stage->client);
	settle(stage);
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "ImportRows"), 6);
	const Xueji__V1__FinishImportRequest *end =
		fake_request(stage->client, IMPORTS "FinishImport");
	ck_assert_int_eq(end->last_row, 1051);
	ck_assert(stage_shows(stage, "Brought in: 1,050 new"));
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

SUITE_WITH("imports", scratch_open, scratch_close,
	imports_are_listed_and_one_shows_its_refused_rows,
	a_refused_row_is_mended_with_its_faults_first, of_a_dry_run_nothing_is_mended,
	a_sheet_is_tried_dry_and_brought_in_from_where_it_stopped,
	over_ssh_a_sheet_is_brought_in_by_a_ticket,
	of_a_sheet_with_a_row_that_has_slipped_nothing_is_sent,
	several_calls_are_on_their_way_at_a_time,
	calls_that_overtook_each_other_go_again_and_nobody_is_told,
	what_is_refused_ends_it_and_says_why_and_how_far_it_is,
	the_first_esc_stops_the_next_one_leaves, behind_the_lock_it_goes_on,
	a_file_that_cannot_be_read_is_named)
