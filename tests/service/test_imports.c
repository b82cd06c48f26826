#include "domain/roles.h"
#include "server/service/imports.h"
#include "server/store/ids.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_store.h"
#include "tests/calls/importing.h"
#include "tests/support/suite.h"

static struct importing *m;

static void set_up(void)
{
	m = importing_open();
}

static void tear_down(void)
{
	importing_close(m);
}

/* ---- what becomes of rows ---- */

START_TEST(good_rows_wait_for_the_approver_and_bad_ones_say_all_their_faults)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 5)};
	rows[1]->items->birth_date = "2020-02-30";
	rows[1]->items->ethnic_group = "天津";
	rows[1]->items->class_name = "9班";
	rows[1]->items->phone = "";
	const Xueji__V1__ImportRowsResponse *out = imported(m, m->registrar, 'a', false, rows, 3);
	ck_assert_int_eq(out->verdicts[0]->outcome, CREATED);
	ck_assert_str_ne(out->verdicts[0]->case_id, "");
	ck_assert_int_eq(out->verdicts[1]->outcome, REFUSED);
	ck_assert(verdict_has(out->verdicts[1], "birth_date", "NO_SUCH_DAY"));
	ck_assert(verdict_has(out->verdicts[1], "phone", "REQUIRED"));
	ck_assert(verdict_has(out->verdicts[1], "class_name", "NO_SUCH_CLASS"));
	ck_assert_str_eq(out->verdicts[1]->faults[0]->column, "class");
	ck_assert_int_eq(out->verdicts[2]->outcome, CREATED);
	ck_assert_int_eq(out->import->created, 2);
	ck_assert_int_eq(out->import->refused, 1);
	ck_assert_int_eq(out->import->last_row, 5);
	ck_assert_uint_eq(case_waiting(m->house, m->approver, APPROVER)->n_cases, 2);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student"), 2);
}
END_TEST

START_TEST(a_dry_run_says_the_same_and_stores_nothing_of_it)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	rows[1]->items->name = "";
	rows[2]->items->id_number = rows[0]->items->id_number;
	const Xueji__V1__ImportRowsResponse *out = imported(m, m->registrar, 'a', true, rows, 3);
	ck_assert_int_eq(out->verdicts[0]->outcome, CREATED);
	ck_assert_str_eq(out->verdicts[0]->case_id, "");
	ck_assert(verdict_has(out->verdicts[1], "name", "REQUIRED"));
	ck_assert(verdict_has(out->verdicts[2], "id_number", "ROW_TWICE"));
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student"), 0);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM kase"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM school_stat WHERE pending > 0"), 0);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM journal WHERE entity = 'case'"), 0);
	/* The real one after it is another import, and begins at the beginning. */
	ck_assert_int_eq(import_started(m, m->registrar, 'a', false)->last_row, 0);
}
END_TEST

START_TEST(a_row_about_a_child_of_another_row_is_named_with_it)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	rows[0]->items->phone = "no";
	rows[1]->items->id_number = rows[0]->items->id_number;
	const Xueji__V1__ImportRowsResponse *out = imported(m, m->registrar, 'a', false, rows, 2);
	ck_assert_int_eq(out->verdicts[0]->outcome, REFUSED);
	ck_assert(verdict_has(out->verdicts[1], "id_number", "ROW_TWICE"));
}
END_TEST

START_TEST(a_sheet_of_another_school_is_refused_row_by_row)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->school_code = "2113000009";
	const Xueji__V1__RowVerdict *verdict = imported_one(m, 'a', row);
	ck_assert(verdict_has(verdict, "school_code", "SHEET_OF_OTHER_SCHOOL"));
}
END_TEST

START_TEST(a_child_without_a_number_is_entered_by_itself)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->items->id_number = "";
	ck_assert(verdict_has(imported_one(m, 'a', row), "id_number", "ENTERED_ONE_BY_ONE"));
}
END_TEST

START_TEST(a_number_that_a_spreadsheet_shortened_is_named_as_that)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->items->id_number = "4.10581202008022E+17";
	const Xueji__V1__RowVerdict *verdict = imported_one(m, 'a', row);
	ck_assert(verdict_has(verdict, "id_number", "DIGITS_LOST"));
	ck_assert_uint_eq(verdict->n_faults, 1);
}
END_TEST

/* Right by its check character, as one of eleven is. */
START_TEST(a_number_whose_last_digits_became_zeros_is_not_taken_for_whole)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->items->sex = "女";
	row->items->birth_date = "20200602";
	row->items->id_number = "410581202006020000";
	ck_assert(verdict_has(imported_one(m, 'a', row), "id_number", "DIGITS_ZEROED"));
	row->items->id_number = "410581202006021000";
	ck_assert(verdict_has(imported_one(m, 'b', row), "id_number", "DIGITS_LOST"));
}
END_TEST

START_TEST(a_child_with_a_record_elsewhere_is_not_entered_and_trying_is_bounded)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, rows, 3)->import;
	batch_decided(m->house, m->approver, import->id, APPROVER, APPROVE);
	batch_decided(m->house, m->officer, import->id, BUREAU, APPROVE);
	house_policy(m->house, POLICY_DUPLICATES_PER_HOUR, 2);
	const char *theirs = import_started(m, m->neighbour, 'b', false)->id;
	/* The third would be one too many: it waits for the next hour. */
	const Xueji__V1__ImportRowsResponse *out =
		import_send(m, m->neighbour, theirs, 0, rows, 3).reply;
	ck_assert_uint_eq(out->n_verdicts, 2);
	ck_assert(verdict_has(out->verdicts[0], "id_number", "IDENTITY_HELD"));
	struct answer a = import_send(m, m->neighbour, theirs, out->import->last_row, rows + 2, 1);
	ck_assert_int_eq(a.reason, REASON_QUOTA_USED);
	ck_assert_int_gt(a.failure.retry_after_us, 0);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student WHERE status = 1"), 0);
}
END_TEST

/* ---- rows that are written together ---- */

static int64_t cases_about(const char *case_id, const char *name)
{
	return house_count(m->house,
		arena_printf(m->house->arena,
			"SELECT count(*) FROM kase k JOIN student s ON s.id = k.student_id "
			"WHERE k.id = %s AND s.name = '%s' AND s.status = 1",
			case_id, name));
}

START_TEST(what_stands_between_new_children_neither_keeps_them_out_nor_comes_in_with_them)
{
	Xueji__V1__ImportRow *known = import_row(m, 4), *other = import_row(m, 5);
	Xueji__V1__ImportRow *earlier[] = {known, other};
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, earlier, 2)->import;
	batch_decided(m->house, m->approver, import->id, APPROVER, RETURN);
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), known, other,
		import_row(m, 6), import_row(m, 7)};
	rows[0]->items->name = "赵一";
	rows[1]->items->birth_date = "2020-02-30";
	known->items->phone = "13812340000";
	other->items->class_name = "9班";
	rows[4]->items->id_number = rows[0]->items->id_number;
	rows[5]->items->name = "钱二";
	const Xueji__V1__ImportRowsResponse *out = imported(m, m->registrar, 'b', false, rows, 6);
	ck_assert_int_eq(out->verdicts[0]->outcome, CREATED);
	ck_assert(verdict_has(out->verdicts[1], "birth_date", "NO_SUCH_DAY"));
	ck_assert_int_eq(out->verdicts[2]->outcome, UPDATED);
	ck_assert(verdict_has(out->verdicts[3], "class_name", "NO_SUCH_CLASS"));
	ck_assert(verdict_has(out->verdicts[4], "id_number", "ROW_TWICE"));
	ck_assert_int_eq(out->verdicts[5]->outcome, CREATED);
	ck_assert_int_eq(cases_about(out->verdicts[0]->case_id, "赵一"), 1);
	ck_assert_int_eq(cases_about(out->verdicts[5]->case_id, "钱二"), 1);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student"), 4);
	ck_assert_int_eq(house_count(m->house, "SELECT sum(pending) FROM school_stat"), 4);
	ck_assert_int_eq(
		house_count(m->house, "SELECT count(*) FROM kase WHERE turn_party = 2"), 3);
}
END_TEST

START_TEST(one_call_leaves_the_same_as_a_call_for_each_row)
{
	static const char *const traces[] = {"SELECT count(*) FROM student",
		"SELECT count(*) FROM name_gram", "SELECT count(*) FROM profile",
		"SELECT count(*) FROM guardian", "SELECT count(*) FROM identity",
		"SELECT count(*) FROM kase WHERE is_open = 1", "SELECT count(*) FROM case_party",
		"SELECT count(*) FROM case_step", "SELECT count(*) FROM kase WHERE import_id > 0",
		"SELECT count(*) FROM import_identity", "SELECT sum(pending) FROM school_stat",
		"SELECT sum(open) FROM open_work",
		"SELECT count(*) FROM journal WHERE entity = 'case' AND entity_id > 0"};
	enum { N = sizeof traces / sizeof *traces };
	int64_t of_one[N];
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	for (int i = 0; i < 3; i++)
		ck_assert_int_eq(imported_one(m, (char)('a' + i), rows[i])->outcome, CREATED);
	for (int i = 0; i < N; i++)
		of_one[i] = house_count(m->house, traces[i]);
	Xueji__V1__ImportRow *others[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	imported(m, m->registrar, 'x', false, others, 3);
	for (int i = 0; i < N; i++)
		ck_assert_msg(house_count(m->house, traces[i]) == 2 * of_one[i] && of_one[i] >= 3,
			"%s: %lld", traces[i], (long long)of_one[i]);
}
END_TEST

/* ---- read beforehand ---- */

START_TEST(what_was_read_before_the_school_changed_is_read_anew)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	struct import_readings *readings;
	struct import import;
	struct unit *school;
	int64_t id;
	bool is_same = false;
	ck_assert(ids_parse(import_started(m, m->registrar, 'a', false)->id, &id));
	struct ctx *ctx = house_write(m->house);
	ctx->units = unit_tree_pin(m->house->fixture->app.units);
	ck_assert_int_eq(import_get(ctx, id, &import), OK);
	ck_assert_int_eq(imports_read(ctx, &import, rows, 2, &readings), OK);
	ck_assert_int_eq(imports_reading(readings, 1)->school, SCHOOL);
	ck_assert_int_eq(imports_reading(readings, 1)->refused.err, OK);
	ck_assert_int_eq(imports_compare(ctx, &import, readings, &is_same), OK);
	ck_assert(is_same);
	ck_assert_int_eq(unit_get(ctx, SCHOOL, &school), OK);
	ck_assert_int_eq(unit_update(ctx, school), OK);
	ck_assert_int_eq(imports_compare(ctx, &import, readings, &is_same), OK);
	ck_assert(!is_same);
	unit_tree_unpin(ctx->units);
	ctx->units = NULL;
	house_rollback(m->house);
}
END_TEST

/* ---- again ---- */

START_TEST(the_same_row_again_changes_nothing_and_another_form_is_with_the_approver)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	ck_assert_int_eq(imported_one(m, 'a', row)->outcome, CREATED);
	ck_assert_int_eq(imported_one(m, 'b', row)->outcome, UNCHANGED);
	row->items->phone = "13812340000";
	ck_assert(verdict_has(imported_one(m, 'c', row), "", "CASE_PAST_DRAFT"));
}
END_TEST

START_TEST(a_returned_row_is_mended_and_goes_to_the_approver_again)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, &row, 1)->import;
	ck_assert_int_eq(
		batch_decided(m->house, m->approver, import->id, APPROVER, RETURN)->done, 1);
	row->items->phone = "13812340000";
	ck_assert_int_eq(imported_one(m, 'b', row)->outcome, UPDATED);
	ck_assert_uint_eq(case_waiting(m->house, m->approver, APPROVER)->n_cases, 1);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student"), 1);
}
END_TEST

START_TEST(of_a_child_on_the_roll_what_may_change_changes_and_the_rest_is_said)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, &row, 1)->import;
	batch_decided(m->house, m->approver, import->id, APPROVER, APPROVE);
	batch_decided(m->house, m->officer, import->id, BUREAU, APPROVE);
	ck_assert_int_eq(imported_one(m, 'b', row)->outcome, UNCHANGED);
	row->items->phone = "13812340000";
	ck_assert_int_eq(imported_one(m, 'c', row)->outcome, UPDATED);
	row->items->name = "刘佳";
	row->items->class_name = "2";
	const Xueji__V1__RowVerdict *verdict = imported_one(m, 'd', row);
	ck_assert(verdict_has(verdict, "name", "CONTROLLED_ITEM"));
	ck_assert(verdict_has(verdict, "class_name", "CHANGED_WITH_CLASS"));
}
END_TEST

/* ---- breaking off ---- */

START_TEST(an_import_goes_on_behind_the_row_it_has_got_to)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	rows[1]->items->name = "";
	const Xueji__V1__Import *import = import_started(m, m->registrar, 'a', false);
	ck_assert_int_eq(import_send(m, m->registrar, import->id, 0, rows, 2).err, OK);
	const Xueji__V1__Import *again = import_started(m, m->registrar, 'a', false);
	ck_assert_str_eq(again->id, import->id);
	ck_assert_int_eq(again->last_row, 3);
	/* What came before is told again; what leaves a gap is refused. */
	const Xueji__V1__ImportRowsResponse *out =
		import_send(m, m->registrar, import->id, 0, rows, 2).reply;
	ck_assert_int_eq(out->verdicts[0]->outcome, BEFORE);
	ck_assert(verdict_has(out->verdicts[1], "name", "REQUIRED"));
	ck_assert_int_eq(import_send(m, m->registrar, import->id, 2, rows + 2, 1).reason,
		REASON_ROWS_NOT_NEXT);
	out = import_send(m, m->registrar, import->id, 3, rows + 2, 1).reply;
	ck_assert_int_eq(out->import->created, 2);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student"), 2);
}
END_TEST

START_TEST(a_finished_import_takes_no_more_rows)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, rows, 1)->import;
	Xueji__V1__FinishImportRequest in = XUEJI__V1__FINISH_IMPORT_REQUEST__INIT;
	in.import_id = import->id;
	ck_assert_int_eq(desk_row(m->house, m->registrar, "import.unfinished")->count->count, 1);
	ck_assert_int_eq(
		import_ask(m, m->registrar, "FinishImport", &in.base).reason, REASON_ROWS_NOT_NEXT);
	in.last_row = 2;
	ck_assert_int_eq(import_ask(m, m->registrar, "FinishImport", &in.base).err, OK);
	ck_assert_int_eq(import_ask(m, m->registrar, "FinishImport", &in.base).err, OK);
	ck_assert_int_eq(desk_row(m->house, m->registrar, "import.unfinished")->count->count, 0);
	ck_assert_int_eq(import_send(m, m->registrar, import->id, 2, rows + 1, 1).reason,
		REASON_IMPORT_FINISHED);
}
END_TEST

START_TEST(rows_out_of_order_or_too_many_are_refused)
{
	Xueji__V1__ImportRow *rows[201];
	for (int i = 0; i < 201; i++)
		rows[i] = import_row(m, i + 2);
	const Xueji__V1__Import *import = import_started(m, m->registrar, 'a', true);
	struct answer a = import_send(m, m->registrar, import->id, 0, rows, 201);
	ck_assert(has_fault(&a, "rows", REASON_TOO_MANY));
	rows[1]->row = 2;
	a = import_send(m, m->registrar, import->id, 0, rows, 2);
	ck_assert(has_fault(&a, "rows[1].row", REASON_ROWS_NOT_IN_ORDER));
	a = import_send(m, m->registrar, import->id, 0, rows, 0);
	ck_assert(has_fault(&a, "rows", REASON_REQUIRED));
}
END_TEST

/* ---- batches ---- */

START_TEST(a_batch_is_signed_and_confirmed_in_one_step_each)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, rows, 3)->import;
	Xueji__V1__ListBatchesRequest in = XUEJI__V1__LIST_BATCHES_REQUEST__INIT;
	in.waiting_for = APPROVER;
	ck_assert_int_eq(desk_row(m->house, m->approver, "batch.sign")->count->count, 1);
	ck_assert_int_eq(desk_row(m->house, m->officer, "batch.confirm")->count->count, 0);
	const Xueji__V1__ListBatchesResponse *out =
		import_ask(m, m->approver, "ListBatches", &in.base).reply;
	ck_assert_uint_eq(out->n_batches, 1);
	ck_assert_str_eq(out->batches[0]->import_id, import->id);
	ck_assert_int_eq(out->batches[0]->waiting, 3);
	ck_assert_int_eq(out->batches[0]->cases, 3);
	ck_assert_int_eq(
		batch_decided(m->house, m->approver, import->id, APPROVER, APPROVE)->done, 3);
	ck_assert_int_eq(desk_row(m->house, m->approver, "batch.sign")->count->count, 0);
	ck_assert_int_eq(desk_row(m->house, m->officer, "batch.confirm")->count->count, 1);
	in.waiting_for = BUREAU;
	out = import_ask(m, m->officer, "ListBatches", &in.base).reply;
	ck_assert_int_eq(out->batches[0]->waiting, 3);
	ck_assert_int_eq(batch_decided(m->house, m->officer, import->id, BUREAU, APPROVE)->done, 3);
	out = import_ask(m, m->officer, "ListBatches", &in.base).reply;
	ck_assert_uint_eq(out->n_batches, 0);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM student WHERE status = 2"), 3);
}
END_TEST

/* A row is asked for room in the class as it is, not for the rows before it. */
START_TEST(a_batch_fills_a_class_and_no_more_and_shows_who_is_left)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	house_policy(m->house, POLICY_CLASS_SIZE, 2);
	const char *import = imported(m, m->registrar, 'a', false, rows, 3)->import->id;
	ck_assert_int_eq(batch_decided(m->house, m->approver, import, APPROVER, APPROVE)->done, 3);
	const Xueji__V1__DecideBatchResponse *out =
		batch_decided(m->house, m->officer, import, BUREAU, APPROVE);
	ck_assert_int_eq(out->done, 2);
	ck_assert_uint_eq(out->n_refused, 1);
	ck_assert_str_eq(out->refused[0]->refusal, "CLASS_FULL");
	Xueji__V1__ListBatchCasesRequest in = XUEJI__V1__LIST_BATCH_CASES_REQUEST__INIT;
	in.import_id = (char *)import, in.waiting_for = BUREAU;
	const Xueji__V1__ListBatchCasesResponse *left =
		import_ask(m, m->officer, "ListBatchCases", &in.base).reply;
	ck_assert_uint_eq(left->n_cases, 1);
	ck_assert(left->cases[0]->is_class_full);
}
END_TEST

static const Xueji__V1__ListBatchesResponse *batches_behind(const char *token)
{
	Xueji__V1__ListBatchesRequest in = XUEJI__V1__LIST_BATCHES_REQUEST__INIT;
	in.waiting_for = APPROVER;
	in.page_size = 1;
	in.page_token = (char *)token;
	struct answer a = import_ask(m, m->approver, "ListBatches", &in.base);
	ck_assert_int_eq(a.err, OK);
	return a.reply;
}

/* A row that is returned and brought in again belongs to the later sheet. */
START_TEST(batches_are_listed_page_by_page_with_what_is_in_each)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)},
			     *other = import_row(m, 2);
	const Xueji__V1__Import *first = imported(m, m->registrar, 'a', false, rows, 3)->import,
				*second = imported(m, m->registrar, 'b', false, &other, 1)->import;
	const Xueji__V1__ListBatchesResponse *page = batches_behind("");
	ck_assert_uint_eq(page->n_batches, 1);
	ck_assert_str_eq(page->batches[0]->import_id, first->id);
	ck_assert_int_eq(page->batches[0]->waiting, 3);
	page = batches_behind(page->next_page_token);
	ck_assert_str_eq(page->batches[0]->import_id, second->id);
	ck_assert_str_eq(page->next_page_token, "");
	batch_decided(m->house, m->approver, first->id, APPROVER, RETURN);
	const Xueji__V1__Import *third = imported(m, m->registrar, 'c', false, rows, 1)->import;
	page = batches_behind("");
	ck_assert_str_eq(page->batches[0]->import_id, second->id);
	page = batches_behind(page->next_page_token);
	ck_assert_str_eq(page->batches[0]->import_id, third->id);
	ck_assert_int_eq(page->batches[0]->cases, 1);
	ck_assert_str_eq(page->next_page_token, "");
}
END_TEST

START_TEST(what_stands_in_the_way_of_one_case_stops_no_other)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, rows, 2)->import;
	/* Another school is faster with the second child. */
	struct person *signer = person_make(m->house, "app2", SECOND_SCHOOL, ROLE_APPROVER);
	const char *theirs = imported(m, m->neighbour, 'b', false, rows + 1, 1)->import->id;
	batch_decided(m->house, signer, theirs, APPROVER, APPROVE);
	batch_decided(m->house, m->officer, theirs, BUREAU, APPROVE);
	const Xueji__V1__DecideBatchResponse *out =
		batch_decided(m->house, m->approver, import->id, APPROVER, APPROVE);
	ck_assert_int_eq(out->done, 1);
	ck_assert_uint_eq(out->n_refused, 1);
	ck_assert_str_eq(out->refused[0]->refusal, "IDENTITY_HELD");
}
END_TEST

START_TEST(nobody_else_imports_for_a_school_or_signs_its_batch)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, &row, 1)->import;
	Xueji__V1__GetImportRequest in = XUEJI__V1__GET_IMPORT_REQUEST__INIT;
	in.import_id = import->id;
	ck_assert_int_eq(import_ask(m, m->approver, "GetImport", &in.base).err, OK);
	ck_assert_int_eq(import_ask(m, m->neighbour, "GetImport", &in.base).err, ERR_DENIED);
	Xueji__V1__DecideBatchRequest move = XUEJI__V1__DECIDE_BATCH_REQUEST__INIT;
	move.import_id = import->id;
	move.unit_id = id_text(m->house, SCHOOL);
	move.waiting_for = APPROVER;
	move.event = APPROVE;
	ck_assert_int_eq(import_ask(m, m->registrar, "DecideBatch", &move.base).err, ERR_DENIED);
	ck_assert_int_eq(import_ask(m, m->officer, "DecideBatch", &move.base).err, ERR_DENIED);
}
END_TEST

START_TEST(refused_rows_are_listed_in_the_order_of_the_sheet)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3), import_row(m, 4)};
	for (int i = 0; i < 3; i++)
		rows[i]->items->name = "";
	const Xueji__V1__Import *import = imported(m, m->registrar, 'a', false, rows, 3)->import;
	Xueji__V1__ListRefusedRowsRequest in = XUEJI__V1__LIST_REFUSED_ROWS_REQUEST__INIT;
	in.import_id = import->id;
	in.after_row = 2;
	in.page_size = 1;
	const Xueji__V1__ListRefusedRowsResponse *out =
		import_ask(m, m->registrar, "ListRefusedRows", &in.base).reply;
	ck_assert_uint_eq(out->n_verdicts, 1);
	ck_assert_int_eq(out->verdicts[0]->row, 3);
	in.page_token = out->next_page_token;
	out = import_ask(m, m->registrar, "ListRefusedRows", &in.base).reply;
	ck_assert_int_eq(out->verdicts[0]->row, 4);
	ck_assert_str_eq(out->next_page_token, "");
}
END_TEST

SUITE_WITH("imports", set_up, tear_down,
	good_rows_wait_for_the_approver_and_bad_ones_say_all_their_faults,
	a_dry_run_says_the_same_and_stores_nothing_of_it,
	a_row_about_a_child_of_another_row_is_named_with_it,
	a_sheet_of_another_school_is_refused_row_by_row,
	a_child_without_a_number_is_entered_by_itself,
	a_number_that_a_spreadsheet_shortened_is_named_as_that,
	a_number_whose_last_digits_became_zeros_is_not_taken_for_whole,
	a_child_with_a_record_elsewhere_is_not_entered_and_trying_is_bounded,
	what_stands_between_new_children_neither_keeps_them_out_nor_comes_in_with_them,
	one_call_leaves_the_same_as_a_call_for_each_row,
	what_was_read_before_the_school_changed_is_read_anew,
	the_same_row_again_changes_nothing_and_another_form_is_with_the_approver,
	a_returned_row_is_mended_and_goes_to_the_approver_again,
	of_a_child_on_the_roll_what_may_change_changes_and_the_rest_is_said,
	an_import_goes_on_behind_the_row_it_has_got_to, a_finished_import_takes_no_more_rows,
	rows_out_of_order_or_too_many_are_refused, a_batch_is_signed_and_confirmed_in_one_step_each,
	a_batch_fills_a_class_and_no_more_and_shows_who_is_left,
	batches_are_listed_page_by_page_with_what_is_in_each,
	what_stands_in_the_way_of_one_case_stops_no_other,
	nobody_else_imports_for_a_school_or_signs_its_batch,
	refused_rows_are_listed_in_the_order_of_the_sheet)
