/* Turns pictures into bytes for a terminal: the only user of ncurses. Its output goes into memory,
 * so that a frame is one piece whose size is known. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"

struct painter;

/* `type` is a word of terminfo; NULL: it is unknown. One painter at a time: ncurses holds the
 * state of a terminal in variables of its own. */
struct painter *painter_open(const char *type, int rows, int cols, bool has_colour);
void painter_close(struct painter *painter); /* NULL is fine */

/* The bytes that turn the picture before into this one; they stay the painter's, until the next
 * call. `repaint` forgets the picture before. */
const char *painter_paint(struct painter *painter, const struct canvas *canvas, bool is_lean,
	bool repaint, size_t *size_out);
/* The bytes that leave the terminal as a shell expects it. */
const char *painter_end(struct painter *painter, size_t *size_out);
