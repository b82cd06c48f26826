/* Text as a terminal shows it. Every text that comes from data passes here before it is drawn, so
 * that no name can move the cursor, turn the writing direction or hide a character: what is not
 * printable becomes a visible escape such as <U+202E>, a byte that is no UTF-8 becomes <x9B>. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

enum { GLYPH_CHARS = 5 /* one character and up to four marks on it */ };

/* What occupies one cell, or two side by side. */
struct glyph {
	wchar_t chars[GLYPH_CHARS + 1];
	int width; /* 1 or 2 */
};

struct glyphs {
	const char *at;
	const char *escape; /* the rest of an escape that is being spelt */
	char escape_text[12];
	bool has_wide_dots; /* the terminal draws U+00B7 and its like two cells wide */
};

void glyphs_begin(struct glyphs *glyphs, const char *text, bool has_wide_dots);
bool glyphs_next(struct glyphs *glyphs, struct glyph *out); /* false at the end */

/* How many cells a text takes. */
int cells_of(const char *text);
