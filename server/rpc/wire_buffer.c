#include "server/rpc/wire_buffer.h"

#include <assert.h>
#include <grpc/byte_buffer.h>
#include <grpc/byte_buffer_reader.h>
#include <grpc/slice.h>
#include <protobuf-c/protobuf-c.h>

/* The reader hands out pieces; a message below the transport's read size is one, lent to us. */
void wire_buffer_read(grpc_byte_buffer *buffer, struct wire_bytes *out)
{
	grpc_byte_buffer_reader reader;
	grpc_slice *piece;
	int is_open = grpc_byte_buffer_reader_init(&reader, buffer);
	assert(is_open); /* only a compressed buffer can fail, and none is let in */
	(void)is_open;
	*out = (struct wire_bytes){.whole = grpc_empty_slice()};
	size_t length = grpc_byte_buffer_length(buffer);
	if (grpc_byte_buffer_reader_peek(&reader, &piece) && GRPC_SLICE_LENGTH(*piece) == length) {
		out->at = GRPC_SLICE_START_PTR(*piece);
		out->size = length;
	} else if (length > 0) {
		grpc_byte_buffer_reader_destroy(&reader);
		grpc_byte_buffer_reader_init(&reader, buffer); /* peeking has moved it on */
		out->whole = grpc_byte_buffer_reader_readall(&reader);
		out->at = GRPC_SLICE_START_PTR(out->whole);
		out->size = GRPC_SLICE_LENGTH(out->whole);
	}
	grpc_byte_buffer_reader_destroy(&reader);
}

void wire_buffer_done(struct wire_bytes *bytes)
{
	grpc_slice_unref(bytes->whole);
}

static grpc_byte_buffer *buffer_of(grpc_slice slice)
{
	grpc_byte_buffer *buffer = grpc_raw_byte_buffer_create(&slice, 1); /* takes a reference */
	grpc_slice_unref(slice);
	return buffer;
}

grpc_byte_buffer *wire_buffer_of_message(const void *message)
{
	grpc_slice slice = grpc_slice_malloc(protobuf_c_message_get_packed_size(message));
	protobuf_c_message_pack(message, GRPC_SLICE_START_PTR(slice));
	return buffer_of(slice);
}

grpc_byte_buffer *wire_buffer_of_bytes(const void *bytes, size_t size)
{
	return buffer_of(grpc_slice_from_copied_buffer(bytes, size));
}
