#include "server/service/unit_form.h"

#include <assert.h>
#include <string.h>

#include "common/date.h"
#include "common/pinyin.h"
#include "domain/unit_code.h"
#include "server/service/fields.h"
#include "server/store/ids.h"

enum { CLASSES_MOST = 600, CLASS_NUMBER_MOST = 99, INITIALS_SIZE = 4 * UNIT_NAME_MOST };

const char *field_under(struct ctx *ctx, const char *parent, const char *name)
{
	return parent[0] != '\0' ? arena_printf(ctx->arena, "%s.%s", parent, name) : name;
}

/* ---- what a school teaches ---- */

static void form_stages(struct ctx *ctx, const char *field, Xueji__V1__SchoolStage *const *stages,
	size_t n, struct programme *out)
{
	for (size_t i = 0; i < n; i++) {
		const struct stage_row *row = stage_row((int)stages[i]->stage);
		if (row == NULL)
			ctx_fault(ctx, field_in(ctx, field, i, "stage"), REASON_REQUIRED);
		else if (stages[i]->years < row->shortest || stages[i]->years > row->longest)
			ctx_fault(ctx, field_in(ctx, field, i, "years"), REASON_BAD_YEARS,
				sentence_in(&row->title, ctx->lang));
		else if (out->years[row->stage] != 0)
			ctx_fault(ctx, field_in(ctx, field, i, "stage"), REASON_TWICE);
		else
			out->years[row->stage] = (uint8_t)stages[i]->years;
	}
}

static void judge_stages(
	struct ctx *ctx, const char *field, const char *code, const struct programme *programme)
{
	int stage = 0;
	enum reason reason = unit_programme_fault(school_category(code), programme, &stage);
	if (reason != NO_REASON)
		ctx_fault(ctx, field, reason,
			stage != 0 ? sentence_in(&stage_row(stage)->title, ctx->lang) : "");
}

static void form_classes(struct ctx *ctx, const char *field, Xueji__V1__SchoolClass *const *classes,
	size_t n, struct school_form *out)
{
	bool seen[GRADE_LAST + 1][CLASS_NUMBER_MOST + 1] = {{false}};
	out->classes = arena_array(ctx->arena, struct school_class, n);
	for (size_t i = 0; i < n; i++) {
		int grade = classes[i]->grade, number = classes[i]->number;
		bool is_number = field_number(
			ctx, field_in(ctx, field, i, "number"), number, 1, CLASS_NUMBER_MOST);
		if (programme_stage_of(&out->programme, grade) == 0) {
			ctx_fault(ctx, field_in(ctx, field, i, "grade"), REASON_NOT_TAUGHT);
		} else if (is_number) {
			if (seen[grade][number])
				ctx_fault(ctx, field_in(ctx, field, i, ""), REASON_TWICE);
			seen[grade][number] = true;
			out->classes[out->n_classes++] = (struct school_class){grade, number};
		}
	}
}

void form_school(struct ctx *ctx, const char *parent, const char *code,
	Xueji__V1__SchoolStage *const *stages, size_t n_stages,
	Xueji__V1__SchoolClass *const *classes, size_t n_classes, struct school_form *out)
{
	size_t faults = ctx->failure.n_faults;
	const char *field = field_under(ctx, parent, "stages");
	*out = (struct school_form){.classes = NULL};
	form_stages(ctx, field, stages, n_stages, &out->programme);
	if (ctx->failure.n_faults == faults)
		judge_stages(ctx, field, code, &out->programme);
	field = field_under(ctx, parent, "classes");
	if (n_classes > CLASSES_MOST)
		ctx_fault(
			ctx, field, REASON_TOO_MANY, arena_printf(ctx->arena, "%d", CLASSES_MOST));
	else
		form_classes(ctx, field, classes, n_classes, out);
}

/* ---- a new unit ---- */

/* The tier that the code names; 0 after a fault. */
static int form_code(struct ctx *ctx, const char *field, const char *code)
{
	int tier = unit_code_tier(code);
	if (code[0] == '\0') {
		ctx_fault(ctx, field, REASON_REQUIRED);
		return 0;
	}
	if (tier == 0 || tier == TIER_NATION) {
		ctx_fault(ctx, field, REASON_NOT_A_UNIT_CODE);
		return 0;
	}
	const struct school_category *category = school_category(code);
	if (tier == TIER_SCHOOL && !school_category_is_kept(category)) {
		ctx_fault(ctx, field, REASON_NOT_KEPT, sentence_in(&category->title, ctx->lang));
		return 0;
	}
	return tier;
}

static void form_division(struct ctx *ctx, const char *parent, const Xueji__V1__NewUnit *in)
{
	if (in->bureau_id[0] != '\0')
		ctx_fault(ctx, field_under(ctx, parent, "bureau_id"), REASON_ONLY_SCHOOLS);
	if (in->is_private)
		ctx_fault(ctx, field_under(ctx, parent, "is_private"), REASON_ONLY_SCHOOLS);
	if (in->n_stages > 0)
		ctx_fault(ctx, field_under(ctx, parent, "stages"), REASON_ONLY_SCHOOLS);
	if (in->n_classes > 0)
		ctx_fault(ctx, field_under(ctx, parent, "classes"), REASON_ONLY_SCHOOLS);
}

void form_unit(
	struct ctx *ctx, const char *parent, const Xueji__V1__NewUnit *in, struct unit_form *out)
{
	struct unit *unit = &out->unit;
	*out = (struct unit_form){.unit = {.id = 0}};
	if (in == NULL) {
		ctx_fault(ctx, parent, REASON_REQUIRED);
		return;
	}
	int tier = form_code(ctx, field_under(ctx, parent, "code"), in->code);
	field_line(ctx, field_under(ctx, parent, "name"), in->name, UNIT_NAME_MOST);
	unit->parent = field_id(ctx, field_under(ctx, parent, "parent_id"), in->parent_id);
	unit->bureau = field_id_or(ctx, field_under(ctx, parent, "bureau_id"), in->bureau_id, 0);
	unit->code = in->code;
	unit->name = in->name;
	unit->is_private = in->is_private;
	if (tier == 0)
		return;
	unit->id = unit_code_id(in->code);
	unit->tier = (enum tier)tier;
	if (tier == TIER_SCHOOL)
		form_school(ctx, parent, in->code, in->stages, in->n_stages, in->classes,
			in->n_classes, &out->school);
	else
		form_division(ctx, parent, in);
	unit->programme = out->school.programme;
}

int32_t form_effective(struct ctx *ctx, const char *effective_day)
{
	int32_t day = field_day(ctx, "effective_day", effective_day);
	if (day > ctx_today(ctx))
		ctx_fault(ctx, "effective_day", REASON_IN_FUTURE);
	return day;
}

void form_reason(struct ctx *ctx, const char *reason)
{
	field_line(ctx, "reason", reason, UNIT_REASON_MOST);
}

/* ---- what the store says of it ---- */

static enum err settle_parent(
	struct ctx *ctx, const char *field, struct plan *plan, const struct unit *unit)
{
	struct planned *parent;
	bool has_divisions;
	enum err err = plan_need(plan, unit->parent, &parent);
	if (err == OK)
		err = plan_holds_divisions(plan, unit->parent, &has_divisions);
	if (err != OK)
		return err;
	enum reason reason = unit_place_fault(unit->code, &parent->after, has_divisions);
	if (parent->after.closed != 0)
		ctx_fault(ctx, field, REASON_UNIT_IS_CLOSED);
	else if (reason != NO_REASON)
		ctx_fault(ctx, field, reason);
	return OK;
}

/* A school's bureau is a division above it; the nearest where none was given. */
static enum err settle_bureau(
	struct ctx *ctx, const char *field, struct plan *plan, struct planned *unit)
{
	const struct unit *above[ABOVE_MOST];
	size_t n, at = 0;
	enum err err = plan_above(plan, unit, above, &n);
	if (err != OK || unit->after.bureau == 0 || n == 0) {
		unit->after.bureau = unit->after.parent;
		return err;
	}
	while (at < n && above[at]->id != unit->after.bureau)
		at++;
	if (at == n)
		ctx_fault(ctx, field, REASON_BUREAU_NOT_ABOVE);
	return OK;
}

enum err form_settle(struct ctx *ctx, const char *parent, struct plan *plan,
	const struct unit_form *form, const char *initials, struct planned **out)
{
	int64_t taken;
	enum err err = unit_find_code(ctx, form->unit.code, &taken);
	if (err == OK && taken != 0)
		ctx_fault(
			ctx, field_under(ctx, parent, "code"), REASON_CODE_TAKEN, form->unit.code);
	if (err == OK)
		err = settle_parent(ctx, field_under(ctx, parent, "parent_id"), plan, &form->unit);
	if (err != OK)
		return err;
	*out = plan_add(plan, &form->unit);
	(*out)->after.initials = initials;
	(*out)->after.opened = plan->change.effective;
	(*out)->classes = form->school.classes;
	(*out)->n_classes = form->school.n_classes;
	if (form->unit.tier == TIER_SCHOOL)
		return settle_bureau(ctx, field_under(ctx, parent, "bureau_id"), plan, *out);
	(*out)->after.bureau = form->unit.id;
	return OK;
}

/* ---- rights ---- */

static enum err reach_add(struct ctx *ctx, struct reach *reach, int64_t unit, bool is_changed)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit);
	const struct unit_node *province = unit_tree_ancestor(ctx->units, unit, TIER_PROVINCE);
	if (node == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, ids_format(ctx->arena, unit));
	bool is_national = province == NULL || (is_changed && province == node);
	int64_t place = is_national ? UNIT_NATION : province->id;
	reach->place = reach->place == 0 || reach->place == place ? place : UNIT_NATION;
	return OK;
}

enum err reach_change(struct ctx *ctx, struct reach *reach, int64_t unit)
{
	return reach_add(ctx, reach, unit, true);
}

enum err reach_parent(struct ctx *ctx, struct reach *reach, int64_t unit)
{
	return reach_add(ctx, reach, unit, false);
}

/* ---- initials ---- */

enum err initials_prepare(struct ctx *ctx, const char *const names[], size_t n)
{
	const char **all = arena_array(ctx->arena, const char *, n);
	struct pinyin *pinyin = pinyin_open();
	if (pinyin == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "ICU has no rules for Chinese");
	for (size_t i = 0; i < n; i++)
		all[i] = pinyin_initials(
			pinyin, names[i], arena_alloc(ctx->arena, INITIALS_SIZE), INITIALS_SIZE);
	pinyin_close(pinyin);
	ctx->prepared = all;
	return OK;
}

const char *initials_prepared(const struct ctx *ctx, size_t i)
{
	assert(ctx->prepared != NULL && "the method's row has .prepare");
	return ((const char *const *)ctx->prepared)[i];
}
