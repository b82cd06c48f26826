#include "tui/canvas.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"

struct canvas *canvas_new(int rows, int cols)
{
	struct canvas *canvas = memory_new(sizeof *canvas);
	canvas->rows = rows > 1 ? rows : 1;
	canvas->cols = cols > 1 ? cols : 1;
	canvas->cells =
		memory_array((size_t)canvas->rows * (size_t)canvas->cols, sizeof *canvas->cells);
	canvas_clear(canvas);
	return canvas;
}

void canvas_free(struct canvas *canvas)
{
	if (canvas != NULL)
		free(canvas->cells);
	free(canvas);
}

void canvas_clear(struct canvas *canvas)
{
	for (int i = 0; i < canvas->rows * canvas->cols; i++)
		canvas->cells[i] = (struct cell){.chars = {L' '}};
	canvas->cursor_row = canvas->rows - 1;
	canvas->cursor_col = 0;
}

struct area canvas_area(struct canvas *canvas)
{
	return (struct area){canvas, 0, 0, canvas->rows, canvas->cols};
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int col)
{
	return &canvas->cells[row * canvas->cols + col];
}

void canvas_row(const struct canvas *canvas, int row, char *out, size_t size)
{
	size_t n = 0, end = 0;
	for (int col = 0; col < canvas->cols; col++) {
		const wchar_t *c = canvas_cell(canvas, row, col)->chars;
		for (; *c != 0 && n + 5 < size; c++)
			n += text_put(out + n, (uint32_t)*c);
		if (n > 0 && out[n - 1] != ' ')
			end = n;
	}
	out[end] = '\0';
}

static int least(int a, int b)
{
	return a < b ? a : b;
}

static int clamp(int value, int low, int high)
{
	return value < low ? low : value > high ? high : value;
}

struct area area_rows(struct area area, int row, int n)
{
	row = clamp(row, 0, area.rows);
	n = clamp(n, 0, area.rows - row);
	return (struct area){area.canvas, area.row + row, area.col, n, area.cols};
}

struct area area_cols(struct area area, int col, int n)
{
	col = clamp(col, 0, area.cols);
	n = clamp(n, 0, area.cols - col);
	return (struct area){area.canvas, area.row, area.col + col, area.rows, n};
}

static struct cell *cell_at(struct area area, int row, int col)
{
	return &area.canvas->cells[(area.row + row) * area.canvas->cols + area.col + col];
}

/* A cell that is written over leaves no half of a wide character beside it. */
static void mend_halves(struct area area, int row, int col)
{
	int at = area.col + col;
	struct cell *cell = cell_at(area, row, col);
	if (cell->chars[0] == 0 && at > 0)
		cell[-1].chars[0] = L' ', cell[-1].chars[1] = 0;
	if (at + 1 < area.canvas->cols && cell[1].chars[0] == 0)
		cell[1].chars[0] = L' ';
}

static void put(struct area area, int row, int col, enum style style, const struct glyph *glyph)
{
	for (int i = 0; i < glyph->width; i++) {
		mend_halves(area, row, col + i);
		struct cell *cell = cell_at(area, row, col + i);
		*cell = (struct cell){.style = style};
		if (i == 0)
			memcpy(cell->chars, glyph->chars, sizeof cell->chars);
	}
}

static int put_char(struct area area, int row, int col, enum style style, wchar_t c)
{
	put(area, row, col, style, &(struct glyph){.chars = {c}, .width = 1});
	return col + 1;
}

static bool is_inside(struct area area, int row, int col)
{
	return row >= 0 && row < area.rows && col >= 0 && col < area.cols;
}

void draw_glyph(struct area area, int row, int col, enum style style, const struct glyph *glyph)
{
	if (is_inside(area, row, col) && is_inside(area, row, col + glyph->width - 1))
		put(area, row, col, style, glyph);
}

int draw_text(struct area area, int row, int col, enum style style, const char *text)
{
	struct glyphs glyphs;
	struct glyph glyph;
	if (!is_inside(area, row, col))
		return col;
	glyphs_begin(&glyphs, text, area.canvas->has_wide_dots);
	while (col < area.cols && glyphs_next(&glyphs, &glyph)) {
		if (col + glyph.width > area.cols)
			return put_char(area, row, col, style, L' ');
		put(area, row, col, style, &glyph);
		col += glyph.width;
	}
	return col;
}

int draw_print(struct area area, int row, int col, enum style style, const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	vsnprintf(text, sizeof text, format, args);
	va_end(args);
	return draw_text(area, row, col, style, text);
}

/* The field's text; where it does not fit, ~ in the place of what would be cut. */
static int draw_clipped(struct area field, int row, enum style style, const char *text)
{
	struct glyphs glyphs;
	struct glyph glyph;
	int col = 0, room = field.cols;
	glyphs_begin(&glyphs, text, field.canvas->has_wide_dots);
	while (glyphs_next(&glyphs, &glyph)) {
		struct glyphs rest = glyphs;
		struct glyph next;
		if (col + glyph.width > room ||
			(col + glyph.width == room && glyphs_next(&rest, &next)))
			return room > 0 ? put_char(field, row, col, style, L'~') : 0;
		put(field, row, col, style, &glyph);
		col += glyph.width;
	}
	return col;
}

int draw_field(struct area area, int row, int col, int width, enum style style, const char *text)
{
	struct area field = area_cols(area, col, width);
	if (row < 0 || row >= area.rows)
		return col + width;
	for (int at = draw_clipped(field, row, style, text); at < field.cols; at++)
		put_char(field, row, at, style, L' ');
	return col + width;
}

int draw_right(struct area area, int row, int col, int width, enum style style, const char *text)
{
	int pad = clamp(width - cells_of(text), 0, width);
	draw_field(area, row, col, pad, style, "");
	draw_field(area, row, col + pad, width - pad, style, text);
	return col + width;
}

/* The bytes of `text` that fit into one line, broken at a blank where there is one. */
static size_t line_length(const char *text, int cols, bool has_wide_dots)
{
	struct glyphs glyphs;
	struct glyph glyph;
	size_t fits = 0, at_blank = 0;
	int width = 0;
	glyphs_begin(&glyphs, text, has_wide_dots);
	while (*glyphs.at != '\n' && glyphs_next(&glyphs, &glyph)) {
		width += glyph.width;
		if (width > cols)
			return at_blank > 0 ? at_blank : fits;
		fits = (size_t)(glyphs.at - text);
		if (glyph.chars[0] == L' ' || glyph.width == 2)
			at_blank = fits;
	}
	return fits;
}

static const char *behind_line(const char *text, size_t size)
{
	text += size;
	return text + (*text == '\n' ? 1 : strspn(text, " "));
}

int rows_wrapped(struct area area, const char *text)
{
	int rows = 0;
	while (*text != '\0' && area.cols > 1) {
		size_t n = line_length(text, area.cols, area.canvas->has_wide_dots);
		if (n == 0 && *text != '\n')
			break;
		text = behind_line(text, n);
		rows++;
	}
	return rows;
}

int draw_wrapped(struct area area, int row, enum style style, const char *text)
{
	char line[1024];
	while (*text != '\0' && row < area.rows && area.cols > 1) {
		size_t n = line_length(text, area.cols, area.canvas->has_wide_dots);
		if (n == 0 && *text != '\n')
			break; /* not even one character fits */
		size_t keep = (size_t)least((int)n, (int)sizeof line - 1);
		memcpy(line, text, keep);
		line[keep] = '\0';
		draw_text(area, row++, 0, style, line);
		text = behind_line(text, n);
	}
	return row;
}

void draw_rule(struct area area, int row)
{
	for (int col = 0; row >= 0 && row < area.rows && col < area.cols; col++)
		put_char(area, row, col, STYLE_PLAIN, L'-');
}

void draw_blank(struct area area)
{
	for (int row = 0; row < area.rows; row++)
		draw_field(area, row, 0, area.cols, STYLE_PLAIN, "");
}

void draw_cursor(struct area area, int row, int col)
{
	if (area.rows == 0 || area.cols == 0)
		return;
	area.canvas->cursor_row = area.row + clamp(row, 0, area.rows - 1);
	area.canvas->cursor_col = area.col + clamp(col, 0, area.cols - 1);
}
