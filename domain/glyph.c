#include "domain/glyph.h"

#include <stddef.h>

enum { CANGJIE_LETTERS = 5, LETTER_BITS = 5, CORNERS = 4 };

/* By code point. */
struct glyph {
	uint32_t code_point, root;
	uint32_t corners; /* four digits, and a fifth for a part between them; 0: not known */
	uint32_t cangjie; /* five bits a letter, the first on top; 0: not known */
};

#define GLYPH(code_point, root, corners, cangjie) {code_point, root, corners, cangjie},
static const struct glyph glyphs[] = {
#include "domain/glyphs.inc"
};

static const struct glyph *find(uint32_t code_point)
{
	size_t low = 0, high = sizeof glyphs / sizeof *glyphs;
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (glyphs[middle].code_point == code_point)
			return &glyphs[middle];
		if (glyphs[middle].code_point < code_point)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

uint32_t glyph_root(uint32_t code_point)
{
	const struct glyph *glyph = find(code_point);
	return glyph != NULL ? glyph->root : code_point;
}

/* ---- shapes ---- */

struct shape {
	int letters[CANGJIE_LETTERS], n;
};

static struct shape shape_of(const struct glyph *glyph)
{
	struct shape shape = {.n = 0};
	for (int i = CANGJIE_LETTERS - 1; i >= 0; i--) {
		int letter = (int)(glyph->cangjie >> (LETTER_BITS * i)) & 31;
		if (letter != 0)
			shape.letters[shape.n++] = letter;
	}
	return shape;
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

/* How many parts must be replaced, added or left out to make the one of the other. */
static int distance(const struct shape *a, const struct shape *b)
{
	int row[CANGJIE_LETTERS + 1];
	for (int k = 0; k <= b->n; k++)
		row[k] = k;
	for (int i = 0; i < a->n; i++) {
		int diagonal = row[0];
		row[0] = i + 1;
		for (int k = 0; k < b->n; k++) {
			int replaced = diagonal + (a->letters[i] != b->letters[k]);
			diagonal = row[k + 1];
			row[k + 1] = least(replaced, 1 + least(row[k], row[k + 1]));
		}
	}
	return row[b->n];
}

/* How many parts they share at the beginning, or at the end: the same with another radical. */
static int shared(const struct shape *a, const struct shape *b)
{
	int first = 0, last = 0, n = least(a->n, b->n);
	while (first < n && a->letters[first] == b->letters[first])
		first++;
	while (last < n && a->letters[a->n - 1 - last] == b->letters[b->n - 1 - last])
		last++;
	return first > last ? first : last;
}

static int same_corners(const struct glyph *a, const struct glyph *b)
{
	int same = 0;
	if (a->corners == 0 || b->corners == 0)
		return 0;
	for (uint32_t of_a = a->corners / 10, of_b = b->corners / 10, i = 0; i < CORNERS; i++) {
		same += of_a % 10 == of_b % 10;
		of_a /= 10;
		of_b /= 10;
	}
	return same;
}

bool glyph_is_alike(uint32_t a, uint32_t b)
{
	const struct glyph *of_a = find(a), *of_b = find(b);
	if (a == b || of_a == NULL || of_b == NULL || of_a->cangjie == 0 || of_b->cangjie == 0)
		return false;
	struct shape shape_a = shape_of(of_a), shape_b = shape_of(of_b);
	int corners = same_corners(of_a, of_b), apart = distance(&shape_a, &shape_b);
	int length = shape_a.n > shape_b.n ? shape_a.n : shape_b.n;
	int same = shared(&shape_a, &shape_b);
	return (corners >= CORNERS - 1 && apart <= 2) || (apart <= 1 && length >= 3) ||
	       (same >= 2 && length >= 3 && length - same <= 2);
}

bool glyph_is_stand_in(uint32_t c)
{
	return (c >= 0xe000 && c < 0xf900) || (c >= 0xf0000 && c < 0x10fffe) || c == '?' ||
	       c == '*' || c == 0xff1f || c == 0x25a1 || c == 0x3013 || c == 0xfffd;
}
