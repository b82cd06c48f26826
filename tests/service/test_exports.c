#include <string.h>

#include "common/date.h"
#include "domain/roles.h"
#include "domain/stages.h"
#include "server/service/services.h"
#include "tests/calls/deciding.h"
#include "tests/calls/exporting.h"
#include "tests/calls/schooling.h"
#include "tests/support/pupil.h"
#include "xueji/v1/journal.pb-c.h"

static struct house *house;
static struct person *registrar, *officer, *second, *neighbour;

static void set_up(void)
{
	house = house_open();
	registrar = person_make(house, "reg", SCHOOL, ROLE_REGISTRAR);
	officer = person_make(house, "off", COUNTY, ROLE_OFFICER);
	second = person_make(house, "off2", COUNTY, ROLE_OFFICER);
	neighbour = person_make(house, "near", NEIGHBOUR, ROLE_OFFICER);
	pupil_put(house, SCHOOL, false, NULL, 0);
	pupil_put(house, SCHOOL, false, NULL, 0);
	pupil_put(house, SECOND_SCHOOL, false, NULL, 0);
	pupil_put(house, NEIGHBOUR_SCHOOL, false, NULL, 0);
}

static void tear_down(void)
{
	house_close(house);
}

static struct answer asked(const struct person *person, int64_t unit, bool in_clear)
{
	static char *columns[] = {"name", "id_number", "sex", "student_no", "school_name"};
	Xueji__V1__AskExportRequest in = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	in.columns = columns;
	in.n_columns = 5;
	in.purpose = "vaccination";
	in.in_clear = in_clear;
	return export_asked(house, person, &in);
}

static char *asked_id(const struct person *person, int64_t unit, bool in_clear)
{
	struct answer a = asked(person, unit, in_clear);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return ((const Xueji__V1__AskExportResponse *)a.reply)->export->id;
}

static struct answer decided(
	const struct person *person, char *id, bool approve, const char *reason)
{
	return export_decided(house, person, id, approve, reason);
}

static struct answer fetched(const struct person *person, char *id, int size, const char *token)
{
	return export_fetched(house, person, id, size, token);
}

START_TEST(an_export_is_approved_by_a_second_person_and_fetched_by_who_asked)
{
	char *id = asked_id(officer, COUNTY, false);
	ck_assert_int_eq(fetched(officer, id, 0, "").reason, REASON_EXPORT_NOT_APPROVED);
	ck_assert_int_eq(decided(officer, id, true, "").reason, REASON_EXPORT_OWN);
	ck_assert_int_eq(decided(neighbour, id, true, "").err, ERR_DENIED);
	ck_assert_int_eq(desk_row(house, officer, "export.decide")->count->count, 0); /* his own */
	ck_assert_int_eq(desk_row(house, second, "export.decide")->count->count, 1);
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	ck_assert_int_eq(desk_row(house, second, "export.decide")->count->count, 0);
	ck_assert_int_eq(desk_row(house, second, "export.ready")->count->count, 0);
	ck_assert_int_eq(desk_row(house, officer, "export.ready")->count->count, 1);
	ck_assert_int_eq(decided(second, id, true, "").reason, REASON_EXPORT_DECIDED);
	const Xueji__V1__FetchExportResponse *out = fetched(officer, id, 0, "").reply;
	ck_assert_uint_eq(out->n_rows, 3);
	ck_assert_str_eq(out->rows[0]->cells[0], "刘佳琪");
	ck_assert_str_eq(out->rows[0]->cells[2], "female");
	ck_assert_ptr_nonnull(strchr(out->rows[0]->cells[1], '*'));
	ck_assert_ptr_nonnull(strchr(out->rows[0]->cells[3], '*'));
	ck_assert_ptr_nonnull(strstr(out->watermark, "vaccination"));
	ck_assert_ptr_nonnull(strstr(out->watermark, id));
	ck_assert_str_eq(out->headings[1], "ID number");
	ck_assert_int_eq(fetched(second, id, 0, "").reason, REASON_NO_SUCH_EXPORT);
}
END_TEST

/* The newest entries of the unit, as this auditor reads them. */
static const Xueji__V1__ListEntriesResponse *journalled(const struct person *person, int64_t unit)
{
	Xueji__V1__ListEntriesRequest in = XUEJI__V1__LIST_ENTRIES_REQUEST__INIT;
	in.unit_id = id_text(house, unit);
	in.action = "export.";
	struct answer a = call(house, person->token, &journal_service, "ListEntries", &in.base);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	return a.reply;
}

START_TEST(an_auditor_reads_in_the_journal_what_for_and_how_many)
{
	static const char *const words[] = {"export.decided", "export.asked", "export.fetched",
		"export.decided", "export.asked"};
	struct person *auditor = person_make(house, "shen", COUNTY, ROLE_AUDITOR);
	char *id = asked_id(officer, SCHOOL, false);
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	ck_assert_int_eq(fetched(officer, id, 0, "").err, OK);
	id = asked_id(officer, COUNTY, false);
	ck_assert_int_eq(decided(second, id, false, "no need").err, OK);
	const Xueji__V1__ListEntriesResponse *out = journalled(auditor, COUNTY);
	ck_assert_uint_eq(out->n_entries, 5);
	for (size_t i = 0; i < out->n_entries; i++) {
		ck_assert_str_eq(out->entries[i]->action, words[i]);
		ck_assert_str_eq(out->entries[i]->purpose, "vaccination");
		ck_assert_str_eq(out->entries[i]->reason, i == 0 ? "no need" : "");
		ck_assert(!out->entries[i]->has_sealed);
	}
	ck_assert_str_eq(out->entries[2]->summary, "2 children, 2 so far");
}
END_TEST

START_TEST(numbers_are_whole_only_where_that_was_approved)
{
	char *id = asked_id(officer, SCHOOL, true);
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	const Xueji__V1__FetchExportResponse *out = fetched(officer, id, 0, "").reply;
	ck_assert_uint_eq(out->n_rows, 2);
	ck_assert_ptr_null(strchr(out->rows[0]->cells[1], '*'));
	ck_assert_uint_eq(strlen(out->rows[0]->cells[1]), 18);
	ck_assert_uint_eq(strlen(out->rows[0]->cells[3]), 19);
}
END_TEST

START_TEST(pages_go_on_where_the_one_before_ended)
{
	char *id = asked_id(officer, COUNTY, true), *seen[3];
	const char *token = "";
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	for (int i = 0; i < 3; i++) {
		const Xueji__V1__FetchExportResponse *out = fetched(officer, id, 1, token).reply;
		ck_assert_uint_eq(out->n_rows, 1);
		ck_assert_int_eq(out->fetched, i + 1);
		seen[i] = arena_strdup(house->arena, out->rows[0]->cells[1]);
		for (int j = 0; j < i; j++)
			ck_assert_str_ne(seen[i], seen[j]);
		token = arena_strdup(house->arena, out->next_page_token);
	}
	const Xueji__V1__FetchExportResponse *last = fetched(officer, id, 1, token).reply;
	ck_assert_uint_eq(last->n_rows, 0);
	ck_assert_str_eq(last->next_page_token, "");
	ck_assert_int_eq(
		house_count(house, "SELECT count(*) FROM journal WHERE action = 'export.fetched'"),
		4);
}
END_TEST

START_TEST(a_school_asks_its_bureau)
{
	char *id = asked_id(registrar, SCHOOL, false);
	Xueji__V1__ListExportsRequest in = XUEJI__V1__LIST_EXPORTS_REQUEST__INIT;
	in.waiting = true;
	const Xueji__V1__ListExportsResponse *out =
		call(house, officer->token, &exports_service, "ListExports", &in.base).reply;
	ck_assert_uint_eq(out->n_exports, 1);
	ck_assert_str_eq(out->exports[0]->id, id);
	ck_assert(!out->exports[0]->may_fetch && !out->exports[0]->is_own);
	struct answer a = decided(officer, id, false, "");
	ck_assert(has_fault(&a, "reason", REASON_REQUIRED));
	ck_assert_int_eq(decided(officer, id, false, "no need").err, OK);
	in.waiting = false;
	out = call(house, registrar->token, &exports_service, "ListExports", &in.base).reply;
	ck_assert_str_eq(out->exports[0]->reason, "no need");
	ck_assert(out->exports[0]->is_own);
	ck_assert_int_eq(fetched(registrar, id, 0, "").reason, REASON_EXPORT_NOT_APPROVED);
}
END_TEST

/* The newest that waits for the county's decision. */
static const Xueji__V1__Export *waiting(const struct person *person)
{
	Xueji__V1__ListExportsRequest in = XUEJI__V1__LIST_EXPORTS_REQUEST__INIT;
	in.waiting = true;
	const Xueji__V1__ListExportsResponse *out =
		call(house, person->token, &exports_service, "ListExports", &in.base).reply;
	ck_assert_uint_gt(out->n_exports, 0);
	return out->exports[0];
}

START_TEST(who_decides_sees_how_many_children_it_is_about_now_and_whose_unit_asks)
{
	asked_id(registrar, SCHOOL, false);
	ck_assert_int_eq(waiting(officer)->children_count, 2);
	ck_assert_str_eq(waiting(officer)->asked_for->name, "第一小学");
	pupil_put(house, SCHOOL, false, NULL, 0);
	ck_assert_int_eq(waiting(officer)->children_count, 3);
	char *id = asked_id(officer, COUNTY, false);
	ck_assert_int_eq(waiting(second)->children_count, 4);
	ck_assert_str_eq(waiting(second)->asked_for->id, id_text(house, COUNTY));
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	const Xueji__V1__FetchExportResponse *out = fetched(officer, id, 0, "").reply;
	ck_assert_uint_eq(out->n_rows, 4);
	Xueji__V1__ListExportsRequest in = XUEJI__V1__LIST_EXPORTS_REQUEST__INIT;
	const Xueji__V1__ListExportsResponse *own =
		call(house, officer->token, &exports_service, "ListExports", &in.base).reply;
	ck_assert_int_eq(own->exports[0]->children_count, 0); /* it is decided */
}
END_TEST

START_TEST(the_count_is_that_of_the_grade_that_is_asked_for)
{
	static char *columns[] = {"name"};
	Xueji__V1__AskExportRequest in = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	int64_t all = 0;
	in.unit_id = id_text(house, COUNTY);
	in.columns = columns, in.n_columns = 1;
	in.purpose = "vaccination";
	for (in.grade = GRADE_FIRST; in.grade <= GRADE_LAST; in.grade++) {
		ck_assert_int_eq(export_asked(house, officer, &in).err, OK);
		ck_assert_int_lt(waiting(second)->children_count, 4);
		all += waiting(second)->children_count;
	}
	ck_assert_int_eq(all, 3);
}
END_TEST

START_TEST(a_page_looks_into_so_many_schools_and_no_more)
{
	enum { EMPTY = 450 };
	const char *token = "";
	int pages = 0, children = 0;
	add_schools(house, EMPTY, COUNTY);
	char *id = asked_id(officer, COUNTY, false);
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	do {
		const Xueji__V1__FetchExportResponse *out = fetched(officer, id, 0, token).reply;
		children += (int)out->n_rows;
		ck_assert_int_eq(out->fetched, children);
		token = arena_strdup(house->arena, out->next_page_token);
		pages++;
	} while (token[0] != '\0');
	ck_assert_int_eq(pages, 3);
	ck_assert_int_eq(children, 3);
}
END_TEST

START_TEST(nobody_exports_what_he_cannot_see)
{
	ck_assert_int_eq(asked(officer, NEIGHBOUR, false).err, ERR_DENIED);
	ck_assert_int_eq(asked(registrar, SECOND_SCHOOL, false).err, ERR_DENIED);
	ck_assert_int_eq(asked(registrar, COUNTY, false).err, ERR_DENIED);
}
END_TEST

START_TEST(what_was_approved_lasts_a_week)
{
	char *id = asked_id(officer, SCHOOL, false);
	ck_assert_int_eq(decided(second, id, true, "").err, OK);
	house_wait(house, 7 * US_PER_DAY + 1);
	memcpy(officer->token, person_session(house, officer->id), TOKEN_SIZE);
	ck_assert_int_eq(fetched(officer, id, 0, "").reason, REASON_EXPORT_TOO_OLD);
}
END_TEST

START_TEST(columns_are_words_of_items_and_stand_once)
{
	char *columns[] = {"name", "name", "photo", "salary"};
	Xueji__V1__AskExportRequest in = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	in.columns = columns;
	in.n_columns = 4;
	struct answer a = export_asked(house, officer, &in);
	ck_assert(has_fault(&a, "columns[1]", REASON_COLUMN_TWICE));
	ck_assert(has_fault(&a, "columns[2]", REASON_NOT_A_COLUMN));
	ck_assert(has_fault(&a, "columns[3]", REASON_NOT_A_COLUMN));
	ck_assert(has_fault(&a, "purpose", REASON_REQUIRED));
	in.n_columns = 0;
	a = export_asked(house, officer, &in);
	ck_assert(has_fault(&a, "columns", REASON_REQUIRED));
}
END_TEST

START_TEST(totals_have_columns_and_a_tier_of_their_own)
{
	char *columns[] = {"unit_name", "stage", "boys", "name"};
	Xueji__V1__AskExportRequest in = XUEJI__V1__ASK_EXPORT_REQUEST__INIT;
	in.kind = XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
	in.purpose = "yearly return";
	in.columns = columns;
	in.n_columns = 4;
	in.in_clear = true;
	in.down_to = XUEJI__V1__TIER__TIER_CITY;
	struct answer a = export_asked(house, officer, &in);
	ck_assert(has_fault(&a, "columns[3]", REASON_NOT_A_TOTAL));
	ck_assert(has_fault(&a, "in_clear", REASON_NOT_FOR_TOTALS));
	ck_assert(has_fault(&a, "down_to", REASON_TIER_ABOVE));
	in.n_columns = 3;
	in.in_clear = false;
	in.down_to = XUEJI__V1__TIER__TIER_SCHOOL;
	a = export_asked(house, officer, &in);
	ck_assert_int_eq(a.err, OK);
	const Xueji__V1__Export *one = ((const Xueji__V1__AskExportResponse *)a.reply)->export;
	ck_assert_int_eq(one->kind, XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS);
	ck_assert_int_eq(one->down_to, XUEJI__V1__TIER__TIER_SCHOOL);
	in.kind = XUEJI__V1__EXPORT_KIND__EXPORT_KIND_CHILDREN;
	a = export_asked(house, officer, &in);
	ck_assert(has_fault(&a, "columns[2]", REASON_NOT_A_COLUMN));
	ck_assert(has_fault(&a, "down_to", REASON_ONLY_FOR_TOTALS));
}
END_TEST

SUITE_WITH("exports", set_up, tear_down,
	an_export_is_approved_by_a_second_person_and_fetched_by_who_asked,
	an_auditor_reads_in_the_journal_what_for_and_how_many,
	numbers_are_whole_only_where_that_was_approved, pages_go_on_where_the_one_before_ended,
	a_page_looks_into_so_many_schools_and_no_more, a_school_asks_its_bureau,
	who_decides_sees_how_many_children_it_is_about_now_and_whose_unit_asks,
	the_count_is_that_of_the_grade_that_is_asked_for, nobody_exports_what_he_cannot_see,
	what_was_approved_lasts_a_week, columns_are_words_of_items_and_stand_once,
	totals_have_columns_and_a_tier_of_their_own)
