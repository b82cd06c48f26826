#include "server/store/stat_store.h"

#include "server/store/db.h"
#include "server/store/stat_cache.h"
#include "sql/stat.sql.h"

enum { KEY_COLUMNS = 3 };

static struct args bind(const struct stat_row *row, struct arg out[KEY_COLUMNS + STAT_COUNT])
{
	out[0] = arg_int(row->school);
	out[1] = arg_int(row->stage);
	out[2] = arg_int(row->grade);
	for (int i = 0; i < STAT_COUNT; i++)
		out[KEY_COLUMNS + i] = arg_int(row->counts.of[i]);
	return (struct args){out, KEY_COLUMNS + STAT_COUNT};
}

static struct stat_row scan(const struct cursor *c)
{
	struct stat_row row = {.school = cursor_int(c, 0),
		.stage = (int)cursor_int(c, 1),
		.grade = (int)cursor_int(c, 2)};
	for (int i = 0; i < STAT_COUNT; i++)
		row.counts.of[i] = cursor_int(c, KEY_COLUMNS + i);
	return row;
}

enum err stat_add(struct ctx *ctx, const struct stat_row *delta)
{
	struct arg values[KEY_COLUMNS + STAT_COUNT];
	int64_t changed;
	if (stat_is_zero(&delta->counts))
		return OK;
	enum err err = db_run(ctx, &sql_stat_add, bind(delta, values), &changed);
	if (err == OK && changed == 0)
		err = db_run(ctx, &sql_stat_insert, bind(delta, values), NULL);
	if (err == OK)
		stat_cache_follow(ctx, delta->school, delta->stage, delta->grade);
	return err;
}

enum err open_work_add(struct ctx *ctx, int64_t school, enum open_work kind, int64_t delta)
{
	int64_t changed = 1;
	enum err err = OK;
	if (delta > 0)
		err = db_run(ctx, &sql_open_add,
			ARGS(arg_int(school), arg_int(kind), arg_int(delta)), NULL);
	else if (delta < 0)
		err = db_run(ctx, &sql_open_subtract,
			ARGS(arg_int(school), arg_int(kind), arg_int(-delta)), &changed);
	if (err == OK && changed == 0)
		return ctx_broken(ctx, ERR_INTERNAL, "open work of kind %d was not counted", kind);
	if (err == OK && delta != 0)
		stat_cache_follow_open(ctx, school, kind);
	return err;
}

enum err open_work_get(struct ctx *ctx, int64_t school, enum open_work kind, int64_t *out)
{
	return db_number(ctx, &sql_open_get, ARGS(arg_int(school), arg_int(kind)), 0, out);
}

enum err open_work_each(struct ctx *ctx,
	void (*take)(void *arg, int64_t school, enum open_work kind, int64_t open), void *arg)
{
	struct cursor *c = db_open(ctx, &sql_open_all, NO_ARGS);
	while (cursor_next(c))
		take(arg, cursor_int(c, 0), (enum open_work)cursor_int(c, 1), cursor_int(c, 2));
	return cursor_close(c);
}

enum err stat_get(struct ctx *ctx, int64_t school, int stage, int grade, struct stat_counts *out)
{
	*out = (struct stat_counts){{0}};
	struct cursor *c =
		db_open(ctx, &sql_stat_get, ARGS(arg_int(school), arg_int(stage), arg_int(grade)));
	if (cursor_next(c))
		*out = scan(c).counts;
	return cursor_close(c);
}

enum err stat_each(struct ctx *ctx, int64_t school,
	void (*take)(void *arg, const struct stat_row *row), void *arg)
{
	struct cursor *c = school != 0 ? db_open(ctx, &sql_stat_of_school, ARGS(arg_int(school)))
				       : db_open(ctx, &sql_stat_all, NO_ARGS);
	while (cursor_next(c)) {
		struct stat_row row = scan(c);
		take(arg, &row);
	}
	return cursor_close(c);
}
