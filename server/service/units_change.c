/* Service Units: rename, move, merge, split, close. The form of the request is judged first, then
 * each kind works out its plan (units_change_*.c), and the plan is stored as a whole. */
#include "server/service/units_change.h"

#include <assert.h>

#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/store/ids.h"

/* ---- the form ---- */

static void form_from(struct ctx *ctx, const Xueji__V1__ChangeUnitsRequest *in, struct change *out)
{
	out->n_from = in->n_from;
	out->from = arena_array(ctx->arena, struct unit_at, in->n_from);
	for (size_t i = 0; i < in->n_from; i++) {
		const char *field = field_in(ctx, "from", i, "unit_id");
		struct unit_at *at = &out->from[i];
		*at = (struct unit_at){
			.id = field_id(ctx, field, in->from[i]->unit_id), .rev = in->from[i]->rev};
		field_number(ctx, field_in(ctx, "from", i, "rev"), at->rev, 1, INT64_MAX);
		for (size_t k = 0; at->id != 0 && k < i; k++)
			if (out->from[k].id == at->id)
				ctx_fault(ctx, field, REASON_TWICE);
	}
}

static void form_target(
	struct ctx *ctx, size_t i, const Xueji__V1__ChangeTarget *in, struct change_target *out)
{
	if (in->unit_id[0] == '\0') {
		out->is_new = true;
		form_unit(ctx, field_in(ctx, "to", i, "new_unit"), in->new_unit, &out->form);
		out->at.id = out->form.unit.id;
		return;
	}
	out->at.id = field_id(ctx, field_in(ctx, "to", i, "unit_id"), in->unit_id);
	out->at.rev = in->rev;
	field_number(ctx, field_in(ctx, "to", i, "rev"), in->rev, 1, INT64_MAX);
	if (in->new_unit != NULL)
		ctx_fault(ctx, field_in(ctx, "to", i, "new_unit"), REASON_ID_OR_CODE);
}

static void form_children(
	struct ctx *ctx, size_t i, const Xueji__V1__ChangeTarget *in, struct change_target *out)
{
	const char *list = field_in(ctx, "to", i, "child_ids");
	out->n_children = in->n_child_ids;
	out->children = arena_array(ctx->arena, int64_t, in->n_child_ids);
	for (size_t k = 0; k < in->n_child_ids; k++)
		out->children[k] = field_id(ctx, field_in(ctx, list, k, ""), in->child_ids[k]);
}

static void form_to(struct ctx *ctx, const Xueji__V1__ChangeUnitsRequest *in, struct change *out)
{
	out->n_to = in->n_to;
	out->to = arena_array(ctx->arena, struct change_target, in->n_to);
	for (size_t i = 0; i < in->n_to; i++) {
		form_target(ctx, i, in->to[i], &out->to[i]);
		form_children(ctx, i, in->to[i], &out->to[i]);
		if (in->to[i]->n_child_ids > 0 && out->rule->kind != UNIT_SPLIT)
			ctx_fault(ctx, field_in(ctx, "to", i, "child_ids"), REASON_NOT_FOR_KIND);
		for (size_t k = 0; out->to[i].at.id != 0 && k < i; k++)
			if (out->to[k].at.id == out->to[i].at.id)
				ctx_fault(ctx, field_in(ctx, "to", i, ""), REASON_TWICE);
	}
}

static void form_count(struct ctx *ctx, const char *field, size_t n, size_t least, size_t most)
{
	if (n >= least && n <= most)
		return;
	if (most == 0)
		ctx_fault(ctx, field, REASON_NOT_FOR_KIND);
	else
		ctx_fault(ctx, field, REASON_WRONG_COUNT, arena_printf(ctx->arena, "%zu", least),
			arena_printf(ctx->arena, "%zu", most));
}

static void form_rest(struct ctx *ctx, const Xueji__V1__ChangeUnitsRequest *in, struct change *out)
{
	const struct unit_change_rule *rule = out->rule;
	if (rule->takes_name)
		field_line(ctx, "name", in->name, UNIT_NAME_MOST);
	else if (in->name[0] != '\0')
		ctx_fault(ctx, "name", REASON_NOT_FOR_KIND);
	if (rule->takes_parent)
		out->parent = field_id(ctx, "parent_id", in->parent_id);
	else if (in->parent_id[0] != '\0')
		ctx_fault(ctx, "parent_id", REASON_NOT_FOR_KIND);
	if (rule->takes_keeper)
		out->keeper = field_id_or(ctx, "keeper_id", in->keeper_id, 0);
	else if (in->keeper_id[0] != '\0')
		ctx_fault(ctx, "keeper_id", REASON_NOT_FOR_KIND);
}

static enum err read_change(
	struct ctx *ctx, const Xueji__V1__ChangeUnitsRequest *in, struct change *out)
{
	*out = (struct change){.in = in, .rule = unit_change_rule((int)in->kind)};
	out->effective = form_effective(ctx, in->effective_day);
	form_reason(ctx, in->reason);
	if (out->rule == NULL) {
		ctx_fault(ctx, "kind", REASON_NO_SUCH_CHANGE);
		return ctx_faults(ctx);
	}
	form_count(ctx, "from", in->n_from, 1, out->rule->from_most);
	form_count(ctx, "to", in->n_to, out->rule->to_least, out->rule->to_most);
	if (in->n_from <= out->rule->from_most && in->n_to <= out->rule->to_most) {
		form_from(ctx, in, out);
		form_to(ctx, in, out);
	}
	form_rest(ctx, in, out);
	return ctx_faults(ctx);
}

/* ---- rights ---- */

enum err units_place_change(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct change change;
	struct reach reach = {0};
	enum err err = read_change(ctx, request, &change);
	for (size_t i = 0; err == OK && i < change.n_from; i++)
		err = reach_change(ctx, &reach, change.from[i].id);
	for (size_t i = 0; err == OK && i < change.n_to; i++)
		err = change.to[i].is_new ? reach_parent(ctx, &reach, change.to[i].form.unit.parent)
					  : reach_change(ctx, &reach, change.to[i].at.id);
	if (err == OK && change.parent != 0)
		err = reach_parent(ctx, &reach, change.parent);
	*place_out = reach.place;
	return err;
}

enum err units_prepare_change(struct ctx *ctx, const void *request)
{
	const Xueji__V1__ChangeUnitsRequest *in = request;
	size_t n = in->n_to + 1;
	const char **names = arena_array(ctx->arena, const char *, n);
	for (size_t i = 0; i < in->n_to; i++)
		names[i] = in->to[i]->new_unit != NULL ? in->to[i]->new_unit->name : "";
	names[in->n_to] = in->name;
	return initials_prepare(ctx, names, n);
}

/* ---- the units that take part ---- */

/* One that stands in the request with the revision that the person saw. */
static enum err take_stored(
	struct change *change, const char *field, const struct unit_at *at, struct planned **out)
{
	struct ctx *ctx = change->plan.ctx;
	enum err err = plan_need(&change->plan, at->id, out);
	if (err != OK)
		return err;
	if ((*out)->before.rev != at->rev)
		return ctx_fail(ctx, REASON_STALE);
	if ((*out)->before.closed != 0)
		ctx_fault(ctx, field, REASON_UNIT_IS_CLOSED);
	if ((*out)->before.tier == TIER_NATION)
		ctx_fault(ctx, field, REASON_IS_NATION);
	if ((*out)->before.opened > change->effective)
		ctx_fault(ctx, "effective_day", REASON_BEFORE_OPENING,
			message_day(ctx->arena, (*out)->before.opened));
	return OK;
}

static enum err take_from(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	enum err err = OK;
	change->parts = arena_array(ctx->arena, struct planned *, change->n_from);
	for (size_t i = 0; err == OK && i < change->n_from; i++)
		err = take_stored(change, field_in(ctx, "from", i, "unit_id"), &change->from[i],
			&change->parts[i]);
	return err;
}

static enum err take_to(struct change *change)
{
	struct ctx *ctx = change->plan.ctx;
	enum err err = OK;
	change->targets = arena_array(ctx->arena, struct planned *, change->n_to);
	for (size_t i = 0; err == OK && i < change->n_to; i++) {
		const struct change_target *to = &change->to[i];
		if (to->is_new)
			err = form_settle(ctx, field_in(ctx, "to", i, "new_unit"), &change->plan,
				&to->form, initials_prepared(ctx, i), &change->targets[i]);
		else
			err = take_stored(change, field_in(ctx, "to", i, "unit_id"), &to->at,
				&change->targets[i]);
		if (err == OK && change->targets[i]->part == 0)
			change->targets[i]->part = UNIT_AFTER;
	}
	return err;
}

bool change_has_target(const struct change *change, const struct planned *unit)
{
	for (size_t i = 0; i < change->n_to; i++)
		if (change->targets[i] == unit)
			return true;
	return false;
}

/* ---- the handler ---- */

static enum err work_out(struct change *change)
{
	switch (change->rule->kind) {
	case UNIT_RENAME:
		return change_rename(change);
	case UNIT_MOVE:
		return change_move(change);
	case UNIT_MERGE:
		return change_merge(change);
	case UNIT_SPLIT:
		return change_split(change);
	case UNIT_CLOSE:
		return change_close(change);
	case UNIT_CREATE:
	case UNIT_UPDATE:
		break;
	}
	assert(!"no rule has such a kind");
	return ERR_INTERNAL;
}

static enum err add_reply(struct ctx *ctx, int64_t id, Xueji__V1__ChangeUnitsResponse *out)
{
	Xueji__V1__Unit *unit = arena_one(ctx->arena, Xueji__V1__Unit);
	xueji__v1__unit__init(unit);
	out->units[out->n_units++] = unit;
	return unit_stored_message(ctx, id, unit);
}

static enum err fill_reply(const struct change *change, Xueji__V1__ChangeUnitsResponse *out)
{
	struct ctx *ctx = change->plan.ctx;
	enum err err = OK;
	out->change_id = ids_format(ctx->arena, change->plan.change.id);
	out->units = arena_array(ctx->arena, Xueji__V1__Unit *, change->n_from + change->n_to);
	for (size_t i = 0; err == OK && i < change->n_from; i++)
		err = add_reply(ctx, change->from[i].id, out);
	for (size_t i = 0; err == OK && i < change->n_to; i++) {
		bool is_listed = false;
		for (size_t k = 0; k < change->n_from; k++)
			is_listed = is_listed || change->from[k].id == change->to[i].at.id;
		if (!is_listed)
			err = add_reply(ctx, change->to[i].at.id, out);
	}
	return err;
}

enum err units_change(struct ctx *ctx, const void *request, void *reply)
{
	struct change change;
	enum err err = read_change(ctx, request, &change);
	if (err != OK)
		return err;
	change.plan = (struct plan){.ctx = ctx,
		.action = change.rule->action,
		.change = {.kind = change.rule->kind,
			.effective = change.effective,
			.reason = change.in->reason}};
	if ((err = take_from(&change)) != OK || (err = take_to(&change)) != OK ||
		(err = ctx_faults(ctx)) != OK)
		return err;
	if ((err = work_out(&change)) != OK || (err = ctx_faults(ctx)) != OK)
		return err;
	if ((err = plan_write(&change.plan)) != OK)
		return err;
	return fill_reply(&change, reply);
}
