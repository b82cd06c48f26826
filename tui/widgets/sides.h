/* Records side by side, a line for each of what they are compared by. Where two differ, `#` stands
 * before the line, the characters that differ have a style of their own, and `^` stands below each
 * of them, so that a slip is seen without colour too. The first record is what the others are
 * compared with. */
#pragma once

#include "tui/app.h"

enum { SIDES_MOST = 4 };

struct sides {
	struct area area;
	int row, labels, width; /* of the labels; of each record */
	int n;                  /* records */
};

enum sides_kind {
	SIDES_SAID,     /* shown, not compared */
	SIDES_COMPARED, /* `=` where all are equal */
	SIDES_MASKED    /* most of it is hidden: what differs is told, but never that it is equal */
};

/* How many records fit into so many columns. */
int sides_room(int cols, int labels);
struct sides sides_begin(struct area area, int labels, int n);
/* `label` is N_("…"); texts that are empty are drawn as "-". */
void sides_row(struct sides *sides, enum sides_kind kind, const char *label,
	const char *const texts[SIDES_MOST]);
