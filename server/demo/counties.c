#include "server/demo/counties.h"

#include <string.h>

#include "domain/codes.h"
#include "server/demo/texts.h"

enum { LEAST = 6 }; /* schools of a county that has some */

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), n = strlen(end);
	return size >= n && strcmp(text + size - n, end) == 0;
}

/* The group whose name stands in the name of an autonomous county, or of what it lies in. */
static int group_named_in(const char *where)
{
	size_t n;
	const struct code *groups = code_rows(CODES_ETHNIC_GROUP, &n);
	for (size_t i = 0; i < n; i++)
		if (strstr(where, groups[i].label.zh) != NULL)
			return texts_value(groups[i].code);
	return 0;
}

const char *counties_where(struct ctx *ctx, const struct unit_node *unit)
{
	const char *where = "";
	for (; unit != NULL && unit->tier > TIER_NATION;
		unit = unit_tree_get(ctx->units, unit->parent))
		where = arena_printf(ctx->arena, "%s%s", unit->name, where);
	return where;
}

static bool holds_divisions(const struct ctx *ctx, const struct unit_node *unit)
{
	for (uint32_t i = unit->first + 1; i <= unit->last; i++) {
		const struct unit_node *below = unit_tree_at(ctx->units, i);
		if (below->tier < TIER_SCHOOL && !below->is_closed)
			return true;
	}
	return false;
}

static struct demo_county county_of(struct ctx *ctx, const struct facts *facts,
	const struct demo_wish *wish, const struct unit_node *unit)
{
	struct dice dice = dice_new(wish->seed, "county", unit->id);
	struct demo_county county = {
		.unit = unit,
		.facts = facts_province(facts, unit->code),
		.is_rural = ends_with(unit->name, "县") || ends_with(unit->name, "旗"),
		.where = counties_where(ctx, unit),
		.weight = dice_between(&dice, 30, 100) * dice_between(&dice, 30, 100) / 4000.0,
	};
	if (unit->tier == TIER_CITY) /* a whole city */
		county.weight *= 5;
	county.has_meals = county.is_rural && dice_chance(&dice, 45000);
	county.is_five_four = dice_chance(&dice, county.facts->five_four * 100);
	county.group = group_named_in(county.where);
	return county;
}

static void list_counties(struct ctx *ctx, const struct facts *facts, const struct demo_wish *wish,
	struct school_plan *plan)
{
	for (uint32_t i = wish->province->first; i <= wish->province->last; i++) {
		const struct unit_node *unit = unit_tree_at(ctx->units, i);
		if (unit->tier == TIER_SCHOOL || unit->is_closed || holds_divisions(ctx, unit))
			continue;
		plan->counties = arena_grow(
			ctx->arena, plan->counties, plan->n_counties, sizeof *plan->counties);
		plan->counties[plan->n_counties++] = county_of(ctx, facts, wish, unit);
	}
}

/* A county proper, where the country can be seen, that lies in a city. */
static struct demo_county *choose_home(const struct school_plan *plan)
{
	for (size_t i = 0; i < plan->n_counties; i++)
		if (plan->counties[i].is_rural && plan->counties[i].unit->code[2] != '9' &&
			plan->counties[i].group == 0)
			return &plan->counties[i];
	return &plan->counties[0];
}

/* ---- who gets some ---- */

/* The order in which counties get their first schools: home, one beside it, then one of each other
 * kind, then as it falls. */
static double turn_of(const struct school_plan *plan, const struct demo_county *county,
	const struct demo_wish *wish, bool *has_city, bool *has_direct)
{
	struct dice dice = dice_new(wish->seed, "turn", county->unit->id);
	double chance = dice_below(&dice, 1000000) / 1e6;
	if (county == plan->home)
		return -9;
	if (county->unit->parent == plan->home->unit->parent)
		return -1 + chance;
	if (county->unit->tier == TIER_CITY && !*has_city) {
		*has_city = true;
		return -8;
	}
	if (county->unit->tier == TIER_COUNTY && county->unit->parent == wish->province->id &&
		!*has_direct) {
		*has_direct = true;
		return -7;
	}
	return chance;
}

static void close_all_but(struct ctx *ctx, const struct demo_wish *wish, size_t most,
	const struct school_plan *plan, bool *open)
{
	bool has_city = false, has_direct = false;
	double *turns = arena_array(ctx->arena, double, plan->n_counties);
	for (size_t i = 0; i < plan->n_counties; i++)
		turns[i] = turn_of(plan, &plan->counties[i], wish, &has_city, &has_direct);
	for (size_t i = 0; i < plan->n_counties; i++) {
		size_t before = 0;
		for (size_t k = 0; k < plan->n_counties; k++)
			before += turns[k] < turns[i];
		open[i] = before < most;
	}
}

/* The next school goes to where it is missed most (d'Hondt). */
static struct demo_county *neediest(const struct school_plan *plan, const bool *open)
{
	struct demo_county *found = NULL;
	for (size_t i = 0; i < plan->n_counties; i++) {
		struct demo_county *county = &plan->counties[i];
		if (open[i] &&
			(found == NULL || county->weight / (double)(county->n_schools + 1) >
						  found->weight / (double)(found->n_schools + 1)))
			found = county;
	}
	return found;
}

void counties_plan(struct ctx *ctx, const struct facts *facts, const struct demo_wish *wish,
	size_t kit, size_t n_schools, struct school_plan *plan)
{
	list_counties(ctx, facts, wish, plan);
	plan->home = choose_home(plan);
	plan->home->n_schools = kit;
	bool *open = arena_array(ctx->arena, bool, plan->n_counties);
	close_all_but(ctx, wish, 1 + (n_schools - kit) / LEAST, plan, open);
	for (size_t i = kit; i < n_schools; i++)
		neediest(plan, open)->n_schools++;
}
