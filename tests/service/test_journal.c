#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "server/service/services.h"
#include "server/store/journal_store.h"
#include "server/store/unit_tree.h"
#include "tests/calls/calls.h"
#include "tests/support/child.h"
#include "xueji/v1/journal.pb-c.h"
#include "xueji/v1/students.pb-c.h"

static struct house *house;
static struct person *auditor; /* of the nation */

static void set_up(void)
{
	house = house_open();
	auditor = person_make(house, "shen", NATION, ROLE_AUDITOR);
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer ask(
	const struct person *who, const char *method, const ProtobufCMessage *request)
{
	return call(house, who->token, &journal_service, method, request);
}

/* Something done to each of these units, by the system, in this order. */
static void note(const int64_t *units, size_t n)
{
	struct ctx *ctx = house_write(house);
	ctx->units = unit_tree_pin(house->fixture->app.units);
	for (size_t i = 0; i < n; i++)
		ctx_journal(ctx, &(struct note){.action = ACTION_UNIT_RENAME,
					 .unit = units[i],
					 .entity = "unit",
					 .entity_id = units[i],
					 .summary = "x",
					 .sealed = i % 2 == 0 ? "secret" : NULL,
					 .sealed_size = i % 2 == 0 ? 6 : 0});
	ck_assert_int_eq(journal_write_notes(ctx), OK);
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_commit(house);
}

static const int64_t some[] = {
	NATION, PROVINCE, CITY, COUNTY, SCHOOL, SECOND_SCHOOL, NEIGHBOUR_SCHOOL, FAR_COUNTY};
enum { N_SOME = sizeof some / sizeof *some };

/* ---- ListEntries ---- */

static Xueji__V1__ListEntriesRequest entries_of(int64_t unit)
{
	Xueji__V1__ListEntriesRequest in = XUEJI__V1__LIST_ENTRIES_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	return in;
}

/* The units of all pages, "8 7 ". */
static const char *listed(const struct person *who, Xueji__V1__ListEntriesRequest in)
{
	char *units = "";
	do {
		struct answer answer = ask(who, "ListEntries", &in.base);
		ck_assert_msg(answer.err == OK, "%s", reason_row(answer.reason)->name);
		const Xueji__V1__ListEntriesResponse *out = answer.reply;
		for (size_t i = 0; i < out->n_entries; i++)
			units = arena_printf(
				house->arena, "%s%s ", units, out->entries[i]->unit_id);
		in.page_token = out->next_page_token;
	} while (in.page_token[0] != '\0');
	return units;
}

START_TEST(an_auditor_sees_what_lies_under_his_unit)
{
	static const struct {
		int64_t unit;
		const char *units;
	} rows[] = {
		{NATION, "12 10 9 8 5 3 2 1 "},
		{PROVINCE, "10 9 8 5 3 2 "},
		{CITY, "10 9 8 5 3 "},
		{COUNTY, "9 8 5 "},
		{SCHOOL, "8 "},
		{FAR_COUNTY, "12 "},
		{OTHER_CITY, ""},
	};
	note(some, N_SOME);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_str_eq(listed(auditor, entries_of(rows[i].unit)), rows[i].units);
}
END_TEST

START_TEST(an_entry_says_who_what_where_and_when)
{
	note(some, N_SOME);
	Xueji__V1__ListEntriesRequest in = entries_of(SCHOOL);
	const Xueji__V1__ListEntriesResponse *out = ask(auditor, "ListEntries", &in.base).reply;
	ck_assert_uint_eq(out->n_entries, 1);
	const Xueji__V1__JournalEntry *entry = out->entries[0];
	ck_assert_int_eq(entry->seq, 5);
	ck_assert_str_eq(entry->action, "unit.rename");
	ck_assert_str_eq(entry->action_title, "Unit renamed");
	ck_assert_str_eq(entry->unit_code, "2144000001");
	ck_assert_str_eq(entry->unit_name, "第一小学");
	ck_assert_str_eq(entry->entity, "unit");
	ck_assert_str_eq(entry->entity_id, id_text(house, SCHOOL));
	ck_assert_str_eq(entry->actor_id, "");
	ck_assert(entry->has_sealed);
	ck_assert_str_eq(entry->purpose, "");
	ck_assert_int_eq(entry->at->seconds, FIXTURE_NOW / US_PER_SECOND);
}
END_TEST

START_TEST(a_list_is_narrowed)
{
	note(some, N_SOME);
	house_wait(house, US_PER_DAY);
	auditor = person_make(house, "shen2", NATION, ROLE_AUDITOR);
	note(some, 2);
	Xueji__V1__ListEntriesRequest in = entries_of(NATION);
	in.action = "unit.";
	in.entity = "unit";
	in.entity_id = id_text(house, PROVINCE);
	ck_assert_str_eq(listed(auditor, in), "2 2 ");
	in.to_day = "2026-11-22";
	ck_assert_str_eq(listed(auditor, in), "2 ");
	in = entries_of(NATION);
	in.from_day = "2026-11-23";
	ck_assert_str_eq(listed(auditor, in), "2 1 ");
	in.to_day = "2026-11-22";
	ck_assert_str_eq(listed(auditor, in), "");
	in = entries_of(NATION);
	in.action = "operator.";
	ck_assert_str_eq(listed(auditor, in), "");
	in = entries_of(NATION);
	in.actor_id = auditor->id_text;
	ck_assert_str_eq(listed(auditor, in), "");
}
END_TEST

START_TEST(pages_of_any_size_give_the_same_list)
{
	for (int i = 0; i < 30; i++)
		note(some, N_SOME);
	Xueji__V1__ListEntriesRequest in = entries_of(COUNTY);
	const char *all = listed(auditor, in);
	ck_assert_uint_eq(strlen(all), 2 * 3 * 30);
	for (in.page_size = 1; in.page_size < 100; in.page_size += 7)
		ck_assert_str_eq(listed(auditor, in), all);
}
END_TEST

START_TEST(bad_questions_are_refused_with_all_their_faults)
{
	Xueji__V1__ListEntriesRequest in = XUEJI__V1__LIST_ENTRIES_REQUEST__INIT;
	in.action = "a\nb";
	in.actor_id = "x";
	in.entity_id = "-1";
	in.from_day = "22.11.2026";
	in.to_day = "2026-02-29";
	in.page_size = -1;
	in.page_token = "AAAA";
	struct answer answer = ask(auditor, "ListEntries", &in.base);
	ck_assert(has_fault(&answer, "unit_id", REASON_REQUIRED));
	ck_assert(has_fault(&answer, "action", REASON_FORBIDDEN_CHARACTER));
	ck_assert(has_fault(&answer, "actor_id", REASON_NOT_AN_ID));
	ck_assert(has_fault(&answer, "entity_id", REASON_NOT_AN_ID));
	ck_assert(has_fault(&answer, "entity_id", REASON_ONLY_WITH));
	ck_assert(has_fault(&answer, "from_day", REASON_NOT_A_DATE));
	ck_assert(has_fault(&answer, "to_day", REASON_NO_SUCH_DAY));
	ck_assert(has_fault(&answer, "page_size", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "page_token", REASON_NOT_A_PAGE_TOKEN));
	in = entries_of(4711);
	ck_assert_int_eq(ask(auditor, "ListEntries", &in.base).err, ERR_NOT_FOUND);
}
END_TEST

/* ---- who may ---- */

static const struct {
	int64_t unit;
	uint32_t roles;
	enum err county, verify;
} people[] = {
	{NATION, ROLE_AUDITOR, OK, OK},
	{PROVINCE, ROLE_AUDITOR, OK, ERR_DENIED}, /* this server serves the nation */
	{COUNTY, ROLE_AUDITOR, OK, ERR_DENIED},
	{NEIGHBOUR, ROLE_AUDITOR, ERR_DENIED, ERR_DENIED},
	{OTHER_PROVINCE, ROLE_AUDITOR, ERR_DENIED, ERR_DENIED},
	{NATION, ROLE_SYSTEM, ERR_DENIED, ERR_DENIED},
	{NATION, ROLE_SECURITY, ERR_DENIED, ERR_DENIED},
	{COUNTY, ROLE_OFFICER, ERR_DENIED, ERR_DENIED},
	{SCHOOL, ROLE_REGISTRAR, ERR_DENIED, ERR_DENIED},
};

START_TEST(only_auditors_read_and_only_in_their_subtree)
{
	Xueji__V1__ListEntriesRequest in = entries_of(COUNTY);
	Xueji__V1__VerifyJournalRequest verify = XUEJI__V1__VERIFY_JOURNAL_REQUEST__INIT;
	for (size_t i = 0; i < sizeof people / sizeof *people; i++) {
		char *name = arena_printf(house->arena, "person%zu", i);
		struct person *who = person_make(house, name, people[i].unit, people[i].roles);
		ck_assert_msg(
			ask(who, "ListEntries", &in.base).err == people[i].county, "row %zu", i);
		ck_assert_msg(ask(who, "VerifyJournal", &verify.base).err == people[i].verify,
			"row %zu", i);
	}
	ck_assert_int_eq(call(house, NULL, &journal_service, "ListEntries", &in.base).err,
		ERR_UNAUTHENTICATED);
}
END_TEST

/* ---- VerifyJournal ---- */

static const Xueji__V1__VerifyJournalResponse *verify(
	int64_t from, int64_t known_seq, const ProtobufCBinaryData *known_hash)
{
	Xueji__V1__VerifyJournalRequest in = XUEJI__V1__VERIFY_JOURNAL_REQUEST__INIT;
	in.from_seq = from;
	in.known_seq = known_seq;
	if (known_hash != NULL)
		in.known_hash = *known_hash;
	const Xueji__V1__VerifyJournalResponse *out = ask(auditor, "VerifyJournal", &in.base).reply;
	ck_assert_ptr_nonnull(out);
	return out;
}

static void tamper(const char *text)
{
	struct sql *sql = arena_one(house->arena, struct sql);
	*sql = (struct sql){"test_tamper", text};
	ck_assert_int_eq(db_run(house_write(house), sql, NO_ARGS, NULL), OK);
	house_commit(house);
}

START_TEST(a_whole_journal_is_found_whole)
{
	const Xueji__V1__VerifyJournalResponse *out = verify(0, 0, NULL);
	ck_assert_int_eq(out->head_seq, 0);
	ck_assert_int_eq(out->fault, 0);
	note(some, N_SOME);
	out = verify(0, 0, NULL);
	ck_assert_int_eq(out->fault, 0);
	ck_assert_str_eq(out->sentence, "");
	ck_assert_int_eq(out->checked_count, N_SOME);
	ck_assert_int_eq(out->head_seq, N_SOME);
	ck_assert_uint_eq(out->head_hash.len, 32);
	ck_assert_int_eq(out->next_seq, 0);
	ck_assert_int_eq(verify(5, 0, NULL)->checked_count, 4);
}
END_TEST

START_TEST(a_long_journal_is_verified_in_pieces)
{
	static int64_t many[5200];
	for (size_t i = 0; i < 5200; i++)
		many[i] = SCHOOL;
	note(many, 5200);
	const Xueji__V1__VerifyJournalResponse *out = verify(0, 0, NULL);
	ck_assert_int_eq(out->checked_count, 5000);
	ck_assert_int_eq(out->next_seq, 5001);
	out = verify(out->next_seq, 0, NULL);
	ck_assert_int_eq(out->checked_count, 200);
	ck_assert_int_eq(out->next_seq, 0);
}
END_TEST

static const struct {
	const char *sql;
	int fault;
	int64_t seq;
} tampering[] = {
	{"UPDATE journal SET summary = 'y' WHERE seq = 3",
		XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_ALTERED, 3},
	{"UPDATE journal SET actor = 77 WHERE seq = 8",
		XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_ALTERED, 8},
	{"DELETE FROM journal WHERE seq = 4", XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_GAP, 4},
	{"UPDATE journal SET sealed = NULL WHERE seq = 5",
		XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_SEALED_ALTERED, 5},
};

START_TEST(what_was_altered_shows)
{
	for (size_t i = 0; i < sizeof tampering / sizeof *tampering; i++) {
		tamper("DELETE FROM journal");
		note(some, N_SOME);
		tamper(tampering[i].sql);
		const Xueji__V1__VerifyJournalResponse *out = verify(0, 0, NULL);
		ck_assert_int_eq(out->fault, tampering[i].fault);
		ck_assert_int_eq(out->fault_seq, tampering[i].seq);
		ck_assert_int_eq(out->next_seq, 0);
		ck_assert_ptr_nonnull(strstr(out->sentence, id_text(house, tampering[i].seq)));
	}
}
END_TEST

START_TEST(a_journal_that_was_cut_off_shows_against_a_noted_head)
{
	note(some, N_SOME);
	const Xueji__V1__VerifyJournalResponse *head = verify(0, 0, NULL);
	note(some, 3);
	ck_assert_int_eq(verify(0, head->head_seq, &head->head_hash)->fault, 0);
	tamper("DELETE FROM journal WHERE seq > 6");
	ck_assert_int_eq(verify(0, 0, NULL)->fault, 0); /* nothing else tells */
	const Xueji__V1__VerifyJournalResponse *out = verify(0, head->head_seq, &head->head_hash);
	ck_assert_int_eq(out->fault, XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_CUT_OFF);
	ck_assert_int_eq(out->fault_seq, N_SOME);
	note(some, N_SOME); /* and others written in their place */
	out = verify(0, head->head_seq, &head->head_hash);
	ck_assert_int_eq(out->fault, XUEJI__V1__JOURNAL_FAULT__JOURNAL_FAULT_CUT_OFF);
}
END_TEST

START_TEST(bad_verifications_are_refused)
{
	Xueji__V1__VerifyJournalRequest in = XUEJI__V1__VERIFY_JOURNAL_REQUEST__INIT;
	uint8_t hash[33] = {0};
	in.from_seq = -1;
	in.known_seq = -1;
	struct answer answer = ask(auditor, "VerifyJournal", &in.base);
	ck_assert(has_fault(&answer, "from_seq", REASON_OUT_OF_RANGE));
	ck_assert(has_fault(&answer, "known_seq", REASON_OUT_OF_RANGE));
	in.from_seq = 0;
	in.known_seq = 1;
	in.known_hash = (ProtobufCBinaryData){33, hash};
	answer = ask(auditor, "VerifyJournal", &in.base);
	ck_assert(has_fault(&answer, "known_hash", REASON_NOT_A_HASH));
	in.known_seq = 0;
	answer = ask(auditor, "VerifyJournal", &in.base);
	ck_assert(has_fault(&answer, "known_hash", REASON_ONLY_WITH));
	in.known_seq = INT64_MAX;
	in.known_hash.len = 32;
	ck_assert_int_eq(ask(auditor, "VerifyJournal", &in.base).err, OK);
	in.known_seq = 0;
	in.known_hash.len = 0;
	in.from_seq = INT64_MAX;
	ck_assert_int_ne(ask(auditor, "VerifyJournal", &in.base).err, ERR_INTERNAL);
}
END_TEST

/* ---- ListAccess ---- */

static const Xueji__V1__ListAccessResponse *looks(const struct person *who, int64_t unit)
{
	Xueji__V1__ListAccessRequest in = XUEJI__V1__LIST_ACCESS_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	struct answer a = ask(who, "ListAccess", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

static int64_t enrol(int64_t school)
{
	struct ctx *ctx = house_write(house);
	struct student_record child = child_make(ctx->arena, "陈小花", "2019-03-04", school);
	child_enrol_in(ctx, &child);
	house_commit(house);
	return child.row.id;
}

static void open_file(const struct person *who, int64_t child)
{
	Xueji__V1__GetStudentRequest in = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	in.student_id = id_text(house, child);
	ck_assert_int_eq(
		call(house, who->token, &students_service, "GetStudent", &in.base).err, OK);
}

START_TEST(an_officer_sees_who_looked_at_his_childrens_files_and_nothing_else)
{
	struct person *officer = person_make(house, "li", COUNTY, ROLE_OFFICER);
	struct person *registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	struct person *city = person_make(house, "city", CITY, ROLE_OFFICER);
	struct person *near = person_make(house, "near", NEIGHBOUR, ROLE_OFFICER);
	int64_t child = enrol(SCHOOL);
	note(some, N_SOME);
	open_file(registrar, child);
	open_file(city, child);
	const Xueji__V1__ListAccessResponse *out = looks(officer, COUNTY);
	ck_assert_uint_eq(out->n_entries, 2);
	Xueji__V1__ListEntriesRequest opened = entries_of(SCHOOL);
	opened.action = "student.opened";
	const Xueji__V1__ListEntriesResponse *entries =
		ask(auditor, "ListEntries", &opened.base).reply;
	ck_assert_str_eq(entries->entries[1]->actor_name, "王丽");
	ck_assert_str_eq(entries->entries[1]->for_name, "");
	ck_assert_str_eq(out->entries[0]->actor_unit_name, "深圳市");
	ck_assert_str_eq(out->entries[1]->actor_name, "王丽");
	ck_assert_str_eq(out->entries[1]->actor_id, registrar->id_text);
	ck_assert_str_eq(out->entries[1]->unit_name, "第一小学");
	ck_assert_str_eq(out->entries[1]->student_name, "陈小花");
	ck_assert_str_eq(out->entries[1]->action_title, "File of a child opened");
	ck_assert_str_eq(out->entries[1]->entity_id, id_text(house, child));
	ck_assert_uint_eq(looks(city, CITY)->n_entries, 2);
	ck_assert_uint_eq(looks(city, SCHOOL)->n_entries, 2);
	ck_assert_uint_eq(looks(city, SECOND_SCHOOL)->n_entries, 0);
	ck_assert_uint_eq(looks(near, NEIGHBOUR)->n_entries, 0);
	Xueji__V1__ListAccessRequest in = XUEJI__V1__LIST_ACCESS_REQUEST__INIT;
	in.unit_id = id_text(house, COUNTY);
	ck_assert_int_eq(ask(near, "ListAccess", &in.base).reason, REASON_OUTSIDE_SCOPE);
	ck_assert_int_eq(ask(registrar, "ListAccess", &in.base).reason, REASON_NO_RIGHT);
	ck_assert_int_eq(ask(officer, "ListEntries", &in.base).reason, REASON_NO_RIGHT);
	in.student_id = id_text(house, child);
	in.actor_id = city->id_text;
	in.from_day = "2026-11-22";
	out = ask(officer, "ListAccess", &in.base).reply;
	ck_assert_uint_eq(out->n_entries, 1);
	in.from_day = "2026-11-24";
	ck_assert_uint_eq(
		((const Xueji__V1__ListAccessResponse *)ask(officer, "ListAccess", &in.base).reply)
			->n_entries,
		0);
}
END_TEST

SUITE_WITH("journal", set_up, tear_down, an_auditor_sees_what_lies_under_his_unit,
	an_entry_says_who_what_where_and_when, a_list_is_narrowed,
	pages_of_any_size_give_the_same_list, bad_questions_are_refused_with_all_their_faults,
	only_auditors_read_and_only_in_their_subtree, a_whole_journal_is_found_whole,
	a_long_journal_is_verified_in_pieces, what_was_altered_shows,
	a_journal_that_was_cut_off_shows_against_a_noted_head, bad_verifications_are_refused,
	an_officer_sees_who_looked_at_his_childrens_files_and_nothing_else)
