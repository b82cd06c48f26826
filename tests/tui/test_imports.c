#include <string.h>
#include <xueji/v1/imports.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
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
	app_set_lean(stage->app, false); /* on a fast line they stand there by themselves */
	stage_type(stage, "i");
	stage_shot(stage, "import_faults");
}

START_TEST(imports_are_listed_and_one_shows_its_refused_rows)
{
	stage_play(list_scene);
}
END_TEST

/* ---- mending */

static void answer_row(struct stage *stage, int64_t row, int64_t next)
{
	static Xueji__V1__RowFault fault, *faults[] = {&fault};
	Xueji__V1__GetRefusedRowResponse reply = XUEJI__V1__GET_REFUSED_ROW_RESPONSE__INIT;
	Xueji__V1__RowVerdict verdict = XUEJI__V1__ROW_VERDICT__INIT;
	Xueji__V1__ImportRow typed = XUEJI__V1__IMPORT_ROW__INIT;
	fault = (Xueji__V1__RowFault)XUEJI__V1__ROW_FAULT__INIT;
	fault.item = CHILD_TEXT("postcode"), fault.column = CHILD_TEXT("邮政编码");
	fault.text = CHILD_TEXT("应为 6 位数字");
	typed.row = verdict.row = row, typed.items = child_items_make();
	typed.items->postcode = CHILD_TEXT("05000");
	verdict.typed = &typed, verdict.faults = faults, verdict.n_faults = 1;
	verdict.outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED;
	reply.verdict = &verdict, reply.next_row = next;
	fake_answer_next(stage->client, IMPORTS "GetRefusedRow", &reply.base);
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
	answer_row(stage, 14, 44);
	answer_row(stage, 44, 74);
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
	asked = fake_request(stage->client, IMPORTS "GetRefusedRow");
	ck_assert_int_eq(asked->row, 44);
	stage_shot(stage, "mend_next");
	stage_type(stage, "\033");
	ck_assert(stage_shows(stage, "74")); /* the list again */
}

START_TEST(a_refused_row_is_mended_with_its_faults_first)
{
	stage_play(mend_scene);
}
END_TEST

static void row_is(struct stage *stage, const char *title)
{
	ck_assert_msg(strstr(stage_row(stage, 0), title) != NULL, "%s", stage_row(stage, 0));
}

static void skip_scene(struct stage *stage)
{
	answer_one(stage, 1);
	answer_row(stage, 14, 44), answer_row(stage, 44, 74), answer_row(stage, 74, 0);
	stage_sign_in(stage);
	stage_open(stage, "import", "72");
	stage_type(stage, "\r");
	stage_type(stage, "\x0e");
	row_is(stage, "Row 44");
	stage_type(stage, "0\x0e"); /* typed: it asks */
	row_is(stage, "Row 44");
	stage_type(stage, "y");
	row_is(stage, "Row 74");
	stage_type(stage, "\x0e");
	ck_assert(stage_shows(stage, "the last one that was refused"));
	answer_mended(stage, XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED);
	stage_type(stage, "\x13");
	ck_assert(stage_shows(stage, "Fault and cure")); /* behind the last the list */
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "GetRefusedRow"), 3);
}

START_TEST(a_row_is_left_for_later_and_behind_the_last_stands_the_list)
{
	stage_play_as(skip_scene, LANG_EN, 24, 80);
}
END_TEST

/* Who is elsewhere when the answer comes is not torn from there. */
static void elsewhere_scene(struct stage *stage)
{
	answer_one(stage, 1);
	answer_row(stage, 14, 44);
	stage_sign_in(stage);
	stage_open(stage, "import", "72");
	stage_type(stage, "\r");
	answer_mended(stage, XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED);
	fake_hold(stage->client);
	stage_type(stage, "\x13");
	stage_key(stage, verb_key(VERB_SETTINGS));
	fake_release(stage->client);
	stage_wait(stage, 1);
	row_is(stage, "> Settings");
	ck_assert_uint_eq(fake_calls(stage->client, IMPORTS "GetRefusedRow"), 1);
}

START_TEST(who_is_elsewhere_meanwhile_stays_there)
{
	stage_play_as(elsewhere_scene, LANG_EN, 24, 80);
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

SUITE("imports", imports_are_listed_and_one_shows_its_refused_rows,
	a_refused_row_is_mended_with_its_faults_first,
	a_row_is_left_for_later_and_behind_the_last_stands_the_list,
	who_is_elsewhere_meanwhile_stays_there, of_a_dry_run_nothing_is_mended)
