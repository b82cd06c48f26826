#include "server/store/total_store.h"

#include "common/date.h"
#include "server/store/db.h"
#include "sql/total.sql.h"

enum { KEY_COLUMNS = 3 };

enum err totals_taken(struct ctx *ctx, struct totals_taken *out)
{
	bool is_good = true;
	*out = (struct totals_taken){0};
	struct cursor *c = db_open(ctx, &sql_totals_taken, NO_ARGS);
	if (cursor_next(c)) {
		is_good = date_parse(cursor_text(c, 0), &out->day);
		out->base = cursor_int(c, 1);
		out->is_final = cursor_int(c, 2) != 0;
	}
	enum err err = cursor_close(c);
	return err == OK && !is_good ? ctx_broken(ctx, ERR_INTERNAL, "totals of no day") : err;
}

enum err totals_begin(struct ctx *ctx, const struct totals_taken *taken)
{
	char day[DATE_TEXT_SIZE];
	date_format(taken->day, day);
	enum err err = db_run(ctx, &sql_total_clear, NO_ARGS, NULL);
	return err != OK ? err
			 : db_run(ctx, &sql_totals_begin,
				   ARGS(arg_text(day), arg_int(taken->base),
					   arg_int(taken->is_final)),
				   NULL);
}

enum err totals_settle(struct ctx *ctx)
{
	int64_t changed;
	enum err err = db_run(ctx, &sql_totals_settle, NO_ARGS, &changed);
	return err == OK && changed == 0 ? ctx_fail(ctx, REASON_NO_TOTALS) : err;
}

enum err total_put(struct ctx *ctx, int64_t unit, const struct stat_cell *cell)
{
	struct arg values[KEY_COLUMNS + TOTAL_COUNTERS] = {
		arg_int(unit), arg_int(cell->stage), arg_int(cell->grade)};
	if (stat_is_zero(&cell->counts))
		return OK;
	for (int i = 0; i < TOTAL_COUNTERS; i++)
		values[KEY_COLUMNS + i] = arg_int(cell->counts.of[i]);
	return db_run(
		ctx, &sql_total_put, (struct args){values, KEY_COLUMNS + TOTAL_COUNTERS}, NULL);
}

enum err totals_of_unit(
	struct ctx *ctx, int64_t unit, struct stat_cell out[STAT_CELLS], size_t *n_out)
{
	*n_out = 0;
	struct cursor *c = db_open(ctx, &sql_totals_of_unit, ARGS(arg_int(unit)));
	while (*n_out < STAT_CELLS && cursor_next(c)) {
		struct stat_cell *cell = &out[(*n_out)++];
		*cell = (struct stat_cell){
			.stage = (int)cursor_int(c, 0), .grade = (int)cursor_int(c, 1)};
		for (int i = 0; i < TOTAL_COUNTERS; i++)
			cell->counts.of[i] = cursor_int(c, 2 + i);
	}
	return cursor_close(c);
}
