#include "tui/commands/json.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/text.h"
#include "tui/commands/fields.h"
#include "tui/commands/plain.h"

/* ---- writing ---- */

/* What is no UTF-8 cannot stand in JSON; it is shown by its bytes. */
static json_t *of_text(struct arena *arena, const char *text)
{
	return json_string(text_is_utf8(text, strlen(text)) ? text : plain_line(arena, text));
}

static json_t *of_bytes(struct arena *arena, const ProtobufCBinaryData *bytes)
{
	size_t size = sodium_base64_ENCODED_LEN(bytes->len, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(arena, size);
	sodium_bin2base64(text, size, bytes->data, bytes->len, sodium_base64_VARIANT_ORIGINAL);
	return json_string(text);
}

static json_t *of_enum(const ProtobufCEnumDescriptor *type, int value)
{
	const ProtobufCEnumValue *row = protobuf_c_enum_descriptor_get_value(type, value);
	return row != NULL ? json_string(row->name) : json_integer(value);
}

static json_t *of_value(
	struct arena *arena, const ProtobufCFieldDescriptor *field, const void *value)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return of_text(arena, *(char *const *)value);
	case PROTOBUF_C_TYPE_BYTES:
		return of_bytes(arena, value);
	case PROTOBUF_C_TYPE_BOOL:
		return json_boolean(*(const protobuf_c_boolean *)value);
	case PROTOBUF_C_TYPE_ENUM:
		return of_enum(field->descriptor, *(const int *)value);
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
		return json_integer(*(const int32_t *)value);
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
		return json_integer(*(const uint32_t *)value);
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
		return json_integer(*(const int64_t *)value);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return json_string(arena_printf(arena, "%" PRIu64, *(const uint64_t *)value));
	case PROTOBUF_C_TYPE_FLOAT:
		return json_real((double)*(const float *)value);
	case PROTOBUF_C_TYPE_DOUBLE:
		return json_real(*(const double *)value);
	case PROTOBUF_C_TYPE_MESSAGE:
		return json_of_message(arena, *(ProtobufCMessage *const *)value);
	}
	return json_null();
}

static json_t *of_field(
	struct arena *arena, const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	size_t n = fields_count(message, field);
	if (field->label != PROTOBUF_C_LABEL_REPEATED)
		return n > 0 ? of_value(arena, field, fields_element(message, field, 0))
			     : json_null();
	json_t *list = json_array();
	for (size_t i = 0; i < n; i++)
		json_array_append_new(
			list, of_value(arena, field, fields_element(message, field, i)));
	return list;
}

json_t *json_of_message(struct arena *arena, const ProtobufCMessage *message)
{
	if (fields_is_timestamp(message->descriptor))
		return json_string(fields_timestamp(arena, message));
	json_t *object = json_object();
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		json_object_set_new(object, field->name, of_field(arena, message, field));
	}
	return object;
}

void json_print(struct arena *arena, const json_t *json, bool on_one_line)
{
	char *text = json_dumps(json, on_one_line ? JSON_COMPACT : JSON_INDENT(2));
	puts(plain_json(arena, text));
	free(text);
}

/* ---- reading ---- */

static bool to_fields(
	struct arena *arena, const json_t *json, ProtobufCMessage *message, char why[WHY_SIZE]);

/* What a scalar is as a word. */
static const char *word_of(struct arena *arena, const json_t *json)
{
	if (json_is_string(json))
		return json_string_value(json);
	if (json_is_integer(json))
		return arena_printf(arena, "%" JSON_INTEGER_FORMAT, json_integer_value(json));
	if (json_is_boolean(json))
		return json_is_true(json) ? "true" : "false";
	return NULL;
}

static bool has_type(const ProtobufCFieldDescriptor *field, const json_t *json)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_BYTES:
	case PROTOBUF_C_TYPE_ENUM:
		return json_is_string(json);
	case PROTOBUF_C_TYPE_BOOL:
		return json_is_boolean(json);
	default:
		return json_is_integer(json) || json_is_string(json);
	}
}

static bool to_value(struct arena *arena, const json_t *json, const ProtobufCFieldDescriptor *field,
	void *out, char why[WHY_SIZE])
{
	if (field->type == PROTOBUF_C_TYPE_MESSAGE) {
		ProtobufCMessage *inner = fields_new(arena, field->descriptor);
		*(ProtobufCMessage **)out = inner;
		return to_fields(arena, json, inner, why);
	}
	if (!has_type(field, json))
		return why_set(why, "is not of the type that this field has");
	return fields_put(arena, field, word_of(arena, json), out, why);
}

static bool to_list(struct arena *arena, const json_t *json, ProtobufCMessage *message,
	const ProtobufCFieldDescriptor *field, char why[WHY_SIZE])
{
	size_t i;
	json_t *element;
	if (!json_is_array(json))
		return why_set(why, "is no list");
	json_array_foreach(json, i,
		element) if (!to_value(arena, element, field, fields_grow(arena, message, field),
				     why)) return false;
	return true;
}

static bool to_field(struct arena *arena, const char *name, const json_t *json,
	ProtobufCMessage *message, char why[WHY_SIZE])
{
	char inner[WHY_SIZE];
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	if (field == NULL)
		return why_set(why, "%s: there is no such field", name);
	if (json_is_null(json))
		return true;
	if (field->label == PROTOBUF_C_LABEL_REPEATED
			? to_list(arena, json, message, field, inner)
			: to_value(arena, json, field, fields_at(message, field), inner))
		return true;
	return why_set(why, "%s: %s", name, inner);
}

static bool to_fields(
	struct arena *arena, const json_t *json, ProtobufCMessage *message, char why[WHY_SIZE])
{
	const char *name;
	json_t *value;
	if (!json_is_object(json))
		return why_set(why, "is no object");
	json_object_foreach((json_t *)json, name,
		value) if (!to_field(arena, name, value, message, why)) return false;
	return true;
}

ProtobufCMessage *json_to_message(struct arena *arena, const json_t *json,
	const ProtobufCMessageDescriptor *type, char why[WHY_SIZE])
{
	ProtobufCMessage *message = fields_new(arena, type);
	return to_fields(arena, json, message, why) ? message : NULL;
}
