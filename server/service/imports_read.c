/* What a row says: read before the writer's turn, since most of an import's work is here and none
 * of it needs the writer. What it relied on of the school and of the collection is remembered, and
 * the writer compares. */
#include <assert.h>
#include <string.h>

#include "domain/class_text.h"
#include "domain/items_check.h"
#include "server/registry/student_items.h"
#include "server/service/cases.h"
#include "server/service/imports.h"
#include "server/store/campaign_store.h"
#include "server/store/profile_store.h"
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

/* As a school stood when rows were read for it. */
struct place {
	int64_t school, rev; /* rev 0: there is no such unit */
	int stage;
	bool is_collected; /* by a bureau's sheet */
};

struct import_readings {
	struct import_reading *of;
	size_t n;
	struct place *places;
	size_t n_places;
};

struct row {
	const struct import *import;
	const Xueji__V1__ImportRow *in;
	Xueji__V1__SaveRegistrationRequest form;
	struct import_reading *out;
};

/* ---- places ---- */

static bool is_bureaus(const struct ctx *ctx, const struct import *import)
{
	const struct unit_node *own = unit_tree_get(ctx->units, import->unit);
	return own != NULL && own->tier != TIER_SCHOOL;
}

static enum err look_at(struct ctx *ctx, const struct import *import, struct place *place)
{
	struct unit *school;
	enum err err = unit_get(ctx, place->school, &school);
	place->rev = err == OK && school != NULL ? school->rev : 0;
	place->is_collected = true;
	if (err == OK && is_bureaus(ctx, import))
		err = campaign_runs(ctx, CAMPAIGN_COLLECTION, place->school, place->stage,
			&place->is_collected);
	return err;
}

static enum err find_place(struct ctx *ctx, const struct import *import,
	struct import_readings *readings, int64_t school, int stage, const struct place **out)
{
	for (size_t i = readings->n_places; i-- > 0;) {
		*out = &readings->places[i];
		if ((*out)->school == school && (*out)->stage == stage)
			return OK;
	}
	struct place place = {.school = school, .stage = stage};
	enum err err = look_at(ctx, import, &place);
	if (err != OK)
		return err;
	readings->places = arena_grow(
		ctx->arena, readings->places, readings->n_places, sizeof *readings->places);
	readings->places[readings->n_places] = place;
	*out = &readings->places[readings->n_places++];
	return OK;
}

enum err imports_compare(struct ctx *ctx, const struct import *import,
	const struct import_readings *readings, bool *is_same_out)
{
	enum err err = OK;
	*is_same_out = true;
	for (size_t i = 0; err == OK && *is_same_out && i < readings->n_places; i++) {
		const struct place *then = &readings->places[i];
		struct place now = *then;
		err = look_at(ctx, import, &now);
		*is_same_out = now.rev == then->rev && now.is_collected == then->is_collected;
	}
	return err;
}

/* ---- a row ---- */

/* In a bureau's sheet each row names its school, which lies below the bureau. */
static int64_t find_school_below(struct ctx *ctx, const struct unit_node *own, const char *code)
{
	const struct unit_node *school = unit_tree_by_code(ctx->units, code);
	if (code[0] == '\0') {
		ctx_fault(ctx, "school_id", REASON_REQUIRED);
		return 0;
	}
	if (school != NULL && school->tier == TIER_SCHOOL && !school->is_closed &&
		unit_tree_is_under(ctx->units, school->id, own->id))
		return school->id;
	ctx_fault(ctx, "school_id", REASON_NOT_A_SCHOOL_OF_YOURS, own->name);
	return 0;
}

static int64_t find_school(struct ctx *ctx, const struct row *row)
{
	const struct unit_node *own = unit_tree_get(ctx->units, row->import->unit);
	const char *code = row->in->school_code;
	if (own != NULL && own->tier != TIER_SCHOOL)
		return find_school_below(ctx, own, code);
	if (own != NULL && code[0] != '\0' && strcmp(own->code, code) != 0)
		ctx_fault(ctx, "school_id", REASON_SHEET_OF_OTHER_SCHOOL,
			arena_printf(ctx->arena, "%s (%s)", own->name, own->code));
	return row->import->unit;
}

/* Where the sheet has no column of that name, kindergartens', the child enters the first grade. */
static void read_place(struct ctx *ctx, struct row *row)
{
	Xueji__V1__StudentItems *items = row->form.items;
	bool is_preschool = row->import->form == FORM_PRESCHOOL + 1;
	const char *grade = item_tidy(ITEM_GRADE, ctx->arena, items->grade);
	const char *class_no = item_tidy(ITEM_CLASS_NAME, ctx->arena, items->class_name);
	row->form.grade = is_preschool;
	if (is_preschool)
		return;
	if (grade[0] == '\0')
		ctx_fault(ctx, "grade", REASON_REQUIRED);
	else if (!grade_read(grade, &row->form.grade))
		ctx_fault(ctx, "grade", REASON_NO_SUCH_GRADE, grade);
	if (class_no[0] == '\0' && !row->form.is_provisional)
		ctx_fault(ctx, "class_number", REASON_REQUIRED);
	else if (class_no[0] != '\0' &&
		 !class_read(class_no, row->form.grade, &row->form.class_number))
		ctx_fault(ctx, "class_number", REASON_NOT_A_CLASS);
}

/* A bureau's sheet is of the stages that are collected. */
static enum err check_collection(struct ctx *ctx, const struct row *row, const struct place *place)
{
	if (place->is_collected)
		return OK;
	ctx_fault(ctx, "school_id", REASON_NOT_A_SCHOOL_OF_YOURS,
		unit_tree_get(ctx->units, row->import->unit)->name);
	return ctx_faults(ctx);
}

static Xueji__V1__StudentItems *read_cells(struct ctx *ctx, const Xueji__V1__StudentItems *given)
{
	Xueji__V1__StudentItems *items = profile_copy(ctx->arena, given);
	for (int item = 0; item < ITEM_COUNT; item++) {
		char **cell = student_item_at(items, (enum item)item);
		if (item_row((enum item)item)->kind == KIND_CODE && (*cell)[0] != '\0')
			*cell = (char *)item_tidy_cell((enum item)item, ctx->arena, *cell);
	}
	items->photo = (char *)protobuf_c_empty_string; /* a sheet has none */
	return items;
}

static enum err read_form(struct ctx *ctx, struct row *row, struct import_readings *readings)
{
	static const Xueji__V1__StudentItems none = XUEJI__V1__STUDENT_ITEMS__INIT;
	const Xueji__V1__StudentItems *given = row->in->items ? row->in->items : &none;
	struct import_reading *out = row->out;
	const struct place *place;
	xueji__v1__save_registration_request__init(&row->form);
	row->form.items = read_cells(ctx, given);
	row->form.submit = true;
	row->form.is_provisional =
		row->import->is_provisional || row->import->form == FORM_PRESCHOOL + 1;
	out->school = find_school(ctx, row);
	read_place(ctx, row);
	if (item_tidy(ITEM_ID_NUMBER, ctx->arena, given->id_number)[0] == '\0')
		ctx_fault(ctx, "items.id_number", REASON_ENTERED_ONE_BY_ONE);
	enum err err = cases_read_registration(ctx, &row->form, out->school, NULL, &out->entered);
	if ((err != OK && !imports_is_refusal(err)) || out->school == 0)
		return err;
	enum err found =
		find_place(ctx, row->import, readings, out->school, out->entered.row.stage, &place);
	if (found != OK)
		return found;
	if (err == OK)
		err = check_collection(ctx, row, place);
	if (out->entered.items != NULL) {
		student_make(ctx, &out->entered);
		out->key = out->entered.made->key;
	}
	return err;
}

static enum err read_row(struct ctx *ctx, struct row *row, struct import_readings *readings)
{
	enum err err = read_form(ctx, row, readings);
	if (err == OK || !imports_is_refusal(err))
		return err;
	row->out->refused = ctx->failure;
	ctx_forgive(ctx);
	return OK;
}

enum err imports_read(struct ctx *ctx, const struct import *import,
	Xueji__V1__ImportRow *const *rows, size_t n, struct import_readings **out)
{
	struct import_readings *readings = arena_one(ctx->arena, struct import_readings);
	enum err err = OK;
	readings->of = arena_array(ctx->arena, struct import_reading, n);
	readings->n = n;
	for (size_t i = 0; err == OK && i < n; i++) {
		struct row row = {.import = import, .in = rows[i], .out = &readings->of[i]};
		readings->of[i].key.is_empty = true;
		err = read_row(ctx, &row, readings);
	}
	*out = readings;
	return err;
}

const struct import_reading *imports_reading(const struct import_readings *readings, size_t i)
{
	assert(i < readings->n);
	return &readings->of[i];
}
