/* ChangeUnits: several become one, one becomes several. */
#include "server/service/units_change.h"

#include "server/service/fields.h"

static bool is_school(const struct planned *unit)
{
	return unit->after.tier == TIER_SCHOOL;
}

/* Schools become schools, divisions become divisions. */
static void judge_alike(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	for (size_t i = 0; i < change->n_from; i++)
		for (size_t k = 0; k < change->n_to; k++)
			if (is_school(change->parts[i]) != is_school(change->targets[k]))
				ctx_fault(ctx, field_in(ctx, "to", k, ""),
					REASON_SCHOOLS_AND_DIVISIONS);
}

static bool will_close(const struct change *change, const struct planned *unit)
{
	for (size_t i = 0; i < change->n_from; i++)
		if (change->parts[i] == unit)
			return !change_has_target(change, unit);
	return false;
}

/* No target lies under a unit that this very change closes. */
static enum err judge_above(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	enum err err = OK;
	for (size_t i = 0; err == OK && i < change->n_to; i++) {
		struct planned *above;
		err = plan_take(&change->plan, change->targets[i]->after.parent, &above);
		while (err == OK && above != NULL) {
			if (will_close(change, above))
				ctx_fault(ctx, field_in(ctx, "to", i, ""), REASON_WILL_CLOSE);
			err = plan_take(&change->plan, above->after.parent, &above);
		}
	}
	return err;
}

/* Puts a child of a `from` unit under a target. */
static enum err hand_over(
	struct change *change, struct planned *child, size_t target, bool holds_divisions)
{
	struct ctx *ctx = change->plan.ctx;
	const struct planned *parent = change->targets[target];
	enum reason reason = child->after.closed != 0 ? NO_REASON
						      : unit_place_fault(child->after.code,
								&parent->after, holds_divisions);
	if (reason != NO_REASON)
		ctx_fault(ctx, field_in(ctx, "to", target, ""), reason);
	return plan_put(&change->plan, child, parent, UNIT_FOLLOWED);
}

/* ---- merge ---- */

static enum err hand_over_all(struct change *change, const struct planned *from)
{
	struct unit_list children;
	bool holds_divisions;
	enum err err =
		plan_holds_divisions(&change->plan, change->targets[0]->after.id, &holds_divisions);
	if (err == OK)
		err = unit_children(change->plan.ctx, from->after.id, &children);
	for (size_t i = 0; err == OK && i < children.n; i++) {
		struct planned *child;
		err = plan_need(&change->plan, children.units[i].id, &child);
		if (err == OK && child != change->targets[0])
			err = hand_over(change, child, 0, holds_divisions);
	}
	return err == OK ? plan_follow(&change->plan, from->after.id) : err;
}

enum err change_merge(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	struct planned *into = change->targets[0];
	size_t n_closed = 0;
	judge_alike(change);
	enum err err = judge_above(change);
	if (err != OK || (err = ctx_faults(ctx)) != OK)
		return err;
	change->plan.successor = into->after.id;
	for (size_t i = 0; i < change->n_from; i++) {
		if (change->parts[i] == into) {
			into->part = UNIT_BOTH;
			continue;
		}
		plan_close(&change->plan, change->parts[i], into->after.id);
		n_closed++;
	}
	if (n_closed == 0)
		ctx_fault(ctx, "to[0]", REASON_SAME_AS_BEFORE);
	for (size_t i = 0; err == OK && i < change->n_from; i++)
		if (change->parts[i] != into)
			err = hand_over_all(change, change->parts[i]);
	return err;
}

/* ---- split ---- */

/* An open child of the split unit that no other target has got; notes a fault otherwise. */
static enum err take_child(struct change *change, const struct planned *from, size_t target,
	size_t i, struct planned **out)
{
	struct ctx *ctx = change->plan.ctx;
	const struct change_target *to = &change->to[target];
	const char *field = field_in(ctx, field_in(ctx, "to", target, "child_ids"), i, "");
	struct planned *child;
	enum err err = plan_take(&change->plan, to->children[i], &child);
	*out = NULL;
	if (err != OK)
		return err;
	if (child == NULL || child->before.parent != from->after.id || child->before.closed != 0)
		ctx_fault(ctx, field, REASON_NOT_A_CHILD);
	else if (child->part != 0)
		ctx_fault(ctx, field, REASON_TWICE);
	else
		*out = child;
	return OK;
}

static enum err hand_out(struct change *change, const struct planned *from, size_t target)
{
	bool holds_divisions;
	enum err err = plan_holds_divisions(
		&change->plan, change->targets[target]->after.id, &holds_divisions);
	for (size_t i = 0; err == OK && i < change->to[target].n_children; i++) {
		struct planned *child;
		err = take_child(change, from, target, i, &child);
		if (err == OK && child != NULL && change->targets[target] == from)
			child->part = UNIT_FOLLOWED; /* it stays where it is */
		else if (err == OK && child != NULL)
			err = hand_over(change, child, target, holds_divisions);
	}
	return err;
}

/* Of a unit that closes, the open children must all be placed; closed ones go to the first. */
static enum err place_rest(struct change *change, const struct planned *from)
{
	struct ctx *ctx = change->plan.ctx;
	struct unit_list children;
	enum err err = unit_children(ctx, from->after.id, &children);
	for (size_t i = 0; err == OK && i < children.n; i++) {
		struct planned *child;
		err = plan_need(&change->plan, children.units[i].id, &child);
		if (err != OK || child->part != 0)
			continue;
		if (child->before.closed == 0)
			ctx_fault(ctx, "to", REASON_CHILD_UNPLACED, child->before.name);
		else
			err = hand_over(change, child, 0, false);
	}
	return err;
}

/* Who keeps the files of a split school (R12): a unit that goes on, the first successor unless
 * another is named. */
static enum err split_keeper(struct change *change, const struct planned *from, int64_t *out)
{
	struct ctx *ctx = change->plan.ctx;
	struct planned *keeper;
	*out = change->targets[0]->after.id;
	if (change->keeper == 0)
		return OK;
	if (!is_school(from))
		ctx_fault(ctx, "keeper_id", REASON_ONLY_SCHOOLS);
	enum err err = plan_need(&change->plan, change->keeper, &keeper);
	if (err != OK)
		return err;
	if (keeper == from)
		ctx_fault(ctx, "keeper_id", REASON_WILL_CLOSE);
	else if (keeper->before.closed != 0)
		ctx_fault(ctx, "keeper_id", REASON_UNIT_IS_CLOSED);
	*out = keeper->after.id;
	return OK;
}

static enum err close_split(struct change *change, struct planned *from)
{
	int64_t keeper;
	enum err err = split_keeper(change, from, &keeper);
	if (err == OK)
		err = place_rest(change, from);
	if (err != OK)
		return err;
	plan_close(&change->plan, from, keeper);
	return plan_follow(&change->plan, from->after.id);
}

enum err change_split(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	struct planned *from = change->parts[0];
	judge_alike(change);
	enum err err = judge_above(change);
	if (err != OK || (err = ctx_faults(ctx)) != OK)
		return err;
	for (size_t i = 0; err == OK && i < change->n_to; i++)
		err = hand_out(change, from, i);
	if (err != OK)
		return err;
	if (!change_has_target(change, from))
		return close_split(change, from);
	from->part = UNIT_BOTH;
	if (change->keeper != 0)
		ctx_fault(ctx, "keeper_id", REASON_NOT_FOR_KIND);
	return OK;
}
