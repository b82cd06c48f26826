#include "tui/widgets/message.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

static void *place(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (char *)(uintptr_t)message + field->offset;
}

const ProtobufCFieldDescriptor *message_field(
	const ProtobufCMessage *message, const char *path, const ProtobufCMessage **out)
{
	char name[64];
	const char *dot = strchr(path, '.');
	size_t n = dot != NULL ? (size_t)(dot - path) : strlen(path);
	if (n >= sizeof name)
		return NULL;
	memcpy(name, path, n);
	name[n] = '\0';
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(message->descriptor, name);
	*out = message;
	if (field == NULL || dot == NULL)
		return field;
	if (field->type != PROTOBUF_C_TYPE_MESSAGE || field->label == PROTOBUF_C_LABEL_REPEATED)
		return NULL;
	const ProtobufCMessage *inner = *(ProtobufCMessage **)place(message, field);
	return inner != NULL ? message_field(inner, dot + 1, out) : NULL;
}

const char *message_text(const ProtobufCMessage *message, const char *path)
{
	const ProtobufCMessage *holder;
	const ProtobufCFieldDescriptor *field = message_field(message, path, &holder);
	if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING ||
		field->label == PROTOBUF_C_LABEL_REPEATED)
		return "";
	const char *text = *(char **)place(holder, field);
	return text != NULL ? text : "";
}

size_t message_rows(const ProtobufCMessage *message, const char *name, ProtobufCMessage ***rows_out)
{
	const ProtobufCMessage *holder;
	const ProtobufCFieldDescriptor *field = message_field(message, name, &holder);
	if (field == NULL || field->label != PROTOBUF_C_LABEL_REPEATED)
		return 0;
	*rows_out = *(ProtobufCMessage ***)place(holder, field);
	return *(size_t *)((char *)(uintptr_t)holder + field->quantifier_offset);
}

static bool set_number(void *at, ProtobufCType type, int64_t value)
{
	switch (type) {
	case PROTOBUF_C_TYPE_INT32:
	case PROTOBUF_C_TYPE_UINT32:
	case PROTOBUF_C_TYPE_ENUM:
		*(int32_t *)at = (int32_t)value;
		return true;
	case PROTOBUF_C_TYPE_INT64:
	case PROTOBUF_C_TYPE_UINT64:
		*(int64_t *)at = value;
		return true;
	case PROTOBUF_C_TYPE_BOOL:
		*(protobuf_c_boolean *)at = value != 0;
		return true;
	default:
		return false;
	}
}

bool message_set(ProtobufCMessage *message, const char *path, const char *text)
{
	const ProtobufCMessage *holder;
	const ProtobufCFieldDescriptor *field = message_field(message, path, &holder);
	if (field == NULL || field->label == PROTOBUF_C_LABEL_REPEATED)
		return false;
	void *at = place(holder, field);
	if (field->type == PROTOBUF_C_TYPE_STRING) {
		*(const char **)at = text;
		return true;
	}
	if (field->type == PROTOBUF_C_TYPE_BOOL)
		text = strcmp(text, "true") == 0 ? "1" : strcmp(text, "false") == 0 ? "0" : text;
	char *end;
	errno = 0;
	int64_t value = strtoll(text, &end, 10);
	return *end == '\0' && errno == 0 && set_number(at, field->type, value);
}

void message_own(ProtobufCMessage *message, const char *name, const char *text)
{
	const ProtobufCMessage *holder;
	const ProtobufCFieldDescriptor *field = message_field(message, name, &holder);
	if (field == NULL || field->type != PROTOBUF_C_TYPE_STRING)
		return;
	char **at = place(holder, field);
	if (*at != NULL && *at != (char *)(uintptr_t)field->default_value)
		free(*at);
	*at = memory_text(text);
}

void message_set_int(ProtobufCMessage *message, const char *name, int64_t value)
{
	const ProtobufCMessage *holder;
	const ProtobufCFieldDescriptor *field = message_field(message, name, &holder);
	if (field != NULL && field->label != PROTOBUF_C_LABEL_REPEATED)
		set_number(place(holder, field), field->type, value);
}

void message_print(const ProtobufCMessage *message, const char *path, char *out, size_t size)
{
	const ProtobufCMessage *holder;
	const ProtobufCFieldDescriptor *field = message_field(message, path, &holder);
	int64_t value = 0;
	snprintf(out, size, "%s", message_text(message, path));
	if (field == NULL || field->label == PROTOBUF_C_LABEL_REPEATED)
		return;
	const void *at = place(holder, field);
	if (field->type == PROTOBUF_C_TYPE_INT64 || field->type == PROTOBUF_C_TYPE_UINT64)
		value = *(const int64_t *)at;
	else if (field->type == PROTOBUF_C_TYPE_INT32 || field->type == PROTOBUF_C_TYPE_UINT32 ||
		 field->type == PROTOBUF_C_TYPE_ENUM)
		value = *(const int32_t *)at;
	else if (field->type == PROTOBUF_C_TYPE_BOOL)
		value = *(const protobuf_c_boolean *)at;
	if (value != 0)
		snprintf(out, size, "%" PRId64, value);
}
