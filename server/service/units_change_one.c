/* ChangeUnits: what is done to each unit by itself. */
#include "server/service/units_change.h"

#include <string.h>

#include "server/service/fields.h"

enum err change_rename(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	struct planned *unit = change->parts[0];
	if (strcmp(unit->before.name, change->in->name) == 0)
		ctx_fault(ctx, "name", REASON_SAME_AS_BEFORE);
	unit->part = UNIT_BOTH;
	unit->after.name = change->in->name;
	unit->after.initials = initials_prepared(ctx, change->n_to);
	return OK;
}

static enum err move_one(
	struct change *change, struct planned *unit, struct planned *parent, bool holds_divisions)
{
	struct ctx *ctx = change->plan.ctx;
	enum reason reason = unit_place_fault(unit->after.code, &parent->after, holds_divisions);
	if (reason != NO_REASON)
		ctx_fault(ctx, "parent_id", reason);
	if (unit->before.parent == parent->after.id)
		ctx_fault(ctx, "parent_id", REASON_SAME_AS_BEFORE);
	enum err err = plan_put(&change->plan, unit, parent, UNIT_BOTH);
	if (err == OK && unit->after.tier < TIER_SCHOOL)
		err = plan_follow(&change->plan, unit->after.id);
	return err;
}

enum err change_move(struct change *change)
{
	struct planned *parent;
	bool holds_divisions;
	enum err err = plan_need(&change->plan, change->parent, &parent);
	if (err == OK)
		err = plan_holds_divisions(&change->plan, change->parent, &holds_divisions);
	if (err != OK)
		return err;
	if (parent->after.closed != 0)
		ctx_fault(change->plan.ctx, "parent_id", REASON_UNIT_IS_CLOSED);
	for (size_t i = 0; err == OK && i < change->n_from; i++)
		err = move_one(change, change->parts[i], parent, holds_divisions);
	return err;
}

/* ---- close ---- */

static enum err has_no_children(struct change *change, const struct planned *unit)
{
	struct ctx *ctx = change->plan.ctx;
	struct unit_list children;
	int open = 0;
	enum err err = unit_children(ctx, unit->after.id, &children);
	for (size_t i = 0; err == OK && i < children.n; i++)
		open += children.units[i].closed == 0;
	if (err == OK && open > 0)
		return ctx_fail(ctx, REASON_HAS_CHILDREN, unit->after.name,
			arena_printf(ctx->arena, "%d", open));
	return err;
}

/* R12: a closed school's files go to a unit that goes on. */
static enum err judge_keeper(struct change *change, bool has_school)
{
	struct ctx *ctx = change->plan.ctx;
	struct planned *keeper;
	if (!has_school || change->keeper == 0) {
		if (has_school)
			ctx_fault(ctx, "keeper_id", REASON_REQUIRED);
		else if (change->keeper != 0)
			ctx_fault(ctx, "keeper_id", REASON_ONLY_SCHOOLS);
		return OK;
	}
	enum err err = plan_need(&change->plan, change->keeper, &keeper);
	if (err != OK)
		return err;
	if (keeper->before.closed != 0)
		ctx_fault(ctx, "keeper_id", REASON_UNIT_IS_CLOSED);
	for (size_t i = 0; i < change->n_from; i++)
		if (change->parts[i] == keeper)
			ctx_fault(ctx, "keeper_id", REASON_WILL_CLOSE);
	return OK;
}

enum err change_close(struct change *change)
{
	bool has_school = false;
	enum err err = OK;
	for (size_t i = 0; err == OK && i < change->n_from; i++) {
		has_school = has_school || change->parts[i]->after.tier == TIER_SCHOOL;
		err = has_no_children(change, change->parts[i]);
	}
	if (err == OK)
		err = judge_keeper(change, has_school);
	for (size_t i = 0; err == OK && i < change->n_from; i++)
		plan_close(&change->plan, change->parts[i], change->keeper);
	return err;
}
