/* Messages by their descriptors alone: fields found by name, set from words, read as text. */
#pragma once

#include <protobuf-c/protobuf-c.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/why.h"

/* An empty message in the arena. */
ProtobufCMessage *fields_new(struct arena *arena, const ProtobufCMessageDescriptor *type);

/* Where a field's value lies; a list's is a pointer to its elements. */
void *fields_at(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);
/* How many elements a list has; of another field 1, or 0 for a message that is absent. */
size_t fields_count(const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);
/* The i-th element of a list, or the value of another field; fields_at's type. */
const void *fields_element(
	const ProtobufCMessage *message, const ProtobufCFieldDescriptor *field, size_t i);
/* Room for one more element; where it goes. */
void *fields_grow(
	struct arena *arena, ProtobufCMessage *message, const ProtobufCFieldDescriptor *field);

/* Sets the field at a path ("items.name"; messages on the way are made) from a word: a number, yes
 * or no, a value of an enum by its last part in small letters ("county" for TIER_COUNTY), base64;
 * a list gets one more. False and why. */
bool fields_set(struct arena *arena, ProtobufCMessage *message, const char *path, const char *word,
	char why[WHY_SIZE]);
/* The same for one value of the field's type, at `out`. */
bool fields_put(struct arena *arena, const ProtobufCFieldDescriptor *field, const char *word,
	void *out, char why[WHY_SIZE]);

/* The words that fields_set takes for the enum at a path: "nation, province"; "" where it is none.
 */
const char *fields_words(
	struct arena *arena, const ProtobufCMessageDescriptor *type, const char *path);

/* What stands at a path, for a person; "" for nothing. Of lists all elements, with spaces. */
const char *fields_text(struct arena *arena, const ProtobufCMessage *message, const char *path);

/* The element messages of a list. */
const ProtobufCMessage *const *fields_list(
	const ProtobufCMessage *message, const char *field, size_t *n_out);

/* The string of a field, "" when there is none of that name. */
const char *fields_string(const ProtobufCMessage *message, const char *field);

bool fields_is_timestamp(const ProtobufCMessageDescriptor *type);
/* 2026-09-01T00:00:00.000000Z. */
const char *fields_timestamp(struct arena *arena, const ProtobufCMessage *message);
