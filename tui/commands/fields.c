#include "tui/commands/fields.h"

#include <errno.h>
#include <google/protobuf/timestamp.pb-c.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/date.h"

/* ---- places ---- */

ProtobufCMessage *fields_new(struct arena *arena, const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = arena_alloc(arena, type->sizeof_message);
	type->message_init(message);
	return message;
}

void *fields_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (char *)message + field->offset;
}

static size_t *count_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (size_t *)((char *)message + field->quantifier_offset);
}

/* In memory. */
static size_t size_of(const ProtobufCFieldDescriptor *field)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_SINT32:
	case PROTOBUF_C_TYPE_SFIXED32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_FIXED32:
	case PROTOBUF_C_TYPE_FLOAT:
	case PROTOBUF_C_TYPE_ENUM:
		return 4;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_SINT64:
	case PROTOBUF_C_TYPE_SFIXED64:
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
	case PROTOBUF_C_TYPE_DOUBLE:
		return 8;
	case PROTOBUF_C_TYPE_BOOL:
		return sizeof(protobuf_c_boolean);
	case PROTOBUF_C_TYPE_BYTES:
		return sizeof(ProtobufCBinaryData);
	case PROTOBUF_C_TYPE_STRING:
	case PROTOBUF_C_TYPE_MESSAGE:
		break;
	}
	return sizeof(void *);
}

size_t fields_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		return *count_at(message, field);
	return field->type != PROTOBUF_C_TYPE_MESSAGE ||
	       *(void *const *)fields_at(message, field) != NULL;
}

const void *fields_element(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t i)
{
	const char *at = fields_at(message, field);
	if (field->label == PROTOBUF_C_LABEL_REPEATED)
		at = *(const char *const *)(const void *)at + i * size_of(field);
	return at;
}

void *fields_grow(
	struct arena *arena, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	void **list = fields_at(message, field);
	size_t *n = count_at(message, field), size = size_of(field);
	*list = arena_grow(arena, *list, *n, size);
	return (char *)*list + (*n)++ * size;
}

/* ---- setting ---- */

/* A value's name after what all names of its enum begin with. */
static const char *short_name(const ProtobufCEnumDescriptor *type, const char *name)
{
	const char *first = type->values_by_name[0].name;
	size_t common = 0, last = 0;
	for (; first[common] != '\0'; common++) {
		for (unsigned i = 1; i < type->n_value_names; i++)
			if (type->values_by_name[i].name[common] != first[common])
				return name + last;
		if (first[common] == '_')
			last = common + 1;
	}
	return name + last;
}

static const char *lower(struct arena *arena, const char *name)
{
	char *text = arena_strdup(arena, name);
	for (char *letter = text; *letter != '\0'; letter++)
		*letter = (char)(*letter >= 'A' && *letter <= 'Z' ? *letter + 32 : *letter);
	return text;
}

static const char *words_of(struct arena *arena, const ProtobufCEnumDescriptor *type)
{
	const char *words = "";
	for (unsigned i = 0; i < type->n_values; i++)
		if (type->values[i].value != 0)
			words = arena_printf(arena, "%s%s%s", words, *words ? ", " : "",
				lower(arena, short_name(type, type->values[i].name)));
	return words;
}

const char *fields_words(
	struct arena *arena, const ProtobufCMessageDescriptor *type, const char *path)
{
	const char *dot = strchr(path, '.');
	const char *name = dot != NULL ? arena_strndup(arena, path, (size_t)(dot - path)) : path;
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(type, name);
	if (field == NULL)
		return "";
	if (dot != NULL)
		return field->type == PROTOBUF_C_TYPE_MESSAGE
			       ? fields_words(arena, field->descriptor, dot + 1)
			       : "";
	return field->type == PROTOBUF_C_TYPE_ENUM ? words_of(arena, field->descriptor) : "";
}

static bool put_enum(struct arena *arena, const ProtobufCEnumDescriptor *type, const char *word,
	int *out, char why[WHY_SIZE])
{
	for (unsigned i = 0; i < type->n_values; i++) {
		const char *name = type->values[i].name;
		if (strcasecmp(word, name) == 0 || strcasecmp(word, short_name(type, name)) == 0) {
			*out = type->values[i].value;
			return true;
		}
	}
	const char *choices = words_of(arena, type);
	if (strlen(word) + strlen(choices) > WHY_SIZE / 2)
		return why_set(why, "\"%.*s\" is no word for it", WHY_SIZE / 2, word);
	return why_set(why, "\"%s\" is none of %s", word, choices);
}

static bool put_number(const char *word, int64_t min, int64_t max, int64_t *out, char why[WHY_SIZE])
{
	char *end;
	errno = 0;
	long long value = strtoll(word, &end, 10);
	if (end == word || *end != '\0' || errno != 0 || value < min || value > max)
		return why_set(
			why, "\"%s\" is no number from %" PRId64 " to %" PRId64, word, min, max);
	*out = value;
	return true;
}

static bool put_unsigned(const char *word, uint64_t *out, char why[WHY_SIZE])
{
	char *end;
	errno = 0;
	*out = strtoull(word, &end, 10);
	return (*word >= '0' && *word <= '9' && *end == '\0' && errno == 0) ||
	       why_set(why, "\"%s\" is no whole number", word);
}

static bool put_bool(const char *word, protobuf_c_boolean *out, char why[WHY_SIZE])
{
	*out = *word == '\0' || strcasecmp(word, "yes") == 0 || strcasecmp(word, "true") == 0;
	return *out || strcasecmp(word, "no") == 0 || strcasecmp(word, "false") == 0 ||
	       why_set(why, "\"%s\" is neither yes nor no", word);
}

static bool put_bytes(
	struct arena *arena, const char *word, ProtobufCBinaryData *out, char why[WHY_SIZE])
{
	size_t size = strlen(word);
	out->data = arena_alloc(arena, size + 1);
	const char *end = word;
	if (sodium_base642bin(out->data, size + 1, word, size, NULL, &out->len, &end,
		    sodium_base64_VARIANT_ORIGINAL) != 0 ||
		*end != '\0')
		return why_set(why, "is no base64");
	return true;
}

bool fields_put(struct arena *arena, const ProtobufCFieldDescriptor *field, const char *word,
	void *out, char why[WHY_SIZE])
{
	int64_t number;
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		*(char **)out = arena_strdup(arena, word);
		return true;
	case PROTOBUF_C_TYPE_BYTES:
		return put_bytes(arena, word, out, why);
	case PROTOBUF_C_TYPE_BOOL:
		return put_bool(word, out, why);
	case PROTOBUF_C_TYPE_ENUM:
		return put_enum(arena, field->descriptor, word, out, why);
	case PROTOBUF_C_TYPE_INT32:
		if (!put_number(word, INT32_MIN, INT32_MAX, &number, why))
			return false;
		*(int32_t *)out = (int32_t)number;
		return true;
	case PROTOBUF_C_TYPE_INT64:
		return put_number(word, INT64_MIN, INT64_MAX, out, why);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return put_unsigned(word, out, why);
	default:
		return why_set(why, "cannot be given by a word");
	}
}

static const ProtobufCFieldDescriptor *field_named(
	const ProtobufCMessage *message, const char *path, size_t size)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		if (strlen(field->name) == size && memcmp(field->name, path, size) == 0)
			return field;
	}
	return NULL;
}

bool fields_set(struct arena *arena, ProtobufCMessage *message, const char *path, const char *word,
	char why[WHY_SIZE])
{
	size_t size = strcspn(path, ".");
	const ProtobufCFieldDescriptor *field = field_named(message, path, size);
	if (field == NULL)
		return why_set(why, "there is no field %s", path);
	void *at = field->label == PROTOBUF_C_LABEL_REPEATED ? fields_grow(arena, message, field)
							     : fields_at(message, field);
	if (path[size] == '\0')
		return fields_put(arena, field, word, at, why);
	ProtobufCMessage **inner = at;
	if (*inner == NULL)
		*inner = fields_new(arena, field->descriptor);
	return fields_set(arena, *inner, path + size + 1, word, why);
}

/* ---- reading ---- */

bool fields_is_timestamp(const ProtobufCMessageDescriptor *type)
{
	return type == &google__protobuf__timestamp__descriptor;
}

static const char *clock_text(struct arena *arena, int64_t seconds, const char *between)
{
	char day[DATE_TEXT_SIZE];
	int64_t days = seconds / 86400 - (seconds % 86400 < 0);
	int second = (int)(seconds - days * 86400);
	date_format((int32_t)days, day);
	return arena_printf(arena, "%s%s%02d:%02d:%02d", day, between, second / 3600,
		second / 60 % 60, second % 60);
}

const char *fields_timestamp(struct arena *arena, const ProtobufCMessage *message)
{
	const Google__Protobuf__Timestamp *stamp = (const void *)message;
	return arena_printf(
		arena, "%s.%06dZ", clock_text(arena, stamp->seconds, "T"), stamp->nanos / 1000);
}

/* As a clock in China shows it. */
static const char *local_time(struct arena *arena, const ProtobufCMessage *message)
{
	const Google__Protobuf__Timestamp *stamp = (const void *)message;
	return clock_text(arena, stamp->seconds + 8 * 3600, " ");
}

static const char *enum_text(struct arena *arena, const ProtobufCEnumDescriptor *type, int value)
{
	const ProtobufCEnumValue *row = protobuf_c_enum_descriptor_get_value(type, value);
	if (value == 0)
		return "";
	if (row == NULL)
		return arena_printf(arena, "%d", value);
	return lower(arena, short_name(type, row->name));
}

static const char *bytes_text(struct arena *arena, const ProtobufCBinaryData *bytes)
{
	char *text = arena_alloc(arena, bytes->len * 2 + 1);
	return sodium_bin2hex(text, bytes->len * 2 + 1, bytes->data, bytes->len);
}

static const char *value_text(struct arena *arena, const ProtobufCFieldDescriptor *field,
	const void *value, const char *rest)
{
	switch (field->type) {
	case PROTOBUF_C_TYPE_STRING:
		return *(char *const *)value;
	case PROTOBUF_C_TYPE_BYTES:
		return bytes_text(arena, value);
	case PROTOBUF_C_TYPE_BOOL:
		return *(const protobuf_c_boolean *)value ? "yes" : "";
	case PROTOBUF_C_TYPE_ENUM:
		return enum_text(arena, field->descriptor, *(const int *)value);
	case PROTOBUF_C_TYPE_INT32:
		return arena_printf(arena, "%" PRId32, *(const int32_t *)value);
	case PROTOBUF_C_TYPE_INT64:
		return arena_printf(arena, "%" PRId64, *(const int64_t *)value);
	case PROTOBUF_C_TYPE_UINT64:
	case PROTOBUF_C_TYPE_FIXED64:
		return arena_printf(arena, "%" PRIu64, *(const uint64_t *)value);
	case PROTOBUF_C_TYPE_MESSAGE: {
		const ProtobufCMessage *inner = *(ProtobufCMessage *const *)value;
		return fields_is_timestamp(inner->descriptor) ? local_time(arena, inner)
							      : fields_text(arena, inner, rest);
	}
	default:
		return "?";
	}
}

const char *fields_text(struct arena *arena, const ProtobufCMessage *message, const char *path)
{
	size_t size = strcspn(path, ".");
	const ProtobufCFieldDescriptor *field = field_named(message, path, size);
	const char *text = "", *rest = path[size] == '.' ? path + size + 1 : "";
	size_t n = field != NULL ? fields_count(message, field) : 0;
	for (size_t i = 0; i < n; i++) {
		const char *value =
			value_text(arena, field, fields_element(message, field, i), rest);
		text = i == 0 ? value : arena_printf(arena, "%s %s", text, value);
	}
	return text;
}

const ProtobufCMessage *const *fields_list(
	const ProtobufCMessage *message, const char *name, size_t *n_out)
{
	const ProtobufCFieldDescriptor *field = field_named(message, name, strlen(name));
	*n_out = field != NULL ? fields_count(message, field) : 0;
	return *n_out > 0 ? fields_element(message, field, 0) : NULL;
}

const char *fields_string(const ProtobufCMessage *message, const char *name)
{
	const ProtobufCFieldDescriptor *field = field_named(message, name, strlen(name));
	return field != NULL && field->type == PROTOBUF_C_TYPE_STRING
		       ? *(char *const *)fields_at(message, field)
		       : "";
}
