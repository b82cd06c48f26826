/* Service Units: one unit, the children of one, the classes of a school. */
#include "server/service/units.h"

#include "domain/unit_code.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/service/unit_walk.h"
#include "server/store/unit_change_store.h"
#include "server/store/unit_store.h"

/* ---- one unit ---- */

static enum err find_asked(
	struct ctx *ctx, const Xueji__V1__GetUnitRequest *in, const struct unit_node **out)
{
	int64_t id = 0;
	if (in->code[0] == '\0')
		id = field_id(ctx, "unit_id", in->unit_id);
	else if (in->unit_id[0] != '\0')
		ctx_fault(ctx, "code", REASON_ID_OR_CODE);
	else if (unit_code_tier(in->code) == 0)
		ctx_fault(ctx, "code", REASON_NOT_A_UNIT_CODE);
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	if (in->code[0] == '\0')
		return unit_find(ctx, id, in->unit_id, out);
	*out = unit_tree_by_code(ctx->units, in->code);
	return *out != NULL ? OK : ctx_fail(ctx, REASON_NO_SUCH_UNIT, in->code);
}

static void fill_path(
	struct ctx *ctx, const struct unit_node *node, Xueji__V1__GetUnitResponse *out)
{
	const struct unit_node *above[TIER_SCHOOL];
	size_t n = 0;
	for (int64_t id = node->parent; id != 0 && n < TIER_SCHOOL; id = above[n++]->parent)
		above[n] = unit_tree_get(ctx->units, id);
	out->path = arena_array(ctx->arena, Xueji__V1__UnitName *, n);
	while (n > 0)
		out->path[out->n_path++] = unit_name_message(ctx, above[--n]->id);
}

static enum err fill_names(struct ctx *ctx, int64_t unit,
	enum err (*list)(struct ctx *, int64_t, int64_t **, size_t *), Xueji__V1__UnitName ***out,
	size_t *n_out)
{
	int64_t *ids = NULL;
	size_t n = 0;
	enum err err = list(ctx, unit, &ids, &n);
	*out = arena_array(ctx->arena, Xueji__V1__UnitName *, n);
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__UnitName *name = unit_name_message(ctx, ids[i]);
		if (name != NULL)
			(*out)[(*n_out)++] = name;
	}
	return err;
}

static enum err fill_stored(struct ctx *ctx, int64_t id, Xueji__V1__GetUnitResponse *out)
{
	struct unit *unit = NULL;
	int32_t counts[GRADE_LAST + 1];
	enum err err = unit_get(ctx, id, &unit);
	if (err != OK || unit == NULL)
		return err;
	out->opened_day = message_day(ctx->arena, unit->opened);
	out->closed_day = message_day(ctx->arena, unit->closed);
	out->keeper = unit_name_message(ctx, unit->keeper);
	if (unit->tier != TIER_SCHOOL)
		return OK;
	if ((err = unit_class_counts(ctx, id, counts)) == OK)
		out->school = school_message(ctx, unit, counts);
	return err;
}

enum err units_get(struct ctx *ctx, const void *request, void *reply)
{
	Xueji__V1__GetUnitResponse *out = reply;
	const struct unit_node *node = NULL;
	enum err err = find_asked(ctx, request, &node);
	if (err != OK)
		return err;
	out->unit = arena_one(ctx->arena, Xueji__V1__Unit);
	xueji__v1__unit__init(out->unit);
	unit_message(ctx, node, out->unit);
	fill_path(ctx, node, out);
	out->bureau = unit_name_message(ctx, node->bureau);
	if ((err = fill_stored(ctx, node->id, out)) != OK)
		return err;
	err = fill_names(ctx, node->id, unit_successors, &out->successors, &out->n_successors);
	if (err == OK)
		err = fill_names(
			ctx, node->id, unit_predecessors, &out->predecessors, &out->n_predecessors);
	return err;
}

/* ---- the children of one ---- */

static bool is_wanted(const Xueji__V1__ListUnitsRequest *in, const struct unit_node *node)
{
	return (in->include_closed || !node->is_closed) &&
	       (in->tier == XUEJI__V1__TIER__TIER_UNSPECIFIED || (int)in->tier == node->tier);
}

enum err units_list(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListUnitsRequest *in = request;
	Xueji__V1__ListUnitsResponse *out = reply;
	const struct unit_node *parent = NULL, *child;
	struct page page;
	int64_t id = field_id_or(ctx, "parent_id", in->parent_id, UNIT_NATION);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, id, in->parent_id, &parent);
	if (err != OK)
		return err;
	struct unit_walk walk = unit_walk_children(ctx->units, parent, page.text);
	Xueji__V1__Unit *units = arena_array(ctx->arena, Xueji__V1__Unit, page.size);
	out->units = arena_array(ctx->arena, Xueji__V1__Unit *, page.size);
	while ((child = unit_walk_next(&walk)) != NULL) {
		if (!is_wanted(in, child))
			continue;
		if (out->n_units == page.size) {
			out->next_page_token =
				page_next(&page, 0, 0, out->units[page.size - 1]->code);
			break;
		}
		xueji__v1__unit__init(&units[out->n_units]);
		unit_message(ctx, child, &units[out->n_units]);
		out->units[out->n_units] = &units[out->n_units];
		out->n_units++;
	}
	return OK;
}

/* ---- the classes of a school ---- */

static void fill_classes(struct ctx *ctx, const struct school_class *classes, size_t n,
	Xueji__V1__ListClassesResponse *out)
{
	out->classes = arena_array(ctx->arena, Xueji__V1__SchoolClass *, n);
	for (size_t i = 0; i < n; i++) {
		Xueji__V1__SchoolClass *one = arena_one(ctx->arena, Xueji__V1__SchoolClass);
		xueji__v1__school_class__init(one);
		one->grade = classes[i].grade;
		one->number = classes[i].number;
		out->classes[out->n_classes++] = one;
	}
}

enum err units_list_classes(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListClassesRequest *in = request;
	Xueji__V1__ListClassesResponse *out = reply;
	const struct unit_node *school = NULL;
	struct school_class *classes = NULL;
	struct page page;
	size_t n = 0;
	int64_t id = field_id(ctx, "unit_id", in->unit_id);
	field_number(ctx, "grade", in->grade, 0, GRADE_LAST);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = unit_find(ctx, id, in->unit_id, &school);
	if (err == OK && school->tier != TIER_SCHOOL) {
		ctx_fault(ctx, "unit_id", REASON_NOT_A_SCHOOL);
		err = ctx_faults(ctx);
	}
	if (err != OK)
		return err;
	const struct school_class behind = {(int)page.number[0], (int)page.number[1]};
	err = unit_classes(ctx, id, in->grade, behind, page.size + 1, &classes, &n);
	if (err != OK)
		return err;
	fill_classes(ctx, classes, n < page.size ? n : page.size, out);
	if (n > page.size)
		out->next_page_token = page_next(
			&page, classes[page.size - 1].grade, classes[page.size - 1].number, NULL);
	return OK;
}
