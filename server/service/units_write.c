/* Service Units: new units, and what a school teaches. */
#include "server/service/unit_form.h"

#include "server/service/fields.h"

/* ---- CreateUnit ---- */

static enum err read_create(struct ctx *ctx, const Xueji__V1__CreateUnitRequest *in,
	struct unit_form *form, struct unit_change *change)
{
	form_unit(ctx, "unit", in->unit, form);
	*change = (struct unit_change){.kind = UNIT_CREATE, .reason = in->reason};
	change->effective = form_effective(ctx, in->effective_day);
	form_reason(ctx, in->reason);
	return ctx_faults(ctx);
}

enum err units_place_create(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct unit_form form;
	struct unit_change change;
	struct reach reach = {0};
	enum err err = read_create(ctx, request, &form, &change);
	if (err == OK)
		err = reach_parent(ctx, &reach, form.unit.parent);
	*place_out = reach.place;
	return err;
}

enum err units_prepare_create(struct ctx *ctx, const void *request)
{
	const Xueji__V1__CreateUnitRequest *in = request;
	const char *const names[] = {in->unit != NULL ? in->unit->name : ""};
	return initials_prepare(ctx, names, 1);
}

enum err units_create(struct ctx *ctx, const void *request, void *reply)
{
	struct unit_form form;
	struct plan plan = {.ctx = ctx, .action = ACTION_UNIT_CREATE};
	struct planned *unit;
	enum err err = read_create(ctx, request, &form, &plan.change);
	if (err == OK)
		err = form_settle(ctx, "unit", &plan, &form, initials_prepared(ctx, 0), &unit);
	if (err == OK)
		err = ctx_faults(ctx);
	if (err == OK)
		err = plan_write(&plan);
	return err == OK ? unit_stored_message(ctx, form.unit.id, reply) : err;
}

/* ---- UpdateSchool ---- */

struct update {
	int64_t id, rev, bureau;
};

static enum err read_update(
	struct ctx *ctx, const Xueji__V1__UpdateSchoolRequest *in, struct update *out)
{
	out->id = field_id(ctx, "unit_id", in->unit_id);
	out->bureau = field_id(ctx, "bureau_id", in->bureau_id);
	out->rev = in->rev;
	field_number(ctx, "rev", in->rev, 1, INT64_MAX);
	form_reason(ctx, in->reason);
	const struct unit_node *node = unit_tree_get(ctx->units, out->id);
	if (node != NULL && node->tier != TIER_SCHOOL)
		ctx_fault(ctx, "unit_id", REASON_NOT_A_SCHOOL);
	if (node != NULL && node->tier == TIER_SCHOOL) {
		struct school_form form;
		form_school(ctx, "", node->code, in->stages, in->n_stages, in->classes,
			in->n_classes, &form);
	}
	return ctx_faults(ctx);
}

enum err units_place_update(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct update update;
	struct reach reach = {0};
	enum err err = read_update(ctx, request, &update);
	if (err == OK)
		err = reach_change(ctx, &reach, update.id);
	*place_out = reach.place;
	return err;
}

/* A bureau that is not above the school is a fault of the field. */
static enum err set_bureau(struct plan *plan, struct planned *school, int64_t bureau)
{
	const struct unit *above[ABOVE_MOST];
	size_t n;
	enum err err = plan_above(plan, school, above, &n);
	if (err != OK)
		return err;
	for (size_t i = 0; i < n; i++)
		if (above[i]->id == bureau)
			school->after.bureau = bureau;
	if (school->after.bureau != bureau)
		ctx_fault(plan->ctx, "bureau_id", REASON_BUREAU_NOT_ABOVE);
	return OK;
}

static enum err plan_update(struct plan *plan, const Xueji__V1__UpdateSchoolRequest *in,
	const struct update *update, const struct school_form *form)
{
	struct ctx *ctx = plan->ctx;
	struct planned *school;
	enum err err = plan_need(plan, update->id, &school);
	if (err != OK)
		return err;
	if (school->before.closed != 0)
		ctx_fault(ctx, "unit_id", REASON_UNIT_IS_CLOSED);
	if ((err = set_bureau(plan, school, update->bureau)) != OK || (err = ctx_faults(ctx)) != OK)
		return err;
	if (school->before.rev != update->rev)
		return ctx_fail(ctx, REASON_STALE);
	school->part = UNIT_BOTH;
	school->after.is_private = in->is_private;
	school->after.programme = form->programme;
	return OK;
}

enum err units_update_school(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__UpdateSchoolRequest *in = request;
	struct update update;
	struct school_form form;
	struct plan plan = {.ctx = ctx,
		.action = ACTION_UNIT_UPDATE,
		.change = {.kind = UNIT_UPDATE, .effective = ctx_today(ctx), .reason = in->reason}};
	enum err err = read_update(ctx, in, &update);
	if (err != OK)
		return err;
	form_school(ctx, "", unit_tree_get(ctx->units, update.id)->code, in->stages, in->n_stages,
		in->classes, in->n_classes, &form);
	if ((err = plan_update(&plan, in, &update, &form)) == OK)
		err = unit_set_programme(ctx, update.id, &form.programme);
	if (err == OK)
		err = unit_set_classes(ctx, update.id, form.classes, form.n_classes);
	if (err == OK)
		err = plan_write(&plan);
	return err == OK ? unit_stored_message(ctx, update.id, reply) : err;
}
