/* An export's totals: those that were taken last, which are rounded (server/registry/rounding.h).
 * A unit has its rows as it stood on that day; which units there are, is as of now. */
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "domain/stages.h"
#include "domain/totals.h"
#include "server/service/exports.h"
#include "server/store/total_store.h"
#include "server/store/unit_tree.h"

_Static_assert(TOTAL_COLUMNS == TOTAL_COUNTED + TOTAL_COUNTERS, "a column for each counter");

enum err totals_note(struct ctx *ctx, const char **note_out)
{
	static const struct sentence words = {
		.en = "Totals of {0}, rounded so that no count of fewer than {1} children can be "
		      "worked out of them: each figure of a unit, grade and kind is a multiple of "
		      "{1}, less than {1} from the count; every total is the sum of such figures.",
		.zh = "统计时点{0}。为使低于{1}人的数据无从推算，各单位、年级、类别的数据均取{1}"
		      "的倍数，"
		      "与实际人数相差不足{1}；合计为所含各数据之和。"};
	char day[DATE_TEXT_SIZE];
	struct totals_taken taken;
	enum err err = totals_taken(ctx, &taken);
	if (err == OK && (taken.day == 0 || !taken.is_final))
		err = ctx_fail(ctx, REASON_NO_TOTALS);
	if (err != OK)
		return err;
	date_format(taken.day, day);
	const char *base = arena_printf(ctx->arena, "%lld", (long long)taken.base);
	*note_out = ctx_sentence(ctx, &words, (const char *const[]){day, base, NULL});
	return OK;
}

/* ---- where a page begins and ends ---- */

struct walk {
	const struct fetching *fetching;
	bool by_stage, by_grade;
	int64_t unit, given; /* the next page begins behind so many rows of this unit */
	int64_t fetched;
	int32_t day;
	bool goes_on; /* behind this page */
};

/* The token's text: of which day, how many so far. */
static enum err read_position(struct ctx *ctx, struct walk *walk)
{
	struct totals_taken taken;
	const struct page *page = walk->fetching->page;
	char *end = (char *)page->text;
	enum err err = totals_taken(ctx, &taken);
	walk->unit = page->number[0];
	walk->given = page->number[1];
	walk->day = taken.day;
	if (err != OK || page->is_first)
		return err;
	if (strtol(end, &end, 10) != taken.day)
		return ctx_fail(ctx, REASON_TOTALS_TAKEN_ANEW);
	walk->fetched = strtoll(end, &end, 10);
	return OK;
}

/* ---- cells ---- */

static const char *number(struct ctx *ctx, int64_t value)
{
	return arena_printf(ctx->arena, "%lld", (long long)value);
}

static const char *cell_text(
	struct ctx *ctx, const struct unit_node *unit, const struct stat_cell *row, int column)
{
	switch (column) {
	case TOTAL_UNIT_CODE:
		return unit->code;
	case TOTAL_UNIT_NAME:
		return unit->name;
	case TOTAL_TIER:
		return sentence_in(&tier_row(unit->tier)->title, ctx->lang);
	case TOTAL_STAGE:
		return sentence_in(&stage_row(row->stage)->title, ctx->lang);
	case TOTAL_GRADE:
		return number(ctx, row->grade);
	case TOTAL_PUPILS:
		return number(ctx, stat_pupils(&row->counts));
	default:
		return number(ctx, row->counts.of[column - TOTAL_COUNTED]);
	}
}

static void add_row(struct ctx *ctx, struct walk *walk, const struct unit_node *unit,
	const struct stat_cell *row, Xueji__V1__FetchExportResponse *out)
{
	const struct fetching *fetching = walk->fetching;
	Xueji__V1__ExportRow *to = export_row_add(ctx, fetching, out);
	for (; to->n_cells < fetching->n_columns; to->n_cells++)
		to->cells[to->n_cells] =
			(char *)cell_text(ctx, unit, row, fetching->columns[to->n_cells]);
	walk->fetched++;
}

/* ---- rows ---- */

static bool is_same_row(
	const struct walk *walk, const struct stat_cell *a, const struct stat_cell *b)
{
	return (!walk->by_stage || a->stage == b->stage) &&
	       (!walk->by_grade || a->grade == b->grade);
}

/* Adds to the row of its stage and grade, as far as rows are told apart by them. */
static void gather(
	const struct walk *walk, const struct stat_cell *cell, struct stat_cell *rows, size_t *n)
{
	int grade = walk->fetching->export->grade;
	size_t i = 0;
	if (grade != 0 && cell->grade != grade)
		return;
	while (i < *n && !is_same_row(walk, &rows[i], cell))
		i++;
	if (i == *n)
		rows[(*n)++] = (struct stat_cell){.stage = cell->stage, .grade = cell->grade};
	stat_sum(&rows[i].counts, &cell->counts, 1);
}

static enum err rows_of_unit(struct ctx *ctx, const struct walk *walk, const struct unit_node *unit,
	struct stat_cell rows[STAT_CELLS], size_t *n_out)
{
	struct stat_cell cells[STAT_CELLS];
	size_t n;
	*n_out = 0;
	enum err err = totals_of_unit(ctx, unit->id, cells, &n);
	for (size_t i = 0; err == OK && i < n; i++)
		gather(walk, &cells[i], rows, n_out);
	if (*n_out == 0 && !walk->by_stage && !walk->by_grade && !unit->is_closed)
		rows[(*n_out)++] = (struct stat_cell){0}; /* it had no children, or too few */
	return err;
}

static enum err add_unit(struct ctx *ctx, struct walk *walk, const struct unit_node *unit,
	Xueji__V1__FetchExportResponse *out)
{
	struct stat_cell rows[STAT_CELLS];
	size_t n, size = walk->fetching->page->size;
	size_t at = walk->unit == unit->id ? (size_t)walk->given : 0;
	enum err err = rows_of_unit(ctx, walk, unit, rows, &n);
	for (; err == OK && at < n && out->n_rows < size; at++)
		add_row(ctx, walk, unit, &rows[at], out);
	walk->unit = unit->id;
	walk->given = (int64_t)at;
	walk->goes_on = out->n_rows == size;
	return err;
}

/* The units in the order of the tree, each with all that lies in it; like lists of children, so
 * many in a call and no more. */
static enum err add_page(struct ctx *ctx, struct walk *walk, Xueji__V1__FetchExportResponse *out)
{
	const struct export *export = walk->fetching->export;
	const struct unit_node *unit = unit_tree_get(ctx->units, export->unit);
	const struct unit_node *begin = unit_tree_get(ctx->units, walk->unit);
	enum err err = OK;
	int asked = 0;
	if (unit == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_EXPORT);
	if (begin != NULL && (begin->first < unit->first || begin->first > unit->last))
		return ctx_fail(ctx, REASON_EXPORT_MOVED);
	uint32_t at = begin != NULL ? begin->first : unit->first;
	for (; err == OK && !walk->goes_on && at <= unit->last; at++) {
		const struct unit_node *node = unit_tree_at(ctx->units, at);
		if (node->id != unit->id && node->tier > export->down_to)
			continue;
		err = add_unit(ctx, walk, node, out);
		walk->goes_on |= ++asked == EXPORT_SCHOOLS_MOST;
	}
	return err;
}

enum err totals_fetch(
	struct ctx *ctx, const struct fetching *fetching, Xueji__V1__FetchExportResponse *out)
{
	struct walk walk = {.fetching = fetching};
	for (size_t i = 0; i < fetching->n_columns; i++) {
		walk.by_stage |= fetching->columns[i] == TOTAL_STAGE;
		walk.by_grade |= fetching->columns[i] == TOTAL_GRADE;
	}
	enum err err = read_position(ctx, &walk);
	if (err == OK)
		err = add_page(ctx, &walk, out);
	if (err != OK)
		return err;
	out->fetched = walk.fetched;
	if (walk.goes_on)
		out->next_page_token = page_next(fetching->page, walk.unit, walk.given,
			arena_printf(
				ctx->arena, "%d %lld", (int)walk.day, (long long)walk.fetched));
	return OK;
}
