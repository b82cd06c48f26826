/* Messages to and from the core's byte buffers, without a copy where it can be had. */
#pragma once

#include <grpc/grpc.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a received buffer, in one piece; valid until wire_buffer_done. The buffer must
 * outlive them, and `out` stay where it is: a short slice holds its bytes within itself. */
struct wire_bytes {
	const uint8_t *at;
	size_t size;
	grpc_slice whole; /* holds them where the buffer had them in pieces */
};
void wire_buffer_read(grpc_byte_buffer *buffer, struct wire_bytes *out);
void wire_buffer_done(struct wire_bytes *bytes);

/* A protobuf-c message, packed; or bytes, copied. To be destroyed by the caller. */
grpc_byte_buffer *wire_buffer_of_message(const void *message);
grpc_byte_buffer *wire_buffer_of_bytes(const void *bytes, size_t size);
