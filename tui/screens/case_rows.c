#include "tui/screens/case_rows.h"

#include <xueji/v1/cases.pb-c.h>

#include "tui/decide.h"
#include "tui/words.h"

static const char *id_of(struct app *app, const void *row)
{
	return decide_ref(app, row);
}

static const char *due_cell(struct app *app, const void *row)
{
	return app_date(app, ((const Xueji__V1__Case *)row)->due_date, true);
}

static const char *left_cell(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	if (one->due_date[0] == '\0')
		return "-";
	return app_print(app, "%d%s", one->working_days_left,
		one->is_overdue               ? "!!"
		: one->working_days_left == 0 ? "! "
					      : "  ");
}

static enum style left_style(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	(void)app;
	if (one->is_overdue)
		return STYLE_LATE;
	return one->due_date[0] != '\0' && one->working_days_left == 0 ? STYLE_WARN : STYLE_PLAIN;
}

static const char *type_cell(struct app *app, const void *row)
{
	(void)app;
	return words_case_kind(row);
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Case *)row)->student_name;
}

static const char *class_cell(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	return words_class(app, one->grade, one->class_number);
}

static const char *from_cell(struct app *app, const void *row)
{
	return words_school(app, ((const Xueji__V1__Case *)row)->from_school);
}

static const char *to_cell(struct app *app, const void *row)
{
	return words_school(app, ((const Xueji__V1__Case *)row)->school);
}

/* The grade that it comes into; "*" is the last year of a stage, "#" a class that is full. */
static const char *to_class_cell(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	return app_print(app, "%s%s%s", words_class(app, one->to_grade, one->to_class),
		one->is_graduating ? " *" : "", one->is_class_full ? " #" : "");
}

static enum style to_class_style(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	(void)app;
	return one->is_graduating || one->is_class_full ? STYLE_WARN : STYLE_PLAIN;
}

static const char *turn_cell(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	if (one->turn_unit == NULL)
		return "-";
	return words_is_mine(app, one->turn_unit->id) ? _("ours") : one->turn_unit->name;
}

static const char *state_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Case *)row)->state_title;
}

static const char *moved_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Case *)row)->moved_time);
}

static bool can_mark(struct app *app, const void *row, const char **why_out)
{
	(void)app;
	*why_out = _("It is closed; nothing can be decided any more.");
	return ((const Xueji__V1__Case *)row)->turn != 0;
}

#define LEFT                                                                           \
	{                                                                              \
		.title = N_("Left"), .width = 5, .is_number = true, .cell = left_cell, \
		.style = left_style                                                    \
	}

/* What moves from school to school has two, each in a column of its own: side by side in one of
 * them the second was cut off. How many days are left says more in less room than the day. */
static const struct list_column columns[] = {
	LEFT,
	{.title = N_("Name"), .width = 10, .cell = name_cell},
	{.title = N_("Class"), .width = 12, .cell = class_cell, .drop = 2},
	{.title = N_("Kind"), .width = 10, .cell = type_cell, .drop = 1},
	{.title = N_("From school"), .width = 0, .least = 17, .cell = from_cell},
	{.title = N_("School"), .width = 0, .least = 17, .cell = to_cell},
	{.title = N_("State"), .width = 16, .cell = state_cell},
	{.title = N_("Due"), .width = 10, .cell = due_cell, .drop = 3},
	{.title = N_("Moved"), .width = 16, .cell = moved_cell, .drop = 4},
	{0},
};

const struct list_spec case_rows = {
	.columns = columns,
	.rows = "cases",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("There are none."),
};

/* Of what waits for one office the state is the same in every row: where there is room for one
 * only, the kind says more. */
static const struct list_column waiting_columns[] = {
	LEFT,
	{.title = N_("Name"), .width = 10, .cell = name_cell},
	{.title = N_("Class"), .width = 12, .cell = class_cell, .drop = 2},
	{.title = N_("Kind"), .width = 12, .cell = type_cell},
	{.title = N_("From school"), .width = 0, .least = 20, .cell = from_cell},
	{.title = N_("School"), .width = 0, .least = 20, .cell = to_cell},
	{.title = N_("Due"), .width = 10, .cell = due_cell, .drop = 1},
	{.title = N_("State"), .width = 16, .cell = state_cell, .drop = 3},
	{.title = N_("Moved"), .width = 16, .cell = moved_cell, .drop = 4},
	{0},
};

const struct list_spec waiting_rows = {
	.columns = waiting_columns,
	.rows = "cases",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("There are none."),
};

static const char *heed_cell(struct app *app, const void *row)
{
	return decide_doubt(app, row);
}

static enum style heed_style(struct app *app, const void *row)
{
	return heed_cell(app, row)[0] != '\0' ? STYLE_WARN : STYLE_PLAIN;
}

static const struct list_column batch_columns[] = {
	{.title = N_("Name"), .width = 16, .cell = name_cell},
	{.title = N_("Class"), .width = 14, .cell = class_cell},
	{.title = N_("Heed"), .width = 0, .cell = heed_cell, .style = heed_style},
	{.title = N_("Moved"), .width = 16, .cell = moved_cell},
	{0},
};

const struct list_spec batch_rows = {
	.columns = batch_columns,
	.rows = "cases",
	.id = id_of,
	.empty = N_("Nothing of this batch waits any more."),
};

static const struct list_column transfer_columns[] = {
	LEFT,
	{.title = N_("Name"), .width = 10, .cell = name_cell},
	{.title = N_("Into"), .width = 17, .cell = to_class_cell, .style = to_class_style},
	{.title = N_("From school"), .width = 0, .cell = from_cell},
	{.title = N_("To school"), .width = 0, .cell = to_cell},
	{.title = N_("Whose move"), .width = 12, .cell = turn_cell},
	{.title = N_("State"), .width = 16, .cell = state_cell, .drop = 2},
	{.title = N_("Due"), .width = 10, .cell = due_cell, .drop = 1},
	{0},
};

const struct list_spec transfer_rows = {
	.columns = transfer_columns,
	.rows = "cases",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("There are none."),
};

/* Here it is everywhere the same office's move: the names of both schools need the room. */
static const struct list_column transfer_waiting_columns[] = {
	LEFT,
	{.title = N_("Name"), .width = 10, .cell = name_cell},
	{.title = N_("Into"), .width = 17, .cell = to_class_cell, .style = to_class_style},
	{.title = N_("From school"), .width = 0, .least = 20, .cell = from_cell},
	{.title = N_("To school"), .width = 0, .least = 20, .cell = to_cell},
	{.title = N_("State"), .width = 16, .cell = state_cell, .drop = 2},
	{.title = N_("Due"), .width = 10, .cell = due_cell, .drop = 1},
	{0},
};

const struct list_spec transfer_waiting_rows = {
	.columns = transfer_waiting_columns,
	.rows = "cases",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("There are none."),
};
