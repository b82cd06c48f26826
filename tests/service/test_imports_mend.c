/* Refused rows mended where they stand, and what a batch holds. */
#include "server/store/ids.h"
#include "server/store/import_store.h"
#include "server/unpack.h"
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

static const Xueji__V1__RowVerdict *first_refused(const char *import, const char *lang)
{
	Xueji__V1__ListRefusedRowsRequest in = XUEJI__V1__LIST_REFUSED_ROWS_REQUEST__INIT;
	in.import_id = (char *)import;
	m->house->lang = lang;
	const Xueji__V1__ListRefusedRowsResponse *out =
		import_ask(m, m->registrar, "ListRefusedRows", &in.base).reply;
	m->house->lang = NULL;
	ck_assert_uint_eq(out->n_verdicts, 1);
	return out->verdicts[0];
}

static const Xueji__V1__RowFault *fault_of(const Xueji__V1__RowVerdict *verdict, const char *item)
{
	for (size_t i = 0; i < verdict->n_faults; i++)
		if (strcmp(verdict->faults[i]->item, item) == 0)
			return verdict->faults[i];
	ck_abort_msg("%s has no fault", item);
}

START_TEST(whoever_reads_a_refused_row_reads_it_in_his_language)
{
	Xueji__V1__ImportRow *row = import_row(m, 2);
	row->items->sex = "?";
	row->items->phone = "none";
	const Xueji__V1__ImportRowsResponse *sent = imported(m, m->registrar, 'a', false, &row, 1);
	ck_assert_str_eq(fault_of(sent->verdicts[0], "sex")->column, "sex");
	ck_assert_ptr_nonnull(strstr(fault_of(sent->verdicts[0], "sex")->text, "1 male, 2 female"));
	const Xueji__V1__RowVerdict *told = first_refused(sent->import->id, "zh");
	ck_assert_uint_eq(told->n_faults, sent->verdicts[0]->n_faults);
	ck_assert_str_eq(fault_of(told, "sex")->column, "性别");
	ck_assert_ptr_nonnull(strstr(fault_of(told, "sex")->text, "1 男、2 女"));
	ck_assert_str_eq(
		fault_of(told, "phone")->reason, fault_of(sent->verdicts[0], "phone")->reason);
	told = first_refused(sent->import->id, NULL);
	ck_assert_str_eq(fault_of(told, "sex")->text, fault_of(sent->verdicts[0], "sex")->text);
}
END_TEST

/* They were kept as their verdicts. */
START_TEST(a_row_that_was_refused_before_faults_were_kept_apart_is_told_as_it_was)
{
	Xueji__V1__RowFault fault = XUEJI__V1__ROW_FAULT__INIT, *faults[] = {&fault};
	Xueji__V1__RowVerdict old = XUEJI__V1__ROW_VERDICT__INIT;
	const char *id = import_started(m, m->registrar, 'a', false)->id;
	struct import import;
	int64_t number;
	size_t size;
	fault.item = "sex", fault.column = "sex", fault.reason = "NOT_A_CHOICE";
	fault.text = "is none of them";
	old.row = 2, old.outcome = REFUSED, old.faults = faults, old.n_faults = 1;
	old.typed = import_row(m, 2);
	struct ctx *ctx = house_write(m->house);
	const void *bytes = pack_message(ctx->arena, &old.base, &size);
	ck_assert(ids_parse(id, &number));
	ck_assert_int_eq(import_get(ctx, number, &import), OK);
	ck_assert_int_eq(import_refuse(ctx, &import,
				 unpack_message(ctx->arena,
					 &xueji__v1__refused_row_kept__descriptor, bytes, size)),
		OK);
	house_commit(m->house);
	const Xueji__V1__RowVerdict *told = first_refused(id, "zh");
	ck_assert_int_eq(told->row, 2);
	ck_assert_int_eq(told->outcome, REFUSED);
	ck_assert_str_eq(fault_of(told, "sex")->text, "is none of them");
	ck_assert_str_eq(fault_of(told, "sex")->column, "sex");
	const Xueji__V1__GetRefusedRowResponse *out = refused_row(m->registrar, id, 2).reply;
	ck_assert_str_eq(out->verdict->typed->items->id_number, old.typed->items->id_number);
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
	whoever_reads_a_refused_row_reads_it_in_his_language,
	a_row_that_was_refused_before_faults_were_kept_apart_is_told_as_it_was,
	a_batch_shows_its_cases_to_whose_move_it_is)
