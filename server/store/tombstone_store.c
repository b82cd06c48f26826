#include "server/store/tombstone_store.h"

#include "server/store/db.h"
#include "server/store/seal.h"
#include "server/unpack.h"
#include "sql/tombstone.sql.h"

#define PLACE(student) ((struct seal_place){"tombstone.sealed", (student)})

enum err tombstone_put(struct ctx *ctx, struct tombstone *tombstone)
{
	size_t plain_size, size;
	const void *plain = pack_message(ctx->arena, &tombstone->undo->base, &plain_size);
	const void *sealed = seal(
		ctx->arena, ctx->app->keys, PLACE(tombstone->student), plain, plain_size, &size);
	tombstone->made_us = ctx->now_us;
	return db_run(ctx, &sql_tombstone_put,
		ARGS(arg_int(tombstone->student),
			tombstone->survivor != 0 ? arg_int(tombstone->survivor) : arg_null(),
			arg_int(tombstone->absence), arg_int(tombstone->made_us),
			arg_blob(sealed, size)),
		NULL);
}

static enum err scan(struct ctx *ctx, const struct cursor *c, struct tombstone *out)
{
	size_t size;
	*out = (struct tombstone){.student = cursor_int(c, 0),
		.survivor = cursor_int(c, 1),
		.absence = (int)cursor_int(c, 2),
		.made_us = cursor_int(c, 3)};
	const void *sealed = cursor_blob(c, 4, &size);
	const void *plain =
		seal_open(ctx->arena, ctx->app->keys, PLACE(out->student), sealed, size, &size);
	if (plain != NULL)
		out->undo = unpack_message(
			ctx->arena, &xueji__v1__record_undo__descriptor, plain, size);
	return out->undo != NULL
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "what a tombstone keeps does not unseal");
}

enum err tombstone_get(struct ctx *ctx, int64_t student, struct tombstone *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, &sql_tombstone_get, ARGS(arg_int(student)));
	*found_out = cursor_next(c);
	enum err err = *found_out ? scan(ctx, c, out) : OK;
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

enum err tombstone_delete(struct ctx *ctx, int64_t student)
{
	return db_run(ctx, &sql_tombstone_delete, ARGS(arg_int(student)), NULL);
}

enum err tombstone_survivor(struct ctx *ctx, int64_t student, int64_t *survivor_out)
{
	return db_number(ctx, &sql_tombstone_survivor, ARGS(arg_int(student)), 0, survivor_out);
}

enum err tombstone_point(struct ctx *ctx, int64_t student, int64_t survivor)
{
	return db_run(ctx, &sql_tombstone_point, ARGS(arg_int(student), arg_int(survivor)), NULL);
}

enum err tombstones_of(struct ctx *ctx, int64_t survivor, int64_t **students_out, size_t *n_out)
{
	int64_t *students = NULL;
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_tombstones_of, ARGS(arg_int(survivor)));
	while (cursor_next(c)) {
		students = arena_grow(ctx->arena, students, n, sizeof *students);
		students[n++] = cursor_int(c, 0);
	}
	*students_out = students;
	*n_out = n;
	return cursor_close(c);
}
