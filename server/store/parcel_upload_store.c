#include "server/store/parcel_upload_store.h"

#include <assert.h>
#include <string.h>

#include "server/store/db.h"
#include "server/store/ids.h"
#include "sql/parcel_upload.sql.h"

enum err parcel_upload_begin(struct ctx *ctx, int64_t size, struct parcel_upload *out)
{
	*out = (struct parcel_upload){.operator_id = ctx->actor.operator_id, .size = size};
	enum err err = ids_next(ctx, &out->id);
	if (err != OK)
		return err;
	return db_run(ctx, &sql_parcel_upload_begin,
		ARGS(arg_int(out->id), arg_int(out->operator_id), arg_int(size),
			arg_int(ctx->now_us)),
		NULL);
}

enum err parcel_upload_get(struct ctx *ctx, int64_t id, struct parcel_upload *out)
{
	struct cursor *c = db_open(ctx, &sql_parcel_upload_get, ARGS(arg_int(id)));
	bool is_found = cursor_next(c);
	*out = (struct parcel_upload){.id = id};
	if (is_found) {
		out->operator_id = cursor_int(c, 0);
		out->size = cursor_int(c, 1);
		out->received = cursor_int(c, 2);
	}
	enum err err = cursor_close(c);
	if (err == OK && (!is_found || out->operator_id != ctx->actor.operator_id))
		err = ctx_fail(ctx, REASON_NO_SUCH_UPLOAD);
	return err;
}

enum err parcel_upload_add(
	struct ctx *ctx, struct parcel_upload *upload, const void *bytes, size_t size)
{
	assert(upload->received + (int64_t)size <= upload->size);
	enum err err = db_run(ctx, &sql_parcel_upload_add,
		ARGS(arg_int(upload->id), arg_int(upload->received), arg_blob(bytes, size)), NULL);
	upload->received += (int64_t)size;
	if (err == OK)
		err = db_run(ctx, &sql_parcel_upload_grow,
			ARGS(arg_int(upload->id), arg_int(upload->received)), NULL);
	return err;
}

enum err parcel_upload_read(struct ctx *ctx, const struct parcel_upload *upload, void **bytes_out)
{
	uint8_t *bytes = arena_alloc(ctx->arena, (size_t)upload->size);
	size_t n = 0, size;
	struct cursor *c = db_open(ctx, &sql_parcel_upload_read, ARGS(arg_int(upload->id)));
	while (cursor_next(c)) {
		const void *piece = cursor_blob(c, 0, &size);
		assert(n + size <= (size_t)upload->size);
		memcpy(bytes + n, piece, size);
		n += size;
	}
	*bytes_out = bytes;
	return cursor_close(c);
}

enum err parcel_upload_drop(struct ctx *ctx, int64_t id)
{
	enum err err = db_run(ctx, &sql_parcel_upload_drop_pieces, ARGS(arg_int(id)), NULL);
	return err == OK ? db_run(ctx, &sql_parcel_upload_drop, ARGS(arg_int(id)), NULL) : err;
}

enum err parcel_upload_drop_old(struct ctx *ctx, int64_t before_us, bool *dropped_out)
{
	int64_t id;
	enum err err = db_number(ctx, &sql_parcel_upload_oldest, ARGS(arg_int(before_us)), 0, &id);
	*dropped_out = err == OK && id != 0;
	return *dropped_out ? parcel_upload_drop(ctx, id) : err;
}
