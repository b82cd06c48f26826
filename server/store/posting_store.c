#include <string.h>

#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/operator_day.h"
#include "server/store/operator_store.h"
#include "sql/posting.sql.h"

static void scan(const struct cursor *cursor, struct posting_row *row)
{
	*row = (struct posting_row){
		.id = cursor_int(cursor, 0),
		.operator_id = cursor_int(cursor, 1),
		.unit = cursor_int(cursor, 2),
		.roles = (uint32_t)cursor_int(cursor, 3),
		.from_day = day_scan(cursor_text(cursor, 4)),
		.to_day = day_scan(cursor_text(cursor, 5)),
		.deputy_id = cursor_int(cursor, 6),
		.deputy_from = day_scan(cursor_text(cursor, 7)),
		.deputy_to = day_scan(cursor_text(cursor, 8)),
		.deputy_name = cursor_text(cursor, 9),
		.deputy_full_name = cursor_text(cursor, 10),
	};
}

/* Room for one more at the end of an array in the arena that doubles when it is full. */
static void *grow(struct ctx *ctx, void *array, size_t n, size_t size)
{
	if ((n & (n - 1)) != 0)
		return array;
	void *larger = arena_alloc(ctx->arena, size * (n > 0 ? 2 * n : 1));
	if (n > 0)
		memcpy(larger, array, size * n);
	return larger;
}

/* $1 is an operator or a unit, $2 the day since when. */
static enum err list(struct ctx *ctx, const struct sql *sql, int64_t key, int32_t since,
	struct posting_row **rows_out, size_t *n_out)
{
	char day[DATE_TEXT_SIZE];
	struct posting_row *rows = NULL;
	size_t n = 0;
	struct cursor *cursor = db_open(ctx, sql, ARGS(arg_int(key), day_arg(since, day)));
	while (cursor_next(cursor)) {
		rows = arena_grow(ctx->arena, rows, n, sizeof *rows);
		scan(cursor, &rows[n++]);
	}
	*rows_out = rows;
	*n_out = n;
	return cursor_close(cursor);
}

enum err posting_list(struct ctx *ctx, int64_t operator_id, int32_t since,
	struct posting_row **rows_out, size_t *n_out)
{
	return list(ctx, &sql_posting_list, operator_id, since, rows_out, n_out);
}

enum err posting_list_at(
	struct ctx *ctx, int64_t unit, int32_t since, struct posting_row **rows_out, size_t *n_out)
{
	return list(ctx, &sql_posting_list_at, unit, since, rows_out, n_out);
}

enum err posting_get(struct ctx *ctx, int64_t id, struct posting_row *out)
{
	struct cursor *cursor = db_open(ctx, &sql_posting_get, ARGS(arg_int(id)));
	bool found = cursor_next(cursor);
	if (found)
		scan(cursor, out);
	enum err err = cursor_close(cursor);
	return err == OK && !found ? ERR_NOT_FOUND : err;
}

enum err posting_insert(struct ctx *ctx, struct posting_row *row)
{
	char from[DATE_TEXT_SIZE], to[DATE_TEXT_SIZE];
	enum err err = ids_next(ctx, &row->id);
	if (err != OK)
		return err;
	return db_run(ctx, &sql_posting_insert,
		ARGS(arg_int(row->id), arg_int(row->operator_id), arg_int(row->unit),
			arg_int(row->roles), day_arg(row->from_day, from),
			day_arg(row->to_day, to)),
		NULL);
}

enum err posting_update(struct ctx *ctx, const struct posting_row *row)
{
	char to[DATE_TEXT_SIZE], deputy_from[DATE_TEXT_SIZE], deputy_to[DATE_TEXT_SIZE];
	return db_run(ctx, &sql_posting_update,
		ARGS(arg_int(row->id), day_arg(row->to_day, to),
			row->deputy_id ? arg_int(row->deputy_id) : arg_null(),
			day_arg(row->deputy_from, deputy_from), day_arg(row->deputy_to, deputy_to)),
		NULL);
}

/* ---- rights ---- */

static enum err read_rights(struct ctx *ctx, int64_t id, struct operator_account *out)
{
	char today[DATE_TEXT_SIZE];
	struct cursor *cursor = db_open(
		ctx, &sql_operator_rights, ARGS(arg_int(id), day_arg(ctx_today(ctx), today)));
	while (cursor_next(cursor)) {
		out->rights = grow(ctx, out->rights, out->n_rights, sizeof *out->rights);
		out->rights[out->n_rights++] = (struct right){
			.unit = cursor_int(cursor, 0),
			.for_operator = cursor_int(cursor, 1),
			.roles = (uint32_t)cursor_int(cursor, 2),
			.from_day = day_scan(cursor_text(cursor, 3)),
			.to_day = day_scan(cursor_text(cursor, 4)),
		};
	}
	return cursor_close(cursor);
}

enum err operator_account(struct ctx *ctx, int64_t id, struct operator_account *out)
{
	*out = (struct operator_account){.id = id};
	struct cursor *cursor = db_open(ctx, &sql_operator_account, ARGS(arg_int(id)));
	bool found = cursor_next(cursor);
	if (found) {
		out->unit = cursor_int(cursor, 0);
		out->is_sealed = cursor_int(cursor, 1) != OPERATOR_ACTIVE;
		out->must_change_password = cursor_int(cursor, 2) != 0;
		out->has_second_factor = cursor_int(cursor, 3) != 0;
		out->certificate_until = day_scan(cursor_text(cursor, 4));
	}
	enum err err = cursor_close(cursor);
	if (err != OK)
		return err;
	return found ? read_rights(ctx, id, out) : ERR_NOT_FOUND;
}
