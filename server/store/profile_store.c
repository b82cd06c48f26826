#include "server/store/profile_store.h"

#include "server/store/db_gather.h"
#include "server/store/profile_text.h"
#include "sql/profile.sql.h"

static struct seal_place place_of(int64_t student)
{
	return (struct seal_place){.table = "profile.sealed", .id = student};
}

Xueji__V1__StudentItems *profile_copy(struct arena *arena, const Xueji__V1__StudentItems *items)
{
	return arena_dup(arena, items, sizeof *items);
}

const void *profile_pack(
	struct arena *arena, const Xueji__V1__StudentItems *items, size_t *size_out)
{
	char *none = (char *)protobuf_c_empty_string;
	Xueji__V1__StudentItems *kept = profile_copy(arena, items);
	kept->name = kept->sex = kept->birth_date = none;
	kept->grade = kept->class_name = none;
	return profile_text_pack(arena, kept, size_out);
}

void *profile_seal(struct arena *arena, const struct keys *keys, int64_t student,
	const Xueji__V1__StudentItems *items, size_t *size_out)
{
	size_t size;
	const void *plain = profile_pack(arena, items, &size);
	return seal(arena, keys, place_of(student), plain, size, size_out);
}

enum err profile_put_packed(struct ctx *ctx, int64_t student, const void *packed, size_t size)
{
	size_t sealed_size;
	const void *sealed =
		seal(ctx->arena, ctx->app->keys, place_of(student), packed, size, &sealed_size);
	return db_insert(ctx, &sql_profile_put, &sql_profile_rows,
		ARGS(arg_int(student), arg_blob(sealed, sealed_size)));
}

enum err profile_put(struct ctx *ctx, int64_t student, const Xueji__V1__StudentItems *items)
{
	size_t size;
	const void *packed = profile_pack(ctx->arena, items, &size);
	return profile_put_packed(ctx, student, packed, size);
}

Xueji__V1__StudentItems *profile_open(struct arena *arena, const struct keys *keys, int64_t student,
	const void *sealed, size_t sealed_size)
{
	size_t size;
	const void *plain = seal_open(arena, keys, place_of(student), sealed, sealed_size, &size);
	return plain != NULL ? profile_text_unpack(arena, plain, size) : NULL;
}

enum err profile_get(struct ctx *ctx, int64_t student, Xueji__V1__StudentItems **items_out)
{
	size_t size = 0;
	void *sealed = NULL;
	struct cursor *c = db_open(ctx, &sql_profile_get, ARGS(arg_int(student)));
	if (cursor_next(c))
		sealed = cursor_blob(c, 0, &size);
	enum err err = cursor_close(c);
	if (err != OK)
		return err;
	*items_out = profile_open(ctx->arena, ctx->app->keys, student, sealed, size);
	if (*items_out == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "the profile of student %lld does not unseal",
			(long long)student);
	return OK;
}

enum err profile_delete(struct ctx *ctx, int64_t student)
{
	return db_run(ctx, &sql_profile_delete, ARGS(arg_int(student)), NULL);
}
