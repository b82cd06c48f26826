#include "common/text.h"

/* Bytes that follow a leading byte, its smallest code point, and its own bits. */
static int lead(unsigned char c, uint32_t *low, uint32_t *bits)
{
	if (c < 0x80)
		return *low = 1, *bits = c, 0;
	if (c >= 0xc2 && c < 0xe0)
		return *low = 0x80, *bits = c & 0x1fu, 1;
	if (c >= 0xe0 && c < 0xf0)
		return *low = 0x800, *bits = c & 0x0fu, 2;
	if (c >= 0xf0 && c < 0xf5)
		return *low = 0x10000, *bits = c & 0x07u, 3;
	return -1;
}

bool text_is_utf8(const void *bytes, size_t size)
{
	const unsigned char *at = bytes, *end = at + size;
	while (at < end) {
		uint32_t low = 0, code = 0;
		int more = lead(*at++, &low, &code);
		if (more < 0 || more > end - at)
			return false;
		for (; more > 0; more--, at++) {
			if ((*at & 0xc0) != 0x80)
				return false;
			code = code << 6 | (*at & 0x3fu);
		}
		if (code < low || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
			return false;
	}
	return true;
}

uint32_t text_next(const char **at)
{
	const unsigned char *p = (const unsigned char *)*at;
	uint32_t low = 0, code = 0;
	if (*p == '\0')
		return 0;
	int more = lead(*p++, &low, &code);
	for (; more > 0; more--)
		code = code << 6 | (*p++ & 0x3fu);
	*at = (const char *)p;
	return code;
}

size_t text_put(char *out, uint32_t code_point)
{
	static const unsigned char marks[] = {0, 0, 0xc0, 0xe0, 0xf0};
	size_t size = 1 + (code_point >= 0x80) + (code_point >= 0x800) + (code_point >= 0x10000);
	for (size_t i = size - 1; i > 0; i--, code_point >>= 6)
		out[i] = (char)(0x80 | (code_point & 0x3f));
	out[0] = (char)(marks[size] | code_point);
	return size;
}

size_t text_length(const char *text)
{
	size_t n = 0;
	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

struct range {
	uint32_t first, last;
};

static const struct range forbidden[] = {
	{0x0001, 0x001f},   /* C0 */
	{0x007f, 0x009f},   /* DEL, C1 */
	{0x00ad, 0x00ad},   /* soft hyphen */
	{0x061c, 0x061c},   /* Arabic letter mark */
	{0x180e, 0x180e},   /* Mongolian vowel separator */
	{0x200b, 0x200f},   /* zero width, direction marks */
	{0x2028, 0x202e},   /* separators, overrides */
	{0x2060, 0x206f},   /* joiners, isolates, deprecated controls */
	{0xfdd0, 0xfdef},   /* noncharacters */
	{0xfeff, 0xfeff},   /* byte order mark */
	{0xfff0, 0xffff},   /* specials, noncharacters */
	{0xe0000, 0xe0fff}, /* tags, more variation selectors */
};

/* Unicode's White_Space */
static const struct range blank[] = {
	{0x0009, 0x000d},
	{0x0020, 0x0020},
	{0x0085, 0x0085},
	{0x00a0, 0x00a0},
	{0x1680, 0x1680},
	{0x2000, 0x200a},
	{0x2028, 0x2029},
	{0x202f, 0x202f},
	{0x205f, 0x205f},
	{0x3000, 0x3000},
};

static bool is_in(uint32_t code_point, const struct range *ranges, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (code_point >= ranges[i].first && code_point <= ranges[i].last)
			return true;
	return false;
}

bool text_is_forbidden(uint32_t code_point)
{
	return (code_point & 0xfffe) == 0xfffe || /* the last two of each plane */
	       is_in(code_point, forbidden, sizeof forbidden / sizeof *forbidden);
}

uint32_t text_find_forbidden(const char *text)
{
	for (uint32_t c; (c = text_next(&text)) != 0;)
		if (text_is_forbidden(c))
			return c;
	return 0;
}

bool text_is_blank(const char *text)
{
	for (uint32_t c; (c = text_next(&text)) != 0;)
		if (!is_in(c, blank, sizeof blank / sizeof *blank))
			return false;
	return true;
}
