#include "server/service/roll_count.h"

#include "server/store/stat_cache.h"
#include "server/store/stat_store.h"
#include "server/store/unit_tree.h"

struct roll_sum {
	int grade;
	int64_t n;
};

static void add(struct roll_sum *sum, int grade, const struct stat_counts *counts)
{
	if (sum->grade == 0 || grade == sum->grade)
		sum->n += stat_on_roll(counts);
}

static void add_row(void *arg, const struct stat_row *row)
{
	add(arg, row->grade, &row->counts);
}

/* A school's rows are a dozen; what lies above has its sums in memory. */
enum err roll_count(struct ctx *ctx, int64_t unit, int grade, int64_t *out)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit);
	struct roll_sum sum = {.grade = grade};
	struct stat_cell cells[STAT_CELLS];
	enum err err = OK;
	if (node != NULL && node->tier == TIER_SCHOOL)
		err = stat_each(ctx, unit, add_row, &sum);
	else if (ctx->app->stats != NULL) {
		size_t n = stat_cache_cells(ctx->app->stats, unit, cells);
		for (size_t i = 0; i < n; i++)
			add(&sum, cells[i].grade, &cells[i].counts);
	}
	*out = sum.n;
	return err;
}
