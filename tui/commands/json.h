/* Messages as JSON and back, by the messages' own field names.
 *
 * All fields are written, so that a reader need not know which can be left out: absent messages as
 * null, enums by name ("TIER_COUNTY"), instants as "2026-09-01T00:00:00.000000Z", bytes in base64,
 * whole numbers as numbers, but those of 64 bits without a sign, which JSON's readers cannot all
 * hold, as text. Reading takes the same, leaves out what is left out, and refuses
 * names that it does not know. */
#pragma once

#include <jansson.h>
#include <protobuf-c/protobuf-c.h>

#include "common/arena.h"
#include "common/why.h"

/* To be released. */
json_t *json_of_message(struct arena *arena, const ProtobufCMessage *message);
/* NULL and why, with the place: "items.name: …". */
ProtobufCMessage *json_to_message(struct arena *arena, const json_t *json,
	const ProtobufCMessageDescriptor *type, char why[WHY_SIZE]);

/* One document on stdout, harmless to a terminal; on one line, or with line breaks. */
void json_print(struct arena *arena, const json_t *json, bool on_one_line);
