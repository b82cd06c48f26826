#include "server/store/unit_store.h"

#include <string.h>

#include "common/date.h"
#include "server/store/db.h"
#include "sql/unit.sql.h"

/* ---- reading ---- */

static struct unit_node scan_node(const struct cursor *c)
{
	return (struct unit_node){
		.id = cursor_int(c, 0),
		.parent = cursor_int(c, 1),
		.bureau = cursor_int(c, 2),
		.code = cursor_text(c, 3),
		.name = cursor_text(c, 4),
		.initials = cursor_text(c, 5),
		.tier = (uint8_t)cursor_int(c, 6),
		.is_closed = cursor_int(c, 7) != 0,
		.rev = cursor_int(c, 8),
	};
}

enum err unit_read_all(struct ctx *ctx, struct unit_node **units_out, size_t *n_out)
{
	size_t n = 0;
	struct unit_node *units = NULL;
	struct cursor *c = db_open(ctx, &sql_unit_all, NO_ARGS);
	while (cursor_next(c)) {
		units = arena_grow(ctx->arena, units, n, sizeof *units);
		units[n++] = scan_node(c);
	}
	*units_out = units;
	*n_out = n;
	return cursor_close(c);
}

static int32_t scan_day(const struct cursor *c, int column)
{
	int32_t day = 0;
	if (!cursor_is_null(c, column) && !date_parse(cursor_text(c, column), &day))
		day = 0;
	return day;
}

static struct unit scan_unit(const struct cursor *c)
{
	return (struct unit){
		.id = cursor_int(c, 0),
		.parent = cursor_int(c, 1),
		.bureau = cursor_int(c, 2),
		.code = cursor_text(c, 3),
		.name = cursor_text(c, 4),
		.initials = cursor_text(c, 5),
		.tier = (enum tier)cursor_int(c, 6),
		.is_private = cursor_int(c, 7) != 0,
		.opened = scan_day(c, 8),
		.closed = scan_day(c, 9),
		.keeper = cursor_int(c, 10),
		.rev = cursor_int(c, 11),
	};
}

static enum err read_list(
	struct ctx *ctx, const struct sql *sql, int64_t key, struct unit_list *out)
{
	*out = (struct unit_list){0};
	struct cursor *c = db_open(ctx, sql, ARGS(arg_int(key)));
	while (cursor_next(c)) {
		out->units = arena_grow(ctx->arena, out->units, out->n, sizeof *out->units);
		out->units[out->n++] = scan_unit(c);
	}
	return cursor_close(c);
}

static enum err read_programme(struct ctx *ctx, struct unit *unit)
{
	struct cursor *c = db_open(ctx, &sql_unit_stages, ARGS(arg_int(unit->id)));
	while (cursor_next(c))
		if (stage_row((int)cursor_int(c, 0)) != NULL)
			unit->programme.years[cursor_int(c, 0)] = (uint8_t)cursor_int(c, 1);
	return cursor_close(c);
}

enum err unit_get(struct ctx *ctx, int64_t id, struct unit **out)
{
	struct unit_list found;
	enum err err = read_list(ctx, &sql_unit_get, id, &found);
	*out = err == OK && found.n > 0 ? found.units : NULL;
	if (*out == NULL || (*out)->tier != TIER_SCHOOL)
		return err;
	return read_programme(ctx, *out);
}

enum err unit_find_code(struct ctx *ctx, const char *code, int64_t *id_out)
{
	return db_number(ctx, &sql_unit_find_code, ARGS(arg_text(code)), 0, id_out);
}

enum err unit_children(struct ctx *ctx, int64_t parent, struct unit_list *out)
{
	return read_list(ctx, &sql_unit_children, parent, out);
}

enum err unit_run_by(struct ctx *ctx, int64_t bureau, struct unit_list *out)
{
	return read_list(ctx, &sql_unit_run_by, bureau, out);
}

/* ---- writing ---- */

static struct arg arg_id(int64_t id)
{
	return id != 0 ? arg_int(id) : arg_null();
}

static struct arg arg_day(struct ctx *ctx, int32_t day)
{
	if (day == 0)
		return arg_null();
	char *text = arena_alloc(ctx->arena, DATE_TEXT_SIZE);
	date_format(day, text);
	return arg_text(text);
}

enum err unit_insert(struct ctx *ctx, const struct unit *unit)
{
	enum err err = db_run(ctx, &sql_unit_insert,
		ARGS(arg_int(unit->id), arg_id(unit->parent), arg_int(unit->bureau),
			arg_text(unit->code), arg_text(unit->name), arg_text(unit->initials),
			arg_int(unit->tier), arg_int(unit->is_private), arg_day(ctx, unit->opened),
			arg_day(ctx, unit->closed), arg_id(unit->keeper)),
		NULL);
	return err == OK ? unit_set_programme(ctx, unit->id, &unit->programme) : err;
}

enum err unit_update(struct ctx *ctx, struct unit *unit)
{
	int64_t changed = 0;
	enum err err = db_run(ctx, &sql_unit_update,
		ARGS(arg_int(unit->id), arg_int(unit->rev), arg_id(unit->parent),
			arg_int(unit->bureau), arg_text(unit->name), arg_text(unit->initials),
			arg_int(unit->is_private), arg_day(ctx, unit->closed),
			arg_id(unit->keeper)),
		&changed);
	if (err != OK)
		return err;
	if (changed == 0)
		return ctx_fail(ctx, REASON_STALE);
	unit->rev++;
	return OK;
}

enum err unit_set_programme(struct ctx *ctx, int64_t id, const struct programme *programme)
{
	enum err err = db_run(ctx, &sql_unit_stages_delete, ARGS(arg_int(id)), NULL);
	for (int stage = STAGE_PRIMARY; err == OK && stage < STAGE_END; stage++)
		if (programme->years[stage] != 0)
			err = db_run(ctx, &sql_unit_stage_insert,
				ARGS(arg_int(id), arg_int(stage), arg_int(programme->years[stage])),
				NULL);
	return err;
}

/* ---- classes ---- */

enum err unit_set_classes(struct ctx *ctx, int64_t id, const struct school_class *classes, size_t n)
{
	enum err err = db_run(ctx, &sql_unit_classes_delete, ARGS(arg_int(id)), NULL);
	for (size_t i = 0; err == OK && i < n; i++)
		err = db_run(ctx, &sql_unit_class_insert,
			ARGS(arg_int(id), arg_int(classes[i].grade), arg_int(classes[i].number)),
			NULL);
	return err;
}

enum err unit_classes(struct ctx *ctx, int64_t id, int grade, struct school_class behind,
	size_t limit, struct school_class **out, size_t *n_out)
{
	*out = NULL;
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_unit_classes,
		ARGS(arg_int(id), arg_int(grade), arg_int(behind.grade), arg_int(behind.number),
			arg_int((int64_t)limit)));
	while (cursor_next(c)) {
		*out = arena_grow(ctx->arena, *out, *n_out, sizeof **out);
		(*out)[(*n_out)++] =
			(struct school_class){(int)cursor_int(c, 0), (int)cursor_int(c, 1)};
	}
	return cursor_close(c);
}

enum err unit_class_counts(struct ctx *ctx, int64_t id, int32_t counts_out[GRADE_LAST + 1])
{
	memset(counts_out, 0, (GRADE_LAST + 1) * sizeof *counts_out);
	struct cursor *c = db_open(ctx, &sql_unit_class_counts, ARGS(arg_int(id)));
	while (cursor_next(c))
		if (cursor_int(c, 0) <= GRADE_LAST)
			counts_out[cursor_int(c, 0)] = (int32_t)cursor_int(c, 1);
	return cursor_close(c);
}
