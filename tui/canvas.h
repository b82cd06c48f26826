/* What a screen draws on: a grid of cells, painted anew for every frame. Only what changed against
 * the frame before goes to the terminal, so drawing everything costs no bytes.
 *
 * An area is a rectangle of the canvas; rows and columns count within it from 0, and nothing that
 * is drawn leaves it. A wide character is never cut in half: where one cell is left it becomes a
 * blank. Texts of the program are ASCII and Chinese alone; those of data may be anything
 * (tui/cells.h). */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tui/cells.h"

/* What a text means; the terminal knows how to show it in colour, in mono and lean. A style never
 * says anything that words or signs (! !! + x ?) do not say too. */
enum style {
	STYLE_PLAIN,
	STYLE_BAR,    /* the header */
	STYLE_TAB,    /* the tab that is open */
	STYLE_HEAD,   /* headings of columns and groups */
	STYLE_CHOSEN, /* where the cursor stands */
	STYLE_FIELD,  /* where one types */
	STYLE_GREY,   /* what cannot be done at present */
	STYLE_GOOD,
	STYLE_WARN, /* due today, in doubt */
	STYLE_LATE, /* overdue, refused, wrong */
	STYLE_COUNT
};

struct cell {
	wchar_t chars[GLYPH_CHARS + 1]; /* chars[0] is 0: the right half of the cell before it */
	enum style style;
};

struct canvas {
	int rows, cols;
	struct cell *cells;
	int cursor_row, cursor_col; /* where the terminal's cursor shall stand */
	bool has_wide_dots;
};

struct area {
	struct canvas *canvas;
	int row, col, rows, cols;
};

struct canvas *canvas_new(int rows, int cols);
void canvas_free(struct canvas *canvas); /* NULL is fine */
void canvas_clear(struct canvas *canvas);
struct area canvas_area(struct canvas *canvas); /* all of it */
const struct cell *canvas_cell(const struct canvas *canvas, int row, int col);
/* A row as UTF-8, without the blanks at its end. */
void canvas_row(const struct canvas *canvas, int row, char *out, size_t size);

/* `n` rows from `row` on, as far as there are so many. */
struct area area_rows(struct area area, int row, int n);
struct area area_cols(struct area area, int col, int n);

/* Draws one character, if all of it is inside. */
void draw_glyph(struct area area, int row, int col, enum style style, const struct glyph *glyph);
/* Draws a text; gives the column behind it. */
int draw_text(struct area area, int row, int col, enum style style, const char *text);
int draw_print(struct area area, int row, int col, enum style style, const char *format, ...)
	__attribute__((format(printf, 5, 6)));
/* Draws a text into a field of `width` cells and fills it with blanks. A text that is too long ends
 * with ~. Gives the column behind the field. */
int draw_field(struct area area, int row, int col, int width, enum style style, const char *text);
/* The same, to the right: for numbers. */
int draw_right(struct area area, int row, int col, int width, enum style style, const char *text);
/* Breaks a text into lines at blanks, or anywhere between Chinese characters, from `row` down;
 * gives the row behind it. */
int draw_wrapped(struct area area, int row, enum style style, const char *text);
/* How many rows of the area's width a text takes so, whether there are so many or not. */
int rows_wrapped(struct area area, const char *text);
/* A line of `-`. */
void draw_rule(struct area area, int row);
/* Blanks the area: for what lies over something else. */
void draw_blank(struct area area);
/* Puts the terminal's cursor there: at the chosen row, or where one types. */
void draw_cursor(struct area area, int row, int col);
