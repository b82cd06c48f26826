#include "server/store/crossing_store.h"

#include "server/store/db.h"
#include "server/store/seal.h"
#include "server/unpack.h"
#include "sql/crossing.sql.h"

#define PAST_PLACE(student) ((struct seal_place){"student_past.sealed", (student)})

enum err crossing_insert(struct ctx *ctx, const struct crossing *crossing)
{
	return db_run(ctx, &sql_crossing_insert,
		ARGS(arg_int(crossing->case_id), arg_text(crossing->province),
			arg_int(crossing->far_id)),
		NULL);
}

enum err crossing_find(struct ctx *ctx, const char *province, int64_t far_id, int64_t *case_out)
{
	return db_number(
		ctx, &sql_crossing_find, ARGS(arg_text(province), arg_int(far_id)), 0, case_out);
}

enum err crossing_of_case(struct ctx *ctx, int64_t case_id, struct crossing *out, bool *found_out)
{
	struct cursor *c = db_open(ctx, &sql_crossing_of_case, ARGS(arg_int(case_id)));
	*found_out = cursor_next(c);
	*out = (struct crossing){.case_id = case_id};
	if (*found_out) {
		out->province = cursor_text(c, 0);
		out->far_id = cursor_int(c, 1);
	}
	return cursor_close(c);
}

enum err crossing_gone_to(struct ctx *ctx, int64_t student, const char **province_out)
{
	struct cursor *c = db_open(ctx, &sql_crossing_gone_to, ARGS(arg_int(student)));
	*province_out = cursor_next(c) ? cursor_text(c, 0) : "";
	return cursor_close(c);
}

enum err student_past_put(struct ctx *ctx, int64_t student, const Xueji__V1__StudentPast *past)
{
	size_t plain_size, size;
	const void *plain = pack_message(ctx->arena, &past->base, &plain_size);
	const void *sealed =
		seal(ctx->arena, ctx->app->keys, PAST_PLACE(student), plain, plain_size, &size);
	return db_run(
		ctx, &sql_student_past_put, ARGS(arg_int(student), arg_blob(sealed, size)), NULL);
}

enum err student_past_get(struct ctx *ctx, int64_t student, Xueji__V1__StudentPast **past_out)
{
	size_t size = 0;
	struct cursor *c = db_open(ctx, &sql_student_past_get, ARGS(arg_int(student)));
	const void *sealed = cursor_next(c) ? cursor_blob(c, 0, &size) : NULL;
	enum err err = cursor_close(c);
	*past_out = arena_one(ctx->arena, Xueji__V1__StudentPast);
	xueji__v1__student_past__init(*past_out);
	if (err != OK || sealed == NULL)
		return err;
	const void *plain =
		seal_open(ctx->arena, ctx->app->keys, PAST_PLACE(student), sealed, size, &size);
	*past_out = plain ? unpack_message(
				    ctx->arena, &xueji__v1__student_past__descriptor, plain, size)
			  : NULL;
	return *past_out != NULL
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "the past of student %lld does not unseal",
				 (long long)student);
}
