/* How a list is drawn. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tui/widgets/list.h"
#include "tui/widgets/message.h"

enum { COLUMNS = 16, MARGIN = 2 };

struct layout {
	int widths[COLUMNS]; /* 0: dropped */
	int n;
};

static int total(const struct layout *layout, const struct list_column *columns)
{
	int sum = MARGIN;
	for (int i = 0; i < layout->n; i++)
		if (layout->widths[i] > 0)
			sum += layout->widths[i] + 1;
	(void)columns;
	return sum - 1;
}

enum { ELASTIC_MIN = 10, ELASTIC_MOST = 44 };

/* Drops the column of the highest rank; false: none may go. */
static bool drop_one(struct layout *layout, const struct list_column *columns)
{
	int worst = -1;
	for (int i = 0; i < layout->n; i++)
		if (layout->widths[i] > 0 && columns[i].drop > 0 &&
			(worst < 0 || columns[i].drop > columns[worst].drop))
			worst = i;
	if (worst >= 0)
		layout->widths[worst] = 0;
	return worst >= 0;
}

static int least_of(const struct list_column *column)
{
	int least = column->least > 0 ? column->least : ELASTIC_MIN;
	return column->width > 0 ? column->width : least;
}

static void lay_out(struct layout *layout, const struct list_column *columns, int cols)
{
	int elastic = 0;
	for (layout->n = 0; layout->n < COLUMNS && columns[layout->n].cell != NULL; layout->n++)
		layout->widths[layout->n] = least_of(&columns[layout->n]);
	while (total(layout, columns) > cols && drop_one(layout, columns))
		;
	for (int i = 0; i < layout->n; i++)
		elastic += columns[i].width == 0 && layout->widths[i] > 0;
	int left = cols - total(layout, columns);
	for (int i = 0; i < layout->n && elastic > 0 && left > 0; i++)
		if (columns[i].width == 0 && layout->widths[i] > 0) {
			int share = left / elastic--;
			int most = columns[i].most > 0 ? columns[i].most : ELASTIC_MOST;
			most -= layout->widths[i];
			share = share < most ? share : most > 0 ? most : 0;
			layout->widths[i] += share;
			left -= share;
		}
}

static void draw_cell(struct area area, int row, int col, int width, bool is_number,
	enum style style, const char *text)
{
	if (is_number)
		draw_right(area, row, col, width, style, text);
	else
		draw_field(area, row, col, width, style, text);
}

static void draw_heads(
	const struct list *list, struct app *app, const struct layout *layout, struct area area)
{
	const struct list_column *columns = list->spec->columns;
	for (int i = 0, col = MARGIN; i < layout->n; i++) {
		if (layout->widths[i] == 0)
			continue;
		bool is_sorted = list->sorted >> i & 1;
		draw_cell(area, 0, col, layout->widths[i], columns[i].is_number, STYLE_HEAD,
			app_print(app, "%s%s", _(columns[i].title), is_sorted ? "^" : ""));
		col += layout->widths[i] + 1;
	}
}

static void draw_row(const struct list *list, struct app *app, const struct layout *layout,
	struct area area, int line, const void *row, bool is_chosen)
{
	const struct list_column *columns = list->spec->columns;
	bool is_first = true;
	draw_text(area, line, 0, STYLE_PLAIN, is_chosen ? ">" : " ");
	if (list->spec->can_mark != NULL && list_is_marked(list, list->spec->id(app, row)))
		draw_text(area, line, 1, STYLE_WARN, "*");
	for (int i = 0, col = MARGIN; i < layout->n; i++) {
		if (layout->widths[i] == 0)
			continue;
		enum style style =
			columns[i].style != NULL ? columns[i].style(app, row) : STYLE_PLAIN;
		if (is_chosen && is_first && !app_is_lean(app))
			style = STYLE_CHOSEN;
		const char *text = columns[i].cell(app, row);
		draw_cell(area, line, col, layout->widths[i], columns[i].is_number, style, text);
		col += layout->widths[i] + 1;
		is_first = false;
	}
	if (is_chosen)
		draw_cursor(area, line, 0);
}

static const char *group_of(const struct list *list, struct app *app, size_t n, size_t top)
{
	const void *before = n > top ? list_row(list, n - 1) : NULL;
	const void *row = list_row(list, n);
	return list->spec->group != NULL && row != NULL ? list->spec->group(app, row, before)
							: NULL;
}

/* The top row moves as little as it must for the cursor to be in sight, headings of groups
 * counted. */
static void scroll(struct list *list, struct app *app)
{
	if (list->cursor < list->top)
		list->top = list->cursor;
	while (list->top < list->cursor) {
		int lines = 0;
		for (size_t n = list->top; n <= list->cursor && lines <= list->height; n++)
			lines += 1 + (group_of(list, app, n, list->top) != NULL);
		if (lines <= list->height)
			return;
		size_t far = list->cursor - list->top;
		list->top += far > (size_t)list->height ? far - (size_t)list->height + 1 : 1;
	}
}

/* A count that the first page tells; 0: it does not. */
static int64_t told(const struct list *list, const char *field)
{
	char text[32] = "";
	if (list->n_pages > 0 && list->pages[0].reply != NULL)
		message_print(list->pages[0].reply, field, text, sizeof text);
	return strtoll(text, NULL, 10);
}

/* How many there are: "37 of 4,812" where the server says so, else as many as have come. */
static const char *counted(const struct list *list, struct app *app)
{
	int64_t matching = told(list, "matching_count") + told(list, "found");
	int64_t all = told(list, "total_count") + told(list, "total");
	if (matching > 0 && matching < all)
		return app_print(
			app, _("%s of %s"), app_number(app, matching), app_number(app, all));
	if (matching > 0)
		return app_number(app, matching);
	return app_print(app, "%s%s", app_number(app, (int64_t)list_count(list)),
		list_has_more(list) ? "+" : "");
}

static void draw_foot(const struct list *list, struct app *app, struct area area)
{
	int64_t at = list_count(list) > 0 ? (int64_t)list->cursor + 1 : 0;
	const char *text = app_print(app, "%s/%s", app_number(app, at), counted(list, app));
	if (list->n_marks > 0)
		text = app_print(app, _("%zu marked  %s"), list->n_marks, text);
	draw_text(area, area.rows - 1, area.cols - cells_of(text) - 1, STYLE_HEAD, text);
}

void list_draw(struct list *list, struct app *app, struct area area)
{
	struct layout layout;
	int line = 1;
	lay_out(&layout, list->spec->columns, area.cols);
	draw_heads(list, app, &layout, area);
	list->height = area.rows > 3 ? area.rows - 2 : 1;
	scroll(list, app);
	for (size_t n = list->top; line <= list->height && n < list_count(list); n++) {
		const char *group = group_of(list, app, n, list->top);
		const void *row = list_row(list, n);
		if (group != NULL && line < list->height)
			draw_print(area, line++, 1, STYLE_HEAD, "-- %s", group);
		if (row != NULL && line <= list->height)
			draw_row(list, app, &layout, area, line, row, n == list->cursor);
		line++;
	}
	if (list_count(list) > 0)
		draw_foot(list, app, area);
	else
		draw_cursor(area, 1, 0);
	if (list_count(list) == 0 && list->is_failed) /* nobody knows whether there are any */
		draw_text(area, 1, MARGIN, STYLE_WARN, _("Not known: no answer came; ask again."));
	else if (list_count(list) == 0 && list->is_told)
		draw_text(area, 1, MARGIN, STYLE_PLAIN, _(list->spec->empty));
}

enum { COLUMN_NUMBER = 7 };

/* Bytes with which the first cells of all rows begin: "桐庐县" of its schools says nothing in a
 * narrow column. 0 where a cell would be left empty. */
static size_t common_beginning(const struct list *list, struct app *app)
{
	const char *first = NULL;
	size_t common = 0;
	for (size_t n = 0; n < list_count(list); n++) {
		const void *row = list_row(list, n);
		const char *text = row != NULL ? list->spec->columns[0].cell(app, row) : NULL;
		size_t same = 0;
		if (text == NULL)
			continue;
		if (first == NULL) {
			first = text;
			common = strlen(text);
			continue;
		}
		while (same < common && text[same] == first[same])
			same++;
		if (text[same] == '\0' || first[same] == '\0')
			return 0;
		common = same;
	}
	while (common > 0 && (first[common] & 0xc0) == 0x80)
		common--;
	return first != NULL && first[common] != '\0' ? common : 0;
}

void list_draw_column(
	const struct list *list, struct app *app, const char *heading, struct area area)
{
	size_t height = area.rows > 3 ? (size_t)area.rows - 2 : 1, top = list->top;
	const struct list_column *columns = list->spec->columns;
	int width = area.cols - MARGIN - COLUMN_NUMBER - 2;
	size_t common = common_beginning(list, app);
	if (list->cursor < top || list->cursor >= top + height)
		top = list->cursor < height ? 0 : list->cursor - height + 1;
	draw_field(area, 0, MARGIN, width, STYLE_HEAD, heading);
	for (size_t n = top; n < list_count(list) && n < top + height; n++) {
		const void *row = list_row(list, n);
		int line = (int)(n - top) + 1;
		if (row == NULL)
			continue;
		draw_text(area, line, 0, STYLE_PLAIN, n == list->cursor ? ">" : " ");
		int col = draw_field(
			area, line, MARGIN, width, STYLE_PLAIN, columns[0].cell(app, row) + common);
		draw_cell(area, line, col + 1, COLUMN_NUMBER, columns[1].is_number, STYLE_PLAIN,
			columns[1].cell(app, row));
	}
}
