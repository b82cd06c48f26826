/* One line of text that is being typed: in forms, prompts, the command line. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "tui/canvas.h"
#include "tui/keys.h"

enum { LINE_SIZE = 1024 };

struct line {
	char text[LINE_SIZE]; /* UTF-8 */
	size_t at;            /* byte before which the cursor stands */
	int max;              /* characters; 0: as many as fit */
	bool is_secret;       /* drawn as stars, whose number says nothing */
};

void line_set(struct line *line, const char *text); /* cursor at the end */
void line_wipe(struct line *line);                  /* and leaves nothing in memory */
/* Letters, Backspace, Del, Left, Right, Home, End, Ctrl-A, Ctrl-E, Ctrl-U, Ctrl-W. False: not a key
 * of the line's. Line breaks that are pasted become blanks. */
bool line_key(struct line *line, struct key key);
/* Draws it into `width` cells with the terminal's cursor; what is longer scrolls. */
void line_draw(
	const struct line *line, struct area area, int row, int col, int width, bool is_focus);
