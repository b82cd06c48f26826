#include "tui/screens/problem_rows.h"

#include <string.h>

#include "tui/problem_decide.h"
#include "tui/problem_words.h"
#include "tui/words.h"

static const char *id_of(struct app *app, const void *row)
{
	return problem_ref(app, row);
}

static const char *left_cell(struct app *app, const void *row)
{
	return problem_words_left(app, row);
}

static enum style left_style(struct app *app, const void *row)
{
	(void)app;
	return problem_left_style(row);
}

static const char *kind_cell(struct app *app, const void *row)
{
	(void)app;
	return problem_words_kind(((const Xueji__V1__Problem *)row)->kind);
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Problem *)row)->student_name;
}

/* "*" is the last year of its stage, "<" that it has left the school meanwhile. */
static const char *class_cell(struct app *app, const void *row)
{
	const Xueji__V1__Problem *one = row;
	return app_print(app, "%s%s%s", words_class(app, one->grade, one->class_number),
		one->is_graduating ? " *" : "", one->has_left ? " <" : "");
}

static enum style class_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Problem *)row)->is_graduating ? STYLE_WARN : STYLE_PLAIN;
}

static const char *letter_cell(struct app *app, const void *row)
{
	(void)app;
	return problem_words_letter(((const Xueji__V1__Problem *)row)->student_no_kind);
}

static const char *school_cell(struct app *app, const void *row)
{
	return words_school(app, ((const Xueji__V1__Problem *)row)->school);
}

static const char *cause_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Problem *)row)->cause_text;
}

static const char *answer_cell(struct app *app, const void *row)
{
	(void)app;
	return problem_words_answer(((const Xueji__V1__Problem *)row)->answer);
}

/* The child's own school stands in the row already. */
static const char *turn_cell(struct app *app, const void *row)
{
	const Xueji__V1__Problem *one = row;
	const Xueji__V1__UnitName *turn = one->turn_unit;
	bool is_its_school = turn != NULL && one->school != NULL && !words_is_mine(app, turn->id) &&
			     strcmp(turn->id, one->school->id) == 0;
	return is_its_school ? _("its school") : problem_words_turn(app, one);
}

static const char *state_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Problem *)row)->state_title;
}

static bool can_mark(struct app *app, const void *row, const char **why_out)
{
	(void)app;
	*why_out = _("It is closed; nothing can be decided any more.");
	return ((const Xueji__V1__Problem *)row)->turn != 0;
}

/* In the order in which they are worked off (Q8): graduating grades of senior and junior, then of
 * primary, then the rest. */
static int rank_of(const Xueji__V1__Problem *one)
{
	return !one->is_graduating ? 3 : one->stage == XUEJI__V1__STAGE__STAGE_PRIMARY ? 2 : 1;
}

static const char *group_of(struct app *app, const void *row, const void *before)
{
	static const char *const words[] = {"", N_("Graduating grades of senior and junior"),
		N_("Graduating grade of primary"), N_("All others")};
	const Xueji__V1__Problem *one = row, *last = before;
	(void)app;
	return last == NULL || rank_of(last) != rank_of(one) ? _(words[rank_of(one)]) : NULL;
}

static const struct list_column columns[] = {
	{.title = N_("Left"),
		.width = 5,
		.is_number = true,
		.cell = left_cell,
		.style = left_style},
	{.title = N_("Kind"), .width = 12, .cell = kind_cell},
	{.title = N_("Name"), .width = 8, .cell = name_cell},
	{.title = N_("Class"), .width = 15, .cell = class_cell, .style = class_style},
	{.title = N_("No."), .width = 3, .cell = letter_cell, .drop = 1},
	{.title = N_("School"), .width = 0, .least = 10, .most = 24, .cell = school_cell},
	{.title = N_("Cause"), .width = 0, .least = 18, .most = 30, .cell = cause_cell, .drop = 4},
	{.title = N_("Reply"), .width = 8, .cell = answer_cell},
	{.title = N_("Whose move"), .width = 10, .cell = turn_cell},
	{.title = N_("State"), .width = 16, .cell = state_cell, .drop = 3},
	{0},
};

const struct list_spec problem_rows = {
	.columns = columns,
	.rows = "problems",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("There are no problem records."),
	.group = group_of,
};
