/* Bytes of our own (stored, sealed) into a message in an arena; NULL when they are damaged. What
 * comes from outside goes through server/wire.h instead. */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "common/arena.h"

void *unpack_message(struct arena *arena, const ProtobufCMessageDescriptor *type, const void *bytes,
	size_t size);
/* The reverse; *size_out bytes in the arena. */
void *pack_message(struct arena *arena, const ProtobufCMessage *message, size_t *size_out);
