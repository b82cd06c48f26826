/* Bytes from outside into a message. protobuf-c checks neither UTF-8 nor NUL nor depth, and merges
 * repeated singular messages wrongly; so the raw bytes are walked along the descriptor first. */
#pragma once

#include <protobuf-c/protobuf-c.h>

#include "server/ctx.h"

/* All faults at once, on the fields' paths as in the .proto ("to[1].name"): NOT_UTF8,
 * UNKNOWN_VALUE, REPEATED_FIELD, TOO_MANY; or MALFORMED alone. */
enum err wire_check(struct ctx *ctx, const ProtobufCMessageDescriptor *type, const uint8_t *bytes,
	size_t size) MUST_CHECK;

/* Into the ctx's arena, within its cap; NULL beyond it. Only for bytes that passed wire_check. */
void *wire_unpack(
	struct ctx *ctx, const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t size);
