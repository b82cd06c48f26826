#include "server/store/profile_text.h"

#include <assert.h>
#include <lz4.h>
#include <string.h>

#include "domain/items.h"
#include "server/registry/student_items.h"

enum { HEAD = 3, TEXT_MOST = 1 << 24 };

static char *write_text(struct arena *arena, const Xueji__V1__StudentItems *items, size_t *size_out)
{
	size_t size = 0, used = 0;
	for (int i = 0; i < ITEM_COUNT; i++)
		size += strlen(student_item(items, (enum item)i)) + 1;
	char *text = arena_alloc(arena, size), *to = text;
	for (int i = 0; i < ITEM_COUNT; i++) {
		const char *value = student_item(items, (enum item)i);
		to = stpcpy(to, value) + 1;
		if (*value != '\0')
			used = (size_t)(to - text);
	}
	*size_out = used;
	return text;
}

void *profile_text_pack(struct arena *arena, const Xueji__V1__StudentItems *items, size_t *size_out)
{
	size_t size;
	const char *text = write_text(arena, items, &size);
	assert(size < TEXT_MOST); /* more than a message may have */
	int room = LZ4_compressBound((int)size);
	uint8_t *packed = arena_alloc(arena, HEAD + (size_t)room);
	packed[0] = (uint8_t)size;
	packed[1] = (uint8_t)(size >> 8);
	packed[2] = (uint8_t)(size >> 16);
	int n = LZ4_compress_default(text, (char *)packed + HEAD, (int)size, room);
	assert(n > 0);
	*size_out = HEAD + (size_t)n;
	return packed;
}

static Xueji__V1__StudentItems *read_text(struct arena *arena, char *text, size_t size)
{
	Xueji__V1__StudentItems *items = arena_one(arena, Xueji__V1__StudentItems);
	xueji__v1__student_items__init(items);
	char *at = text, *end = text + size;
	for (int i = 0; i < ITEM_COUNT && at < end; i++) {
		*student_item_at(items, (enum item)i) = at;
		at += strlen(at) + 1;
	}
	return at == end ? items : NULL;
}

Xueji__V1__StudentItems *profile_text_unpack(struct arena *arena, const void *packed, size_t size)
{
	const uint8_t *head = packed;
	if (size < HEAD)
		return NULL;
	int wanted = head[0] | head[1] << 8 | head[2] << 16;
	char *text = arena_alloc(arena, (size_t)wanted + 1);
	int n = LZ4_decompress_safe((const char *)head + HEAD, text, (int)(size - HEAD), wanted);
	if (n != wanted)
		return NULL;
	text[n] = '\0';
	return n == 0 || text[n - 1] == '\0' ? read_text(arena, text, (size_t)n) : NULL;
}
