#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xueji/v1/exports.pb-c.h>

#include "tests/support/scratch.h"
#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/frame.h"

#define EXPORTS "xueji.v1.Exports/"

enum { EXPORTS_SHOWN = 3 };

static void answer_list(struct stage *stage, bool may_fetch)
{
	static Google__Protobuf__Timestamp asked = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	static char *columns[] = {"school_name", "name", "sex", "student_no"};
	static char *totals[] = {"unit_name", "stage", "grade", "pupils", "boys", "girls"};
	static Xueji__V1__Export exports[EXPORTS_SHOWN], *rows[EXPORTS_SHOWN];
	Xueji__V1__ListExportsResponse reply = XUEJI__V1__LIST_EXPORTS_RESPONSE__INIT;
	child_make();
	asked.seconds = 1795740000;
	for (int i = 0; i < EXPORTS_SHOWN; i++) {
		exports[i] = (Xueji__V1__Export)XUEJI__V1__EXPORT__INIT;
		exports[i].unit = i == 0 ? &child_county : &child_school;
		exports[i].asked_for = exports[i].bureau = &child_county;
		exports[i].columns = columns, exports[i].n_columns = 4;
		exports[i].asked_by = CHILD_TEXT("王丽"), exports[i].asked_time = &asked;
		exports[i].purpose = CHILD_TEXT("卫健部门一年级新生疫苗接种查验");
		exports[i].state = may_fetch ? XUEJI__V1__EXPORT_STATE__EXPORT_STATE_APPROVED
					     : XUEJI__V1__EXPORT_STATE__EXPORT_STATE_WAITING;
		exports[i].may_fetch = may_fetch;
		exports[i].children_count = 41236;
		rows[i] = &exports[i];
	}
	exports[0].id = CHILD_TEXT("91"), exports[1].id = CHILD_TEXT("92");
	exports[2].id = CHILD_TEXT("93"), exports[2].unit = &child_county;
	exports[2].kind = XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
	exports[2].down_to = XUEJI__V1__TIER__TIER_SCHOOL;
	exports[2].columns = totals, exports[2].n_columns = 6;
	exports[0].in_clear = true, exports[1].grade = 1;
	reply.exports = rows, reply.n_exports = EXPORTS_SHOWN;
	fake_answer(stage->client, EXPORTS "ListExports", &reply.base);
}

static void decide_scene(struct stage *stage)
{
	Xueji__V1__DecideExportResponse done = XUEJI__V1__DECIDE_EXPORT_RESPONSE__INIT;
	answer_list(stage, false);
	fake_answer(stage->client, EXPORTS "DecideExport", &done.base);
	stage_sign_in(stage);
	stage_open(stage, "exports", "1001 0 0 export.decide");
	const Xueji__V1__ListExportsRequest *asked =
		fake_request(stage->client, EXPORTS "ListExports");
	ck_assert(asked->waiting);
	stage_type(stage, "\r");
	stage_shot(stage, "exports");
	stage_type(stage, "a");
	stage_shot(stage, "export_approve");
	stage_type(stage, "\r");
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "DecideExport"), 0);
	stage_type(stage, "ay");
	const Xueji__V1__DecideExportRequest *sent =
		fake_request(stage->client, EXPORTS "DecideExport");
	ck_assert_ptr_nonnull(sent);
	ck_assert(sent->approve);
	ck_assert_str_eq(sent->export_id, "91");
	ck_assert(stage_shows(stage, "Decided") || stage_shows(stage, "已审批"));
	stage_type(stage, "jr\r");
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "DecideExport"), 1);
	stage_type(stage, "rtoo many columns\r");
	sent = fake_request(stage->client, EXPORTS "DecideExport");
	ck_assert(!sent->approve);
	ck_assert_str_eq(sent->export_id, "92");
	ck_assert_str_eq(sent->reason, "too many columns");
	stage_type(stage, "j");
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "DecideExport"), 2);
	stage_shot(stage, "exports_totals");
	stage_type(stage, "a");
	stage_shot(stage, "export_approve_totals");
}

START_TEST(a_second_person_sees_what_leaves_and_decides)
{
	stage_play(decide_scene);
}
END_TEST

static void own_scene(struct stage *stage)
{
	Xueji__V1__Export one = XUEJI__V1__EXPORT__INIT, *rows[] = {&one};
	Xueji__V1__ListExportsResponse reply = XUEJI__V1__LIST_EXPORTS_RESPONSE__INIT;
	child_make();
	one.id = CHILD_TEXT("91"), one.unit = one.bureau = &child_county;
	one.state = XUEJI__V1__EXPORT_STATE__EXPORT_STATE_WAITING;
	one.is_own = true;
	reply.exports = rows, reply.n_exports = 1;
	fake_answer(stage->client, EXPORTS "ListExports", &reply.base);
	stage_sign_in(stage);
	stage_open(stage, "exports", "1001 0 0 export.decide");
	stage_type(stage, "a");
	ck_assert(stage_shows(stage, "another officer decides"));
	stage_type(stage, "y");
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "DecideExport"), 0);
}

START_TEST(nobody_is_led_to_decide_on_his_own)
{
	stage_play_as(own_scene, LANG_EN, 24, 80);
}
END_TEST

static void again_scene(struct stage *stage)
{
	answer_list(stage, false);
	stage_sign_in(stage);
	stage_type(stage, ":exports\r");
	ck_assert(stage_shows(stage, "Desk > Exports"));
	uint64_t asked = fake_calls(stage->client, EXPORTS "ListExports");
	stage_type(stage, ":exports\r");
	ck_assert(!stage_shows(stage, "Exports > Exports"));
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "ListExports"), asked + 1);
}

START_TEST(naming_the_list_that_one_looks_at_asks_for_it_again)
{
	stage_play_as(again_scene, LANG_EN, 24, 80);
}
END_TEST

static void answer_unit(struct stage *stage)
{
	Xueji__V1__Unit unit = XUEJI__V1__UNIT__INIT;
	Xueji__V1__GetUnitResponse found = XUEJI__V1__GET_UNIT_RESPONSE__INIT;
	unit.name = CHILD_TEXT("长安区");
	found.unit = &unit;
	fake_answer(stage->client, "xueji.v1.Units/GetUnit", &found.base);
}

static void ask_scene(struct stage *stage)
{
	Xueji__V1__AskExportResponse done = XUEJI__V1__ASK_EXPORT_RESPONSE__INIT;
	answer_list(stage, false);
	answer_unit(stage);
	fake_answer(stage->client, EXPORTS "AskExport", &done.base);
	stage_sign_in(stage);
	stage_open(stage, "exports", "");
	stage_type(stage, "c");
	stage_type(stage, "\x13");
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "AskExport"), 0); /* for what? */
	stage_type(stage, "vaccination");
	stage_shot(stage, "export_ask");
	stage_type(stage, "\x13");
	const Xueji__V1__AskExportRequest *sent = fake_request(stage->client, EXPORTS "AskExport");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->purpose, "vaccination");
	ck_assert_str_eq(sent->columns[0], "school_name");
	ck_assert_uint_eq(sent->n_columns, 6);
	ck_assert(!sent->in_clear);
}

START_TEST(an_export_is_asked_for_with_purpose_and_columns)
{
	stage_play(ask_scene);
}
END_TEST

static void roll_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "roster", "2001 7 3");
	stage_type(stage, "xvaccination\x13");
	const Xueji__V1__AskExportRequest *sent = fake_request(stage->client, EXPORTS "AskExport");
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert_int_eq(sent->grade, 7);
}

START_TEST(a_roll_is_asked_for_where_one_stands)
{
	stage_play_as(roll_scene, LANG_ZH, 24, 80);
}
END_TEST

static void totals_scene(struct stage *stage)
{
	Xueji__V1__BrowseUnitsResponse county = XUEJI__V1__BROWSE_UNITS_RESPONSE__INIT;
	Xueji__V1__UnitMeasures measures = XUEJI__V1__UNIT_MEASURES__INIT;
	measures.pupils = 4000;
	answer_unit(stage);
	county.measures = &measures;
	fake_answer(stage->client, "xueji.v1.Units/BrowseUnits", &county.base);
	stage_sign_in(stage);
	stage_open(stage, "units", "1001");
	stage_type(stage, "xyearly return");
	stage_shot(stage, "export_ask_totals");
	stage_type(stage, "\x13");
	const Xueji__V1__AskExportRequest *sent = fake_request(stage->client, EXPORTS "AskExport");
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->kind, XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_int_eq(sent->down_to, XUEJI__V1__TIER__TIER_SCHOOL);
	ck_assert_uint_eq(sent->n_columns, 17);
	ck_assert_str_eq(sent->columns[0], "unit_code");
}

START_TEST(totals_are_asked_for_where_the_units_are_listed)
{
	stage_play(totals_scene);
}
END_TEST

static void other_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "ask", "1001 0 totals");
	stage_type(stage, "vaccination\t4\x13");
	const Xueji__V1__AskExportRequest *sent = fake_request(stage->client, EXPORTS "AskExport");
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_ne(sent->kind, XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS);
	ck_assert_int_eq(sent->down_to, XUEJI__V1__TIER__TIER_UNSPECIFIED);
}

START_TEST(children_have_no_tiers_whatever_was_chosen_before)
{
	stage_play_as(other_scene, LANG_EN, 24, 80);
}
END_TEST

static void words_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "ask", "1001");
	stage_type(stage, "vaccination\t5\t姓名、学籍号 sex，学校名称 血压\t\t\t2\x13");
	const Xueji__V1__AskExportRequest *sent = fake_request(stage->client, EXPORTS "AskExport");
	const char *const wanted[] = {"name", "student_no", "sex", "school_name", "血压"};
	ck_assert_ptr_nonnull(sent);
	ck_assert_uint_eq(sent->n_columns, 5);
	for (size_t i = 0; i < sent->n_columns; i++)
		ck_assert_str_eq(sent->columns[i], wanted[i]); /* the last one the server refuses */
	ck_assert(sent->in_clear);
}

START_TEST(columns_are_named_as_people_name_them)
{
	stage_play_as(words_scene, LANG_ZH, 24, 80);
}
END_TEST

static void fetch_scene(struct stage *stage)
{
	static char *headings[] = {"姓名", "性别"}, *cells[] = {"刘佳琪", "女"};
	Xueji__V1__FetchExportResponse page = XUEJI__V1__FETCH_EXPORT_RESPONSE__INIT;
	Xueji__V1__ExportRow row = XUEJI__V1__EXPORT_ROW__INIT, *rows[] = {&row};
	char text[512] = "";
	answer_list(stage, true);
	row.cells = cells, row.n_cells = 2;
	page.headings = headings, page.n_headings = 2;
	page.watermark = CHILD_TEXT("王丽 2026-11-27"), page.rows = rows;
	page.next_page_token = CHILD_TEXT("on"); /* two hundred schools without children */
	fake_answer_next(stage->client, EXPORTS "FetchExport", &page.base);
	page.n_rows = 1, page.fetched = 1, page.next_page_token = CHILD_TEXT("next");
	fake_answer_next(stage->client, EXPORTS "FetchExport", &page.base);
	page.fetched = 2, page.next_page_token = CHILD_TEXT("");
	fake_answer_next(stage->client, EXPORTS "FetchExport", &page.base);
	stage_sign_in(stage);
	stage_open(stage, "exports", "");
	stage_type(stage, "x");
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "FetchExport"), 0); /* no files here */
	app_allow_files(stage->app);
	stage_type(stage, "x\x15");
	stage_paste(stage, scratch_path("list.csv"));
	stage_type(stage, "\r");
	for (int i = 0; i < 3; i++)
		stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, EXPORTS "FetchExport"), 3);
	FILE *file = fopen(scratch_path("list.csv"), "r");
	ck_assert_ptr_nonnull(file);
	ck_assert_uint_gt(fread(text, 1, sizeof text - 1, file), 0);
	fclose(file);
	const char *mark = strstr(text, "王丽 2026-11-27");
	ck_assert_ptr_nonnull(mark);
	ck_assert_ptr_null(strstr(mark + 1, "王丽 2026-11-27"));
	const char *first = strstr(text, "刘佳琪");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_nonnull(strstr(first + 1, "刘佳琪"));
	unlink(scratch_path("list.csv"));
}

START_TEST(an_approved_export_is_fetched_page_by_page_into_a_new_file)
{
	stage_play_as(fetch_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE_WITH("exports", scratch_open, scratch_close, a_second_person_sees_what_leaves_and_decides,
	nobody_is_led_to_decide_on_his_own, naming_the_list_that_one_looks_at_asks_for_it_again,
	an_export_is_asked_for_with_purpose_and_columns, a_roll_is_asked_for_where_one_stands,
	totals_are_asked_for_where_the_units_are_listed,
	children_have_no_tiers_whatever_was_chosen_before, columns_are_named_as_people_name_them,
	an_approved_export_is_fetched_page_by_page_into_a_new_file)
