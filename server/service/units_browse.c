/* Service Units: the children of a unit, ranked. They are a few hundred at most, so each page sorts
 * them anew in memory; nothing is read from the store. */
#include "server/service/units.h"

#include <stdlib.h>
#include <string.h>

#include "domain/roles.h"
#include "domain/unit_code.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/page.h"
#include "server/service/unit_match.h"
#include "server/service/unit_walk.h"
#include "server/store/ids.h"
#include "server/store/stat_cache.h"

struct child {
	const struct unit_node *unit;
	int64_t value; /* of the measure; -1: not told */
	bool is_told;
};

struct browse {
	const Xueji__V1__BrowseUnitsRequest *in;
	struct child *children;
	size_t n;
};

static bool may_see_numbers(const struct ctx *ctx, int64_t unit)
{
	return ctx->app->stats != NULL &&
	       access_right(ctx, ROLES_BUSINESS, SCOPE_SUBTREE, unit) != NULL;
}

static int64_t open_cases(const struct stat_totals *totals)
{
	return totals->open[0] - totals->open[OPEN_PROBLEM];
}

static int64_t value_of(const struct stat_totals *totals, Xueji__V1__UnitSort sort)
{
	switch ((int)sort) {
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_PUPILS:
		return stat_pupils(&totals->counts);
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_MEALS:
		return totals->counts.of[STAT_MEALS];
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_BUS:
		return totals->counts.of[STAT_BUS];
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_LEFT_BEHIND:
		return totals->counts.of[STAT_LEFT_BEHIND];
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_MIGRANT:
		return totals->counts.of[STAT_MIGRANT];
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_OPEN:
		return open_cases(totals);
	case XUEJI__V1__UNIT_SORT__UNIT_SORT_PROBLEMS:
		return totals->open[OPEN_PROBLEM];
	}
	return 0;
}

/* Codes are unique, so every order is one. */
static int compare_codes(const void *a, const void *b)
{
	const struct child *x = a, *y = b;
	return strcmp(x->unit->code, y->unit->code);
}

static int compare_names(const void *a, const void *b)
{
	const struct child *x = a, *y = b;
	int order = strcmp(x->unit->name, y->unit->name);
	return order != 0 ? order : compare_codes(a, b);
}

static int compare_values(const void *a, const void *b)
{
	const struct child *x = a, *y = b;
	if (x->value != y->value)
		return x->value < y->value ? 1 : -1;
	return compare_codes(a, b);
}

typedef int compare_fn(const void *a, const void *b);

static compare_fn *order_of(Xueji__V1__UnitSort sort)
{
	if (sort == XUEJI__V1__UNIT_SORT__UNIT_SORT_UNSPECIFIED)
		return compare_codes;
	return sort == XUEJI__V1__UNIT_SORT__UNIT_SORT_NAME ? compare_names : compare_values;
}

/* ---- messages ---- */

static Xueji__V1__UnitMeasures *measures_message(struct ctx *ctx, const struct stat_totals *totals)
{
	Xueji__V1__UnitMeasures *out = arena_one(ctx->arena, Xueji__V1__UnitMeasures);
	xueji__v1__unit_measures__init(out);
	out->pupils = stat_pupils(&totals->counts);
	out->meals = totals->counts.of[STAT_MEALS];
	out->bus = totals->counts.of[STAT_BUS];
	out->left_behind = totals->counts.of[STAT_LEFT_BEHIND];
	out->migrant = totals->counts.of[STAT_MIGRANT];
	out->open = open_cases(totals);
	out->problems = totals->open[OPEN_PROBLEM];
	return out;
}

static Xueji__V1__BrowsedUnit *child_message(
	struct ctx *ctx, const struct child *child, bool with_grades)
{
	struct stat_totals totals;
	Xueji__V1__BrowsedUnit *out = arena_one(ctx->arena, Xueji__V1__BrowsedUnit);
	xueji__v1__browsed_unit__init(out);
	out->id = ids_format(ctx->arena, child->unit->id);
	out->code = (char *)child->unit->code;
	out->name = (char *)child->unit->name;
	out->tier = (Xueji__V1__Tier)child->unit->tier;
	out->child_count = (int32_t)child->unit->n_children;
	if (!child->is_told)
		return out;
	stat_cache_totals(ctx->app->stats, child->unit->id, &totals);
	out->measures = measures_message(ctx, &totals);
	if (!with_grades)
		return out;
	out->n_pupils_by_grade = GRADE_LAST;
	out->pupils_by_grade =
		arena_dup(ctx->arena, &totals.pupils[GRADE_FIRST], GRADE_LAST * sizeof(int64_t));
	return out;
}

/* ---- the call ---- */

static void collect(struct ctx *ctx, const struct unit_node *parent, struct browse *browse,
	Xueji__V1__BrowseUnitsResponse *out)
{
	const struct unit_match match = unit_match_make(ctx, browse->in->filter);
	struct unit_walk walk = unit_walk_children(ctx->units, parent, NULL);
	const struct unit_node *unit;
	browse->children = arena_array(ctx->arena, struct child, parent->n_children);
	while ((unit = unit_walk_next(&walk)) != NULL && browse->n < parent->n_children) {
		struct stat_totals totals;
		if (unit->is_closed)
			continue;
		struct child child = {unit, -1, may_see_numbers(ctx, unit->id)};
		if (child.is_told && stat_cache_totals(ctx->app->stats, unit->id, &totals))
			child.value = value_of(&totals, browse->in->sort);
		if (child.value > out->greatest)
			out->greatest = child.value;
		out->total_count++;
		if (unit_match_is(&match, unit))
			browse->children[browse->n++] = child;
	}
	out->matching_count = (int32_t)browse->n;
}

/* Behind the child with which the page before ended: its value and code, or its name. Where it now
 * stands elsewhere, the page goes on from where it stood. */
static size_t start_of(struct ctx *ctx, const struct browse *browse, const struct page *page)
{
	if (page->is_first)
		return 0;
	const char *space = strchr(page->text, ' ');
	const struct unit_node ended = {
		.code = space ? arena_strndup(ctx->arena, page->text, (size_t)(space - page->text))
			      : page->text,
		.name = space ? space + 1 : ""};
	const struct child before = {&ended, page->number[0], true};
	compare_fn *compare = order_of(browse->in->sort);
	size_t i = 0;
	while (i < browse->n && compare(&browse->children[i], &before) <= 0)
		i++;
	return i;
}

static void fill_page(struct ctx *ctx, const struct browse *browse, const struct page *page,
	Xueji__V1__BrowseUnitsResponse *out)
{
	size_t i = start_of(ctx, browse, page);
	out->units = arena_array(ctx->arena, Xueji__V1__BrowsedUnit *, page->size);
	for (; i < browse->n && out->n_units < page->size; i++)
		out->units[out->n_units++] =
			child_message(ctx, &browse->children[i], browse->in->with_grades);
	if (i == browse->n)
		return;
	const struct child *last = &browse->children[i - 1];
	out->next_page_token = page_next(page, last->value, 0,
		arena_printf(ctx->arena, "%s %s", last->unit->code, last->unit->name));
}

enum err units_browse(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__BrowseUnitsRequest *in = request;
	Xueji__V1__BrowseUnitsResponse *out = reply;
	const struct unit_node *parent = NULL;
	struct browse browse = {.in = in};
	struct stat_totals totals;
	struct page page;
	int64_t id = field_id_or(ctx, "unit_id", in->unit_id, UNIT_NATION);
	field_line_or_none(ctx, "filter", in->filter, UNIT_NAME_MOST);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, id, in->unit_id, &parent);
	if (err != OK)
		return err;
	collect(ctx, parent, &browse, out);
	qsort(browse.children, browse.n, sizeof *browse.children, order_of(in->sort));
	if (may_see_numbers(ctx, id) && stat_cache_totals(ctx->app->stats, id, &totals))
		out->measures = measures_message(ctx, &totals);
	if (page.is_first)
		out->unit = unit_name_message(ctx, id);
	fill_page(ctx, &browse, &page, out);
	return OK;
}
