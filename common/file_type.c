#include "common/file_type.h"

#include <assert.h>
#include <string.h>

struct mark {
	const char *bytes;
	size_t size;
};
#define MARK(text)                     \
	{                              \
		text, sizeof(text) - 1 \
	}

/* JPEG: start of image and the next marker's 0xff; end of image. PNG: signature and the IHDR chunk
 * of 13 bytes; the empty IEND chunk with its checksum. */
static const struct type {
	const char *name;
	struct mark head, tail;
	bool space_may_follow;
} types[FILE_TYPE_END] = {
	[FILE_TYPE_NONE] = {"", MARK(""), MARK(""), false},
	[FILE_TYPE_JPEG] = {"JPEG", MARK("\xff\xd8\xff"), MARK("\xff\xd9"), false},
	[FILE_TYPE_PNG] = {"PNG", MARK("\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
		MARK("\0\0\0\0IEND\xae\x42\x60\x82"), false},
	[FILE_TYPE_PDF] = {"PDF", MARK("%PDF-"), MARK("%%EOF"), true},
};

static bool begins(const char *bytes, size_t size, struct mark mark)
{
	return size >= mark.size && memcmp(bytes, mark.bytes, mark.size) == 0;
}

static bool ends(const char *bytes, size_t size, struct mark mark)
{
	return size >= mark.size && begins(bytes + size - mark.size, mark.size, mark);
}

enum file_type file_type_of_head(const void *bytes, size_t size)
{
	for (enum file_type type = FILE_TYPE_NONE + 1; type < FILE_TYPE_END; type++)
		if (begins(bytes, size, types[type].head))
			return type;
	return FILE_TYPE_NONE;
}

static bool is_space(char c)
{
	return c == '\r' || c == '\n' || c == ' ' || c == '\t' || c == '\0';
}

bool file_type_is_whole(enum file_type type, const void *bytes, size_t size)
{
	const char *text = bytes;
	const struct type *row = &types[type];
	if (type == FILE_TYPE_NONE || !begins(text, size, row->head))
		return false;
	while (row->space_may_follow && size > 0 && is_space(text[size - 1]))
		size--;
	return size >= row->head.size + row->tail.size && ends(text, size, row->tail);
}

const char *file_type_name(enum file_type type)
{
	assert(type < FILE_TYPE_END);
	return types[type].name;
}
