#include "server/store/session_store.h"

#include <string.h>

#include "server/store/db.h"
#include "sql/session.sql.h"

enum err session_insert(struct ctx *ctx, const struct session_row *row)
{
	return db_run(ctx, &sql_session_insert,
		ARGS(arg_int(row->id), arg_int(row->operator_id),
			arg_blob(row->token_hash, sizeof row->token_hash), arg_int(row->started_us),
			arg_int(row->expires_us), arg_int(row->idle_us),
			arg_int(row->is_known_device), arg_int(row->wants_second_factor),
			arg_int(row->errand), arg_int(row->errand_object)),
		NULL);
}

static void scan(const struct cursor *cursor, struct session_row *row)
{
	size_t size;
	const void *hash = cursor_blob(cursor, 2, &size);
	*row = (struct session_row){
		.id = cursor_int(cursor, 0),
		.operator_id = cursor_int(cursor, 1),
		.started_us = cursor_int(cursor, 3),
		.expires_us = cursor_int(cursor, 4),
		.idle_us = cursor_int(cursor, 5),
		.is_known_device = cursor_int(cursor, 6) != 0,
		.wants_second_factor = cursor_int(cursor, 7) != 0,
		.errand = (int)cursor_int(cursor, 8),
		.errand_object = cursor_int(cursor, 9),
	};
	if (size == sizeof row->token_hash)
		memcpy(row->token_hash, hash, size);
}

enum err session_list(
	struct ctx *ctx, int64_t operator_id, struct session_row **rows_out, size_t *n_out)
{
	int64_t count;
	*n_out = 0;
	enum err err = db_number(ctx, &sql_session_count, ARGS(arg_int(operator_id)), 0, &count);
	if (err != OK)
		return err;
	if (count > SESSIONS_KEPT)
		count = SESSIONS_KEPT;
	struct session_row *rows = arena_array(ctx->arena, struct session_row, (size_t)count);
	struct cursor *cursor =
		db_open(ctx, &sql_session_list, ARGS(arg_int(operator_id), arg_int(count)));
	while (*n_out < (size_t)count && cursor_next(cursor))
		scan(cursor, &rows[(*n_out)++]);
	*rows_out = rows;
	return cursor_close(cursor);
}

enum err session_operators(struct ctx *ctx, int64_t **ids_out, size_t *n_out)
{
	int64_t count;
	*n_out = 0;
	enum err err = db_number(ctx, &sql_session_operator_count, NO_ARGS, 0, &count);
	if (err != OK)
		return err;
	int64_t *ids = arena_array(ctx->arena, int64_t, (size_t)count);
	struct cursor *cursor = db_open(ctx, &sql_session_operators, NO_ARGS);
	while (*n_out < (size_t)count && cursor_next(cursor))
		ids[(*n_out)++] = cursor_int(cursor, 0);
	*ids_out = ids;
	return cursor_close(cursor);
}

enum err session_get(struct ctx *ctx, int64_t id, struct session_row *out)
{
	struct cursor *cursor = db_open(ctx, &sql_session_get, ARGS(arg_int(id)));
	bool found = cursor_next(cursor);
	if (found)
		scan(cursor, out);
	enum err err = cursor_close(cursor);
	return err == OK && !found ? ERR_NOT_FOUND : err;
}

enum err session_delete(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_session_delete, ARGS(arg_int(id)), NULL);
}

enum err session_delete_others(
	struct ctx *ctx, int64_t operator_id, int64_t except, int64_t *ended_out)
{
	return db_run(ctx, &sql_session_delete_others, ARGS(arg_int(operator_id), arg_int(except)),
		ended_out);
}
