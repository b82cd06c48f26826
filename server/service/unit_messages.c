#include "server/service/units.h"

#include "server/store/ids.h"
#include "server/store/unit_store.h"

static char *id_message(struct ctx *ctx, int64_t id)
{
	return id != 0 ? ids_format(ctx->arena, id) : "";
}

void unit_message(struct ctx *ctx, const struct unit_node *node, Xueji__V1__Unit *out)
{
	out->id = id_message(ctx, node->id);
	out->rev = node->rev;
	out->code = (char *)node->code;
	out->name = (char *)node->name;
	out->initials = (char *)node->initials;
	out->tier = (Xueji__V1__Tier)node->tier;
	out->parent_id = id_message(ctx, node->parent);
	out->bureau_id = id_message(ctx, node->bureau);
	out->child_count = (int32_t)node->n_children;
	out->is_closed = node->is_closed;
}

enum err unit_stored_message(struct ctx *ctx, int64_t id, Xueji__V1__Unit *out)
{
	struct unit *unit = NULL;
	struct unit_list children;
	enum err err = unit_get(ctx, id, &unit);
	if (err == OK)
		err = unit_children(ctx, id, &children);
	if (err != OK)
		return err;
	if (unit == NULL)
		return ctx_broken(ctx, ERR_INTERNAL, "unit %lld is gone", (long long)id);
	struct unit_node node = {.id = id,
		.rev = unit->rev,
		.code = unit->code,
		.name = unit->name,
		.initials = unit->initials,
		.tier = (uint8_t)unit->tier,
		.parent = unit->parent,
		.bureau = unit->bureau,
		.is_closed = unit->closed != 0};
	for (size_t i = 0; i < children.n; i++)
		node.n_children += children.units[i].closed == 0;
	unit_message(ctx, &node, out);
	return OK;
}

Xueji__V1__UnitName *unit_name_message(struct ctx *ctx, int64_t id)
{
	const struct unit_node *node = unit_tree_get(ctx->units, id);
	if (node == NULL)
		return NULL;
	Xueji__V1__UnitName *out = arena_one(ctx->arena, Xueji__V1__UnitName);
	xueji__v1__unit_name__init(out);
	out->id = id_message(ctx, id);
	out->code = (char *)node->code;
	out->name = (char *)node->name;
	out->tier = (Xueji__V1__Tier)node->tier;
	out->is_closed = node->is_closed;
	return out;
}

Xueji__V1__SchoolStage **stages_message(
	struct ctx *ctx, const struct programme *programme, size_t *n_out)
{
	Xueji__V1__SchoolStage **list = NULL;
	*n_out = 0;
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++) {
		if (programme->years[stage] == 0)
			continue;
		Xueji__V1__SchoolStage *one = arena_one(ctx->arena, Xueji__V1__SchoolStage);
		xueji__v1__school_stage__init(one);
		one->stage = (Xueji__V1__Stage)stage;
		one->years = programme->years[stage];
		list = arena_grow(ctx->arena, list, *n_out, sizeof *list);
		list[(*n_out)++] = one;
	}
	return list;
}

static Xueji__V1__SchoolGrade *grade_message(
	struct ctx *ctx, const struct programme *programme, int grade, int32_t n_classes)
{
	int stage = programme_stage_of(programme, grade);
	Xueji__V1__SchoolGrade *out = arena_one(ctx->arena, Xueji__V1__SchoolGrade);
	xueji__v1__school_grade__init(out);
	out->grade = grade;
	out->stage = (Xueji__V1__Stage)stage;
	out->year = grade - stage_first_grade(stage, programme->years[stage]) + 1;
	out->is_graduating = out->year == programme->years[stage];
	out->class_count = n_classes;
	return out;
}

Xueji__V1__School *school_message(
	struct ctx *ctx, const struct unit *unit, const int32_t *class_counts)
{
	const struct school_category *category = school_category(unit->code);
	Xueji__V1__School *out = arena_one(ctx->arena, Xueji__V1__School);
	xueji__v1__school__init(out);
	out->category = (char *)category->digits;
	out->category_name = (char *)sentence_in(&category->title, ctx->lang);
	out->is_private = unit->is_private;
	out->stages = stages_message(ctx, &unit->programme, &out->n_stages);
	out->grades = arena_array(ctx->arena, Xueji__V1__SchoolGrade *, GRADE_LAST);
	for (int grade = GRADE_FIRST; grade <= GRADE_LAST; grade++)
		if (programme_stage_of(&unit->programme, grade) != 0)
			out->grades[out->n_grades++] =
				grade_message(ctx, &unit->programme, grade, class_counts[grade]);
	return out;
}

enum err unit_find(struct ctx *ctx, int64_t id, const char *words, const struct unit_node **out)
{
	*out = unit_tree_get(ctx->units, id);
	return *out != NULL ? OK : ctx_fail(ctx, REASON_NO_SUCH_UNIT, words);
}
