#include "tui/widgets/sides.h"

#include <string.h>
#include <wchar.h>

enum { LEAST = 30 /* cells of a record */, GAP = 2, GLYPHS = 48 };

/* A text, character by character, and which of them the other text does not have there. */
struct side {
	struct glyph glyphs[GLYPHS];
	bool differs[GLYPHS];
	int n;
	const char *text;
};

int sides_room(int cols, int labels)
{
	int n = (cols - labels - GAP) / LEAST;
	return n < 2 ? 2 : n > SIDES_MOST ? SIDES_MOST : n;
}

struct sides sides_begin(struct area area, int labels, int n)
{
	n = n < 1 ? 1 : n > SIDES_MOST ? SIDES_MOST : n;
	int width = (area.cols - labels - GAP) / n;
	return (struct sides){
		.area = area, .labels = labels, .width = width > 1 ? width : 1, .n = n};
}

static void read_side(struct side *out, const char *text, bool has_wide_dots)
{
	struct glyphs glyphs;
	*out = (struct side){.text = text};
	glyphs_begin(&glyphs, text, has_wide_dots);
	while (out->n < GLYPHS && glyphs_next(&glyphs, &out->glyphs[out->n]))
		out->n++;
}

static bool is_same(const struct glyph *a, const struct glyph *b)
{
	return wcscmp(a->chars, b->chars) == 0;
}

/* How long the longest sequence is that is common to what follows each pair of places. */
static void measure(const struct side *a, const struct side *b, unsigned char common[][GLYPHS + 1])
{
	for (int i = a->n; i-- > 0;)
		for (int k = b->n; k-- > 0;)
			common[i][k] = is_same(&a->glyphs[i], &b->glyphs[k])
					       ? common[i + 1][k + 1] + 1
				       : common[i + 1][k] > common[i][k + 1] ? common[i + 1][k]
									     : common[i][k + 1];
}

/* Marks what is not common; a character that was put in does not make all behind it differ. */
static void compare(struct side *a, struct side *b)
{
	unsigned char common[GLYPHS + 1][GLYPHS + 1] = {0};
	int i = 0, k = 0;
	measure(a, b, common);
	while (i < a->n || k < b->n) {
		if (i < a->n && k < b->n && is_same(&a->glyphs[i], &b->glyphs[k]))
			i++, k++;
		else if (k == b->n || (i < a->n && common[i + 1][k] >= common[i][k + 1]))
			a->differs[i++] = true;
		else
			b->differs[k++] = true;
	}
}

static int column_of(const struct sides *sides, int at)
{
	return sides->labels + GAP + at * sides->width;
}

/* The text, and `^` in the row below it; what does not fit ends with ~. */
static void draw_side(const struct sides *sides, int at, const struct side *side, bool has_marks)
{
	struct area field = area_cols(sides->area, column_of(sides, at), sides->width - 1);
	const char *text = side->text[0] != '\0' ? side->text : "-";
	draw_field(field, sides->row, 0, field.cols, STYLE_PLAIN, text);
	for (int i = 0, col = 0; has_marks && i < side->n; i++) {
		const struct glyph *glyph = &side->glyphs[i];
		if (col + glyph->width > field.cols - (i + 1 < side->n))
			break;
		if (side->differs[i]) {
			draw_glyph(field, sides->row, col, STYLE_LATE, glyph);
			draw_field(field, sides->row + 1, col, glyph->width, STYLE_LATE,
				glyph->width == 2 ? "^^" : "^");
		}
		col += glyph->width;
	}
}

void sides_row(struct sides *sides, enum sides_kind kind, const char *label,
	const char *const texts[SIDES_MOST])
{
	struct side all[SIDES_MOST];
	bool differs = false;
	for (int i = 0; i < sides->n; i++)
		read_side(&all[i], texts[i], sides->area.canvas->has_wide_dots);
	for (int i = 1; kind != SIDES_SAID && i < sides->n; i++)
		if (strcmp(texts[0], texts[i]) != 0) {
			compare(&all[0], &all[i]);
			differs = true;
		}
	const char *sign = differs ? "#" : kind == SIDES_COMPARED && sides->n > 1 ? "=" : " ";
	draw_field(sides->area, sides->row, 0, sides->labels, STYLE_HEAD,
		label[0] != '\0' ? _(label) : "");
	draw_text(sides->area, sides->row, sides->labels, differs ? STYLE_LATE : STYLE_PLAIN, sign);
	for (int i = 0; i < sides->n; i++)
		draw_side(sides, i, &all[i], differs);
	sides->row += differs ? 2 : 1;
}
