/* Messages of the contract by the names of their fields: what makes lists, forms and fakes work
 * with any of them. */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>

/* A path of field names, "items.family_1_name"; messages on the way must be there. NULL: no such
 * field. `out` is the message that holds it. */
const ProtobufCFieldDescriptor *message_field(
	const ProtobufCMessage *message, const char *path, const ProtobufCMessage **out);

/* A string field's value; "" when it has none or is none. */
const char *message_text(const ProtobufCMessage *message, const char *path);
/* The messages of a repeated field. */
size_t message_rows(
	const ProtobufCMessage *message, const char *name, ProtobufCMessage ***rows_out);

/* Puts a value into a message that nobody else frees (one on the stack, say): strings are borrowed,
 * numbers, enums and "true" or "false" are read from the text. False: no such field, or not a
 * number. */
bool message_set(ProtobufCMessage *message, const char *path, const char *text);
/* The same for a message that app_keep made: it owns its strings. */
void message_own(ProtobufCMessage *message, const char *name, const char *text);
void message_set_int(ProtobufCMessage *message, const char *name, int64_t value);
/* A field's value as text into `out`; numbers in digits, 0 as "". */
void message_print(const ProtobufCMessage *message, const char *path, char *out, size_t size);
