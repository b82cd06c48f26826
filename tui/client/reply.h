/* Replies made of what the server said, or did not. */
#pragma once

#include <grpc/grpc.h>

#include "tui/client/client.h"

/* A reply without anything in it but its number and memory. */
struct client_reply reply_new(uint64_t call);
/* A sentence of our own. */
void reply_say(struct client_reply *reply, enum lang lang, const struct sentence *sentence);

/* The message, unpacked; false when the bytes are none of that type. */
bool reply_unpack(struct client_reply *reply, const ProtobufCMessageDescriptor *type,
	grpc_byte_buffer *buffer) MUST_CHECK;

/* Code, text, and what google.rpc.Status says in the trailers. True: the server itself says that it
 * refuses; false: the status may as well be made up by the core for a call that broke. */
bool reply_read_status(struct client_reply *reply, grpc_status_code code, grpc_slice text,
	const grpc_metadata_array *trailing) MUST_CHECK;
