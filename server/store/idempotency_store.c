#include "server/store/idempotency_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/seal.h"
#include "sql/idempotency.sql.h"

static const char table[] = "idempotency.reply";

/* A row's id is a keyed hash of whose key it is, cut to the 63 bits of an id: the row says nothing
 * of who called what, and one lookup finds it. Two that collide, less likely than a failing disk,
 * would show as a key that was used before. */
static int64_t row_id(const struct ctx *ctx, const char *key)
{
	uint8_t hash[BLIND_SIZE];
	int64_t id;
	const char *whose = arena_printf(
		ctx->arena, "%lld %s %s", (long long)ctx->actor.operator_id, ctx->method, key);
	blind_index(ctx->app->keys, table, whose, strlen(whose), hash);
	memcpy(&id, hash, sizeof id);
	return id & INT64_MAX;
}

static enum err take_reply(struct ctx *ctx, int64_t id, const void *sealed, size_t sealed_size,
	void **reply_out, size_t *size_out)
{
	struct seal_place place = {table, id};
	*reply_out = seal_open(ctx->arena, ctx->app->keys, place, sealed, sealed_size, size_out);
	if (*reply_out == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "idempotency: a kept reply does not open");
	return OK;
}

enum err idempotency_find(struct ctx *ctx, const char *key,
	const uint8_t request_hash[REQUEST_HASH_SIZE], bool *found_out, void **reply_out,
	size_t *size_out)
{
	int64_t id = row_id(ctx, key);
	const void *hash = NULL, *sealed = NULL;
	size_t hash_size, sealed_size = 0;
	struct cursor *c = db_open(ctx, &sql_idempotency_find, ARGS(arg_int(id)));
	*found_out = cursor_next(c);
	if (*found_out) {
		hash = cursor_blob(c, 0, &hash_size);
		sealed = cursor_blob(c, 1, &sealed_size);
	}
	enum err err = cursor_close(c);
	if (err != OK || !*found_out)
		return err;
	if (memcmp(hash, request_hash, REQUEST_HASH_SIZE) != 0) {
		ctx_fault(ctx, "idempotency-key", REASON_KEY_REUSED);
		return ctx_faults(ctx);
	}
	return take_reply(ctx, id, sealed, sealed_size, reply_out, size_out);
}

enum err idempotency_keep(struct ctx *ctx, const char *key,
	const uint8_t request_hash[REQUEST_HASH_SIZE], const void *reply, size_t size)
{
	int64_t id = row_id(ctx, key);
	size_t sealed_size;
	struct seal_place place = {table, id};
	void *sealed = seal(ctx->arena, ctx->app->keys, place, reply, size, &sealed_size);
	return db_run(ctx, &sql_idempotency_keep,
		ARGS(arg_int(id), arg_blob(request_hash, REQUEST_HASH_SIZE),
			arg_blob(sealed, sealed_size), arg_int(ctx->now_us)),
		NULL);
}

enum err idempotency_purge(struct ctx *ctx, int64_t limit, int64_t *purged_out)
{
	int64_t oldest = ctx->now_us - IDEMPOTENCY_DAYS * US_PER_DAY;
	return db_run(
		ctx, &sql_idempotency_purge, ARGS(arg_int(oldest), arg_int(limit)), purged_out);
}
