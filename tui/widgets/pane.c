#include "tui/widgets/pane.h"

struct pane pane_begin(struct area area, int labels)
{
	return (struct pane){.area = area_cols(area, 1, area.cols - 2), .labels = labels};
}

void pane_head(struct pane *pane, const char *text)
{
	draw_text(pane->area, pane->row++, 0, STYLE_HEAD, text);
}

static const char *shown(const char *value)
{
	return value != NULL && value[0] != '\0' ? value : "-";
}

/* A longer label takes what its value leaves free. */
static int label_width(const struct pane *pane, int cols, const char *label, const char *value)
{
	int width = cells_of(label), most = cols - 2 - cells_of(value);
	width = width < most ? width : most;
	return width > pane->labels ? width : pane->labels;
}

void pane_row(struct pane *pane, const char *label, const char *value)
{
	int width = label_width(pane, pane->area.cols, _(label), shown(value));
	struct area values = area_cols(pane->area, width + 2, pane->area.cols);
	draw_field(pane->area, pane->row, 1, width, STYLE_HEAD, _(label));
	int behind = draw_wrapped(values, pane->row, STYLE_PLAIN, shown(value));
	pane->row = behind > pane->row ? behind : pane->row + 1;
}

void pane_pair(struct pane *pane, const char *label, const char *value, const char *label2,
	const char *value2)
{
	int middle = pane->area.cols / 2;
	struct area halves[] = {area_cols(pane->area, 0, middle - 1),
		area_cols(pane->area, middle, pane->area.cols - middle)};
	const char *labels[] = {label, label2}, *values[] = {value, value2};
	for (int i = 0; i < 2; i++) {
		int width = label_width(pane, halves[i].cols, _(labels[i]), shown(values[i]));
		int room = halves[i].cols - width - 2;
		draw_field(halves[i], pane->row, 1, width, STYLE_HEAD, _(labels[i]));
		draw_field(halves[i], pane->row, width + 2, room, STYLE_PLAIN, shown(values[i]));
	}
	pane->row++;
}

void pane_text(struct pane *pane, enum style style, const char *text)
{
	pane->row = draw_wrapped(pane->area, pane->row, style, text);
}
