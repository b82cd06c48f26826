/* The roll of a school, a grade or a class, with what is known of a child below it; those who are
 * marked, or the one under the cursor, can be put into a class. The subject is "SCHOOL", "SCHOOL
 * GRADE" or "SCHOOL GRADE CLASS"; or, from the desk, "SCHOOL 0 0 student.provisional": those whose
 * items are still to be confirmed, or "SCHOOL 0 0 student.suspension": those who are suspended, or
 * "SCHOOL 0 0 student.dropped_out" and "COUNTY 0 0 student.dropouts": those who dropped out. */
#include "tui/screens/roster.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "domain/codes.h"
#include "tui/app.h"
#include "tui/place.h"
#include "tui/screens/export_ask.h"
#include "tui/screens/student.h"
#include "tui/words.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

#define PLACE "xueji.v1.Students/ChangeClass"
#define ORDER "roster order" /* of all rolls of the session */

enum { FILTER_MOST = 60 }; /* characters */

struct roster {
	struct list list;
	char school[40];
	int grade, class_number;
	bool has_details;
	Xueji__V1__RollOrder order;
	int wanted; /* the class that was typed */
	char filter[FILTER_MOST * 4 + 1];
	bool is_of_county;
	bool only_provisional;           /* children whose items are still to be confirmed */
	Xueji__V1__StudentStatus status; /* only these of the roll; 0: all */
};

static const char *id_of(struct app *app, const void *row)
{
	return place_ref(app, row);
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Student *)row)->name;
}

static const char *sex_cell(struct app *app, const void *row)
{
	return code_label(CODES_SEX, ((const Xueji__V1__Student *)row)->sex, app_lang(app));
}

static const char *birth_cell(struct app *app, const void *row)
{
	return app_date(app, ((const Xueji__V1__Student *)row)->birth_date, false);
}

static const char *class_cell(struct app *app, const void *row)
{
	const Xueji__V1__Student *child = row;
	return words_class(app, child->grade, child->class_number);
}

static const char *status_cell(struct app *app, const void *row)
{
	const Xueji__V1__Student *child = row;
	const char *status = words_status(child->status);
	return child->is_provisional ? app_print(app, "%s ?", status) : status;
}

static const char *number_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Student *)row)->student_no_masked;
}

static enum style status_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Student *)row)->is_provisional ? STYLE_WARN : STYLE_PLAIN;
}

/* Only children of one grade go into a class together. */
static bool can_mark(struct app *app, const void *row, const char **why_out)
{
	const struct roster *r = app_state(app);
	const Xueji__V1__Student *child = row;
	*why_out = _("Your roles do not include this.");
	if (!app_may(app, PLACE))
		return false;
	*why_out = _("Those who are marked are of another grade.");
	return list_marks(&r->list) == 0 || place_grade(list_mark_at(&r->list, 0)) == child->grade;
}

enum column { NAME, SEX, BORN, CLASS, STATUS, NUMBER };

static const struct list_column columns[] = {
	[NAME] = {.title = N_("Name"), .width = 0, .most = 28, .cell = name_cell},
	[SEX] = {.title = N_("Sex"), .width = 6, .cell = sex_cell},
	[BORN] = {.title = N_("Born"), .width = 11, .cell = birth_cell, .drop = 2},
	[CLASS] = {.title = N_("Class"), .width = 12, .cell = class_cell, .drop = 1},
	[STATUS] = {.title = N_("Status"), .width = 12, .cell = status_cell, .style = status_style},
	[NUMBER] = {.title = N_("Student no."), .width = 19, .cell = number_cell, .drop = 3},
	{0},
};

/* The contract's orders, in the order in which s goes through them. */
static const struct order {
	const char *what;
	uint32_t sorted; /* columns */
	bool is_by_class;
} orders[] = {
	{N_("by class, then in the order of registration"), 1U << CLASS, true},
	{N_("by name in pinyin"), 1U << NAME, false},
	{N_("boys, then girls, each by name"), 1U << SEX | 1U << NAME, false},
	{N_("the oldest first"), 1U << BORN, false},
	{N_("by class, then by name"), 1U << CLASS | 1U << NAME, true},
};
enum { N_ORDERS = sizeof orders / sizeof *orders };

static const char *school_cell(struct app *app, const void *row)
{
	const Xueji__V1__Student *child = row;
	(void)app;
	return child->school != NULL ? child->school->name : "";
}

/* Of children of several schools. */
static const struct list_column county_columns[] = {
	{.title = N_("Name"), .width = 0, .most = 28, .cell = name_cell},
	{.title = N_("Sex"), .width = 6, .cell = sex_cell, .drop = 3},
	{.title = N_("Born"), .width = 11, .cell = birth_cell, .drop = 2},
	{.title = N_("School"), .width = 26, .cell = school_cell},
	{.title = N_("Class"), .width = 12, .cell = class_cell, .drop = 1},
	{0},
};

static const struct list_spec county_spec = {
	.columns = county_columns,
	.rows = "students",
	.id = id_of,
	.empty = N_("Nobody is on this roll."),
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "students",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("Nobody is on this roll."),
};

static void ask(struct app *app, struct roster *r)
{
	Xueji__V1__ListStudentsRequest request = XUEJI__V1__LIST_STUDENTS_REQUEST__INIT;
	request.unit_id = r->school;
	request.grade = r->grade;
	request.class_number = r->class_number;
	request.filter = r->filter;
	request.only_provisional = r->only_provisional;
	request.roll_status = r->status;
	request.order = r->is_of_county ? 0 : r->order;
	r->list.sorted = r->is_of_county                        ? 0
			 : r->order == 0 && r->class_number > 0 ? 0
								: orders[r->order].sorted;
	list_ask(&r->list, app, "xueji.v1.Students/ListStudents", &request.base);
}

/* What was chosen for another roll holds for this one. */
static void recall_order(struct app *app, struct roster *r)
{
	const char *chosen = app_draft(app, ORDER);
	r->order = (Xueji__V1__RollOrder)(chosen != NULL ? strtol(chosen, NULL, 10) : 0);
}

/* Within one class it goes by class in any case. */
static void turn_order(struct app *app, void *state)
{
	struct roster *r = state;
	do
		r->order = (Xueji__V1__RollOrder)((r->order + 1) % N_ORDERS);
	while (r->class_number > 0 && r->order != 0 && orders[r->order].is_by_class);
	app_draft_put(app, ORDER, app_print(app, "%d", (int)r->order));
	app_say(app, TONE_PLAIN, "%s",
		r->order == 0 && r->class_number > 0 ? _("in the order of registration")
						     : _(orders[r->order].what));
	ask(app, r);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct roster *r = state;
	snprintf(r->filter, sizeof r->filter, "%s", text);
	ask(app, r);
}

static void open_roster(struct app *app, void *state, const char *subject)
{
	struct roster *r = state;
	char key[40] = "";
	sscanf(subject, "%39s %d %d %39s", r->school, &r->grade, &r->class_number, key);
	r->only_provisional = strcmp(key, "student.provisional") == 0;
	if (strcmp(key, "student.suspension") == 0)
		r->status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_SUSPENDED;
	r->is_of_county = strcmp(key, "student.dropouts") == 0;
	if (r->is_of_county || strcmp(key, "student.dropped_out") == 0)
		r->status = XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_DROPPED_OUT;
	list_init(&r->list, r->is_of_county ? &county_spec : &spec);
	recall_order(app, r);
	if (r->grade > 0)
		app_title(app, words_class(app, r->grade, r->class_number));
	else if (r->only_provisional)
		app_title(app, _("To be confirmed"));
	else if (r->status != 0)
		app_title(app, words_status(r->status));
	ask(app, r);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct roster *r = state;
	if (place_loaded(app, reply)) {
		if (list_marks(&r->list) == 0)
			list_move(&r->list, app, 1); /* to the next child */
		list_mark_none(&r->list);
		list_refresh(&r->list, app);
		return;
	}
	list_loaded(&r->list, app, reply);
}

static void draw_details(struct app *app, const Xueji__V1__Student *child, struct area area)
{
	struct pane pane = pane_begin(area, 14);
	draw_rule(area, pane.row++);
	pane_pair(&pane, N_("Name"), child->name, N_("Sex"),
		code_label(CODES_SEX, child->sex, app_lang(app)));
	pane_pair(&pane, N_("Born"), child->birth_date, N_("Status"), words_status(child->status));
	pane_pair(&pane, N_("Student no."), child->student_no_masked, N_("ID number"),
		child->id_number_masked);
	pane_pair(&pane, N_("School"), child->school != NULL ? child->school->name : NULL,
		N_("Class"), words_class(app, child->grade, child->class_number));
	if (child->is_provisional)
		pane_text(&pane, STYLE_WARN,
			_("? not all required items were there yet; once they are in, it is "
			  "confirmed"));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct roster *r = state;
	const Xueji__V1__Student *child = list_current(&r->list);
	int below = r->has_details && child != NULL && area.rows > 12 ? 6 : 0;
	list_draw(&r->list, app, area_rows(area, 0, area.rows - below));
	if (below > 0)
		draw_details(app, child, area_rows(area, area.rows - below, below));
}

static void open_child(struct app *app, void *state)
{
	const Xueji__V1__Student *child = list_current(&((struct roster *)state)->list);
	app_open(app, &student_screen, child->id);
}

/* ---- placing */

static void send(struct app *app, void *state)
{
	struct roster *r = state;
	const char *refs[PLACE_MOST];
	size_t n = list_marks(&r->list);
	n = n < PLACE_MOST ? n : PLACE_MOST;
	for (size_t i = 0; i < n; i++)
		refs[i] = list_mark_at(&r->list, i);
	if (n == 0 && list_current(&r->list) != NULL)
		refs[n++] = id_of(app, list_current(&r->list));
	place_send(app, r->school, refs, n, r->wanted);
}

static int grade_to_place(const struct roster *r)
{
	const Xueji__V1__Student *child = list_current(&r->list);
	return list_marks(&r->list) > 0 ? place_grade(list_mark_at(&r->list, 0)) : child->grade;
}

static void typed(struct app *app, void *state, const char *text)
{
	struct roster *r = state;
	char *end;
	long number = strtol(text, &end, 10);
	if (*end != '\0' || number < 1 || number > PLACE_CLASS_MOST) {
		app_say(app, TONE_WRONG, _("A class is a number from 1 on; nobody was placed."));
		return;
	}
	size_t n = list_marks(&r->list);
	r->wanted = (int)number;
	if (n > 1)
		app_confirm(app, &(struct question){.done = send}, _("%zu marked: into %s?"), n,
			words_class(app, grade_to_place(r), r->wanted));
	else
		send(app, state);
}

static void place(struct app *app, void *state)
{
	const struct roster *r = state;
	const Xueji__V1__Student *child = list_current(&r->list);
	size_t n = list_marks(&r->list);
	const char *who = n > 0 ? app_print(app, _("%zu marked"), n) : child->name;
	app_prompt(app, &(struct prompt){.label = app_print(app, _("%s, %s: into class number:"),
						 who, words_class(app, grade_to_place(r), 0)),
				.max = 2,
				.done = typed});
}

static void toggle_details(struct app *app, void *state)
{
	struct roster *r = state;
	(void)app;
	r->has_details = !r->has_details;
}

static void ask_list(struct app *app, void *state)
{
	const struct roster *r = state;
	app_open(app, &export_ask_screen, app_print(app, "%s %d", r->school, r->grade));
}

/* Children of several schools are in no order but theirs, and no list of one. */
static bool is_of_school(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("These children are of several schools.");
	return !((const struct roster *)state)->is_of_county;
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_child},
	{VERB_DETAILS, .can = list_has_row, .run = toggle_details,
		.help = N_("what is known of the child, below the list")},
	{VERB_SORT, .can = is_of_school, .run = turn_order,
		.help = N_("by registration, name in pinyin, sex, birth date, class and name; kept "
			   "for the next roll")},
	{VERB_PLACE, .can = list_has_row, .run = place, .need = PLACE,
		.help = N_("puts those who are marked, or the one under the cursor, into a class")},
	{VERB_EXPORT, .what = N_("ask for a list"), .can = is_of_school, .run = ask_list,
		.need = "xueji.v1.Exports/AskExport",
		.help = N_("of these children, to take out once another person has approved"),
		.is_quiet = true},
	{VERB_REFRESH, .run = list_again, .is_quiet = true},
	{0},
};

const struct screen roster_screen = {
	.name = "roster",
	.title = N_("Roll"),
	.need = "xueji.v1.Students/ListStudents",
	.is_for_desk = true,
	.state_size = sizeof(struct roster),
	.open = open_roster,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.filter = filter,
	.close = list_close,
	.actions = actions,
};
