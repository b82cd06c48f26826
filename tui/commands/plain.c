#include "tui/commands/plain.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>

#include "common/text.h"

enum { ESCAPED = 12 }; /* the longest escape of a character, with room */

static size_t escape(char *out, uint32_t code_point)
{
	return (size_t)snprintf(out, ESCAPED + 1, "<U+%04X>", code_point);
}

static const char *escape_bytes(struct arena *arena, const char *text)
{
	char *out = arena_alloc(arena, strlen(text) * 6 + 1), *end = out;
	for (const unsigned char *byte = (const unsigned char *)text; *byte != '\0'; byte++) {
		if (*byte >= 0x20 && *byte < 0x7f)
			*end++ = (char)*byte;
		else
			end += snprintf(end, 7, "<x%02X>", *byte);
	}
	return out;
}

const char *plain_line(struct arena *arena, const char *text)
{
	if (!text_is_utf8(text, strlen(text)))
		return escape_bytes(arena, text);
	if (text_find_forbidden(text) == 0)
		return text;
	char *out = arena_alloc(arena, strlen(text) * ESCAPED + 1), *end = out;
	for (uint32_t code_point; (code_point = text_next(&text)) != 0;)
		end += text_is_forbidden(code_point) ? escape(end, code_point)
						     : text_put(end, code_point);
	return out;
}

static size_t escape_json(char *out, uint32_t code_point)
{
	if (code_point < 0x10000)
		return (size_t)snprintf(out, ESCAPED + 1, "\\u%04x", code_point);
	code_point -= 0x10000;
	return (size_t)snprintf(out, ESCAPED + 1, "\\u%04x\\u%04x", 0xd800 + (code_point >> 10),
		0xdc00 + (code_point & 0x3ff));
}

const char *plain_json(struct arena *arena, const char *document)
{
	char *out = arena_alloc(arena, strlen(document) * 6 + ESCAPED + 1), *end = out;
	for (uint32_t code_point; (code_point = text_next(&document)) != 0;)
		end += code_point != '\n' && text_is_forbidden(code_point)
			       ? escape_json(end, code_point)
			       : text_put(end, code_point);
	return out;
}

/* The terminal's own wcwidth knows no more, and asks the host's locale, which may be any. */
static size_t cells(uint32_t code_point)
{
	int kind = u_charType((UChar32)code_point);
	int width = u_getIntPropertyValue((UChar32)code_point, UCHAR_EAST_ASIAN_WIDTH);
	if (kind == U_NON_SPACING_MARK || kind == U_ENCLOSING_MARK)
		return 0;
	return width == U_EA_WIDE || width == U_EA_FULLWIDTH ? 2 : 1;
}

size_t plain_width(const char *text)
{
	size_t width = 0;
	for (uint32_t code_point; (code_point = text_next(&text)) != 0;)
		width += cells(code_point);
	return width;
}
