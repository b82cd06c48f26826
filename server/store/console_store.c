#include "server/store/console_store.h"

#include <string.h>

#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/seal.h"
#include "sql/console.sql.h"

static struct arg sealed_arg(
	struct ctx *ctx, const char *column, int64_t id, const void *plain, size_t size)
{
	size_t sealed_size;
	const void *sealed = seal(ctx->arena, ctx->app->keys, (struct seal_place){column, id},
		plain, size, &sealed_size);
	return arg_blob(sealed, sealed_size);
}

static void *open_column(struct ctx *ctx, const struct cursor *c, int column, const char *name,
	int64_t id, size_t *size_out)
{
	size_t size;
	const void *sealed = cursor_blob(c, column, &size);
	*size_out = 0;
	return sealed == NULL ? NULL
			      : seal_open(ctx->arena, ctx->app->keys, (struct seal_place){name, id},
					sealed, size, size_out);
}

/* ---- places and preferences ---- */

enum err console_place_get(struct ctx *ctx, int64_t operator_id, struct console_place *out)
{
	*out = (struct console_place){0};
	struct cursor *c = db_open(ctx, &sql_place_get, ARGS(arg_int(operator_id)));
	while (cursor_next(c)) {
		out->place = open_column(ctx, c, 0, "console_place.place", operator_id, &out->size);
		out->saved_us = cursor_int(c, 1);
		out->language = (int)cursor_int(c, 2);
		out->look = (int)cursor_int(c, 3);
		out->lean = (int)cursor_int(c, 4);
	}
	return cursor_close(c);
}

enum err console_place_set(struct ctx *ctx, int64_t operator_id, const void *place, size_t size)
{
	struct arg sealed =
		size == 0 ? arg_null()
			  : sealed_arg(ctx, "console_place.place", operator_id, place, size);
	return db_run(ctx, &sql_place_set, ARGS(arg_int(operator_id), sealed, arg_int(ctx->now_us)),
		NULL);
}

enum err console_preferences_set(
	struct ctx *ctx, int64_t operator_id, const struct console_place *from)
{
	return db_run(ctx, &sql_preferences_set,
		ARGS(arg_int(operator_id), arg_int(from->language), arg_int(from->look),
			arg_int(from->lean)),
		NULL);
}

/* ---- drafts ---- */

static struct draft scan(struct ctx *ctx, const struct cursor *c)
{
	size_t size;
	struct draft draft = {.id = cursor_int(c, 0),
		.key = cursor_text(c, 1),
		.size = (size_t)cursor_int(c, 3),
		.saved_us = cursor_int(c, 4)};
	draft.title = open_column(ctx, c, 2, "console_draft.title", draft.id, &size);
	if (draft.title == NULL)
		draft.title = "";
	return draft;
}

enum err console_draft_list(
	struct ctx *ctx, int64_t operator_id, struct draft **drafts_out, size_t *n_out)
{
	*drafts_out = arena_array(ctx->arena, struct draft, DRAFTS_MOST);
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_draft_list, ARGS(arg_int(operator_id)));
	while (*n_out < DRAFTS_MOST && cursor_next(c))
		(*drafts_out)[(*n_out)++] = scan(ctx, c);
	return cursor_close(c);
}

enum err console_draft_get(struct ctx *ctx, int64_t operator_id, const char *key, struct draft *out)
{
	bool found = false;
	struct cursor *c = db_open(ctx, &sql_draft_get, ARGS(arg_int(operator_id), arg_text(key)));
	while (cursor_next(c)) {
		found = true;
		*out = scan(ctx, c);
		out->content = open_column(ctx, c, 5, "console_draft.content", out->id, &out->size);
	}
	enum err err = cursor_close(c);
	if (err != OK || !found)
		return err != OK ? err : ERR_NOT_FOUND;
	return out->content != NULL
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "console_draft.content does not open");
}

static enum err insert(struct ctx *ctx, int64_t operator_id, const struct draft *draft)
{
	int64_t count, id;
	enum err err = db_number(ctx, &sql_draft_count, ARGS(arg_int(operator_id)), 0, &count);
	if (err == OK && count >= DRAFTS_MOST)
		return ctx_fail(
			ctx, REASON_TOO_MANY_DRAFTS, arena_printf(ctx->arena, "%d", DRAFTS_MOST));
	if (err == OK)
		err = ids_next(ctx, &id);
	if (err != OK)
		return err;
	return db_run(ctx, &sql_draft_insert,
		ARGS(arg_int(id), arg_int(operator_id), arg_text(draft->key),
			sealed_arg(
				ctx, "console_draft.title", id, draft->title, strlen(draft->title)),
			sealed_arg(ctx, "console_draft.content", id, draft->content, draft->size),
			arg_int((int64_t)draft->size), arg_int(ctx->now_us)),
		NULL);
}

enum err console_draft_save(struct ctx *ctx, int64_t operator_id, const struct draft *draft)
{
	int64_t id;
	enum err err = db_number(
		ctx, &sql_draft_get, ARGS(arg_int(operator_id), arg_text(draft->key)), 0, &id);
	if (err != OK || id == 0)
		return err != OK ? err : insert(ctx, operator_id, draft);
	return db_run(ctx, &sql_draft_update,
		ARGS(arg_int(id),
			sealed_arg(
				ctx, "console_draft.title", id, draft->title, strlen(draft->title)),
			sealed_arg(ctx, "console_draft.content", id, draft->content, draft->size),
			arg_int((int64_t)draft->size), arg_int(ctx->now_us)),
		NULL);
}

enum err console_draft_drop(struct ctx *ctx, int64_t operator_id, const char *key)
{
	return db_run(ctx, &sql_draft_delete, ARGS(arg_int(operator_id), arg_text(key)), NULL);
}

/* ---- what goes ---- */

enum err console_forget(struct ctx *ctx, int64_t operator_id)
{
	enum err err = db_run(ctx, &sql_drafts_forget, ARGS(arg_int(operator_id)), NULL);
	if (err == OK)
		err = db_run(ctx, &sql_place_forget, ARGS(arg_int(operator_id)), NULL);
	return err;
}

enum err console_drafts_old(struct ctx *ctx, int64_t before_us, const struct draft *after,
	size_t limit, struct draft **drafts_out, size_t *n_out)
{
	*drafts_out = arena_array(ctx->arena, struct draft, limit);
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_draft_old,
		ARGS(arg_int(before_us), arg_int(after != NULL ? after->saved_us : 0),
			arg_int(after != NULL ? after->id : 0), arg_int((int64_t)limit)));
	while (*n_out < limit && cursor_next(c))
		(*drafts_out)[(*n_out)++] = (struct draft){.id = cursor_int(c, 0),
			.unit = cursor_int(c, 1),
			.saved_us = cursor_int(c, 2)};
	return cursor_close(c);
}

enum err console_draft_purge(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_draft_purge, ARGS(arg_int(id)), NULL);
}

enum err console_places_purge(
	struct ctx *ctx, int64_t before_us, int64_t limit, int64_t *purged_out)
{
	return db_run(ctx, &sql_place_purge, ARGS(arg_int(before_us), arg_int(limit)), purged_out);
}
