#include "server/store/stat_store.h"

#include "server/store/db_gather.h"
#include "server/store/stat_cache.h"
#include "sql/stat.sql.h"

enum { KEY_COLUMNS = 3 };

static struct args bind(
	const int64_t *key, const int64_t *counts, struct arg out[KEY_COLUMNS + STAT_COUNT])
{
	for (int i = 0; i < KEY_COLUMNS; i++)
		out[i] = arg_int(key[i]);
	for (int i = 0; i < STAT_COUNT; i++)
		out[KEY_COLUMNS + i] = arg_int(counts[i]);
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

static enum err add(struct ctx *ctx, const int64_t *key, const int64_t *counts)
{
	struct arg values[KEY_COLUMNS + STAT_COUNT];
	const struct args args = bind(key, counts, values);
	int64_t changed;
	enum err err = db_run(ctx, &sql_stat_add, args, &changed);
	if (err == OK && changed == 0)
		err = db_run(ctx, &sql_stat_insert, args, NULL);
	if (err == OK)
		stat_cache_follow(ctx, key[0], (int)key[1], (int)key[2]);
	return err;
}

enum err stat_add(struct ctx *ctx, const struct stat_row *delta)
{
	const int64_t key[KEY_COLUMNS] = {delta->school, delta->stage, delta->grade};
	if (stat_is_zero(&delta->counts))
		return OK;
	return db_count(ctx, add, key, KEY_COLUMNS, delta->counts.of, STAT_COUNT);
}

static enum err add_open(struct ctx *ctx, const int64_t *key, const int64_t *delta)
{
	int64_t changed = 1;
	enum err err = OK;
	if (*delta > 0)
		err = db_run(ctx, &sql_open_add,
			ARGS(arg_int(key[0]), arg_int(key[1]), arg_int(*delta)), NULL);
	else if (*delta < 0)
		err = db_run(ctx, &sql_open_subtract,
			ARGS(arg_int(key[0]), arg_int(key[1]), arg_int(-*delta)), &changed);
	if (err == OK && changed == 0)
		return ctx_broken(
			ctx, ERR_INTERNAL, "open work of kind %d was not counted", (int)key[1]);
	if (err == OK && *delta != 0)
		stat_cache_follow_open(ctx, key[0], (enum open_work)key[1]);
	return err;
}

enum err open_work_add(struct ctx *ctx, int64_t school, enum open_work kind, int64_t delta)
{
	return db_count(ctx, add_open, (const int64_t[]){school, kind}, 2, &delta, 1);
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

enum err stat_has_pupils(struct ctx *ctx, bool *out)
{
	int64_t has = 0;
	enum err err = db_number(ctx, &sql_stat_has_pupils, NO_ARGS, 0, &has);
	*out = has != 0;
	return err;
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
