/* Names and values side by side: details below a list, a file's page. Values wrap; labels are as
 * wide as the widest of them. */
#pragma once

#include "tui/app.h"

struct pane {
	struct area area;
	int row, labels;
};

/* `labels`: cells for the names. */
struct pane pane_begin(struct area area, int labels);
void pane_head(struct pane *pane, const char *text);
/* `label` is N_("…"); a value of NULL or "" is drawn as "-". */
void pane_row(struct pane *pane, const char *label, const char *value);
/* Two in one row; the second begins in the middle. */
void pane_pair(struct pane *pane, const char *label, const char *value, const char *label2,
	const char *value2);
void pane_text(struct pane *pane, enum style style, const char *text);
