#include "server/store/unit_change_store.h"

#include "common/date.h"
#include "server/store/db.h"
#include "server/store/ids.h"
#include "sql/unit_change.sql.h"

/* ---- writing ---- */

enum err unit_change_insert(struct ctx *ctx, struct unit_change *change)
{
	char effective[DATE_TEXT_SIZE];
	enum err err = ids_next(ctx, &change->id);
	if (err != OK)
		return err;
	change->at_us = ctx->now_us;
	change->operator_id = ctx->actor.operator_id;
	date_format(change->effective, effective);
	return db_run(ctx, &sql_unit_change_insert,
		ARGS(arg_int(change->id), arg_int(change->kind), arg_text(effective),
			arg_text(change->reason), arg_int(change->at_us),
			arg_int(change->operator_id)),
		NULL);
}

static struct arg arg_id(int64_t id)
{
	return id != 0 ? arg_int(id) : arg_null();
}

enum err unit_change_part_insert(
	struct ctx *ctx, int64_t change, const struct unit_change_part *part)
{
	const struct unit_facts *before = &part->before, *after = &part->after;
	return db_run(ctx, &sql_unit_change_part_insert,
		ARGS(arg_int(part->unit), arg_int(change), arg_int(part->part),
			arg_text(before->name), arg_text(after->name), arg_id(before->parent),
			arg_id(after->parent), arg_id(before->bureau), arg_id(after->bureau),
			arg_text(before->stages), arg_text(after->stages),
			arg_int(after->is_closed)),
		NULL);
}

/* ---- reading ---- */

static struct unit_change scan_change(const struct cursor *c)
{
	struct unit_change change = {
		.id = cursor_int(c, 0),
		.kind = (enum unit_change_kind)cursor_int(c, 1),
		.reason = cursor_text(c, 3),
		.at_us = cursor_int(c, 4),
		.operator_id = cursor_int(c, 5),
		.n_followed = cursor_int(c, 6),
	};
	if (!date_parse(cursor_text(c, 2), &change.effective))
		change.effective = 0;
	return change;
}

enum err unit_changes(struct ctx *ctx, int64_t unit, int64_t before, size_t limit,
	struct unit_change **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_unit_changes,
		ARGS(arg_int(unit), arg_int(before), arg_int((int64_t)limit)));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = scan_change(c);
	}
	return cursor_close(c);
}

/* The columns come in pairs, before and after: `side` is 0 or 1. */
static struct unit_facts scan_facts(const struct cursor *c, int side)
{
	return (struct unit_facts){
		.name = cursor_is_null(c, 3 + side) ? NULL : cursor_text(c, 3 + side),
		.parent = cursor_int(c, 5 + side),
		.bureau = cursor_int(c, 7 + side),
		.stages = cursor_text(c, 9 + side),
		.is_closed = side == 1 && cursor_int(c, 11) != 0,
	};
}

enum err unit_change_parts(
	struct ctx *ctx, int64_t change, int64_t unit, struct unit_change_part **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c =
		db_open(ctx, &sql_unit_change_parts, ARGS(arg_int(change), arg_int(unit)));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = (struct unit_change_part){
			.unit = cursor_int(c, 0),
			.code = cursor_text(c, 1),
			.part = (enum unit_part)cursor_int(c, 2),
			.before = scan_facts(c, 0),
			.after = scan_facts(c, 1),
		};
	}
	return cursor_close(c);
}

static enum err read_ids(
	struct ctx *ctx, const struct sql *sql, int64_t unit, int64_t **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c = db_open(ctx, sql, ARGS(arg_int(unit)));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] = cursor_int(c, 0);
	}
	return cursor_close(c);
}

enum err unit_successors(struct ctx *ctx, int64_t unit, int64_t **out, size_t *n_out)
{
	return read_ids(ctx, &sql_unit_successors, unit, out, n_out);
}

enum err unit_predecessors(struct ctx *ctx, int64_t unit, int64_t **out, size_t *n_out)
{
	return read_ids(ctx, &sql_unit_predecessors, unit, out, n_out);
}
