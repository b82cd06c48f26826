#include "server/store/police_store.h"

#include <assert.h>
#include <string.h>

#include "server/store/db.h"
#include "server/unpack.h"
#include "sql/police.sql.h"

#define PLACE(student) ((struct seal_place){"police_check.sealed", (student)})

enum err police_put(struct ctx *ctx, struct police_check *check)
{
	size_t plain_size, size;
	const void *plain = pack_message(ctx->arena, &check->verdict->base, &plain_size);
	const void *sealed =
		seal(ctx->arena, ctx->app->keys, PLACE(check->student), plain, plain_size, &size);
	check->at_us = ctx->now_us;
	return db_run(ctx, &sql_police_put,
		ARGS(arg_int(check->student), arg_int(check->list), arg_int(check->result),
			arg_blob(check->facts, BLIND_SIZE), arg_int(check->at_us),
			arg_blob(sealed, size)),
		NULL);
}

static enum err scan(struct ctx *ctx, const struct cursor *c, struct police_check *out)
{
	size_t size;
	out->student = cursor_int(c, 0);
	out->list = cursor_int(c, 1);
	out->result = (Xueji__V1__VerdictResult)cursor_int(c, 2);
	memcpy(out->facts, cursor_blob(c, 3, &size), BLIND_SIZE);
	out->at_us = cursor_int(c, 4);
	const void *sealed = cursor_blob(c, 5, &size);
	const void *plain =
		seal_open(ctx->arena, ctx->app->keys, PLACE(out->student), sealed, size, &size);
	out->verdict =
		plain ? unpack_message(ctx->arena, &xueji__v1__verdict__descriptor, plain, size)
		      : NULL;
	return out->verdict != NULL
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "a stored verdict does not unseal");
}

enum err police_get(struct ctx *ctx, int64_t student, struct police_check *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, &sql_police_get, ARGS(arg_int(student)));
	*found_out = cursor_next(c);
	enum err err = *found_out ? scan(ctx, c, out) : OK;
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

enum err police_with_result(struct ctx *ctx, Xueji__V1__VerdictResult result, int64_t after,
	size_t limit, int64_t *students_out, size_t *n_out)
{
	assert(result != XUEJI__V1__VERDICT_RESULT__VERDICT_RESULT_MATCH);
	struct cursor *c = db_open(ctx, &sql_police_with_result,
		ARGS(arg_int(result), arg_int(after), arg_int((int64_t)limit)));
	*n_out = 0;
	while (*n_out < limit && cursor_next(c))
		students_out[(*n_out)++] = cursor_int(c, 0);
	return cursor_close(c);
}

bool police_is_about(const struct police_check *check, const uint8_t facts[BLIND_SIZE])
{
	return memcmp(check->facts, facts, BLIND_SIZE) == 0;
}
