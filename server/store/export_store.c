#include "server/store/export_store.h"

#include <string.h>

#include "server/store/db.h"
#include "server/store/ids.h"
#include "server/store/news.h"
#include "server/store/seal.h"
#include "sql/export.sql.h"

#define PURPOSE_PLACE(id) ((struct seal_place){"export.purpose", (id)})
#define REASON_PLACE(id)  ((struct seal_place){"export.reason", (id)})

static struct arg seal_text_arg(struct ctx *ctx, struct seal_place place, const char *text)
{
	size_t size;
	const void *sealed = seal(ctx->arena, ctx->app->keys, place, text, strlen(text), &size);
	return arg_blob(sealed, size);
}

/* "" for none; NULL when it does not unseal. */
static const char *open_text(
	struct ctx *ctx, const struct cursor *c, int column, struct seal_place place)
{
	size_t size;
	const void *sealed = cursor_blob(c, column, &size);
	return sealed == NULL ? ""
			      : seal_open(ctx->arena, ctx->app->keys, place, sealed, size, &size);
}

static enum err scan(struct ctx *ctx, const struct cursor *c, struct export *out)
{
	*out = (struct export){
		.id = cursor_int(c, 0),
		.unit = cursor_int(c, 1),
		.grade = (int)cursor_int(c, 2),
		.columns = cursor_text(c, 3),
		.purpose = open_text(ctx, c, 4, PURPOSE_PLACE(cursor_int(c, 0))),
		.in_clear = cursor_int(c, 5) != 0,
		.state = (enum export_state)cursor_int(c, 6),
		.asked_by = cursor_int(c, 7),
		.asked_for = cursor_int(c, 8),
		.asked_us = cursor_int(c, 9),
		.bureau = cursor_int(c, 10),
		.decided_by = cursor_int(c, 11),
		.decided_us = cursor_int(c, 12),
		.reason = open_text(ctx, c, 13, REASON_PLACE(cursor_int(c, 0))),
		.asked_name = cursor_text(c, 14),
		.decided_name = cursor_text(c, 15),
		.kind = (enum export_kind)cursor_int(c, 16),
		.down_to = (int)cursor_int(c, 17),
	};
	return out->purpose != NULL && out->reason != NULL
		       ? OK
		       : ctx_broken(ctx, ERR_INTERNAL, "the purpose of an export does not unseal");
}

enum err export_get(struct ctx *ctx, int64_t id, struct export *out)
{
	struct cursor *c = db_open(ctx, &sql_export_get, ARGS(arg_int(id)));
	bool is_found = cursor_next(c);
	enum err err = is_found ? scan(ctx, c, out) : OK;
	enum err closed = cursor_close(c);
	if (err == OK)
		err = closed;
	return err == OK && !is_found ? ctx_fail(ctx, REASON_NO_SUCH_EXPORT) : err;
}

enum err export_ask(struct ctx *ctx, struct export *export)
{
	enum err err = ids_next(ctx, &export->id);
	if (err == OK)
		err = db_run(ctx, &sql_export_insert,
			ARGS(arg_int(export->id), arg_int(export->unit), arg_int(export->grade),
				arg_text(export->columns),
				seal_text_arg(ctx, PURPOSE_PLACE(export->id), export->purpose),
				arg_int(export->in_clear), arg_int(ctx->actor.operator_id),
				arg_int(export->asked_for), arg_int(ctx->now_us),
				arg_int(export->bureau), arg_int(export->kind),
				arg_int(export->down_to)),
			NULL);
	news_of_unit(ctx, export->bureau);
	return err == OK ? export_get(ctx, export->id, export) : err;
}

enum err export_decide(
	struct ctx *ctx, struct export *export, enum export_state state, const char *reason)
{
	int64_t changed;
	struct arg why = arg_null();
	if (reason[0] != '\0')
		why = seal_text_arg(ctx, REASON_PLACE(export->id), reason);
	enum err err = db_run(ctx, &sql_export_decide,
		ARGS(arg_int(export->id), arg_int(state), arg_int(ctx->actor.operator_id),
			arg_int(ctx->now_us), why),
		&changed);
	if (err == OK && changed == 0)
		err = ctx_fail(ctx, REASON_EXPORT_DECIDED);
	news_of_unit(ctx, export->bureau);
	news_of_unit(ctx, export->asked_for);
	return err == OK ? export_get(ctx, export->id, export) : err;
}

enum err export_pass_on(struct ctx *ctx, int64_t unit, int64_t from, int64_t to)
{
	return db_run(
		ctx, &sql_export_pass_on, ARGS(arg_int(unit), arg_int(from), arg_int(to)), NULL);
}

enum err export_page(struct ctx *ctx, int64_t unit, bool is_waiting, int64_t before_id,
	size_t limit, struct export **exports_out, size_t *n_out)
{
	const struct sql *sql = is_waiting ? &sql_export_waiting : &sql_export_asked;
	enum err err = OK;
	*exports_out = arena_array(ctx->arena, struct export, limit);
	*n_out = 0;
	struct cursor *c =
		db_open(ctx, sql, ARGS(arg_int(unit), arg_int(before_id), arg_int((int64_t)limit)));
	while (err == OK && cursor_next(c))
		err = scan(ctx, c, &(*exports_out)[(*n_out)++]);
	enum err closed = cursor_close(c);
	return err != OK ? err : closed;
}
