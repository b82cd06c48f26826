#include "server/store/sign_in_store.h"

#include "server/registry/operator_rules.h"
#include "server/store/db.h"
#include "sql/sign_in.sql.h"

static struct seal_place secret_of(int64_t id)
{
	return (struct seal_place){.table = "operator.totp", .id = id};
}

static enum err open_secret(struct ctx *ctx, int64_t id, const void **secret, size_t *size)
{
	if (*secret == NULL)
		return OK;
	*secret = seal_open(ctx->arena, ctx->app->keys, secret_of(id), *secret, *size, size);
	if (*secret == NULL)
		return ctx_broken(ctx, ERR_INTERNAL,
			"operator %lld: second factor cannot be opened", (long long)id);
	return OK;
}

static void scan(const struct cursor *cursor, struct sign_in_row *row)
{
	size_t device_size;
	*row = (struct sign_in_row){
		.id = cursor_int(cursor, 0),
		.unit = cursor_int(cursor, 1),
		.name = cursor_text(cursor, 2),
		.state = (enum operator_state)cursor_int(cursor, 3),
		.password_hash = cursor_text(cursor, 4),
		.is_one_time = cursor_int(cursor, 5) != 0,
		.password_set_us = cursor_int(cursor, 6),
		.totp_step = cursor_int(cursor, 9),
		.signed_in_us = cursor_int(cursor, 10),
		.failed_tries = cursor_int(cursor, 12),
	};
	row->totp_secret = cursor_blob(cursor, 7, &row->totp_secret_size);
	row->totp_pending = cursor_blob(cursor, 8, &row->totp_pending_size);
	row->signed_in_device = cursor_blob(cursor, 11, &device_size);
	if (device_size != DEVICE_HASH_SIZE)
		row->signed_in_device = NULL;
}

static enum err read_one(struct ctx *ctx, struct cursor *cursor, struct sign_in_row *out)
{
	bool found = cursor_next(cursor);
	if (found)
		scan(cursor, out);
	enum err err = cursor_close(cursor);
	if (err == OK && !found)
		err = ERR_NOT_FOUND;
	if (err == OK)
		err = open_secret(ctx, out->id, &out->totp_secret, &out->totp_secret_size);
	if (err == OK)
		err = open_secret(ctx, out->id, &out->totp_pending, &out->totp_pending_size);
	return err;
}

enum err sign_in_find(struct ctx *ctx, const char *name, struct sign_in_row *out)
{
	return read_one(ctx, db_open(ctx, &sql_sign_in_find, ARGS(arg_text(name))), out);
}

enum err sign_in_get(struct ctx *ctx, int64_t id, struct sign_in_row *out)
{
	return read_one(ctx, db_open(ctx, &sql_sign_in_get, ARGS(arg_int(id))), out);
}

enum err sign_in_done(struct ctx *ctx, int64_t id, const uint8_t device[DEVICE_HASH_SIZE])
{
	return db_run(ctx, &sql_sign_in_done,
		ARGS(arg_int(id), arg_int(ctx->now_us), arg_blob(device, DEVICE_HASH_SIZE)), NULL);
}

enum err sign_in_failed(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_sign_in_failed, ARGS(arg_int(id)), NULL);
}

/* ---- passwords ---- */

enum err password_rehash(struct ctx *ctx, int64_t id, const char *hash)
{
	return db_run(ctx, &sql_password_rehash, ARGS(arg_int(id), arg_text(hash)), NULL);
}

static enum err remember(struct ctx *ctx, int64_t id, const char *hash)
{
	enum err err = db_run(ctx, &sql_password_remember,
		ARGS(arg_int(id), arg_int(ctx->now_us), arg_text(hash)), NULL);
	if (err != OK)
		return err;
	return db_run(
		ctx, &sql_password_forget, ARGS(arg_int(id), arg_int(PASSWORDS_BEFORE)), NULL);
}

enum err password_set(struct ctx *ctx, int64_t id, const char *hash, bool is_one_time)
{
	enum err err = db_run(ctx, &sql_password_set,
		ARGS(arg_int(id), arg_text(hash), arg_int(is_one_time), arg_int(ctx->now_us)),
		NULL);
	if (err != OK || is_one_time)
		return err;
	return remember(ctx, id, hash);
}

enum err password_list(
	struct ctx *ctx, int64_t id, const char *hashes_out[PASSWORDS_BEFORE], size_t *n_out)
{
	*n_out = 0;
	struct cursor *cursor =
		db_open(ctx, &sql_password_list, ARGS(arg_int(id), arg_int(PASSWORDS_BEFORE)));
	while (*n_out < PASSWORDS_BEFORE && cursor_next(cursor))
		hashes_out[(*n_out)++] = cursor_text(cursor, 0);
	return cursor_close(cursor);
}

/* ---- second factor ---- */

enum err totp_begin(struct ctx *ctx, int64_t id, const void *secret, size_t size)
{
	size_t sealed_size;
	void *sealed = seal(ctx->arena, ctx->app->keys, secret_of(id), secret, size, &sealed_size);
	return db_run(ctx, &sql_totp_begin, ARGS(arg_int(id), arg_blob(sealed, sealed_size)), NULL);
}

enum err totp_confirm(struct ctx *ctx, int64_t id, int64_t step)
{
	return db_run(ctx, &sql_totp_confirm, ARGS(arg_int(id), arg_int(step)), NULL);
}

enum err totp_used(struct ctx *ctx, int64_t id, int64_t step)
{
	return db_run(ctx, &sql_totp_used, ARGS(arg_int(id), arg_int(step)), NULL);
}

enum err totp_remove(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_totp_remove, ARGS(arg_int(id)), NULL);
}

/* ---- consoles ---- */

enum err device_is_known(
	struct ctx *ctx, int64_t id, const uint8_t device[DEVICE_HASH_SIZE], bool *known_out)
{
	int64_t found = 0;
	enum err err = db_number(ctx, &sql_device_is_known,
		ARGS(arg_int(id), arg_blob(device, DEVICE_HASH_SIZE)), 0, &found);
	*known_out = found != 0;
	return err;
}

enum err device_keep(struct ctx *ctx, int64_t id, const uint8_t device[DEVICE_HASH_SIZE])
{
	enum err err = db_run(ctx, &sql_device_keep,
		ARGS(arg_int(id), arg_blob(device, DEVICE_HASH_SIZE), arg_int(ctx->now_us)), NULL);
	if (err != OK)
		return err;
	return db_run(ctx, &sql_device_forget, ARGS(arg_int(id), arg_int(DEVICES_KEPT)), NULL);
}

/* ---- counts of failures ---- */

enum err guard_get(struct ctx *ctx, const uint8_t key[BLIND_SIZE], struct guard_row *out)
{
	*out = (struct guard_row){0};
	struct cursor *cursor = db_open(ctx, &sql_guard_get, ARGS(arg_blob(key, BLIND_SIZE)));
	if (cursor_next(cursor))
		*out = (struct guard_row){cursor_int(cursor, 0), cursor_int(cursor, 1)};
	return cursor_close(cursor);
}

enum err guard_put(struct ctx *ctx, const uint8_t key[BLIND_SIZE], const struct guard_row *row)
{
	return db_run(ctx, &sql_guard_put,
		ARGS(arg_blob(key, BLIND_SIZE), arg_int(row->failures), arg_int(ctx->now_us),
			arg_int(row->next_us)),
		NULL);
}

enum err guard_delete(struct ctx *ctx, const uint8_t key[BLIND_SIZE])
{
	return db_run(ctx, &sql_guard_delete, ARGS(arg_blob(key, BLIND_SIZE)), NULL);
}

enum err guard_purge(struct ctx *ctx, int64_t before_us, int64_t limit, int64_t *purged_out)
{
	return db_run(ctx, &sql_guard_purge, ARGS(arg_int(before_us), arg_int(limit)), purged_out);
}
