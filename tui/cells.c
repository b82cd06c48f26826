#include "tui/cells.h"

#include <stdio.h>
#include <string.h>

#include "common/text.h"

/* Characters that some Chinese terminals draw two cells wide, though they count as one; beside them
 * what means the same and is of one width everywhere. */
static const struct {
	uint32_t ambiguous;
	const char *instead;
} stand_ins[] = {
	{0x00b7, "・"}, /* the dot in names of minorities */
	{0x2014, "--"},
	{0x2018, "'"},
	{0x2019, "'"},
	{0x201c, "\""},
	{0x201d, "\""},
	{0x2026, "..."},
	{0x2192, "->"},
};

void glyphs_begin(struct glyphs *glyphs, const char *text, bool has_wide_dots)
{
	*glyphs = (struct glyphs){
		.at = text != NULL ? text : "", .escape = "", .has_wide_dots = has_wide_dots};
}

/* The bytes of the character at `at`; 0 when it is not well formed. */
static size_t size_of(const char *at)
{
	for (size_t n = 1; n <= 4 && at[n - 1] != '\0'; n++)
		if (text_is_utf8(at, n))
			return n;
	return 0;
}

static bool spell(struct glyphs *glyphs, const char *format, unsigned value)
{
	snprintf(glyphs->escape_text, sizeof glyphs->escape_text, format, value);
	glyphs->escape = glyphs->escape_text;
	return true;
}

static const char *stand_in(uint32_t c)
{
	for (size_t i = 0; i < sizeof stand_ins / sizeof *stand_ins; i++)
		if (stand_ins[i].ambiguous == c)
			return stand_ins[i].instead;
	return NULL;
}

static int width_of(uint32_t c)
{
	return text_is_forbidden(c) ? -1 : wcwidth((wchar_t)c);
}

/* Marks join the character before them, as many as a cell can hold; what is beyond is spelt. */
static void take_marks(struct glyphs *glyphs, struct glyph *out)
{
	for (int n = 1; n < GLYPH_CHARS; n++) {
		const char *next = glyphs->at;
		if (*next == '\0' || size_of(next) == 0)
			return;
		uint32_t mark = text_next(&next);
		if (width_of(mark) != 0)
			return;
		out->chars[n] = (wchar_t)mark;
		glyphs->at = next;
	}
}

static bool take_escaped(struct glyphs *glyphs, struct glyph *out)
{
	uint32_t c = text_next(&glyphs->escape);
	*out = (struct glyph){.chars = {(wchar_t)c}, .width = wcwidth((wchar_t)c)};
	return true;
}

bool glyphs_next(struct glyphs *glyphs, struct glyph *out)
{
	if (*glyphs->escape != '\0')
		return take_escaped(glyphs, out);
	if (*glyphs->at == '\0')
		return false;
	if (size_of(glyphs->at) == 0)
		return spell(glyphs, "<x%02X>", (unsigned char)*glyphs->at++) &&
		       take_escaped(glyphs, out);
	uint32_t c = text_next(&glyphs->at);
	const char *instead = glyphs->has_wide_dots ? stand_in(c) : NULL;
	if (instead != NULL) {
		glyphs->escape = instead;
		return take_escaped(glyphs, out);
	}
	int width = width_of(c);
	if (width <= 0) /* unassigned characters too, and a mark with nothing to stand on */
		return spell(glyphs, "<U+%04X>", c) && take_escaped(glyphs, out);
	*out = (struct glyph){.chars = {(wchar_t)c}, .width = width};
	take_marks(glyphs, out);
	return true;
}

int cells_of(const char *text)
{
	struct glyphs glyphs;
	struct glyph glyph;
	int cells = 0;
	for (glyphs_begin(&glyphs, text, false); glyphs_next(&glyphs, &glyph);)
		cells += glyph.width;
	return cells;
}
