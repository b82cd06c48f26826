#include "server/store/school_moved_store.h"

#include "server/store/db.h"
#include "sql/school_moved.sql.h"

enum err school_moved_concerns(struct ctx *ctx, int64_t school, bool *out)
{
	int64_t concerns;
	enum err err =
		db_number(ctx, &sql_school_moved_concerns, ARGS(arg_int(school)), 0, &concerns);
	*out = concerns != 0;
	return err;
}

enum err school_moved_add(struct ctx *ctx, const struct school_moved *moved)
{
	return db_run(ctx, &sql_school_moved_add,
		ARGS(arg_int(moved->school), moved->to != 0 ? arg_int(moved->to) : arg_null(),
			arg_int(moved->class_shift)),
		NULL);
}

enum err school_moved_next(struct ctx *ctx, struct school_moved *out)
{
	*out = (struct school_moved){0};
	struct cursor *c = db_open(ctx, &sql_school_moved_next, NO_ARGS);
	if (cursor_next(c))
		*out = (struct school_moved){cursor_int(c, 0), cursor_int(c, 1),
			(int)cursor_int(c, 2), cursor_int(c, 3)};
	return cursor_close(c);
}

enum err school_moved_done(struct ctx *ctx, int64_t school)
{
	return db_run(ctx, &sql_school_moved_done, ARGS(arg_int(school)), NULL);
}

enum err school_moved_end(struct ctx *ctx, int64_t school, int64_t *out)
{
	int64_t to = school;
	enum err err = OK;
	do {
		*out = to;
		err = db_number(ctx, &sql_school_moved_into, ARGS(arg_int(*out)), 0, &to);
	} while (err == OK && to != 0);
	return err;
}

static enum err collect(struct cursor *c, size_t limit, int64_t *ids, size_t *n)
{
	while (*n < limit && cursor_next(c))
		ids[(*n)++] = cursor_int(c, 0);
	return cursor_close(c);
}

enum err school_moved_children(struct ctx *ctx, const struct school_moved *moved, size_t limit,
	int64_t *ids_out, size_t *n_out)
{
	struct args args =
		ARGS(arg_int(moved->school), arg_int(moved->to), arg_int((int64_t)limit));
	*n_out = 0;
	enum err err =
		collect(db_open(ctx, &sql_school_moved_on_roll, args), limit, ids_out, n_out);
	if (err == OK && *n_out < limit)
		err = collect(
			db_open(ctx, &sql_school_moved_off_roll, args), limit, ids_out, n_out);
	return err;
}

enum err school_moved_cases(struct ctx *ctx, const struct school_moved *moved,
	const struct school_place *place, size_t limit, int64_t *ids_out, size_t *n_out)
{
	*n_out = 0;
	return collect(
		db_open(ctx, &sql_school_moved_cases,
			ARGS(arg_int(moved->school), arg_int(place->school), arg_int(place->above),
				arg_int(place->top), arg_int((int64_t)limit))),
		limit, ids_out, n_out);
}

enum err school_moved_problems(struct ctx *ctx, const struct school_moved *moved, int64_t to,
	size_t limit, int64_t *ids_out, size_t *n_out)
{
	*n_out = 0;
	return collect(db_open(ctx, &sql_school_moved_problems,
			       ARGS(arg_int(moved->school), arg_int(to),
				       arg_int(moved->problem_after), arg_int((int64_t)limit))),
		limit, ids_out, n_out);
}

enum err school_moved_reached(struct ctx *ctx, int64_t school, int64_t problem)
{
	return db_run(
		ctx, &sql_school_moved_reached, ARGS(arg_int(school), arg_int(problem)), NULL);
}

enum err school_moved_reroute(
	struct ctx *ctx, int64_t case_id, int64_t school, int64_t bureau, int64_t city)
{
	return db_run(ctx, &sql_school_moved_reroute,
		ARGS(arg_int(case_id), arg_int(school), arg_int(bureau), arg_int(city)), NULL);
}

enum err school_moved_show(struct ctx *ctx, int64_t case_id, int64_t unit)
{
	return db_run(ctx, &sql_school_moved_show, ARGS(arg_int(case_id), arg_int(unit)), NULL);
}
