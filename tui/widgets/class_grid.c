#include "tui/widgets/class_grid.h"

#include <stdlib.h>

#include "tui/words.h"

enum { GRADES = 12, HEAD = 10, CELL = 5, SUM = 7, MARGIN = 1, UNPLACED = 100 };

/* The columns' order: what is not placed comes last. */
static int column_of(const Xueji__V1__ClassSize *size)
{
	return size->number == 0 ? UNPLACED : size->number;
}

static const Xueji__V1__ClassSize *find(const struct class_grid *grid, int grade, int column)
{
	for (size_t i = 0; i < grid->n; i++)
		if (grid->classes[i]->grade == grade && column_of(grid->classes[i]) == column)
			return grid->classes[i];
	return NULL;
}

const Xueji__V1__ClassSize *class_grid_current(const struct class_grid *grid)
{
	return find(grid, grid->grade, grid->number);
}

void class_grid_take(struct class_grid *grid, Xueji__V1__ClassSize *const *classes, size_t n)
{
	grid->classes = classes;
	grid->n = n;
	grid->first = grid->first > 0 ? grid->first : 1;
	if (class_grid_current(grid) != NULL || n == 0)
		return;
	grid->grade = classes[0]->grade;
	grid->number = column_of(classes[0]);
	for (size_t i = 0; i < n; i++) /* the first class, rather than those without one */
		if (classes[i]->grade == grid->grade && column_of(classes[i]) < grid->number)
			grid->number = column_of(classes[i]);
}

/* ---- moving */

/* The nearest class of the grade. */
static bool go_to_grade(struct class_grid *grid, int grade)
{
	const Xueji__V1__ClassSize *best = NULL;
	for (size_t i = 0; i < grid->n; i++) {
		const Xueji__V1__ClassSize *one = grid->classes[i];
		if (one->grade == grade &&
			(best == NULL || abs(column_of(one) - grid->number) <
						 abs(column_of(best) - grid->number)))
			best = one;
	}
	if (best == NULL)
		return false;
	grid->grade = grade;
	grid->number = column_of(best);
	return true;
}

static void step_grade(struct class_grid *grid, int by)
{
	for (int grade = grid->grade + by; grade >= 1 && grade <= GRADES; grade += by)
		if (go_to_grade(grid, grade))
			return;
}

static void step_class(struct class_grid *grid, int by)
{
	for (int column = grid->number + by; column >= 1 && column <= UNPLACED; column += by)
		if (find(grid, grid->grade, column) != NULL) {
			grid->number = column;
			return;
		}
}

bool class_grid_key(struct class_grid *grid, struct key key)
{
	if (key.is_pasted)
		return false;
	if (key.code == KEY_DOWN || key.code == 'j')
		step_grade(grid, 1);
	else if (key.code == KEY_UP || key.code == 'k')
		step_grade(grid, -1);
	else if (key.code == KEY_RIGHT)
		step_class(grid, 1);
	else if (key.code == KEY_LEFT)
		step_class(grid, -1);
	else
		return false;
	return true;
}

/* ---- drawing */

static int last_class(const struct class_grid *grid)
{
	int last = 0;
	for (size_t i = 0; i < grid->n; i++)
		if (grid->classes[i]->number > last)
			last = grid->classes[i]->number;
	return last;
}

static bool has_unplaced(const struct class_grid *grid)
{
	for (size_t i = 0; i < grid->n; i++)
		if (grid->classes[i]->number == 0)
			return true;
	return false;
}

/* What stands where, of this frame. */
struct columns {
	int first, last; /* classes that are shown */
	int unplaced, sum;
};

static struct columns lay_out(struct class_grid *grid, int cols)
{
	int last = last_class(grid), extra = has_unplaced(grid) ? CELL + 1 : 0;
	int room = (cols - HEAD - SUM - extra - MARGIN) / CELL;
	room = room > 0 ? room : 1;
	if (grid->number != UNPLACED && grid->number < grid->first)
		grid->first = grid->number;
	if (grid->number != UNPLACED && grid->number >= grid->first + room)
		grid->first = grid->number - room + 1;
	if (grid->first + room > last + 1)
		grid->first = last - room + 1 > 1 ? last - room + 1 : 1;
	int shown = last - grid->first + 1 < room ? last - grid->first + 1 : room;
	int behind = MARGIN + HEAD + shown * CELL;
	return (struct columns){grid->first, grid->first + shown - 1, behind + 1, behind + extra};
}

static void draw_size(const struct class_grid *grid, struct app *app, struct area area, int row,
	int col, const Xueji__V1__ClassSize *size)
{
	bool is_chosen = size == class_grid_current(grid);
	const char *text = app_print(app, is_chosen ? "[%d]" : "%d ", size->on_roll);
	draw_right(area, row, col, CELL, is_chosen ? STYLE_CHOSEN : STYLE_PLAIN, text);
	if (is_chosen)
		draw_cursor(area, row, col);
}

static void draw_heads(struct app *app, const struct columns *at, bool unplaced, struct area area)
{
	draw_text(area, 0, MARGIN, STYLE_HEAD, at->first > 1 ? _("Class  <") : _("Class"));
	for (int i = at->first; i <= at->last; i++)
		draw_right(area, 0, MARGIN + HEAD + (i - at->first) * CELL, CELL, STYLE_HEAD,
			app_print(app, "%d ", i));
	if (unplaced)
		draw_right(area, 0, at->unplaced, CELL, STYLE_HEAD, _("none "));
	draw_right(area, 0, at->sum, SUM, STYLE_HEAD, _("All"));
}

static int64_t draw_grade(const struct class_grid *grid, struct app *app, const struct columns *at,
	struct area area, int row, int grade)
{
	int64_t sum = 0;
	draw_field(area, row, MARGIN, HEAD, STYLE_PLAIN, words_class(app, grade, 0));
	for (size_t i = 0; i < grid->n; i++) {
		const Xueji__V1__ClassSize *size = grid->classes[i];
		if (size->grade != grade)
			continue;
		sum += size->on_roll;
		if (size->number == 0)
			draw_size(grid, app, area, row, at->unplaced, size);
		else if (size->number >= at->first && size->number <= at->last)
			draw_size(grid, app, area, row,
				MARGIN + HEAD + (size->number - at->first) * CELL, size);
	}
	draw_right(area, row, at->sum, SUM, STYLE_HEAD, app_number(app, sum));
	return sum;
}

void class_grid_draw(struct class_grid *grid, struct app *app, struct area area)
{
	struct columns at = lay_out(grid, area.cols);
	int64_t all = 0;
	int row = 1;
	if (grid->n == 0) {
		draw_text(area, 1, MARGIN + 1, STYLE_PLAIN, _("The school has no classes."));
		draw_cursor(area, 1, 0);
		return;
	}
	draw_heads(app, &at, has_unplaced(grid), area);
	for (int grade = 1; grade <= GRADES; grade++) {
		bool has_any = false;
		for (size_t i = 0; i < grid->n; i++)
			has_any = has_any || grid->classes[i]->grade == grade;
		if (has_any)
			all += draw_grade(grid, app, &at, area, row++, grade);
	}
	draw_right(area, row, at.sum, SUM, STYLE_HEAD, app_number(app, all));
}
