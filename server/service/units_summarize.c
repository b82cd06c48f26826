/* Service Units: the totals of a unit and of its children. */
#include "server/service/units.h"

#include "server/service/fields.h"
#include "server/service/page.h"
#include "server/service/unit_walk.h"
#include "server/store/stat_cache.h"
#include "server/store/stat_store.h"
#include "server/store/student_store.h"

enum err units_place_summarize(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__SummarizeUnitRequest *in = request;
	*place_out = field_id(ctx, "unit_id", in->unit_id);
	return ctx_faults(ctx);
}

static Xueji__V1__Totals *totals_message(struct ctx *ctx, const struct stat_counts *counts)
{
	Xueji__V1__Totals *out = arena_one(ctx->arena, Xueji__V1__Totals);
	xueji__v1__totals__init(out);
	out->pupils = stat_pupils(counts);
#define STAT(name, column) out->column = counts->of[STAT_##name];
#include "server/registry/stats.def"
#undef STAT
	return out;
}

Xueji__V1__OpenWork *open_work_message(struct ctx *ctx, const struct stat_totals *totals)
{
	Xueji__V1__OpenWork *out = arena_one(ctx->arena, Xueji__V1__OpenWork);
	xueji__v1__open_work__init(out);
	out->all = totals->open[0];
#define OPEN_WORK(name, field, number) out->field = totals->open[OPEN_##name];
#include "server/registry/open_work.def"
#undef OPEN_WORK
	return out;
}

/* ---- by grade ---- */

struct grades {
	struct ctx *ctx;
	Xueji__V1__SummarizeUnitResponse *out;
};

static void add_grade(struct grades *grades, const struct stat_cell *cell)
{
	struct arena *arena = grades->ctx->arena;
	Xueji__V1__SummarizeUnitResponse *out = grades->out;
	Xueji__V1__GradeTotals *one = arena_one(arena, Xueji__V1__GradeTotals);
	xueji__v1__grade_totals__init(one);
	one->stage = (Xueji__V1__Stage)cell->stage;
	one->grade = cell->grade;
	one->totals = totals_message(grades->ctx, &cell->counts);
	out->grades = arena_grow(arena, out->grades, out->n_grades, sizeof *out->grades);
	out->grades[out->n_grades++] = one;
}

static void add_row(void *grades, const struct stat_row *row)
{
	if (!stat_is_zero(&row->counts))
		add_grade(grades, &(struct stat_cell){row->stage, row->grade, row->counts});
}

/* A school's rows are few and stand together; what lies above has its sums in memory. */
static enum err fill_grades(
	struct ctx *ctx, const struct unit_node *unit, Xueji__V1__SummarizeUnitResponse *out)
{
	struct grades grades = {ctx, out};
	struct stat_cell cells[STAT_CELLS];
	if (unit->tier == TIER_SCHOOL)
		return stat_each(ctx, unit->id, add_row, &grades);
	size_t n = stat_cache_cells(ctx->app->stats, unit->id, cells);
	for (size_t i = 0; i < n; i++)
		add_grade(&grades, &cells[i]);
	return OK;
}

static enum err fill_classes(
	struct ctx *ctx, const struct unit_node *unit, Xueji__V1__SummarizeUnitResponse *out)
{
	struct class_size *sizes = NULL;
	size_t n = 0;
	if (unit->tier != TIER_SCHOOL)
		return OK;
	enum err err = student_class_sizes(ctx, unit->id, &sizes, &n);
	out->classes = arena_array(ctx->arena, Xueji__V1__ClassSize *, n);
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__ClassSize *one = arena_one(ctx->arena, Xueji__V1__ClassSize);
		xueji__v1__class_size__init(one);
		one->grade = sizes[i].grade;
		one->number = sizes[i].class_no;
		one->on_roll = (int32_t)sizes[i].pupils;
		out->classes[out->n_classes++] = one;
	}
	return err;
}

/* ---- by child ---- */

static Xueji__V1__ChildTotals *child_message(struct ctx *ctx, const struct unit_node *child)
{
	struct stat_totals totals;
	Xueji__V1__ChildTotals *out = arena_one(ctx->arena, Xueji__V1__ChildTotals);
	xueji__v1__child_totals__init(out);
	stat_cache_totals(ctx->app->stats, child->id, &totals);
	out->unit = unit_name_message(ctx, child->id);
	out->child_count = (int32_t)child->n_children;
	out->totals = totals_message(ctx, &totals.counts);
	out->open = open_work_message(ctx, &totals);
	out->n_pupils_by_grade = GRADE_LAST;
	out->pupils_by_grade =
		arena_dup(ctx->arena, &totals.pupils[GRADE_FIRST], GRADE_LAST * sizeof(int64_t));
	return out;
}

static void fill_children(struct ctx *ctx, const struct unit_node *unit, const struct page *page,
	Xueji__V1__SummarizeUnitResponse *out)
{
	const struct unit_node *child;
	const char *last = NULL;
	struct unit_walk walk = unit_walk_children(ctx->units, unit, page->text);
	out->children = arena_array(ctx->arena, Xueji__V1__ChildTotals *, page->size);
	while ((child = unit_walk_next(&walk)) != NULL) {
		if (child->is_closed)
			continue;
		if (out->n_children == page->size) {
			out->next_page_token = page_next(page, 0, 0, last);
			break;
		}
		out->children[out->n_children++] = child_message(ctx, child);
		last = child->code;
	}
}

enum err units_summarize(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__SummarizeUnitRequest *in = request;
	Xueji__V1__SummarizeUnitResponse *out = reply;
	const struct unit_node *unit = NULL;
	struct stat_totals totals;
	struct page page;
	int64_t id = field_id(ctx, "unit_id", in->unit_id);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, id, in->unit_id, &unit);
	if (err != OK)
		return err;
	stat_cache_totals(ctx->app->stats, id, &totals);
	out->unit = unit_name_message(ctx, id);
	out->totals = totals_message(ctx, &totals.counts);
	out->open = open_work_message(ctx, &totals);
	if ((err = fill_grades(ctx, unit, out)) == OK)
		err = fill_classes(ctx, unit, out);
	if (err == OK && in->with_children)
		fill_children(ctx, unit, &page, out);
	return err;
}
