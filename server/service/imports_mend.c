/* Refused rows, mended one by one where they stand: a sheet that was brought in needs no second. */
#include "server/auth/quota.h"
#include "server/service/fields.h"
#include "server/service/imports.h"
#include "server/store/policy_cache.h"

static void note(
	struct ctx *ctx, enum action action, const struct import *import, const char *summary)
{
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = import->unit,
				 .entity = "import",
				 .entity_id = import->id,
				 .summary = summary});
}

static enum err find(struct ctx *ctx, const char *import_id, int64_t row, struct import *import,
	Xueji__V1__RefusedRowKept **refused_out)
{
	int64_t id = field_id(ctx, "import_id", import_id);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = import_get(ctx, id, import);
	return err == OK ? import_refusal(ctx, import, row, refused_out) : err;
}

enum err imports_refused_row(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__GetRefusedRowRequest *in = request;
	Xueji__V1__GetRefusedRowResponse *out = reply;
	struct import import;
	Xueji__V1__RefusedRowKept *refused, **next;
	size_t n = 0;
	enum err err = find(ctx, in->import_id, in->row, &import, &refused);
	if (err == OK)
		err = import_refusals(ctx, import.id, in->row, 1, &next, &n);
	if (err != OK)
		return err;
	out->next_row = n > 0 ? next[0]->row : 0;
	out->verdict = imports_told(ctx, &import, refused);
	out->verdict->typed = refused->typed;
	note(ctx, ACTION_IMPORT_ROW_READ, &import,
		arena_printf(ctx->arena, "row %lld", (long long)in->row));
	return OK;
}

/* ---- mending ---- */

/* The child that a wrong number named may stand in a row of its own. */
static enum err part(struct ctx *ctx, const struct import *import, Xueji__V1__ImportRow *typed)
{
	struct import_readings *readings;
	enum err err = imports_read(ctx, import, &typed, 1, &readings);
	if (err != OK)
		return err;
	const struct import_reading *read = imports_reading(readings, 0);
	return import_part(ctx, import,
		&(struct import_meeting){
			.row = typed->row, .school = read->school, .key = read->key});
}

static enum err mend(struct ctx *ctx, struct import *import, Xueji__V1__ImportRow *typed,
	Xueji__V1__ImportRow *row, Xueji__V1__RowVerdict *verdict)
{
	struct import_readings *read;
	struct import_taking *taking;
	enum err err = quota_check(ctx, POLICY_DUPLICATES_PER_HOUR);
	if (err == OK)
		err = part(ctx, import, typed);
	if (err == OK)
		err = imports_read(ctx, import, &row, 1, &read);
	if (err == OK)
		err = imports_begin(ctx, import, &row, 1, read, true, &taking);
	if (err == OK)
		err = imports_ask_row(ctx, import, row, taking, 0, verdict);
	if (err == OK)
		err = imports_enter(ctx, taking);
	if (err != OK)
		return err;
	import->refused--;
	imports_count(import, verdict->outcome);
	err = verdict->outcome == XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED
		      ? imports_keep_refusal(ctx, taking, 0, row)
		      : import_unrefuse(ctx, import, row->row);
	if (err == OK)
		err = import_move(ctx, import);
	if (err == OK)
		note(ctx, ACTION_IMPORT_ROW_MENDED, import,
			arena_printf(ctx->arena, "row %lld: %s", (long long)row->row,
				verdict->n_faults > 0 ? "refused still" : "taken"));
	return err;
}

enum err imports_mend_row(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__MendRowRequest *in = request;
	Xueji__V1__MendRowResponse *out = reply;
	struct import import;
	Xueji__V1__RefusedRowKept *before;
	if (in->row == NULL) {
		ctx_fault(ctx, "row", REASON_REQUIRED);
		return ctx_faults(ctx);
	}
	enum err err = find(ctx, in->import_id, in->row->row, &import, &before);
	if (err == OK && import.is_dry)
		err = ctx_fail(ctx, REASON_IMPORT_WAS_DRY);
	if (err != OK)
		return err;
	out->verdict = arena_one(ctx->arena, Xueji__V1__RowVerdict);
	xueji__v1__row_verdict__init(out->verdict);
	out->verdict->row = in->row->row;
	err = mend(ctx, &import, before->typed, in->row, out->verdict);
	out->import = import_message(ctx, &import);
	return err;
}
