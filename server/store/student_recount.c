#include "server/store/student_recount.h"

#include <string.h>

#include "domain/roll.h"
#include "domain/stages.h"
#include "server/store/db.h"
#include "server/store/profile_store.h"
#include "sql/recount.sql.h"

/* By stage and grade. */
struct counts {
	struct stat_counts of[STAGE_END][GRADE_LAST + 1];
	bool is_incomplete; /* somebody's items do not open, which is another check's finding */
};

static void count_child(struct ctx *ctx, const struct cursor *c, struct counts *counts)
{
	size_t size;
	const void *sealed = cursor_blob(c, 5, &size);
	const Xueji__V1__StudentItems *items =
		profile_open(ctx->arena, ctx->app->keys, cursor_int(c, 0), sealed, size);
	if (items == NULL) {
		counts->is_incomplete = true;
		return;
	}
	struct stat_counts one = stat_of_child((int)cursor_int(c, 3), (int)cursor_int(c, 4), items);
	stat_sum(&counts->of[cursor_int(c, 1)][cursor_int(c, 2)], &one, 1);
}

/* Each child's items are let go at once: a school may have thousands. */
static enum err count_on_roll(struct ctx *ctx, int64_t school, struct counts *counts)
{
	struct arena *own = ctx->arena, *of_child = arena_new(0);
	struct cursor *c = db_open(ctx, &sql_recount_on_roll, ARGS(arg_int(school)));
	while (cursor_next(c)) {
		ctx->arena = of_child;
		count_child(ctx, c, counts);
		ctx->arena = own;
		arena_reset(of_child);
	}
	arena_free(of_child);
	return cursor_close(c);
}

static enum err count_pending(struct ctx *ctx, int64_t school, struct counts *counts)
{
	struct cursor *c = db_open(ctx, &sql_recount_pending, ARGS(arg_int(school)));
	while (cursor_next(c))
		counts->of[cursor_int(c, 0)][cursor_int(c, 1)].of[STAT_PENDING] = cursor_int(c, 2);
	return cursor_close(c);
}

static void subtract_kept(void *arg, const struct stat_row *row)
{
	struct counts *counts = arg;
	stat_sum(&counts->of[row->stage][row->grade], &row->counts, -1);
}

static void find_difference(const struct counts *counts, struct stat_row *out)
{
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++)
		for (int grade = GRADE_FIRST; grade <= GRADE_LAST; grade++)
			if (!stat_is_zero(&counts->of[stage][grade])) {
				out->stage = stage;
				out->grade = grade;
				out->counts = counts->of[stage][grade];
				return;
			}
}

enum err student_recount(struct ctx *ctx, int64_t school, struct stat_row *differs_out)
{
	struct counts *counts = arena_one(ctx->arena, struct counts);
	*differs_out = (struct stat_row){.school = school};
	enum err err = db_begin_read(ctx);
	if (err == OK)
		err = count_on_roll(ctx, school, counts);
	if (err == OK)
		err = count_pending(ctx, school, counts);
	if (err == OK)
		err = stat_each(ctx, school, subtract_kept, counts);
	db_rollback(ctx);
	if (err == OK && !counts->is_incomplete)
		find_difference(counts, differs_out);
	return err;
}

enum err student_recount_next(struct ctx *ctx, int64_t after, int64_t *school_out)
{
	return db_number(ctx, &sql_recount_next_school, ARGS(arg_int(after)), 0, school_out);
}
