#include "server/jobs/total_jobs.h"

#include <stdlib.h>

#include "common/date.h"
#include "server/registry/rounding.h"
#include "server/settings.h"
#include "server/store/campaign_store.h"
#include "server/store/policy_cache.h"
#include "server/store/stat_store.h"
#include "server/store/total_store.h"
#include "server/store/unit_tree.h"

enum { DAYS_APART = 180 };

/* ---- when ---- */

/* The last day of that month and day that has begun. */
static int32_t last_day(struct ctx *ctx, int month_and_day)
{
	char today[DATE_TEXT_SIZE];
	int32_t day = 0;
	date_format(ctx_today(ctx), today);
	int year = (int)strtol(today, NULL, 10);
	do {
		const char *text = arena_printf(ctx->arena, "%04d-%02d-%02d", year--,
			month_and_day / 100, month_and_day % 100);
		if (!date_parse(text, &day)) /* 29 February, or a day that no month has */
			day = 0;
	} while (day == 0 ? year > 1970 : day > ctx_today(ctx));
	return day;
}

/* Nothing can be compared with what has not left: that is taken anew, until it is approved or the
 * year's day comes. */
static enum err is_due(struct ctx *ctx, int64_t province, struct totals_taken *taken_out, bool *out)
{
	struct totals_taken last;
	bool is_collecting = false;
	int32_t today = ctx_today(ctx);
	*out = false;
	enum err err = totals_taken(ctx, &last);
	if (err == OK)
		err = campaign_runs(ctx, CAMPAIGN_COLLECTION, province, 0, &is_collecting);
	if (err != OK || is_collecting)
		return err;
	bool is_open = last.day == 0 || !last.is_final;
	bool is_year_over =
		last.day < last_day(ctx, (int)policy_number(ctx, POLICY_TOTALS_DAY, province));
	*out = is_open ? last.day < today : is_year_over && last.day + DAYS_APART <= today;
	*taken_out = (struct totals_taken){.day = today,
		.base = policy_number(ctx, POLICY_TOTALS_BASE, province),
		.is_final = last.day != 0 && is_year_over};
	return OK;
}

/* ---- rounding ---- */

enum { CELLS = STAT_CELLS };

/* One unit, and what was rounded of the schools in it. */
struct sums {
	const struct unit_node *unit;
	struct stat_counts cells[CELLS];
};

struct taking {
	struct ctx *ctx;
	struct rounding roundings[CELLS][TOTAL_COUNTERS];
	struct sums way[TIER_SCHOOL + 1]; /* from the nation to the unit at hand */
	size_t depth;
	int64_t schools;
};

static size_t cell_of(int stage, int grade)
{
	return (size_t)((stage - 1) * GRADE_LAST + grade - 1);
}

static void begin_roundings(struct taking *taking, int64_t base)
{
	for (size_t cell = 0; cell < CELLS; cell++)
		for (int i = 0; i < TOTAL_COUNTERS; i++) {
			uint32_t secret;
			ctx_random(taking->ctx, &secret, sizeof secret);
			taking->roundings[cell][i] =
				(struct rounding){.base = base, .carry = secret % base};
		}
}

static void round_row(void *arg, const struct stat_row *row)
{
	struct taking *taking = arg;
	size_t cell = cell_of(row->stage, row->grade);
	struct stat_counts figures = {{0}};
	for (int i = 0; i < TOTAL_COUNTERS; i++)
		figures.of[i] = rounding_next(&taking->roundings[cell][i], row->counts.of[i]);
	for (size_t i = 0; i < taking->depth; i++)
		stat_sum(&taking->way[i].cells[cell], &figures, 1);
}

static enum err put_unit(struct ctx *ctx, const struct sums *sums)
{
	enum err err = OK;
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++)
		for (int grade = GRADE_FIRST; err == OK && grade <= GRADE_LAST; grade++)
			err = total_put(ctx, sums->unit->id,
				&(struct stat_cell){.stage = stage,
					.grade = grade,
					.counts = sums->cells[cell_of(stage, grade)]});
	return err;
}

/* Units of which all is summed are written, the innermost first. */
static enum err leave(struct taking *taking, uint32_t position)
{
	enum err err = OK;
	while (err == OK && taking->depth > 0 &&
		taking->way[taking->depth - 1].unit->last < position)
		err = put_unit(taking->ctx, &taking->way[--taking->depth]);
	return err;
}

static enum err enter(struct taking *taking, const struct unit_node *unit)
{
	taking->way[taking->depth++] = (struct sums){.unit = unit};
	if (unit->tier != TIER_SCHOOL)
		return OK;
	taking->schools++;
	return stat_each(taking->ctx, unit->id, round_row, taking);
}

static enum err take_all(struct taking *taking)
{
	const struct unit_tree *units = taking->ctx->units;
	uint32_t n = (uint32_t)unit_tree_size(units);
	enum err err = OK;
	for (uint32_t at = 0; err == OK && at < n; at++) {
		err = leave(taking, at);
		if (err == OK)
			err = enter(taking, unit_tree_at(units, at));
	}
	return err != OK ? err : leave(taking, n);
}

/* ---- the step ---- */

enum err take_totals(struct ctx *ctx, bool *again_out)
{
	const struct unit_node *province = unit_tree_by_code(ctx->units, ctx->app->settings->unit);
	bool is_due_now = false, has_children = false;
	*again_out = false;
	struct totals_taken taken;
	enum err err = province != NULL ? is_due(ctx, province->id, &taken, &is_due_now) : OK;
	if (err == OK && is_due_now)
		err = stat_has_pupils(ctx, &has_children);
	if (err != OK || !has_children)
		return err;
	struct taking *taking = arena_one(ctx->arena, struct taking);
	taking->ctx = ctx;
	begin_roundings(taking, taken.base);
	if ((err = totals_begin(ctx, &taken)) == OK && (err = take_all(taking)) == OK)
		ctx_journal(
			ctx, &(struct note){.action = ACTION_TOTALS_TAKEN,
				     .unit = province->id,
				     .summary = arena_printf(ctx->arena,
					     "%lld schools, multiples of %lld",
					     (long long)taking->schools, (long long)taken.base)});
	return err;
}
