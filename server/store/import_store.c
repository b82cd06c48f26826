#include "server/store/import_store.h"

#include <string.h>

#include "server/store/db_gather.h"
#include "server/store/db_feed.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/unpack.h"
#include "sql/import.sql.h"

#define REFUSAL_PLACE(id) ((struct seal_place){"import_refusal.sealed", (id)})

/* ---- imports ---- */

static void scan(const struct cursor *c, struct import *out)
{
	*out = (struct import){
		.id = cursor_int(c, 0),
		.unit = cursor_int(c, 1),
		.operator_id = cursor_int(c, 2),
		.title = cursor_text(c, 3),
		.form = (int)cursor_int(c, 4),
		.is_dry = cursor_int(c, 5) != 0,
		.is_provisional = cursor_int(c, 6) != 0,
		.state = (enum import_state)cursor_int(c, 7),
		.last_row = cursor_int(c, 8),
		.created = cursor_int(c, 9),
		.updated = cursor_int(c, 10),
		.unchanged = cursor_int(c, 11),
		.refused = cursor_int(c, 12),
		.begun_us = cursor_int(c, 13),
		.moved_us = cursor_int(c, 14),
		.operator_name = cursor_text(c, 15),
	};
}

enum err import_get(struct ctx *ctx, int64_t id, struct import *out)
{
	struct cursor *c = db_open(ctx, &sql_import_get, ARGS(arg_int(id)));
	bool is_found = cursor_next(c);
	if (is_found)
		scan(c, out);
	enum err err = cursor_close(c);
	return err == OK && !is_found ? ctx_fail(ctx, REASON_NO_SUCH_IMPORT) : err;
}

static enum err insert(struct ctx *ctx, struct import *import)
{
	enum err err = ids_next(ctx, &import->id);
	if (err != OK)
		return err;
	news_of_unit(ctx, import->unit);
	return db_run(ctx, &sql_import_insert,
		ARGS(arg_int(import->id), arg_int(import->unit), arg_int(import->operator_id),
			arg_text(import->title), arg_blob(import->digest, sizeof import->digest),
			arg_int(import->form), arg_int(import->is_dry),
			arg_int(import->is_provisional), arg_int(ctx->now_us)),
		NULL);
}

enum err import_begin(struct ctx *ctx, struct import *import, bool *is_new_out)
{
	int64_t id;
	import->operator_id = ctx->actor.operator_id;
	enum err err = db_number(ctx, &sql_import_running,
		ARGS(arg_int(import->operator_id), arg_int(import->unit),
			arg_blob(import->digest, sizeof import->digest), arg_int(import->is_dry),
			arg_int(import->form), arg_int(import->is_provisional)),
		0, &id);
	*is_new_out = err == OK && id == 0;
	if (*is_new_out) {
		err = insert(ctx, import);
		id = import->id;
	}
	return err == OK ? import_get(ctx, id, import) : err;
}

enum err import_move(struct ctx *ctx, struct import *import)
{
	import->moved_us = ctx->now_us;
	if (import->state == IMPORT_FINISHED)
		news_of_unit(ctx, import->unit);
	return db_run(ctx, &sql_import_move,
		ARGS(arg_int(import->id), arg_int(import->state), arg_int(import->last_row),
			arg_int(import->created), arg_int(import->updated),
			arg_int(import->unchanged), arg_int(import->refused),
			arg_int(import->moved_us)),
		NULL);
}

enum err import_page(struct ctx *ctx, int64_t unit, int64_t before_id, size_t limit,
	struct import **imports_out, size_t *n_out)
{
	*imports_out = arena_array(ctx->arena, struct import, limit);
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_import_page,
		ARGS(arg_int(unit), arg_int(before_id), arg_int((int64_t)limit)));
	while (cursor_next(c))
		scan(c, &(*imports_out)[(*n_out)++]);
	return cursor_close(c);
}

/* ---- rows ---- */

/* How far the feed of meetings has got. */
struct meetings {
	int64_t import;
	const struct import_meeting *rows;
	uint8_t (*keys)[BLIND_SIZE];
	size_t n, at;
	int64_t n_fed;
};

static bool next_meeting(void *arg, struct arg *row)
{
	struct meetings *all = arg;
	while (all->at < all->n && all->rows[all->at].key.is_empty)
		all->at++;
	if (all->at == all->n)
		return false;
	row[0] = arg_int(all->import);
	row[1] = arg_blob(all->keys[all->at], BLIND_SIZE);
	row[2] = arg_int(all->rows[all->at++].row);
	all->n_fed++;
	return true;
}

static void key_of_meeting(
	struct ctx *ctx, const struct import_meeting *row, uint8_t out[BLIND_SIZE])
{
	struct {
		uint8_t identity[BLIND_SIZE];
		int64_t school;
	} met = {.school = row->school};
	memcpy(met.identity, row->key.bytes, sizeof met.identity);
	blind_index(ctx->app->keys, "import_identity", &met, sizeof met, out);
}

static enum err find_earlier(
	struct ctx *ctx, const struct meetings *all, size_t i, struct import_meeting *row)
{
	if (row->key.is_empty)
		return OK;
	enum err err = db_number(ctx, &sql_import_identity_row,
		ARGS(arg_int(all->import), arg_blob(all->keys[i], BLIND_SIZE)), 0, &row->earlier);
	if (row->earlier == row->row)
		row->earlier = 0;
	return err;
}

enum err import_meet(
	struct ctx *ctx, const struct import *import, struct import_meeting *rows, size_t n)
{
	struct meetings all = {.import = import->id, .rows = rows, .n = n};
	int64_t added;
	all.keys = arena_alloc_many(ctx->arena, n, sizeof *all.keys);
	for (size_t i = 0; i < n; i++) {
		rows[i].earlier = 0;
		key_of_meeting(ctx, &rows[i], all.keys[i]);
	}
	enum err err = db_insert_many(ctx, &sql_import_identity_rows, next_meeting, &all, &added);
	for (size_t i = 0; err == OK && added < all.n_fed && i < n; i++)
		err = find_earlier(ctx, &all, i, &rows[i]);
	return err;
}

enum err import_part(struct ctx *ctx, const struct import *import, const struct import_meeting *row)
{
	uint8_t key[BLIND_SIZE];
	if (row->key.is_empty)
		return OK;
	key_of_meeting(ctx, row, key);
	return db_run(ctx, &sql_import_identity_row_drop,
		ARGS(arg_int(import->id), arg_blob(key, sizeof key), arg_int(row->row)), NULL);
}

enum err import_unrefuse(struct ctx *ctx, const struct import *import, int64_t row)
{
	return db_run(
		ctx, &sql_import_refusal_row_drop, ARGS(arg_int(import->id), arg_int(row)), NULL);
}

enum err import_refuse(
	struct ctx *ctx, const struct import *import, const Xueji__V1__RefusedRowKept *refused)
{
	int64_t id;
	size_t plain_size, size;
	enum err err = ids_next(ctx, &id);
	if (err == OK && refused->row <= import->last_row)
		err = import_unrefuse(ctx, import, refused->row);
	if (err != OK)
		return err;
	const void *plain = pack_message(ctx->arena, &refused->base, &plain_size);
	const void *sealed =
		seal(ctx->arena, ctx->app->keys, REFUSAL_PLACE(id), plain, plain_size, &size);
	return db_run(ctx, &sql_import_refusal_add,
		ARGS(arg_int(id), arg_int(import->id), arg_int(refused->row),
			arg_blob(sealed, size)),
		NULL);
}

static Xueji__V1__RefusedRowKept *open_refusal(struct ctx *ctx, const struct cursor *c)
{
	size_t size;
	const void *sealed = cursor_blob(c, 2, &size);
	const void *plain = seal_open(
		ctx->arena, ctx->app->keys, REFUSAL_PLACE(cursor_int(c, 0)), sealed, size, &size);
	return plain == NULL ? NULL
			     : unpack_message(ctx->arena, &xueji__v1__refused_row_kept__descriptor,
				       plain, size);
}

enum err import_refusals(struct ctx *ctx, int64_t import, int64_t after_row, size_t limit,
	Xueji__V1__RefusedRowKept ***refused_out, size_t *n_out)
{
	bool is_damaged = false;
	*refused_out = arena_array(ctx->arena, Xueji__V1__RefusedRowKept *, limit);
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_import_refusal_page,
		ARGS(arg_int(import), arg_int(after_row), arg_int((int64_t)limit)));
	while (!is_damaged && cursor_next(c)) {
		Xueji__V1__RefusedRowKept *refused = open_refusal(ctx, c);
		is_damaged = refused == NULL;
		if (!is_damaged)
			(*refused_out)[(*n_out)++] = refused;
	}
	enum err err = cursor_close(c);
	return err == OK && is_damaged
		       ? ctx_broken(ctx, ERR_INTERNAL, "a refused row does not unseal")
		       : err;
}

enum err import_refusal(struct ctx *ctx, const struct import *import, int64_t row,
	Xueji__V1__RefusedRowKept **refused_out)
{
	Xueji__V1__RefusedRowKept **found;
	size_t n;
	if (row <= 0)
		return ctx_fail(ctx, REASON_ROW_NOT_REFUSED);
	enum err err = import_refusals(ctx, import->id, row - 1, 1, &found, &n);
	if (err == OK && (n == 0 || found[0]->row != row || found[0]->typed == NULL))
		err = ctx_fail(ctx, REASON_ROW_NOT_REFUSED);
	if (err == OK)
		*refused_out = found[0];
	return err;
}

/* ---- batches ---- */

enum err import_keep_case(struct ctx *ctx, const struct import *import, int64_t case_id)
{
	return db_run(ctx, &sql_import_case_put, ARGS(arg_int(case_id), arg_int(import->id)), NULL);
}

/* From one school to the last: itself, or of all. */
static int64_t last_school(int64_t school)
{
	return school != 0 ? school : INT64_MAX;
}

/* The one behind `at`; false when there is none. */
static bool next_batch(
	struct ctx *ctx, int64_t unit, int party, struct import_batch *at, enum err *err_out)
{
	struct cursor *c = db_open(ctx, &sql_import_batch_next,
		ARGS(arg_int(unit), arg_int(party), arg_int(at->import), arg_int(at->school)));
	bool is_found = cursor_next(c);
	if (is_found)
		*at = (struct import_batch){.import = cursor_int(c, 0), .school = cursor_int(c, 1)};
	*err_out = cursor_close(c);
	return is_found && *err_out == OK;
}

static enum err count_cases(struct ctx *ctx, int64_t unit, int party, struct import_batch *batch)
{
	enum err err = import_waiting_count(
		ctx, batch->import, batch->school, unit, party, &batch->waiting);
	return err == OK ? db_number(ctx, &sql_import_batch_cases,
				   ARGS(arg_int(batch->import), arg_int(batch->school)), 0,
				   &batch->cases)
			 : err;
}

enum err import_batches(struct ctx *ctx, int64_t unit, int party, int64_t after_import,
	int64_t after_school, size_t limit, struct import_batch **out, size_t *n_out)
{
	struct import_batch *batches = arena_array(ctx->arena, struct import_batch, limit),
			    at = {.import = after_import, .school = after_school};
	size_t n = 0;
	enum err err = OK;
	for (; err == OK && n < limit && next_batch(ctx, unit, party, &at, &err); n++) {
		batches[n] = at;
		err = count_cases(ctx, unit, party, &batches[n]);
	}
	*out = batches;
	*n_out = n;
	return err;
}

/* Of one batch, behind a case. */
static enum err waiting_in(struct ctx *ctx, int64_t unit, int party,
	const struct import_batch *batch, int64_t after, size_t limit, struct import_case *out,
	size_t *n_out)
{
	struct cursor *c = db_open(ctx, &sql_import_batch_waiting,
		ARGS(arg_int(unit), arg_int(party), arg_int(batch->import), arg_int(batch->school),
			arg_int(after), arg_int((int64_t)limit)));
	for (*n_out = 0; cursor_next(c); (*n_out)++)
		out[*n_out] = (struct import_case){batch->school, cursor_int(c, 0)};
	return cursor_close(c);
}

enum err import_waiting(struct ctx *ctx, int64_t import, int64_t school, int64_t unit, int party,
	struct import_case after, size_t limit, struct import_case **out, size_t *n_out)
{
	struct import_batch at = {
		.import = import, .school = after.school > school ? after.school : school};
	enum err err = OK;
	size_t n = 0, found;
	*out = arena_array(ctx->arena, struct import_case, limit);
	do {
		err = waiting_in(ctx, unit, party, &at, at.school == after.school ? after.id : 0,
			limit - n, *out + n, &found);
		n += found;
	} while (err == OK && n < limit && school == 0 && next_batch(ctx, unit, party, &at, &err) &&
		 at.import == import);
	*n_out = n;
	return err;
}

enum err import_waiting_count(struct ctx *ctx, int64_t import, int64_t school, int64_t unit,
	int party, int64_t *count_out)
{
	return db_number(ctx, &sql_import_batch_count,
		ARGS(arg_int(unit), arg_int(party), arg_int(import), arg_int(school),
			arg_int(last_school(school))),
		0, count_out);
}

/* ---- keeping it small ---- */

static enum err forget_children(
	struct ctx *ctx, int64_t abandoned_us, size_t most, size_t *found_out)
{
	struct met {
		int64_t import;
		const void *key;
		size_t size;
	} *met = arena_array(ctx->arena, struct met, most);
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_import_identity_some,
		ARGS(arg_int(abandoned_us), arg_int((int64_t)most)));
	for (; cursor_next(c); n++) {
		met[n].import = cursor_int(c, 0);
		met[n].key = cursor_blob(c, 1, &met[n].size);
	}
	enum err err = cursor_close(c);
	for (size_t i = 0; err == OK && i < n; i++)
		err = db_run(ctx, &sql_import_identity_drop,
			ARGS(arg_int(met[i].import), arg_blob(met[i].key, met[i].size)), NULL);
	*found_out = n;
	return err;
}

static enum err forget_refusals(struct ctx *ctx, int64_t old_us, size_t most, size_t *found_out)
{
	int64_t *ids = arena_array(ctx->arena, int64_t, most);
	size_t n = 0;
	struct cursor *c = db_open(
		ctx, &sql_import_refusal_old, ARGS(arg_int(old_us), arg_int((int64_t)most)));
	while (cursor_next(c))
		ids[n++] = cursor_int(c, 0);
	enum err err = cursor_close(c);
	for (size_t i = 0; err == OK && i < n; i++)
		err = db_run(ctx, &sql_import_refusal_drop, ARGS(arg_int(ids[i])), NULL);
	*found_out = n;
	return err;
}

enum err import_forget(
	struct ctx *ctx, int64_t abandoned_us, int64_t old_us, size_t most, bool *more_out)
{
	size_t children, refusals = 0;
	enum err err = forget_children(ctx, abandoned_us, most, &children);
	if (err == OK)
		err = forget_refusals(ctx, old_us, most, &refusals);
	*more_out = children == most || refusals == most;
	return err;
}
