#include "server/unpack.h"

static void *allocate(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void leave(void *arena, void *bytes)
{
	(void)arena, (void)bytes;
}

void *unpack_message(
	struct arena *arena, const ProtobufCMessageDescriptor *type, const void *bytes, size_t size)
{
	ProtobufCAllocator in_arena = {allocate, leave, arena};
	return protobuf_c_message_unpack(type, &in_arena, size, bytes);
}

void *pack_message(struct arena *arena, const ProtobufCMessage *message, size_t *size_out)
{
	*size_out = protobuf_c_message_get_packed_size(message);
	void *bytes = arena_alloc(arena, *size_out);
	protobuf_c_message_pack(message, bytes);
	return bytes;
}
