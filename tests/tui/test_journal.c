#include <string.h>
#include <xueji/v1/journal.pb-c.h>
#include <xueji/v1/operators.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "tests/support/suite.h"
#include "tests/tui/children.h"
#include "tests/tui/stage.h"
#include "tui/keys.h"

#define ENTRIES "xueji.v1.Journal/ListEntries"
#define VERIFY  "xueji.v1.Journal/VerifyJournal"
#define ACCESS  "xueji.v1.Journal/ListAccess"
#define TEXT    CHILD_TEXT

enum { N_ENTRIES = 3 };

static Google__Protobuf__Timestamp at;

static void make_time(void)
{
	at = (Google__Protobuf__Timestamp)GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	at.seconds = 1795739000;
}

static void answer_entries(struct stage *stage)
{
	static const char *const words[N_ENTRIES] = {
		"student.revealed", "operator.sealed", "policy.approve"};
	static const char *const titles[N_ENTRIES] = {
		"查看完整号码", "封存账号", "审定通过政策参数"};
	static const char *const things[N_ENTRIES] = {"student", "operator", "policy"};
	Xueji__V1__ListEntriesResponse reply = XUEJI__V1__LIST_ENTRIES_RESPONSE__INIT;
	Xueji__V1__JournalEntry entries[N_ENTRIES], *rows[N_ENTRIES];
	make_time();
	for (int i = 0; i < N_ENTRIES; i++) {
		entries[i] = (Xueji__V1__JournalEntry)XUEJI__V1__JOURNAL_ENTRY__INIT;
		entries[i].seq = 48120 - i, entries[i].at = &at;
		entries[i].action = TEXT(words[i]), entries[i].action_title = TEXT(titles[i]);
		entries[i].actor_id = TEXT(i < 2 ? "71" : "");
		entries[i].actor_name = TEXT(i < 2 ? "秦 岚" : "");
		entries[i].unit_id = TEXT("2001"), entries[i].unit_code = TEXT("2130000123");
		entries[i].unit_name = TEXT("长安区谈固小学");
		entries[i].entity = TEXT(things[i]), entries[i].entity_id = TEXT("9001");
		entries[i].summary = TEXT("reason=7 numbers=1"), entries[i].has_sealed = i == 0;
		entries[i].call_id = 77001;
		rows[i] = &entries[i];
	}
	reply.entries = rows, reply.n_entries = N_ENTRIES;
	fake_answer(stage->client, ENTRIES, &reply.base);
}

static void open_journal(struct stage *stage)
{
	answer_entries(stage);
	stage_sign_in(stage);
	stage_open(stage, "journal", "");
}

static void list_scene(struct stage *stage)
{
	open_journal(stage);
	stage_shot(stage, "journal");
}

START_TEST(the_journal_lists_what_was_done_with_the_entry_below)
{
	stage_play(list_scene);
}
END_TEST

static void follow_scene(struct stage *stage)
{
	open_journal(stage);
	const Xueji__V1__ListEntriesRequest *sent = fake_request(stage->client, ENTRIES);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_str_eq(sent->actor_id, "");
	stage_type(stage, "\r1");
	sent = fake_request(stage->client, ENTRIES);
	ck_assert_str_eq(sent->actor_id, "71");
	ck_assert_str_eq(sent->entity_id, "");
	ck_assert(stage_shows(stage, "用户 秦 岚"));
	stage_type(stage, "j\r2");
	sent = fake_request(stage->client, ENTRIES);
	ck_assert_str_eq(sent->actor_id, "");
	ck_assert_str_eq(sent->entity, "operator");
	ck_assert_str_eq(sent->entity_id, "9001");
	stage_type(stage, "\033\r4");
	sent = fake_request(stage->client, ENTRIES);
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert(stage_shows(stage, "2130000123"));
}

START_TEST(enter_follows_the_person_the_thing_or_the_unit)
{
	stage_play_as(follow_scene, LANG_ZH, 24, 80);
}
END_TEST

static void nobody_scene(struct stage *stage)
{
	open_journal(stage);
	stage_type(stage, "jj\r1"); /* the server did it: the first way is the thing */
	const Xueji__V1__ListEntriesRequest *sent = fake_request(stage->client, ENTRIES);
	ck_assert_str_eq(sent->entity, "policy");
	ck_assert_str_eq(sent->actor_id, "");
}

START_TEST(what_the_server_did_leads_to_no_person)
{
	stage_play_as(nobody_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- choosing */

static void answer_names(struct stage *stage)
{
	Xueji__V1__SearchUnitsResponse units = XUEJI__V1__SEARCH_UNITS_RESPONSE__INIT;
	Xueji__V1__FoundUnit found = XUEJI__V1__FOUND_UNIT__INIT, *founds[] = {&found};
	Xueji__V1__Unit unit = XUEJI__V1__UNIT__INIT;
	Xueji__V1__ListOperatorsResponse people = XUEJI__V1__LIST_OPERATORS_RESPONSE__INIT;
	Xueji__V1__Operator one = XUEJI__V1__OPERATOR__INIT, *ones[] = {&one};
	unit.id = TEXT("2001"), unit.code = TEXT("2130000123");
	found.unit = &unit;
	units.units = founds, units.n_units = 1;
	one.id = TEXT("71"), one.name = TEXT("wangfu");
	people.operators = ones, people.n_operators = 1;
	fake_answer(stage->client, "xueji.v1.Units/SearchUnits", &units.base);
	fake_answer(stage->client, "xueji.v1.Operators/ListOperators", &people.base);
}

static void choose_scene(struct stage *stage)
{
	open_journal(stage);
	answer_names(stage);
	stage_type(stage, "\t2130000123\rstudent.\rwangfu\r2026-11-01\r");
	stage_shot(stage, "journal_find");
	stage_key(stage, CTRL('S'));
	const Xueji__V1__ListEntriesRequest *sent = fake_request(stage->client, ENTRIES);
	ck_assert_str_eq(sent->unit_id, "2001");
	ck_assert_str_eq(sent->action, "student.");
	ck_assert_str_eq(sent->actor_id, "71");
	ck_assert_str_eq(sent->from_day, "2026-11-01");
	ck_assert_str_eq(sent->to_day, "");
	ck_assert(stage_shows(stage, "wangfu"));
}

START_TEST(entries_are_chosen_by_unit_action_person_and_days)
{
	stage_play(choose_scene);
}
END_TEST

static void wrong_scene(struct stage *stage)
{
	open_journal(stage);
	answer_names(stage);
	stage_type(stage, "\t");
	stage_type(stage, "\r\r\r2026-11-31");
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, ENTRIES), 1);
	ck_assert(stage_shows(stage, "2026-11-31 不是日期"));
	stage_key(stage, CTRL('U'));
	stage_key(stage, KEY_UP);
	stage_type(stage, "wang");
	stage_key(stage, CTRL('S'));
	ck_assert(stage_shows(stage, "没有用户 wang"));
	ck_assert_uint_eq(fake_calls(stage->client, ENTRIES), 1);
}

START_TEST(what_is_no_day_and_nobody_is_said_before_anything_is_asked)
{
	stage_play_as(wrong_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- verifying */

static void answer_piece(struct stage *stage, int64_t next, Xueji__V1__JournalFault fault)
{
	static uint8_t hash[32];
	Xueji__V1__VerifyJournalResponse reply = XUEJI__V1__VERIFY_JOURNAL_RESPONSE__INIT;
	for (size_t i = 0; i < sizeof hash; i++)
		hash[i] = (uint8_t)(0xa0 + i);
	reply.checked_count = 24060, reply.head_seq = 48120, reply.next_seq = next;
	reply.head_hash = (ProtobufCBinaryData){sizeof hash, hash};
	reply.fault = fault, reply.fault_seq = fault != 0 ? 30000 : 0;
	reply.sentence = TEXT(fault != 0 ? "该条记录已被改动" : "");
	fake_answer_next(stage->client, VERIFY, &reply.base);
}

static void whole_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "journal-check", "");
	answer_piece(stage, 24061, 0);
	answer_piece(stage, 0, 0);
	stage_key(stage, CTRL('S'));
	stage_wait(stage, 1);
	ck_assert_uint_eq(fake_calls(stage->client, VERIFY), 2);
	const Xueji__V1__VerifyJournalRequest *sent = fake_request(stage->client, VERIFY);
	ck_assert_int_eq(sent->from_seq, 24061);
	ck_assert_uint_eq(sent->known_hash.len, 0);
	stage_shot(stage, "journal_check");
}

START_TEST(the_journal_is_verified_piece_by_piece_to_its_head)
{
	stage_play(whole_scene);
}
END_TEST

static void known_scene(struct stage *stage)
{
	stage_sign_in(stage);
	stage_open(stage, "journal-check", "");
	stage_type(stage, "48120\ra0a1");
	stage_key(stage, CTRL('S'));
	ck_assert_uint_eq(fake_calls(stage->client, VERIFY), 0);
	stage_type(stage, "a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebf");
	answer_piece(stage, 0, XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_ALTERED);
	stage_key(stage, CTRL('S'));
	const Xueji__V1__VerifyJournalRequest *sent = fake_request(stage->client, VERIFY);
	ck_assert_ptr_nonnull(sent);
	ck_assert_int_eq(sent->known_seq, 48120);
	ck_assert_uint_eq(sent->known_hash.len, 32);
	ck_assert_uint_eq(sent->known_hash.data[0], 0xa0);
	ck_assert_uint_eq(sent->known_hash.data[31], 0xbf);
	ck_assert(stage_shows(stage, "30,000"));
	ck_assert(stage_shows(stage, "该条记录已被改动"));
	ck_assert_uint_eq(fake_calls(stage->client, VERIFY), 1);
}

START_TEST(a_head_that_was_noted_is_sent_along_and_a_fault_ends_it)
{
	stage_play_as(known_scene, LANG_ZH, 24, 80);
}
END_TEST

/* ---- who looked */

static void answer_looks(struct stage *stage)
{
	Xueji__V1__ListAccessResponse reply = XUEJI__V1__LIST_ACCESS_RESPONSE__INIT;
	Xueji__V1__AccessEntry looks[2], *rows[2];
	make_time();
	for (int i = 0; i < 2; i++) {
		looks[i] = (Xueji__V1__AccessEntry)XUEJI__V1__ACCESS_ENTRY__INIT;
		looks[i].at = &at, looks[i].action_title = TEXT(i == 0 ? "查看学籍" : "查看业务");
		looks[i].actor_id = TEXT("71"), looks[i].actor_name = TEXT("秦岚");
		looks[i].actor_unit_name = TEXT("长安区谈固小学");
		looks[i].unit_name = TEXT("长安区谈固小学");
		looks[i].entity = TEXT(i == 0 ? "student" : "case");
		looks[i].entity_id = TEXT(i == 0 ? "9001" : "810");
		looks[i].student_name = TEXT("刘佳琪");
		rows[i] = &looks[i];
	}
	reply.entries = rows, reply.n_entries = 2;
	fake_answer(stage->client, ACCESS, &reply.base);
}

static void looks_scene(struct stage *stage)
{
	answer_looks(stage);
	stage_sign_in(stage);
	stage_open(stage, "looks", "");
	stage_shot(stage, "looks");
}

START_TEST(an_officer_sees_who_looked_at_the_children_below_him)
{
	stage_play(looks_scene);
}
END_TEST

static void look_scene(struct stage *stage)
{
	Xueji__V1__GetStudentResponse file = XUEJI__V1__GET_STUDENT_RESPONSE__INIT;
	file.student = child_make(), file.items = child_items_make();
	fake_answer(stage->client, "xueji.v1.Students/GetStudent", &file.base);
	answer_looks(stage);
	stage_sign_in(stage);
	stage_open(stage, "student", "9001");
	stage_type(stage, "J");
	const Xueji__V1__ListAccessRequest *sent = fake_request(stage->client, ACCESS);
	ck_assert_ptr_nonnull(sent);
	ck_assert_str_eq(sent->unit_id, "1001");
	ck_assert_str_eq(sent->student_id, "9001");
	stage_type(stage, "\t");
	sent = fake_request(stage->client, ACCESS);
	ck_assert_str_eq(sent->actor_id, "71");
	stage_type(stage, "\t");
	sent = fake_request(stage->client, ACCESS);
	ck_assert_str_eq(sent->actor_id, "");
	stage_type(stage, "j\r");
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Students/GetStudent"), 1);
	stage_type(stage, "k\r");
	ck_assert_uint_eq(fake_calls(stage->client, "xueji.v1.Students/GetStudent"), 2);
}

static void things_scene(struct stage *stage)
{
	static const char *const things[] = {"export", "import", "campaign", "check", "upload"};
	Xueji__V1__ListEntriesResponse reply = XUEJI__V1__LIST_ENTRIES_RESPONSE__INIT;
	Xueji__V1__JournalEntry entry = XUEJI__V1__JOURNAL_ENTRY__INIT, *rows[] = {&entry};
	make_time();
	stage_sign_in(stage);
	entry.seq = 48120, entry.at = &at;
	entry.action_title = TEXT("下载"), entry.unit_name = TEXT("长安区");
	reply.entries = rows, reply.n_entries = 1;
	for (size_t i = 0; i < sizeof things / sizeof *things; i++) {
		entry.entity = TEXT(things[i]);
		fake_answer(stage->client, ENTRIES, &reply.base);
		stage_open(stage, "journal", "");
		ck_assert_msg(!stage_shows(stage, things[i]), "%s", things[i]);
	}
}

START_TEST(what_was_done_to_a_list_or_a_sheet_is_said_in_chinese)
{
	stage_play_as(things_scene, LANG_ZH, 24, 80);
}
END_TEST

static void purpose_scene(struct stage *stage)
{
	Xueji__V1__ListEntriesResponse reply = XUEJI__V1__LIST_ENTRIES_RESPONSE__INIT;
	Xueji__V1__JournalEntry entry = XUEJI__V1__JOURNAL_ENTRY__INIT, *rows[] = {&entry};
	make_time();
	stage_sign_in(stage);
	entry.seq = 48120, entry.at = &at;
	entry.action = TEXT("export.decided"), entry.entity = TEXT("export");
	entry.purpose = TEXT("卫健部门疫苗接种查验"), entry.reason = TEXT("范围过大");
	reply.entries = rows, reply.n_entries = 1;
	fake_answer(stage->client, ENTRIES, &reply.base);
	stage_open(stage, "journal", "");
	ck_assert(stage_shows(stage, "用途"));
	ck_assert(stage_shows(stage, "卫健部门疫苗接种查验"));
	ck_assert(stage_shows(stage, "范围过大"));
	ck_assert(!stage_shows(stage, "另有加密内容"));
}

START_TEST(an_entry_of_an_export_says_what_for_and_why_not)
{
	stage_play_as(purpose_scene, LANG_ZH, 24, 80);
}
END_TEST

START_TEST(j_in_a_file_tells_who_looked_at_it)
{
	stage_play_as(look_scene, LANG_ZH, 24, 80);
}
END_TEST

SUITE("journal", the_journal_lists_what_was_done_with_the_entry_below,
	enter_follows_the_person_the_thing_or_the_unit, what_the_server_did_leads_to_no_person,
	entries_are_chosen_by_unit_action_person_and_days,
	what_is_no_day_and_nobody_is_said_before_anything_is_asked,
	the_journal_is_verified_piece_by_piece_to_its_head,
	a_head_that_was_noted_is_sent_along_and_a_fault_ends_it,
	an_officer_sees_who_looked_at_the_children_below_him, j_in_a_file_tells_who_looked_at_it,
	what_was_done_to_a_list_or_a_sheet_is_said_in_chinese,
	an_entry_of_an_export_says_what_for_and_why_not)
