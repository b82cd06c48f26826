/* The rows of one call: in order, each by itself, and what the import then stands at. */
#include "domain/roles.h"
#include "server/auth/quota.h"
#include "server/service/fields.h"
#include "server/service/imports.h"
#include "server/store/policy_cache.h"
#include "server/unpack.h"

static enum err check(struct ctx *ctx, const Xueji__V1__ImportRowsRequest *in)
{
	int64_t before = in->after_row;
	if (in->n_rows == 0)
		ctx_fault(ctx, "rows", REASON_REQUIRED);
	if (in->n_rows > IMPORT_ROWS_MOST)
		ctx_fault(ctx, "rows", REASON_TOO_MANY,
			arena_printf(ctx->arena, "%d", IMPORT_ROWS_MOST));
	for (size_t i = 0; i < in->n_rows && i < IMPORT_ROWS_MOST; i++) {
		if (in->rows[i]->row <= before || in->rows[i]->row < 2)
			ctx_fault(ctx, field_in(ctx, "rows", i, "row"), REASON_ROWS_NOT_IN_ORDER);
		before = in->rows[i]->row;
	}
	return ctx_faults(ctx);
}

/* ---- what came before ---- */

/* The refused ones are told again, of the others that they were taken. */
static enum err tell_again(struct ctx *ctx, const struct import *import,
	const Xueji__V1__ImportRowsRequest *in, Xueji__V1__ImportRowsResponse *out)
{
	Xueji__V1__RefusedRowKept **refused;
	size_t n, at = 0;
	enum err err =
		import_refusals(ctx, import->id, in->rows[0]->row - 1, in->n_rows, &refused, &n);
	for (size_t i = 0; err == OK && i < in->n_rows; i++) {
		Xueji__V1__RowVerdict *verdict = out->verdicts[i];
		while (at < n && refused[at]->row < in->rows[i]->row)
			at++;
		if (at < n && refused[at]->row == in->rows[i]->row)
			imports_tell(ctx, import, refused[at], verdict);
		else
			verdict->outcome = XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_TAKEN_BEFORE;
	}
	out->n_verdicts = in->n_rows;
	return err;
}

/* ---- what is new ---- */

void imports_count(struct import *import, Xueji__V1__RowOutcome outcome)
{
	switch (outcome) {
	case XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_CREATED:
		import->created++;
		break;
	case XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UPDATED:
		import->updated++;
		break;
	case XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_UNCHANGED:
		import->unchanged++;
		break;
	default:
		import->refused++;
		break;
	}
}

static bool tells_of_elsewhere(const Xueji__V1__RowVerdict *verdict)
{
	return verdict->n_faults > 0 &&
	       verdict->faults[0]->reason == reason_row(REASON_IDENTITY_HELD)->name;
}

/* A sheet is a question for each of its rows: whoever tries numbers with sheets meets the same
 * bounds as who asks (R55). */
static enum err count_question(
	struct ctx *ctx, const struct import *import, const Xueji__V1__ImportRow *row)
{
	size_t size;
	enum err err = quota_take(ctx, POLICY_DUPLICATES_PER_HOUR);
	if (err != OK)
		return err;
	const void *sealed = pack_message(ctx->arena, &row->base, &size);
	ctx_journal(ctx, &(struct note){.action = ACTION_STUDENT_CHECKED,
				 .unit = import->unit,
				 .entity = "student",
				 .summary = "exists, by a sheet",
				 .sealed = sealed,
				 .sealed_size = size});
	return OK;
}

enum err imports_ask_row(struct ctx *ctx, const struct import *import,
	const Xueji__V1__ImportRow *row, struct import_taking *taking, size_t i,
	Xueji__V1__RowVerdict *verdict)
{
	enum err err = imports_take_row(ctx, taking, i, verdict);
	return err == OK && tells_of_elsewhere(verdict) ? count_question(ctx, import, row) : err;
}

static enum err take_row(struct ctx *ctx, struct import *import, const Xueji__V1__ImportRow *row,
	struct import_taking *taking, size_t i, Xueji__V1__RowVerdict *verdict)
{
	enum err err = imports_ask_row(ctx, import, row, taking, i, verdict);
	if (err == OK && verdict->outcome == XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED)
		err = imports_keep_refusal(ctx, taking, i, row);
	if (err != OK)
		return err;
	imports_count(import, verdict->outcome);
	import->last_row = row->row;
	return OK;
}

/* As they were read beforehand; anew where a school or a collection has changed meanwhile. */
static enum err find_readings(struct ctx *ctx, const struct import *import,
	const Xueji__V1__ImportRowsRequest *in, const struct import_readings **out)
{
	struct import_readings *readings = ctx->prepared;
	bool is_same = false;
	enum err err = OK;
	if (readings != NULL)
		err = imports_compare(ctx, import, readings, &is_same);
	if (err == OK && !is_same)
		err = imports_read(ctx, import, in->rows, in->n_rows, &readings);
	*out = readings;
	return err;
}

/* When the caller has asked too much, those before still count; the first of a call is refused with
 * the time to wait. */
static enum err take_rows(struct ctx *ctx, struct import *import,
	const Xueji__V1__ImportRowsRequest *in, Xueji__V1__ImportRowsResponse *out)
{
	const struct import_readings *readings;
	struct import_taking *taking;
	enum err err = find_readings(ctx, import, in, &readings);
	if (err == OK)
		err = imports_begin(ctx, import, in->rows, in->n_rows, readings, false, &taking);
	for (size_t i = 0; err == OK && i < in->n_rows; i++) {
		err = take_row(ctx, import, in->rows[i], taking, i, out->verdicts[i]);
		out->n_verdicts += err == OK;
	}
	if (err == ERR_LIMITED && out->n_verdicts > 0) {
		ctx_forgive(ctx);
		err = OK;
	}
	return err == OK ? imports_enter(ctx, taking) : err;
}

static void note_rows(struct ctx *ctx, const struct import *import, const struct import *before)
{
	const char *summary = arena_printf(ctx->arena,
		"%srows to %lld: %lld new, %lld changed, %lld as before, %lld refused",
		import->is_dry ? "dry run, " : "", (long long)import->last_row,
		(long long)(import->created - before->created),
		(long long)(import->updated - before->updated),
		(long long)(import->unchanged - before->unchanged),
		(long long)(import->refused - before->refused));
	ctx_journal(ctx, &(struct note){.action = ACTION_IMPORT_ROWS,
				 .unit = import->unit,
				 .entity = "import",
				 .entity_id = import->id,
				 .summary = summary});
}

static enum err go_on(struct ctx *ctx, struct import *import,
	const Xueji__V1__ImportRowsRequest *in, Xueji__V1__ImportRowsResponse *out)
{
	const struct import before = *import;
	enum err err = quota_check(ctx, POLICY_DUPLICATES_PER_HOUR);
	if (err == OK)
		err = take_rows(ctx, import, in, out);
	if (err == OK)
		err = import_move(ctx, import);
	if (err != OK)
		return err;
	note_rows(ctx, import, &before);
	ctx->turn = import->id;
	return OK;
}

enum err imports_prepare_rows(struct ctx *ctx, const void *request)
{
	const Xueji__V1__ImportRowsRequest *in = request;
	struct import import;
	struct import_readings *readings;
	int64_t id = field_id(ctx, "import_id", in->import_id);
	enum err err = check(ctx, in);
	if (err == OK)
		err = import_get(ctx, id, &import);
	if (err != OK || in->rows[in->n_rows - 1]->row <= import.last_row)
		return err; /* nothing is read of what has come before */
	err = imports_read(ctx, &import, in->rows, in->n_rows, &readings);
	ctx->prepared = readings;
	return err;
}

static enum err refuse_out_of_turn(struct ctx *ctx, const struct import *import, int64_t after_row)
{
	enum err err = ctx_fail(ctx, REASON_ROWS_NOT_NEXT,
		arena_printf(ctx->arena, "%lld", (long long)import->last_row));
	ctx->failure.is_early = after_row > import->last_row;
	ctx->turn = import->id;
	return err;
}

enum err imports_rows(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ImportRowsRequest *in = request;
	Xueji__V1__ImportRowsResponse *out = reply;
	struct import import;
	int64_t id = field_id(ctx, "import_id", in->import_id);
	enum err err = check(ctx, in);
	if (err == OK)
		err = import_get(ctx, id, &import);
	if (err != OK)
		return err;
	out->verdicts = arena_array(ctx->arena, Xueji__V1__RowVerdict *, in->n_rows);
	for (size_t i = 0; i < in->n_rows; i++) {
		out->verdicts[i] = arena_one(ctx->arena, Xueji__V1__RowVerdict);
		xueji__v1__row_verdict__init(out->verdicts[i]);
		out->verdicts[i]->row = in->rows[i]->row;
	}
	if (in->rows[in->n_rows - 1]->row <= import.last_row)
		err = tell_again(ctx, &import, in, out);
	else if (import.state != IMPORT_RUNNING)
		err = ctx_fail(ctx, REASON_IMPORT_FINISHED);
	else if (in->after_row != import.last_row)
		err = refuse_out_of_turn(ctx, &import, in->after_row);
	else
		err = go_on(ctx, &import, in, out);
	out->import = import_message(ctx, &import);
	return err;
}
