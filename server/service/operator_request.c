#include "server/service/operator_request.h"

#include <protobuf-c/protobuf-c.h>
#include <string.h>

#include "common/date.h"
#include "server/registry/operator_rules.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/operator_message.h"
#include "server/store/unit_tree.h"

/* A field as it came: its name, and where its value and (of a list) its count lie. */
struct field {
	const char *name;
	const void *value;
	size_t count;
};

static const char *text_of(const struct field *field)
{
	return *(const char *const *)field->value;
}

static const char *most(struct ctx *ctx, int value)
{
	return arena_printf(ctx->arena, "%d", value);
}

/* ---- one function a field ---- */

static void read_operator(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->operator_id = field_id(ctx, field->name, text_of(field));
}

static void read_rev(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->rev = *(const int64_t *)field->value;
	field_number(ctx, field->name, out->rev, 1, INT64_MAX);
}

static void read_unit(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->unit = field_id(ctx, field->name, text_of(field));
	const struct unit_node *unit = unit_tree_get(ctx->units, out->unit);
	if (unit != NULL && unit->is_closed)
		ctx_fault(ctx, field->name, REASON_UNIT_IS_CLOSED);
}

static void read_posting(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->posting = field_id(ctx, field->name, text_of(field));
}

static void read_deputy(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->deputy = field_id_or(ctx, field->name, text_of(field), 0);
	if (out->deputy != 0 && out->deputy == out->operator_id)
		ctx_fault(ctx, field->name, REASON_SAME_PERSON);
}

static void read_name(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->name = text_of(field);
	if (out->name[0] == '\0')
		ctx_fault(ctx, field->name, REASON_REQUIRED);
	else if (!operator_name_is_valid(out->name))
		ctx_fault(ctx, field->name, REASON_NOT_A_SIGN_IN_NAME);
}

static void read_full_name(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->full_name = text_of(field);
	field_line(ctx, field->name, out->full_name, FULL_NAME_MAX);
}

static void read_phone(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->phone = text_of(field);
	if (!phone_is_valid(out->phone))
		ctx_fault(ctx, field->name, REASON_NOT_A_PHONE, most(ctx, PHONE_MAX));
}

static void read_certificate_no(
	struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->certificate_no = text_of(field);
	if (out->certificate_no[0] == '\0')
		ctx_fault(ctx, field->name, REASON_REQUIRED);
	else if (!certificate_no_is_valid(out->certificate_no))
		ctx_fault(ctx, field->name, REASON_NOT_A_CERTIFICATE_NO,
			most(ctx, CERTIFICATE_NO_MAX));
}

static void read_certificate_until(
	struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->certificate_until = field_day(ctx, field->name, text_of(field));
}

static void read_reason(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->reason = text_of(field);
	field_line(ctx, field->name, out->reason, SEAL_REASON_MAX);
}

static void read_roles(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->roles = message_roles_read(*(Xueji__V1__Role *const *)field->value, field->count);
	if (field->count == 0)
		ctx_fault(ctx, field->name, REASON_REQUIRED);
	else if (out->roles == 0)
		ctx_fault(ctx, field->name, REASON_UNKNOWN_VALUE, "0");
}

static void read_first_day(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	out->first_day = field_day_or(ctx, field->name, text_of(field), DAY_NONE);
	if (out->first_day != DAY_NONE && out->first_day < ctx_today(ctx))
		ctx_fault(ctx, field->name, REASON_IN_THE_PAST);
}

static void read_last_day(struct ctx *ctx, const struct field *field, struct operator_request *out)
{
	char first[DATE_TEXT_SIZE];
	out->last_day = field_day_or(ctx, field->name, text_of(field), DAY_NONE);
	if (out->last_day == DAY_NONE)
		return;
	if (out->last_day < ctx_today(ctx))
		ctx_fault(ctx, field->name, REASON_IN_THE_PAST);
	if (out->last_day < out->first_day) {
		date_format(out->first_day, first);
		ctx_fault(ctx, field->name, REASON_ENDS_BEFORE_START, first);
	}
}

static const struct {
	const char *name;
	void (*read)(struct ctx *ctx, const struct field *field, struct operator_request *out);
} readers[] = {
	{"id", read_operator},
	{"operator_id", read_operator},
	{"rev", read_rev},
	{"unit_id", read_unit},
	{"posting_id", read_posting},
	{"deputy_id", read_deputy},
	{"name", read_name},
	{"full_name", read_full_name},
	{"phone", read_phone},
	{"certificate_no", read_certificate_no},
	{"certificate_until", read_certificate_until},
	{"reason", read_reason},
	{"roles", read_roles},
	{"first_day", read_first_day},
	{"last_day", read_last_day},
};

enum { N_READERS = sizeof readers / sizeof *readers };

/* ---- what the fields say together ---- */

static void check_roles(struct ctx *ctx, const struct operator_request *in)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, in->unit);
	const struct duty duty = {in->unit, in->roles, 0, 0};
	char has[128], wrong[128];
	if (in->roles == 0)
		return;
	enum reason conflict = duties_conflict(&duty, &duty);
	if (conflict != REASON_COUNT)
		ctx_fault(ctx, "roles", conflict);
	if (unit == NULL)
		return;
	uint32_t allowed = roles_of_tier((enum tier)unit->tier);
	if (in->roles & ~allowed)
		ctx_fault(ctx, "roles", REASON_ROLE_NOT_AT_TIER,
			roles_words(in->roles & ~allowed, wrong, sizeof wrong),
			roles_words(allowed, has, sizeof has));
}

static void read_field(struct ctx *ctx, const ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *descriptor, struct operator_request *out)
{
	struct field field = {
		.name = descriptor->name, .value = (const char *)message + descriptor->offset};
	if (descriptor->label == PROTOBUF_C_LABEL_REPEATED)
		field.count =
			*(const size_t *)((const char *)message + descriptor->quantifier_offset);
	for (size_t i = 0; i < N_READERS; i++)
		if (strcmp(readers[i].name, field.name) == 0)
			readers[i].read(ctx, &field, out);
}

enum err operator_request_read(struct ctx *ctx, const void *request, struct operator_request *out)
{
	const ProtobufCMessage *message = request;
	*out = (struct operator_request){0};
	for (unsigned i = 0; i < message->descriptor->n_fields; i++)
		read_field(ctx, message, &message->descriptor->fields[i], out);
	check_roles(ctx, out);
	return ctx_faults(ctx);
}

enum err operator_request_home(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct operator_request in;
	struct operator_row row;
	enum err err = operator_request_read(ctx, request, &in);
	if (err == OK)
		err = operator_read(ctx, in.operator_id, &row);
	if (err == OK)
		*place_out = row.unit;
	return err;
}

enum err operator_request_unit(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct operator_request in;
	enum err err = operator_request_read(ctx, request, &in);
	if (err == OK)
		*place_out = in.unit;
	return err;
}
