#include "server/service/unit_plan.h"

#include <string.h>

#include "common/date.h"
#include "server/service/unit_moved.h"
#include "server/service/unit_moved_children.h"
#include "server/store/export_store.h"
#include "server/store/ids.h"

/* ---- taking part ---- */

static struct planned *add(struct plan *plan, const struct unit *before, const struct unit *after)
{
	struct planned *unit = arena_one(plan->ctx->arena, struct planned);
	unit->before = *before;
	unit->after = *after;
	plan->units = arena_grow(plan->ctx->arena, plan->units, plan->n, sizeof *plan->units);
	return plan->units[plan->n++] = unit;
}

struct planned *plan_add(struct plan *plan, const struct unit *unit)
{
	struct planned *new_one = add(plan, &(struct unit){.id = unit->id}, unit);
	new_one->part = UNIT_AFTER;
	return new_one;
}

static struct planned *find(const struct plan *plan, int64_t id)
{
	for (size_t i = 0; i < plan->n; i++)
		if (plan->units[i]->after.id == id)
			return plan->units[i];
	return NULL;
}

enum err plan_take(struct plan *plan, int64_t id, struct planned **out)
{
	struct unit *stored = NULL;
	*out = NULL;
	if (id == 0)
		return OK;
	*out = find(plan, id);
	if (*out != NULL)
		return OK;
	enum err err = unit_get(plan->ctx, id, &stored);
	if (err == OK && stored != NULL)
		*out = add(plan, stored, stored);
	return err;
}

enum err plan_need(struct plan *plan, int64_t id, struct planned **out)
{
	enum err err = plan_take(plan, id, out);
	if (err == OK && *out == NULL)
		return ctx_fail(plan->ctx, REASON_NO_SUCH_UNIT, ids_format(plan->ctx->arena, id));
	return err;
}

/* ---- places and bureaus ---- */

enum err plan_above(struct plan *plan, const struct planned *unit,
	const struct unit *above_out[ABOVE_MOST], size_t *n_out)
{
	struct planned *at;
	enum err err = plan_take(plan, unit->after.parent, &at);
	*n_out = 0;
	while (err == OK && at != NULL && at->after.tier > TIER_NATION && *n_out < ABOVE_MOST) {
		above_out[(*n_out)++] = &at->after;
		err = plan_take(plan, at->after.parent, &at);
	}
	return err;
}

enum err plan_holds_divisions(struct plan *plan, int64_t id, bool *out)
{
	struct unit_list children;
	enum err err = unit_children(plan->ctx, id, &children);
	*out = false;
	for (size_t i = 0; err == OK && i < children.n; i++)
		*out = *out ||
		       (children.units[i].tier < TIER_SCHOOL && children.units[i].closed == 0);
	return err;
}

static enum err settle_bureau(struct plan *plan, struct planned *school)
{
	const struct unit *above[ABOVE_MOST];
	struct planned *bureau;
	size_t n;
	enum err err = plan_need(plan, school->after.bureau, &bureau);
	if (err == OK)
		err = plan_above(plan, school, above, &n);
	if (err != OK || n == 0)
		return err;
	int64_t settled = unit_bureau_after(&bureau->before, above, n);
	if (settled != school->after.bureau && school->part == 0)
		school->part = UNIT_FOLLOWED;
	school->after.bureau = settled;
	return OK;
}

enum err plan_put(
	struct plan *plan, struct planned *unit, const struct planned *parent, enum unit_part part)
{
	unit->after.parent = parent->after.id;
	if (unit->part == 0)
		unit->part = part;
	return unit->after.tier == TIER_SCHOOL ? settle_bureau(plan, unit) : OK;
}

static enum err follow_each(struct plan *plan, const struct unit_list *schools)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < schools->n; i++) {
		struct planned *school;
		if (schools->units[i].tier != TIER_SCHOOL)
			continue;
		err = plan_need(plan, schools->units[i].id, &school);
		if (err == OK)
			err = settle_bureau(plan, school);
	}
	return err;
}

enum err plan_follow(struct plan *plan, int64_t division)
{
	struct unit_list run = {0}, under = {0};
	enum err err = unit_run_by(plan->ctx, division, &run);
	if (err == OK)
		err = unit_children(plan->ctx, division, &under);
	if (err == OK)
		err = follow_each(plan, &run);
	return err == OK ? follow_each(plan, &under) : err;
}

void plan_close(struct plan *plan, struct planned *unit, int64_t keeper)
{
	unit->part = UNIT_BEFORE;
	unit->after.closed = plan->change.effective;
	unit->after.keeper = unit->after.tier == TIER_SCHOOL ? keeper : 0;
}

/* ---- writing ---- */

static bool is_new(const struct planned *unit)
{
	return unit->before.rev == 0;
}

static bool is_ending(const struct planned *unit)
{
	return unit->before.closed == 0 && unit->after.closed != 0;
}

static struct unit_facts facts(struct ctx *ctx, const struct unit *unit)
{
	char *stages = arena_alloc(ctx->arena, PROGRAMME_TEXT);
	return (struct unit_facts){.name = unit->name,
		.parent = unit->parent,
		.bureau = unit->bureau,
		.stages = programme_format(&unit->programme, stages),
		.is_closed = unit->closed != 0};
}

static enum err write_history(struct plan *plan, const struct planned *unit)
{
	struct unit_change_part part = {.unit = unit->after.id,
		.part = unit->part,
		.after = facts(plan->ctx, &unit->after)};
	if (!is_new(unit))
		part.before = facts(plan->ctx, &unit->before);
	return unit_change_part_insert(plan->ctx, plan->change.id, &part);
}

static enum err update_unit(struct plan *plan, struct planned *unit)
{
	enum err err = unit_update(plan->ctx, &unit->after);
	if (err == OK && unit->after.bureau != unit->before.bureau)
		err = export_pass_on(
			plan->ctx, unit->after.id, unit->before.bureau, unit->after.bureau);
	return err;
}

static enum err write_unit(struct plan *plan, struct planned *unit)
{
	if (!is_new(unit))
		return update_unit(plan, unit);
	enum err err = unit_insert(plan->ctx, &unit->after);
	if (err == OK)
		err = unit_set_classes(plan->ctx, unit->after.id, unit->classes, unit->n_classes);
	return err;
}

/* New units come first, since the others may come to lie under them. */
static enum err write_units(struct plan *plan, bool new_ones)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < plan->n; i++) {
		struct planned *unit = plan->units[i];
		if (unit->part == 0 || is_new(unit) != new_ones)
			continue;
		err = write_unit(plan, unit);
		if (err == OK)
			err = write_history(plan, unit);
	}
	return err;
}

static void journal(struct plan *plan, const struct planned *unit)
{
	struct ctx *ctx = plan->ctx;
	char day[DATE_TEXT_SIZE];
	const struct planned *successor = is_ending(unit) ? find(plan, plan->successor) : NULL;
	date_format(plan->change.effective, day);
	ctx_journal(ctx, &(struct note){.action = plan->action,
				 .unit = is_new(unit) ? unit->after.parent : unit->after.id,
				 .entity = "unit",
				 .entity_id = unit->after.id,
				 .summary = arena_printf(ctx->arena, "%s%s%s, %s", unit->after.code,
					 successor != NULL ? " > " : "",
					 successor != NULL ? successor->after.code : "", day)});
}

static enum err tell(struct plan *plan, const struct planned *unit)
{
	const struct unit_move move = {
		.from = unit->after.id, .to = plan->successor, .day = plan->change.effective};
	enum err err = OK;
	for (size_t i = 0; err == OK && i < unit_moved_count; i++)
		err = unit_moved[i](plan->ctx, &move);
	return err;
}

/* A school's children count for the county that it lies in, and what is under way about them is
 * seen by all that it lies in. */
static enum err tell_place(struct plan *plan, const struct planned *unit)
{
	if (is_new(unit) || unit->before.parent == unit->after.parent)
		return OK;
	return children_place_changed(plan->ctx, &unit->after);
}

enum err plan_write(struct plan *plan)
{
	enum err err = unit_change_insert(plan->ctx, &plan->change);
	if (err == OK)
		err = write_units(plan, true);
	if (err == OK)
		err = write_units(plan, false);
	for (size_t i = 0; err == OK && i < plan->n; i++) {
		const struct planned *unit = plan->units[i];
		if (unit->part == 0)
			continue;
		err = tell_place(plan, unit);
		if (err != OK || unit->part == UNIT_FOLLOWED)
			continue;
		journal(plan, unit);
		if (is_ending(unit))
			err = tell(plan, unit);
	}
	if (err == OK && plan->ctx->app->units != NULL)
		ctx_on_commit(plan->ctx, unit_cache_reload, NULL);
	return err;
}
