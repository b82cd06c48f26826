/* console_fake [LANG]: the real console on a server that is not there: whoever signs in is an
 * officer of a county with 63 schools; every class has 4,812 children; thirty transfers wait, and
 * thirty problems of pairs that a slip parts, thirty rows of a sheet, a batch
 * of thirty, and thirty exports. For tests that weigh what goes to the terminal. Lean
 * from the start, as on a slow line. */
#include <stdio.h>
#include <stdlib.h>
#include <xueji/v1/campaigns.pb-c.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/exports.pb-c.h>
#include <xueji/v1/imports.pb-c.h>
#include <xueji/v1/problems.pb-c.h>
#include <xueji/v1/sessions.pb-c.h>
#include <xueji/v1/students.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "common/arena.h"
#include "tests/tui/fake_client.h"
#include "tui/console.h"

#define TEXT(text) ((char *)(uintptr_t)(text))

enum { SCHOOLS = 63, PAGE = 100, PAGES = 48, NAME = 64, CASES = 30 };

static struct arena *arena; /* of what lies ready */

static char *print(const char *format, int n)
{
	char *text = arena_alloc(arena, NAME);
	snprintf(text, NAME, format, n);
	return text;
}

static Xueji__V1__UnitName *unit(char *id, char *name, Xueji__V1__Tier tier)
{
	Xueji__V1__UnitName *out = arena_one(arena, __typeof__(*out));
	*out = (Xueji__V1__UnitName)XUEJI__V1__UNIT_NAME__INIT;
	out->id = id, out->name = name, out->tier = tier;
	return out;
}

static Xueji__V1__Totals *totals(int64_t pupils)
{
	Xueji__V1__Totals *out = arena_one(arena, __typeof__(*out));
	*out = (Xueji__V1__Totals)XUEJI__V1__TOTALS__INIT;
	out->pupils = pupils, out->boys = pupils / 2, out->girls = pupils - pupils / 2;
	out->boarders = pupils / 5;
	return out;
}

static void lay_county(struct client *client)
{
	Xueji__V1__BrowseUnitsResponse county = XUEJI__V1__BROWSE_UNITS_RESPONSE__INIT;
	Xueji__V1__UnitMeasures all = XUEJI__V1__UNIT_MEASURES__INIT, measures[SCHOOLS];
	Xueji__V1__BrowsedUnit rows[SCHOOLS], *schools[SCHOOLS];
	int64_t grades[12] = {0, 0, 0, 0, 0, 0, 702, 715, 806};
	for (int i = 0; i < SCHOOLS; i++) {
		measures[i] = (Xueji__V1__UnitMeasures)XUEJI__V1__UNIT_MEASURES__INIT;
		measures[i].pupils = 2316 - 31 * i;
		rows[i] = (Xueji__V1__BrowsedUnit)XUEJI__V1__BROWSED_UNIT__INIT;
		rows[i].id = print("2%03d", i), rows[i].name = print("长安区第%d中学", i + 1);
		rows[i].tier = XUEJI__V1__TIER__TIER_SCHOOL;
		rows[i].measures = &measures[i];
		rows[i].pupils_by_grade = grades, rows[i].n_pupils_by_grade = 12;
		schools[i] = &rows[i];
	}
	all.pupils = 96214;
	county.unit = unit(TEXT("1001"), TEXT("长安区"), XUEJI__V1__TIER__TIER_COUNTY);
	county.measures = &all, county.greatest = 2316;
	county.units = schools, county.n_units = SCHOOLS;
	county.total_count = county.matching_count = SCHOOLS;
	fake_answer(client, "xueji.v1.Units/BrowseUnits", &county.base);
}

/* The totals of the county at first, then one school with its classes. */
static void lay_units(struct client *client)
{
	Xueji__V1__SummarizeUnitResponse county = XUEJI__V1__SUMMARIZE_UNIT_RESPONSE__INIT;
	Xueji__V1__SummarizeUnitResponse school = XUEJI__V1__SUMMARIZE_UNIT_RESPONSE__INIT;
	Xueji__V1__ClassSize sizes[24], *classes[24];
	lay_county(client);
	county.unit = unit(TEXT("1001"), TEXT("长安区"), XUEJI__V1__TIER__TIER_COUNTY);
	county.totals = totals(96214);
	fake_answer_next(client, "xueji.v1.Units/SummarizeUnit", &county.base);
	for (int i = 0; i < 24; i++) {
		sizes[i] = (Xueji__V1__ClassSize)XUEJI__V1__CLASS_SIZE__INIT;
		sizes[i].grade = 7 + i / 8, sizes[i].number = 1 + i % 8,
		sizes[i].on_roll = 44 + i % 7;
		classes[i] = &sizes[i];
	}
	school.unit = unit(TEXT("2000"), TEXT("长安区第1中学"), XUEJI__V1__TIER__TIER_SCHOOL);
	school.totals = totals(2316);
	school.classes = classes, school.n_classes = 24;
	fake_answer(client, "xueji.v1.Units/SummarizeUnit", &school.base);
}

/* Every page says that another follows. */
static void lay_roll(struct client *client)
{
	static const char *const names[] = {
		"张欣怡", "李俊杰", "古丽娜尔·买买提", "高梓桐", "马子轩", "欧阳子轩", "何宇轩"};
	Xueji__V1__ListStudentsResponse page = XUEJI__V1__LIST_STUDENTS_RESPONSE__INIT;
	Xueji__V1__Student rows[PAGE], *students[PAGE];
	for (int p = 0, n = 0; p < PAGES; p++) {
		for (int i = 0; i < PAGE; i++, n++) {
			rows[i] = (Xueji__V1__Student)XUEJI__V1__STUDENT__INIT;
			rows[i].id = print("3%05d", n), rows[i].name = TEXT(names[n % 7]);
			rows[i].sex = TEXT(n % 2 == 0 ? "1" : "2");
			rows[i].birth_date = print("2013-0%d-14", 1 + n % 9);
			rows[i].status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED;
			rows[i].student_no_masked = print("G****************%02d", n % 100);
			rows[i].id_number_masked = rows[i].student_no_masked + 1;
			rows[i].grade = 7, rows[i].class_number = 3;
			students[i] = &rows[i];
		}
		page.students = students, page.n_students = PAGE;
		page.next_page_token = p + 1 < PAGES ? print("%d", p + 1) : TEXT("");
		fake_answer_next(client, "xueji.v1.Students/ListStudents", &page.base);
	}
}

static const char *const children[] = {
	"张欣怡", "李俊杰", "古丽娜尔", "高梓桐", "马子轩", "欧阳子轩", "何宇轩"};

/* When they are decided, thirty others stand there. */
static void lay_cases(struct client *client)
{
	Xueji__V1__ListCasesResponse page = XUEJI__V1__LIST_CASES_RESPONSE__INIT;
	Xueji__V1__DecideCasesResponse done = XUEJI__V1__DECIDE_CASES_RESPONSE__INIT;
	Xueji__V1__Case rows[CASES], *cases[CASES];
	Xueji__V1__CaseResult results[CASES], *list[CASES];
	for (int i = 0; i < CASES; i++) {
		Xueji__V1__Case *one = cases[i] = &rows[i];
		*one = (Xueji__V1__Case)XUEJI__V1__CASE__INIT;
		one->id = print("8%03d", i), one->rev = 3;
		one->type = XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER;
		one->state_title = TEXT("待主管部门核办");
		one->student_name = TEXT(children[i % 7]);
		one->school = unit(print("2%03d", i), print("长安区第%d中学", i + 1),
			XUEJI__V1__TIER__TIER_SCHOOL);
		one->from_school = unit(print("7%03d", i), print("平城区第%d中学", i + 1),
			XUEJI__V1__TIER__TIER_SCHOOL);
		one->grade = one->to_grade = 7, one->to_class = 1 + i % 8;
		one->turn = XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
		one->turn_unit = unit(TEXT("1001"), TEXT("长安区"), XUEJI__V1__TIER__TIER_COUNTY);
		one->due_date = print("2026-12-%02d", 1 + i % 9), one->working_days_left = 3;
		results[i] = (Xueji__V1__CaseResult)XUEJI__V1__CASE_RESULT__INIT;
		results[i].case_id = one->id, results[i].summary = one, results[i].is_done = true;
		list[i] = &results[i];
	}
	page.cases = cases, page.n_cases = CASES;
	fake_answer(client, "xueji.v1.Cases/ListCases", &page.base);
	for (int i = 0; i < CASES; i++)
		rows[i].state_title = TEXT("待转出学校办理");
	done.results = list, done.n_results = CASES;
	fake_answer(client, "xueji.v1.Cases/DecideCases", &done.base);
}

static Xueji__V1__Problem *problem(int i, bool is_other)
{
	Xueji__V1__Problem *one = arena_one(arena, __typeof__(*one));
	*one = (Xueji__V1__Problem)XUEJI__V1__PROBLEM__INIT;
	one->id = print("9%03d", i), one->rev = 3, one->kind_title = TEXT("疑似重复");
	one->kind = XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NEAR_DUP, one->score = 937;
	one->cause = TEXT("swapped_digits"), one->cause_text = TEXT("相邻数字颠倒");
	one->cure = TEXT("由共同主管部门比对，认定为同一人或不同人。");
	one->state_title = TEXT("已发现，待下发");
	one->turn = XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
	one->turn_unit = unit(TEXT("1001"), TEXT("长安区"), XUEJI__V1__TIER__TIER_COUNTY);
	one->student_id = print("3%05d", i), one->student_name = TEXT(children[i % 7]);
	one->sex = TEXT("2"), one->birth_date = TEXT(is_other ? "2011-02-03" : "2011-03-02");
	one->id_number_masked = TEXT(is_other ? "****************81" : "****************18");
	one->student_no_kind = XUEJI__V1__STUDENT_NUMBER_KIND__STUDENT_NUMBER_KIND_FORMAL;
	one->school = unit(
		print("2%03d", i), print("长安区第%d中学", i + 1), XUEJI__V1__TIER__TIER_SCHOOL);
	one->stage = XUEJI__V1__STAGE__STAGE_JUNIOR, one->grade = 9, one->class_number = 1 + i % 8;
	one->is_graduating = i < 10, one->due_date = TEXT("2026-12-28");
	one->working_days_left = 21;
	return one;
}

static void lay_problems(struct client *client)
{
	Xueji__V1__ListProblemsResponse page = XUEJI__V1__LIST_PROBLEMS_RESPONSE__INIT;
	Xueji__V1__GetProblemResponse one = XUEJI__V1__GET_PROBLEM_RESPONSE__INIT;
	Xueji__V1__Problem *problems[CASES];
	Xueji__V1__ProblemParty sides[2], *parties[2];
	for (int i = 0; i < CASES; i++)
		problems[i] = problem(i, false);
	page.problems = problems, page.n_problems = CASES;
	page.found = CASES, page.total = CASES;
	fake_answer(client, "xueji.v1.Problems/ListProblems", &page.base);
	for (int i = 0; i < 2; i++) {
		sides[i] = (Xueji__V1__ProblemParty)XUEJI__V1__PROBLEM_PARTY__INIT;
		sides[i].problem = problem(i, i == 1), sides[i].is_asked = i == 0;
		sides[i].place = TEXT("河北省 石家庄市 长安区");
		parties[i] = &sides[i];
	}
	one.summary = problems[0], one.parties = parties, one.n_parties = 2;
	fake_answer(client, "xueji.v1.Problems/GetProblem", &one.base);
}

/* Thirty rows that were refused, thirty registrations of a batch, thirty exports that wait. */
static void lay_import(struct client *client)
{
	Xueji__V1__GetImportResponse one = XUEJI__V1__GET_IMPORT_RESPONSE__INIT;
	Xueji__V1__ListRefusedRowsResponse page = XUEJI__V1__LIST_REFUSED_ROWS_RESPONSE__INIT;
	Xueji__V1__Import import = XUEJI__V1__IMPORT__INIT;
	Xueji__V1__RowVerdict rows[CASES], *verdicts[CASES];
	Xueji__V1__RowFault fault = XUEJI__V1__ROW_FAULT__INIT, *faults[] = {&fault};
	fault.item = TEXT("id_number"), fault.column = TEXT("身份证件号");
	fault.text = TEXT("与校验码不符；请对照证件重新输入");
	import.id = TEXT("71"), import.title = TEXT("一年级新生.xlsx");
	import.operator_name = TEXT("王老师"), import.refused = CASES, import.created = 1174;
	import.unit = unit(TEXT("2001"), TEXT("长安区第1中学"), XUEJI__V1__TIER__TIER_SCHOOL);
	for (int i = 0; i < CASES; i++) {
		rows[i] = (Xueji__V1__RowVerdict)XUEJI__V1__ROW_VERDICT__INIT;
		rows[i].row = 14 + 31 * i, rows[i].faults = faults, rows[i].n_faults = 1;
		verdicts[i] = &rows[i];
	}
	one.import = &import;
	page.verdicts = verdicts, page.n_verdicts = CASES;
	fake_answer(client, "xueji.v1.Imports/GetImport", &one.base);
	fake_answer(client, "xueji.v1.Imports/ListRefusedRows", &page.base);
}

/* Each of them in its form, and taken when it is sent. */
static void lay_mending(struct client *client)
{
	Xueji__V1__GetRefusedRowResponse one = XUEJI__V1__GET_REFUSED_ROW_RESPONSE__INIT;
	Xueji__V1__MendRowResponse done = XUEJI__V1__MEND_ROW_RESPONSE__INIT;
	Xueji__V1__RowVerdict verdict = XUEJI__V1__ROW_VERDICT__INIT;
	Xueji__V1__RowFault fault = XUEJI__V1__ROW_FAULT__INIT, *faults[] = {&fault};
	Xueji__V1__ImportRow typed = XUEJI__V1__IMPORT_ROW__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	Xueji__V1__Import import = XUEJI__V1__IMPORT__INIT;
	fault.item = TEXT("id_number"), fault.column = TEXT("身份证件号");
	fault.text = TEXT("与校验码不符；请对照证件重新输入");
	items.sex = TEXT("女"), items.birth_date = TEXT("2020-08-02"), items.id_type = TEXT("1");
	items.nationality = TEXT("中国"), items.ethnic_group = TEXT("汉");
	items.admission_month = TEXT("2026-09"), items.postcode = TEXT("050000");
	items.present_address = TEXT("石家庄市长安区谈固街道建华北大街 77 号");
	items.family_1_name = TEXT("刘国强"), items.family_1_relation = TEXT("父亲");
	verdict.typed = &typed, typed.items = &items;
	verdict.faults = faults, verdict.n_faults = 1;
	verdict.outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED;
	one.verdict = &verdict;
	for (int i = 0; i < CASES; i++) {
		verdict.row = 14 + 31 * i, one.next_row = verdict.row + 31;
		items.name = TEXT(children[i % 7]);
		items.id_number = print("1301022020080%05d", 20010 + 7 * i);
		items.phone = print("1380013%04d", 8000 + i);
		fake_answer_next(client, "xueji.v1.Imports/GetRefusedRow", &one.base);
	}
	verdict.outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED;
	import.refused = CASES - 1;
	done.verdict = &verdict, done.import = &import;
	fake_answer(client, "xueji.v1.Imports/MendRow", &done.base);
}

static void lay_batch(struct client *client)
{
	Xueji__V1__ListBatchCasesResponse page = XUEJI__V1__LIST_BATCH_CASES_RESPONSE__INIT;
	Xueji__V1__DecideBatchResponse done = XUEJI__V1__DECIDE_BATCH_RESPONSE__INIT;
	Xueji__V1__Case rows[CASES], *cases[CASES];
	for (int i = 0; i < CASES; i++) {
		rows[i] = (Xueji__V1__Case)XUEJI__V1__CASE__INIT;
		rows[i].id = print("8%03d", i), rows[i].student_name = TEXT(children[i % 7]);
		rows[i].grade = 1, rows[i].class_number = 1 + i % 8;
		cases[i] = &rows[i];
	}
	page.cases = cases, page.n_cases = CASES, page.waiting = CASES;
	done.done = CASES;
	fake_answer(client, "xueji.v1.Imports/ListBatchCases", &page.base);
	fake_answer(client, "xueji.v1.Imports/DecideBatch", &done.base);
}

static void lay_exports(struct client *client)
{
	Xueji__V1__ListExportsResponse page = XUEJI__V1__LIST_EXPORTS_RESPONSE__INIT;
	Xueji__V1__Export rows[CASES], *exports[CASES];
	char *columns[] = {TEXT("school_name"), TEXT("name"), TEXT("sex"), TEXT("student_no")};
	for (int i = 0; i < CASES; i++) {
		rows[i] = (Xueji__V1__Export)XUEJI__V1__EXPORT__INIT;
		rows[i].id = print("6%03d", i), rows[i].asked_by = TEXT("王丽");
		rows[i].purpose = TEXT("疫苗接种查验"), rows[i].grade = 1;
		rows[i].columns = columns, rows[i].n_columns = 4;
		rows[i].state = XUEJI__V1__EXPORT_STATE__EXPORT_STATE_WAITING;
		rows[i].unit = rows[i].bureau = unit(
			TEXT("1001"), print("长安区第%d中学", i + 1), XUEJI__V1__TIER__TIER_SCHOOL);
		exports[i] = &rows[i];
	}
	page.exports = exports, page.n_exports = CASES;
	fake_answer(client, "xueji.v1.Exports/ListExports", &page.base);
}

static void lay_campaign(struct client *client)
{
	Xueji__V1__GetCampaignResponse reply = XUEJI__V1__GET_CAMPAIGN_RESPONSE__INIT;
	Xueji__V1__Campaign campaign = XUEJI__V1__CAMPAIGN__INIT;
	Xueji__V1__CampaignProgress rows[CASES], *units[CASES];
	campaign.title = TEXT("2026 秋季学籍采集"), campaign.is_running = true;
	for (int i = 0; i < CASES; i++) {
		rows[i] = (Xueji__V1__CampaignProgress)XUEJI__V1__CAMPAIGN_PROGRESS__INIT;
		rows[i].unit = unit(print("2%03d", i), print("长安区第%d中学", i + 1),
			XUEJI__V1__TIER__TIER_SCHOOL);
		rows[i].percent = 3 * i, rows[i].registered = 31 * i,
		rows[i].under_way = 900 - 29 * i;
		units[i] = &rows[i];
	}
	reply.campaign = &campaign, reply.total = units[15], reply.days_left = 23;
	reply.units = units, reply.n_units = CASES;
	fake_answer(client, "xueji.v1.Campaigns/GetCampaign", &reply.base);
}

static void lay_session(struct client *client)
{
	Xueji__V1__SignInResponse session = XUEJI__V1__SIGN_IN_RESPONSE__INIT;
	Xueji__V1__SignOutResponse out = XUEJI__V1__SIGN_OUT_RESPONSE__INIT;
	Xueji__V1__WhoAmIResponse who = XUEJI__V1__WHO_AM_IRESPONSE__INIT;
	char *methods[] = {TEXT("xueji.v1.Students/ListStudents"),
		TEXT("xueji.v1.Units/BrowseUnits"), TEXT("xueji.v1.Units/SummarizeUnit"),
		TEXT("xueji.v1.Cases/ListCases"), TEXT("xueji.v1.Cases/DecideCases"),
		TEXT("xueji.v1.Problems/ListProblems"), TEXT("xueji.v1.Problems/GetProblem"),
		TEXT("xueji.v1.Imports/ListRefusedRows"), TEXT("xueji.v1.Imports/MendRow"),
		TEXT("xueji.v1.Imports/ListBatchCases"), TEXT("xueji.v1.Imports/DecideBatch"),
		TEXT("xueji.v1.Exports/ListExports"), TEXT("xueji.v1.Exports/DecideExport"),
		TEXT("xueji.v1.Campaigns/GetCampaign")};
	Xueji__V1__Role role = XUEJI__V1__ROLE__ROLE_OFFICER;
	Xueji__V1__Duty duty = XUEJI__V1__DUTY__INIT, *duties[] = {&duty};
	duty.unit_id = TEXT("1001"), duty.unit_name = TEXT("长安区教育局");
	duty.roles = &role, duty.n_roles = 1;
	who.duties = duties, who.n_duties = 1;
	session.session_token = TEXT("0123456789abcdefghijkl");
	who.operator_id = TEXT("7"), who.full_name = TEXT("李科");
	who.unit_id = TEXT("1001"), who.unit_name = TEXT("长安区教育局");
	who.methods = methods, who.n_methods = sizeof methods / sizeof *methods;
	fake_answer(client, "xueji.v1.Sessions/SignIn", &session.base);
	fake_answer(client, "xueji.v1.Sessions/SignOut", &out.base);
	fake_answer(client, "xueji.v1.Sessions/WhoAmI", &who.base);
}

int main(int argc, char *argv[])
{
	char why[WHY_SIZE] = "";
	arena = arena_new(1 << 24);
	console_block_signals();
	struct client *client = fake_client_new();
	lay_session(client);
	lay_units(client);
	lay_roll(client);
	lay_cases(client);
	lay_problems(client);
	lay_import(client);
	lay_mending(client);
	lay_batch(client);
	lay_exports(client);
	lay_campaign(client);
	int code = console_run(
		&(struct console_options){
			.client = client,
			.lang = lang_of(argc > 1 ? argv[1] : "zh"),
			.user = "likezhang",
			.is_lean_fixed = true,
		},
		why);
	client_close(client);
	arena_free(arena);
	if (why[0] != '\0')
		fprintf(stderr, "%s\n", why);
	return code;
}
