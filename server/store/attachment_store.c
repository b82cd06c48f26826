#include "server/store/attachment_store.h"

#include <string.h>

#include "domain/attachment_kind.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "sql/attachment.sql.h"

static enum err no_such(struct ctx *ctx, int64_t id)
{
	return ctx_fail(ctx, REASON_NO_SUCH_ATTACHMENT, ids_format(ctx->arena, id));
}

/* ---- the sealed facts ---- */

static void *allocate(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void leave(void *arena, void *bytes)
{
	(void)arena, (void)bytes;
}

static struct seal_place place_of(int64_t id)
{
	return (struct seal_place){.table = "attachment.facts", .id = id};
}

static struct arg seal_facts(struct ctx *ctx, int64_t id, const Xueji__V1__AttachmentFacts *facts)
{
	size_t size = protobuf_c_message_get_packed_size(&facts->base);
	uint8_t *plain = arena_alloc(ctx->arena, size);
	protobuf_c_message_pack(&facts->base, plain);
	void *sealed = seal(ctx->arena, ctx->app->keys, place_of(id), plain, size, &size);
	return arg_blob(sealed, size);
}

static enum err open_facts(
	struct ctx *ctx, const void *sealed, size_t size, struct attachment_row *row)
{
	ProtobufCAllocator in_arena = {allocate, leave, ctx->arena};
	const void *plain =
		seal_open(ctx->arena, ctx->app->keys, place_of(row->id), sealed, size, &size);
	if (plain != NULL)
		row->facts = xueji__v1__attachment_facts__unpack(&in_arena, size, plain);
	if (row->facts == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "the facts of attachment %lld do not unseal",
			(long long)row->id);
	return OK;
}

/* ---- rows ---- */

enum err attachment_insert(struct ctx *ctx, struct attachment_row *row)
{
	enum err err = row->id != 0 ? OK : ids_next_in(ctx, ids_shard(row->student), &row->id);
	if (err != OK)
		return err;
	row->state = ATTACHMENT_BEING_SENT;
	row->file_type = 0;
	row->made_us = row->moved_us = ctx->now_us;
	blind_index(ctx->app->keys, "attachment.content", row->facts->sha256.data,
		row->facts->sha256.len, row->content);
	return db_run(ctx, &sql_attachment_insert,
		ARGS(arg_int(row->id), arg_int(row->student), arg_int(row->kind),
			arg_int(row->size), arg_blob(row->content, BLIND_SIZE),
			seal_facts(ctx, row->id, row->facts), arg_int(row->made_by),
			arg_int(row->made_us)),
		NULL);
}

static enum err scan(struct ctx *ctx, const struct cursor *c, struct attachment_row *row)
{
	size_t size;
	*row = (struct attachment_row){
		.id = cursor_int(c, 0),
		.student = cursor_int(c, 1),
		.kind = (int)cursor_int(c, 2),
		.state = (enum attachment_state)cursor_int(c, 3),
		.file_type = (int)cursor_int(c, 4),
		.size = cursor_int(c, 5),
		.made_by = cursor_int(c, 8),
		.made_us = cursor_int(c, 9),
		.moved_us = cursor_int(c, 10),
	};
	memcpy(row->content, cursor_blob(c, 6, &size), BLIND_SIZE);
	const void *facts = cursor_blob(c, 7, &size);
	return open_facts(ctx, facts, size, row);
}

static enum err close_after(struct cursor *c, enum err err)
{
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}

enum err attachment_get(struct ctx *ctx, int64_t id, struct attachment_row *out)
{
	enum err err = OK;
	struct cursor *c = db_open(ctx, &sql_attachment_get, ARGS(arg_int(id)));
	bool is_found = cursor_next(c);
	if (is_found)
		err = scan(ctx, c, out);
	err = close_after(c, err);
	return err == OK && !is_found ? no_such(ctx, id) : err;
}

static enum err read_rows(struct ctx *ctx, const struct sql *sql, struct args args, size_t limit,
	struct attachment_row **rows_out, size_t *n_out)
{
	enum err err = OK;
	struct attachment_row *rows = arena_array(ctx->arena, struct attachment_row, limit);
	struct cursor *c = db_open(ctx, sql, args);
	size_t n = 0;
	while (err == OK && cursor_next(c))
		err = scan(ctx, c, &rows[n++]);
	*rows_out = rows;
	*n_out = n;
	return close_after(c, err);
}

enum err attachment_list(struct ctx *ctx, int64_t student, int64_t after, size_t limit,
	struct attachment_row **rows_out, size_t *n_out)
{
	return read_rows(ctx, &sql_attachment_list,
		ARGS(arg_int(student), arg_int(after), arg_int((int64_t)limit)), limit, rows_out,
		n_out);
}

enum err attachment_count(struct ctx *ctx, int64_t student, int64_t *n_out)
{
	return db_number(ctx, &sql_attachment_count, ARGS(arg_int(student)), 0, n_out);
}

enum err attachment_complete(struct ctx *ctx, int64_t id, int file_type)
{
	int64_t changed;
	enum err err = db_run(ctx, &sql_attachment_complete,
		ARGS(arg_int(id), arg_int(file_type), arg_int(ctx->now_us)), &changed);
	return err == OK && changed == 0 ? no_such(ctx, id) : err;
}

enum err attachment_hand_over(struct ctx *ctx, int64_t id, int64_t to)
{
	return db_run(ctx, &sql_attachment_hand_over, ARGS(arg_int(id), arg_int(to)), NULL);
}

enum err attachment_drop(struct ctx *ctx, int64_t id)
{
	int64_t changed;
	enum err err = db_run(
		ctx, &sql_attachment_drop, ARGS(arg_int(id), arg_int(ctx->now_us)), &changed);
	return err == OK && changed == 0 ? no_such(ctx, id) : err;
}

enum err attachment_drop_all(struct ctx *ctx, int64_t student)
{
	enum err err = db_run(ctx, &sql_attachment_forget_all, ARGS(arg_int(student)), NULL);
	return err == OK ? db_run(ctx, &sql_attachment_drop_all,
				   ARGS(arg_int(student), arg_int(ctx->now_us)), NULL)
			 : err;
}

/* ---- who relies on them ---- */

enum err attachment_kind_of(
	struct ctx *ctx, int64_t student, int64_t id, int *kind_out, bool *is_complete_out)
{
	struct cursor *c = db_open(ctx, &sql_attachment_kind, ARGS(arg_int(id), arg_int(student)));
	bool is_found = cursor_next(c);
	*kind_out = is_found ? (int)cursor_int(c, 0) : 0;
	*is_complete_out = is_found && cursor_int(c, 1) == ATTACHMENT_COMPLETE;
	return cursor_close(c);
}

static enum err add_kind(struct ctx *ctx, int64_t student, int64_t id, uint32_t *kinds)
{
	int kind;
	bool is_complete;
	enum err err = attachment_kind_of(ctx, student, id, &kind, &is_complete);
	if (err != OK)
		return err;
	if (kind == 0)
		return no_such(ctx, id);
	if (!is_complete)
		return ctx_fail(ctx, REASON_ATTACHMENT_NOT_COMPLETE, ids_format(ctx->arena, id));
	*kinds |= ATTACHMENT_BIT(kind);
	return OK;
}

enum err attachment_kinds(
	struct ctx *ctx, int64_t student, const int64_t *ids, size_t n, uint32_t *kinds_out)
{
	enum err err = OK;
	*kinds_out = 0;
	for (size_t i = 0; i < n && err == OK; i++)
		err = add_kind(ctx, student, ids[i], kinds_out);
	return err;
}

enum err attachment_rely(
	struct ctx *ctx, enum attachment_user user, int64_t user_id, const int64_t *ids, size_t n)
{
	enum err err =
		db_run(ctx, &sql_attachment_use_none, ARGS(arg_int(user), arg_int(user_id)), NULL);
	for (size_t i = 0; i < n && err == OK; i++)
		err = db_run(ctx, &sql_attachment_use_add,
			ARGS(arg_int(ids[i]), arg_int(user), arg_int(user_id)), NULL);
	return err;
}

enum err attachment_relied_on(struct ctx *ctx, enum attachment_user user, int64_t user_id,
	int64_t **ids_out, size_t *n_out)
{
	int64_t *ids = NULL;
	size_t n = 0;
	struct cursor *c =
		db_open(ctx, &sql_attachment_used_by, ARGS(arg_int(user), arg_int(user_id)));
	while (cursor_next(c)) {
		ids = arena_grow(ctx->arena, ids, n, sizeof *ids);
		ids[n++] = cursor_int(c, 0);
	}
	*ids_out = ids;
	*n_out = n;
	return cursor_close(c);
}

enum err attachment_is_relied_on(struct ctx *ctx, int64_t id, bool *out)
{
	int64_t n = 0;
	enum err err = db_number(ctx, &sql_attachment_is_used, ARGS(arg_int(id)), 0, &n);
	*out = n > 0;
	return err;
}

enum err attachment_users(
	struct ctx *ctx, int64_t id, struct attachment_use **uses_out, size_t *n_out)
{
	struct attachment_use *uses = NULL;
	size_t n = 0;
	struct cursor *c = db_open(ctx, &sql_attachment_users, ARGS(arg_int(id)));
	while (cursor_next(c)) {
		uses = arena_grow(ctx->arena, uses, n, sizeof *uses);
		uses[n++] = (struct attachment_use){
			(enum attachment_user)cursor_int(c, 0), cursor_int(c, 1)};
	}
	*uses_out = uses;
	*n_out = n;
	return cursor_close(c);
}

/* ---- sweeping, checking, sealing anew ---- */

enum err attachment_loose(struct ctx *ctx, enum attachment_state state, int64_t before_us,
	size_t limit, struct attachment_row **rows_out, size_t *n_out)
{
	return read_rows(ctx, &sql_attachment_loose,
		ARGS(arg_int(state), arg_int(before_us), arg_int((int64_t)limit)), limit, rows_out,
		n_out);
}

enum err attachment_is_shared(struct ctx *ctx, const struct attachment_row *row, bool *out)
{
	int64_t n = 0;
	enum err err = db_number(ctx, &sql_attachment_sharers,
		ARGS(arg_blob(row->content, BLIND_SIZE), arg_int(row->id)), 0, &n);
	*out = n > 0;
	return err;
}

enum err attachment_swept(struct ctx *ctx, int64_t id)
{
	return db_run(ctx, &sql_attachment_swept, ARGS(arg_int(id), arg_int(ctx->now_us)), NULL);
}

enum err attachment_forget(struct ctx *ctx, int64_t before_us, size_t limit, int64_t *n_out)
{
	return db_run(ctx, &sql_attachment_forget,
		ARGS(arg_int(before_us), arg_int((int64_t)limit)), n_out);
}

enum err attachment_state_of(struct ctx *ctx, int64_t id, int64_t *out)
{
	return db_number(ctx, &sql_attachment_state, ARGS(arg_int(id)), 0, out);
}

enum err attachment_is_named(struct ctx *ctx, const uint8_t content[BLIND_SIZE], bool *out)
{
	int64_t n = 0;
	enum err err =
		db_number(ctx, &sql_attachment_named, ARGS(arg_blob(content, BLIND_SIZE)), 0, &n);
	*out = n > 0;
	return err;
}

enum err attachment_with_file(struct ctx *ctx, int64_t after, size_t limit,
	struct attachment_row **rows_out, size_t *n_out)
{
	return read_rows(ctx, &sql_attachment_with_file,
		ARGS(arg_int(after), arg_int((int64_t)limit)), limit, rows_out, n_out);
}
