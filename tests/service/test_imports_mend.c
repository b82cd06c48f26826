/* Refused rows mended where they stand, and what a batch holds. */
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

static struct answer refused_row(const struct person *person, const char *import, int64_t row)
{
	Xueji__V1__GetRefusedRowRequest in = XUEJI__V1__GET_REFUSED_ROW_REQUEST__INIT;
	in.import_id = (char *)import;
	in.row = row;
	return import_ask(m, person, "GetRefusedRow", &in.base);
}

static struct answer mended(const char *import, Xueji__V1__ImportRow *row)
{
	Xueji__V1__MendRowRequest in = XUEJI__V1__MEND_ROW_REQUEST__INIT;
	in.import_id = (char *)import;
	in.row = row;
	return import_ask(m, m->registrar, "MendRow", &in.base);
}

START_TEST(a_refused_row_is_mended_where_it_stands_and_joins_its_batch)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	rows[1]->items->name = "";
	const char *import = imported(m, m->registrar, 'a', false, rows, 2)->import->id;
	struct answer a = refused_row(m->registrar, import, 3);
	ck_assert_msg(a.err == OK, "%s", reason_row(a.reason)->name);
	const Xueji__V1__RowVerdict *told =
		((const Xueji__V1__GetRefusedRowResponse *)a.reply)->verdict;
	ck_assert(verdict_has(told, "name", "REQUIRED"));
	ck_assert_str_eq(told->typed->items->id_number, rows[1]->items->id_number);
	/* Not yet right, it stays among the refused with its new faults; then it is taken. */
	rows[1]->items->name = "刘佳琪";
	rows[1]->items->sex = "?";
	const Xueji__V1__MendRowResponse *out = mended(import, rows[1]).reply;
	ck_assert_uint_eq(out->verdict->n_faults, 1);
	ck_assert_str_eq(out->verdict->faults[0]->item, "sex");
	ck_assert_int_eq(out->import->refused, 1);
	rows[1]->items->sex = "女";
	out = mended(import, rows[1]).reply;
	ck_assert_int_eq(out->verdict->outcome, CREATED);
	ck_assert_int_eq(out->import->refused, 0);
	ck_assert_int_eq(out->import->created, 2);
	ck_assert_int_eq(mended(import, rows[1]).reason, REASON_ROW_NOT_REFUSED);
	ck_assert_int_eq(batch_decided(m->house, m->approver, import, APPROVER, APPROVE)->done, 2);
}
END_TEST

START_TEST(a_number_that_a_mended_row_no_longer_has_is_free_for_its_own_row)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	char *own = rows[0]->items->id_number;
	rows[0]->items->id_number = rows[1]->items->id_number;
	rows[0]->items->name = "";
	const Xueji__V1__ImportRowsResponse *sent = imported(m, m->registrar, 'a', false, rows, 2);
	ck_assert(verdict_has(sent->verdicts[1], "id_number", "ROW_TWICE"));
	/* As long as it has that number, whichever of them is right is for a person to say. */
	const Xueji__V1__MendRowResponse *out = mended(sent->import->id, rows[1]).reply;
	ck_assert(verdict_has(out->verdict, "id_number", "ROW_TWICE"));
	rows[0]->items->id_number = own;
	rows[0]->items->name = "刘佳琪";
	out = mended(sent->import->id, rows[0]).reply;
	ck_assert_int_eq(out->verdict->outcome, CREATED);
	out = mended(sent->import->id, rows[1]).reply;
	ck_assert_int_eq(out->verdict->outcome, CREATED);
	ck_assert_int_eq(out->import->refused, 0);
}
END_TEST

START_TEST(a_refused_row_names_the_next_one)
{
	Xueji__V1__ImportRow *rows[] = {
		import_row(m, 2), import_row(m, 3), import_row(m, 5), import_row(m, 9)};
	rows[0]->items->name = rows[2]->items->name = rows[3]->items->name = "";
	const char *import = imported(m, m->registrar, 'a', false, rows, 4)->import->id;
	static const int64_t asked[] = {2, 5, 9}, named[] = {5, 9, 0};
	for (int i = 0; i < 3; i++) {
		const Xueji__V1__GetRefusedRowResponse *out =
			refused_row(m->registrar, import, asked[i]).reply;
		ck_assert_int_eq(out->next_row, named[i]);
	}
}
END_TEST

START_TEST(a_number_that_ends_in_zeros_is_confirmed_by_hand)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->items->birth_date = "20200602";
	row->items->id_number = "410581202006020000";
	const char *import = imported(m, m->registrar, 'a', false, &row, 1)->import->id;
	const Xueji__V1__MendRowResponse *out = mended(import, row).reply;
	ck_assert_int_eq(out->verdict->outcome, CREATED);
	row->items->id_number = "410581202006021000"; /* wrong by its check character */
	import = imported(m, m->registrar, 'b', false, &row, 1)->import->id;
	out = mended(import, row).reply;
	ck_assert_int_ne(out->verdict->outcome, CREATED);
}
END_TEST

START_TEST(a_row_that_was_taken_a_dry_run_and_a_stranger_mend_nothing)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	rows[1]->items->name = "";
	const char *import = imported(m, m->registrar, 'a', false, rows, 2)->import->id;
	ck_assert_int_eq(refused_row(m->registrar, import, 2).reason, REASON_ROW_NOT_REFUSED);
	ck_assert_int_eq(mended(import, rows[0]).reason, REASON_ROW_NOT_REFUSED);
	ck_assert_int_eq(refused_row(m->neighbour, import, 3).err, ERR_DENIED);
	ck_assert_int_eq(refused_row(m->approver, import, 3).err, ERR_DENIED);
	ck_assert_int_eq(mended(import, NULL).err, ERR_INVALID);
	rows[0]->row = INT64_MIN;
	ck_assert_int_eq(mended(import, rows[0]).reason, REASON_ROW_NOT_REFUSED);
	ck_assert_int_eq(
		refused_row(m->registrar, import, INT64_MIN).reason, REASON_ROW_NOT_REFUSED);
	const char *dry = imported(m, m->registrar, 'b', true, rows + 1, 1)->import->id;
	ck_assert_int_eq(mended(dry, rows[1]).reason, REASON_IMPORT_WAS_DRY);
}
END_TEST

START_TEST(what_was_typed_is_told_for_one_row_only_and_noted)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->items->name = "";
	const char *import = imported(m, m->registrar, 'a', false, &row, 1)->import->id;
	Xueji__V1__ListRefusedRowsRequest in = XUEJI__V1__LIST_REFUSED_ROWS_REQUEST__INIT;
	in.import_id = (char *)import;
	const Xueji__V1__ListRefusedRowsResponse *out =
		import_ask(m, m->registrar, "ListRefusedRows", &in.base).reply;
	ck_assert_ptr_null(out->verdicts[0]->typed);
	ck_assert_int_eq(refused_row(m->registrar, import, 2).err, OK);
	ck_assert_int_eq(house_count(m->house, "SELECT count(*) FROM journal WHERE action = "
					       "'import.row_read'"),
		1);
}
END_TEST

START_TEST(a_batch_shows_its_cases_to_whose_move_it_is)
{
	Xueji__V1__ImportRow *rows[] = {import_row(m, 2), import_row(m, 3)};
	const char *import = imported(m, m->registrar, 'a', false, rows, 2)->import->id;
	Xueji__V1__ListBatchCasesRequest in = XUEJI__V1__LIST_BATCH_CASES_REQUEST__INIT;
	in.import_id = (char *)import;
	in.waiting_for = APPROVER;
	in.page_size = 1;
	const Xueji__V1__ListBatchCasesResponse *out =
		import_ask(m, m->approver, "ListBatchCases", &in.base).reply;
	ck_assert_uint_eq(out->n_cases, 1);
	ck_assert_int_eq(out->waiting, 2);
	in.page_token = out->next_page_token;
	out = import_ask(m, m->approver, "ListBatchCases", &in.base).reply;
	ck_assert_uint_eq(out->n_cases, 1);
	ck_assert_str_eq(out->next_page_token, "");
	in.page_token = "";
	in.waiting_for = BUREAU; /* not there yet */
	out = import_ask(m, m->officer, "ListBatchCases", &in.base).reply;
	ck_assert_uint_eq(out->n_cases, 0);
	in.unit_id = id_text(m->house, SCHOOL);
	ck_assert_int_eq(import_ask(m, m->officer, "ListBatchCases", &in.base).err, ERR_DENIED);
}
END_TEST

SUITE_WITH("imports_mend", set_up, tear_down,
	a_refused_row_is_mended_where_it_stands_and_joins_its_batch,
	a_number_that_a_mended_row_no_longer_has_is_free_for_its_own_row,
	a_refused_row_names_the_next_one, a_number_that_ends_in_zeros_is_confirmed_by_hand,
	a_row_that_was_taken_a_dry_run_and_a_stranger_mend_nothing,
	what_was_typed_is_told_for_one_row_only_and_noted,
	a_batch_shows_its_cases_to_whose_move_it_is)
