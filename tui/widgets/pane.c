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

void pane_row(struct pane *pane, const char *label, const char *value)
{
	struct area values = area_cols(pane->area, pane->labels + 2, pane->area.cols);
	draw_field(pane->area, pane->row, 1, pane->labels, STYLE_HEAD, _(label));
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
		draw_field(halves[i], pane->row, 1, pane->labels, STYLE_HEAD, _(labels[i]));
		int room = halves[i].cols - pane->labels - 2;
		draw_field(halves[i], pane->row, pane->labels + 2, room, STYLE_PLAIN,
			shown(values[i]));
	}
	pane->row++;
}

void pane_text(struct pane *pane, enum style style, const char *text)
{
	pane->row = draw_wrapped(pane->area, pane->row, style, text);
}
