#include "server/service/students.h"

#include <stdio.h>
#include <string.h>

#include "domain/id_number.h"
#include "domain/student_no.h"
#include "server/service/units.h"
#include "server/store/ids.h"
#include "server/store/profile_store.h"

static char *masked_id(struct ctx *ctx, const char *number)
{
	char *masked = arena_alloc(ctx->arena, strlen(number) + 1);
	id_number_mask(number, masked, strlen(number) + 1);
	return masked;
}

static char *masked_no(struct ctx *ctx, const char *number)
{
	char *masked = arena_alloc(ctx->arena, STUDENT_NO_SIZE);
	if (*number != '\0')
		student_no_mask(number, masked);
	return masked;
}

static void fill_row(struct ctx *ctx, const struct student_row *row, Xueji__V1__Student *out)
{
	out->id = ids_format(ctx->arena, row->id);
	out->rev = row->rev;
	out->name = (char *)row->name;
	out->sex = arena_printf(ctx->arena, "%d", row->sex);
	out->birth_date = (char *)row->birth;
	out->status = (Xueji__V1__StudentStatus)row->status;
	out->student_no_kind = (Xueji__V1__StudentNumberKind)row->number_kind;
	out->school = unit_name_message(ctx, row->school);
	out->stage = (Xueji__V1__Stage)row->stage;
	out->grade = row->grade;
	out->class_number = row->class_no;
	out->is_provisional = row->is_provisional;
}

enum err student_message(struct ctx *ctx, const struct student_row *row,
	const Xueji__V1__StudentItems *items, Xueji__V1__Student *out)
{
	Xueji__V1__StudentItems *stored;
	const char *number;
	enum err err = number_current(ctx, row->id, &number);
	if (err == OK && items == NULL) {
		err = profile_get(ctx, row->id, &stored);
		items = stored;
	}
	if (err != OK)
		return err;
	fill_row(ctx, row, out);
	out->student_no_masked = masked_no(ctx, number);
	out->id_type = items->id_type;
	out->id_number_masked = masked_id(ctx, items->id_number);
	return OK;
}

enum err student_messages(struct ctx *ctx, const struct student_row *rows, size_t n,
	Xueji__V1__Student ***out, size_t *n_out)
{
	Xueji__V1__Student *messages = arena_array(ctx->arena, Xueji__V1__Student, n);
	enum err err = OK;
	*out = arena_array(ctx->arena, Xueji__V1__Student *, n);
	for (size_t i = 0; i < n && err == OK; i++) {
		xueji__v1__student__init(&messages[i]);
		(*out)[i] = &messages[i];
		err = student_message(ctx, &rows[i], NULL, &messages[i]);
	}
	*n_out = n;
	return err;
}

Xueji__V1__Enrolment *enrolment_message(struct ctx *ctx, const struct enrolment *enrolment)
{
	Xueji__V1__Enrolment *out = arena_one(ctx->arena, Xueji__V1__Enrolment);
	xueji__v1__enrolment__init(out);
	out->school = unit_name_message(ctx, enrolment->school);
	out->stage = (Xueji__V1__Stage)enrolment->stage;
	out->years = enrolment->years;
	out->year_in_stage = enrolment->year_in_stage;
	out->is_graduating = enrolment_is_graduating(enrolment);
	out->grade = enrolment->grade;
	out->class_number = enrolment->class_no;
	out->from_day = (char *)enrolment->from_day;
	out->to_day = (char *)enrolment->to_day;
	out->ended = (Xueji__V1__EnrolmentEnd)enrolment->ended;
	return out;
}

Xueji__V1__StudentNumber *number_message(struct ctx *ctx, const struct number_row *number)
{
	Xueji__V1__StudentNumber *out = arena_one(ctx->arena, Xueji__V1__StudentNumber);
	xueji__v1__student_number__init(out);
	out->kind = (Xueji__V1__StudentNumberKind)number->sort;
	out->masked = number->sort == NUMBER_ALIAS ? masked_id(ctx, number->text)
						   : masked_no(ctx, number->text);
	out->is_current = number->is_current;
	out->from_day = (char *)number->from_day;
	out->to_day = (char *)number->to_day;
	return out;
}

enum { PATH_MOST = TIER_SCHOOL };

/* The units above a school, the lowest first, without the nation. */
static size_t units_above(struct ctx *ctx, int64_t school, const struct unit_node *above[PATH_MOST])
{
	size_t n = 0;
	const struct unit_node *unit = unit_tree_get(ctx->units, school);
	while (unit != NULL && n < PATH_MOST) {
		unit = unit_tree_get(ctx->units, unit->parent);
		if (unit != NULL && unit->tier > TIER_NATION)
			above[n++] = unit;
	}
	return n;
}

Xueji__V1__UnitName **student_path(struct ctx *ctx, int64_t school, size_t *n_out)
{
	const struct unit_node *above[PATH_MOST];
	size_t n = units_above(ctx, school, above);
	Xueji__V1__UnitName **path = arena_array(ctx->arena, Xueji__V1__UnitName *, n);
	for (size_t i = 0; i < n; i++)
		path[i] = unit_name_message(ctx, above[n - 1 - i]->id);
	*n_out = n;
	return path;
}

char *student_place_text(struct ctx *ctx, int64_t school)
{
	const struct unit_node *above[PATH_MOST];
	char *text = "";
	for (size_t n = units_above(ctx, school, above); n > 0; n--)
		text = arena_printf(
			ctx->arena, "%s%s%s", text, text[0] != '\0' ? " " : "", above[n - 1]->name);
	return text;
}
