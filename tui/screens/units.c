/* The hierarchy: a unit's totals, and below it its units with bars, or a school's classes. The
 * subject is a unit's id; "" is the operator's own. Outside his scope there are names, no totals.
 */
#include "tui/screens/units.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/units.pb-c.h>

#include "tui/app.h"
#include "tui/screens/roster.h"
#include "tui/widgets/bars.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

static const struct measure {
	const char *title;
	size_t offset;
} measures[] = {
	{N_("Pupils"), offsetof(Xueji__V1__Totals, pupils)},
	{N_("Boarders"), offsetof(Xueji__V1__Totals, boarders)},
	{N_("Left-behind"), offsetof(Xueji__V1__Totals, left_behind)},
	{N_("Migrant"), offsetof(Xueji__V1__Totals, migrant)},
	{N_("Meals"), offsetof(Xueji__V1__Totals, meals)},
	{N_("Bus"), offsetof(Xueji__V1__Totals, bus)},
	{N_("Aid"), offsetof(Xueji__V1__Totals, aid)},
	{N_("Disabled"), offsetof(Xueji__V1__Totals, disabled)},
	{N_("Minority"), offsetof(Xueji__V1__Totals, minority)},
	{N_("Away"), offsetof(Xueji__V1__Totals, away)},
	{N_("Pending"), offsetof(Xueji__V1__Totals, pending)},
};
enum { N_MEASURES = sizeof measures / sizeof *measures };

struct units {
	struct list list;
	Xueji__V1__SummarizeUnitResponse *summary; /* NULL: outside the scope, or not here yet */
	char unit[40];
	size_t measure;
	bool has_totals; /* shown below the list */
	bool is_ranked;  /* by the measure, most first; else by code */
	int64_t most;    /* of the measure, among the rows */
};

static int64_t measured(const Xueji__V1__Totals *t, size_t measure)
{
	return t != NULL ? *(const int64_t *)((const char *)t + measures[measure].offset) : 0;
}

/* ---- the units below, with totals */

static const char *below_id(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__ChildTotals *)row)->unit->id;
}

static const char *below_name(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__ChildTotals *)row)->unit->name;
}

static const char *below_value(struct app *app, const void *row)
{
	const Xueji__V1__ChildTotals *child = row;
	const struct units *u = app_state(app);
	return app_number(app, measured(child->totals, u->measure));
}

static const char *below_share(struct app *app, const void *row)
{
	const Xueji__V1__ChildTotals *child = row;
	const struct units *u = app_state(app);
	int64_t all = u->summary != NULL ? measured(u->summary->totals, u->measure) : 0;
	int64_t part = measured(child->totals, u->measure);
	return all > 0 ? app_print(app, "%.1f%%", 100.0 * (double)part / (double)all) : "-";
}

static const char *below_grades(struct app *app, const void *row)
{
	const Xueji__V1__ChildTotals *child = row;
	int64_t most = 0;
	char *strip = arena_array(app_arena(app), char, child->n_pupils_by_grade + 1);
	for (size_t i = 0; i < child->n_pupils_by_grade; i++)
		if (child->pupils_by_grade[i] > most)
			most = child->pupils_by_grade[i];
	strip_print(child->pupils_by_grade, child->n_pupils_by_grade, most, strip);
	return strip;
}

enum { BAR = 18 };

static const char *below_bar(struct app *app, const void *row)
{
	const Xueji__V1__ChildTotals *child = row;
	const struct units *u = app_state(app);
	return bar_print(app, BAR, measured(child->totals, u->measure), u->most);
}

static const struct list_column below_columns[] = {
	{.title = N_("Unit"), .width = 0, .least = 24, .cell = below_name},
	{.title = N_("Number"), .width = 11, .is_number = true, .cell = below_value},
	{.title = N_("Share"), .width = 6, .is_number = true, .cell = below_share, .drop = 1},
	{.title = N_("Grades 1-12"), .width = 12, .cell = below_grades, .drop = 2},
	{.title = N_("Compared"), .width = BAR, .cell = below_bar, .drop = 3},
	{0},
};
static const struct list_spec below_spec = {
	.columns = below_columns,
	.rows = "children",
	.id = below_id,
	.empty = N_("There are no units below this one."),
};

/* ---- a school's classes */

static const char *class_id(struct app *app, const void *row)
{
	const Xueji__V1__ClassSize *size = row;
	return app_print(app, "%d/%d", size->grade, size->number);
}

static const char *class_name(struct app *app, const void *row)
{
	const Xueji__V1__ClassSize *size = row;
	return size->number > 0 ? words_class(app, size->grade, size->number)
				: _("not placed in a class");
}

static const char *class_size(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__ClassSize *)row)->on_roll);
}

static const char *class_bar(struct app *app, const void *row)
{
	const struct units *u = app_state(app);
	return bar_print(app, BAR, ((const Xueji__V1__ClassSize *)row)->on_roll, u->most);
}

static const char *class_group(struct app *app, const void *row, const void *before)
{
	const Xueji__V1__ClassSize *size = row, *last = before;
	return last == NULL || last->grade != size->grade ? words_class(app, size->grade, 0) : NULL;
}

static const struct list_column class_columns[] = {
	{.title = N_("Class"), .width = 0, .cell = class_name},
	{.title = N_("On roll"), .width = 8, .is_number = true, .cell = class_size},
	{.title = N_("Compared"), .width = BAR, .cell = class_bar, .drop = 1},
	{0},
};
static const struct list_spec class_spec = {
	.columns = class_columns,
	.rows = "classes",
	.id = class_id,
	.group = class_group,
	.empty = N_("The school has no classes."),
};

/* ---- names alone */

static const char *name_id(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Unit *)row)->id;
}

static const char *name_name(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Unit *)row)->name;
}

static const char *name_code(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Unit *)row)->code;
}

static const char *name_below(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Unit *)row)->child_count);
}

static const struct list_column name_columns[] = {
	{.title = N_("Unit"), .width = 0, .cell = name_name},
	{.title = N_("Code"), .width = 10, .cell = name_code},
	{.title = N_("Units below"), .width = 12, .is_number = true, .cell = name_below},
	{0},
};
static const struct list_spec name_spec = {
	.columns = name_columns,
	.rows = "units",
	.id = name_id,
	.empty = N_("There are no units below this one."),
};

/* ---- what the filter finds */

static const char *found_id(struct app *app, const void *row)
{
	return name_id(app, ((const Xueji__V1__FoundUnit *)row)->unit);
}

static const char *found_name(struct app *app, const void *row)
{
	return name_name(app, ((const Xueji__V1__FoundUnit *)row)->unit);
}

static const char *found_code(struct app *app, const void *row)
{
	return name_code(app, ((const Xueji__V1__FoundUnit *)row)->unit);
}

static const char *found_place(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__FoundUnit *)row)->place;
}

static const struct list_column found_columns[] = {
	{.title = N_("Unit"), .width = 0, .cell = found_name},
	{.title = N_("Code"), .width = 10, .cell = found_code},
	{.title = N_("Where"), .width = 0, .cell = found_place, .drop = 1},
	{0},
};
static const struct list_spec found_spec = {
	.columns = found_columns,
	.rows = "units",
	.id = found_id,
	.empty = N_("No unit has this in its name, code or initials."),
};

/* ---- the screen */

static void ask_names(struct app *app, struct units *u)
{
	Xueji__V1__ListUnitsRequest request = XUEJI__V1__LIST_UNITS_REQUEST__INIT;
	request.parent_id = u->unit;
	list_turn(&u->list, &name_spec);
	list_ask(&u->list, app, "xueji.v1.Units/ListUnits", &request.base);
}

static void ask(struct app *app, struct units *u)
{
	Xueji__V1__SummarizeUnitRequest request = XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT;
	request.unit_id = u->unit;
	request.with_children = true;
	if (app_may(app, "xueji.v1.Units/SummarizeUnit"))
		list_ask(&u->list, app, "xueji.v1.Units/SummarizeUnit", &request.base);
	else
		ask_names(app, u);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct units *u = state;
	Xueji__V1__SearchUnitsRequest request = XUEJI__V1__SEARCH_UNITS_REQUEST__INIT;
	request.query = (char *)(uintptr_t)text;
	request.within_id = u->unit;
	list_turn(&u->list, text[0] != '\0' ? &found_spec : &below_spec);
	if (text[0] != '\0')
		list_ask(&u->list, app, "xueji.v1.Units/SearchUnits", &request.base);
	else
		ask(app, u);
}

static void open_units(struct app *app, void *state, const char *subject)
{
	struct units *u = state;
	const char *unit = subject[0] != '\0' ? subject : app_who(app)->unit_id;
	strncpy(u->unit, unit, sizeof u->unit - 1);
	list_init(&u->list, &below_spec);
	ask(app, u);
}

static void find_most(struct units *u)
{
	const Xueji__V1__SummarizeUnitResponse *s = u->summary;
	u->most = 0;
	for (size_t i = 0; s != NULL && i < s->n_children; i++) {
		int64_t value = measured(s->children[i]->totals, u->measure);
		u->most = value > u->most ? value : u->most;
	}
	for (size_t i = 0; s != NULL && i < s->n_classes; i++)
		u->most = s->classes[i]->on_roll > u->most ? s->classes[i]->on_roll : u->most;
}

static int compare(const void *a, const void *b, void *measure)
{
	const Xueji__V1__ChildTotals *const *x = a, *const *y = b;
	int64_t left = measured((*x)->totals, *(const size_t *)measure);
	int64_t right = measured((*y)->totals, *(const size_t *)measure);
	return (right > left) - (right < left);
}

/* All units below come in one reply, so ranking them asks nobody. */
static void rank(struct units *u)
{
	Xueji__V1__SummarizeUnitResponse *s = (void *)(uintptr_t)list_reply(&u->list);
	if (u->is_ranked && u->list.spec == &below_spec && s != NULL)
		qsort_r(s->children, s->n_children, sizeof(void *), compare, &u->measure);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct units *u = state;
	bool is_summary = u->list.spec != &name_spec && u->list.spec != &found_spec;
	if (is_summary && reply->outcome == CLIENT_OK) {
		const Xueji__V1__SummarizeUnitResponse *s = (const void *)reply->message;
		list_turn(&u->list, s->n_classes > 0 ? &class_spec : &below_spec);
		app_title(app, s->unit->name);
		if (u->list.is_fresh) {
			app_drop(u->summary);
			u->summary = app_keep(s);
			find_most(u);
		}
	}
	list_loaded(&u->list, app, reply);
	rank(u);
	bool is_outside = reply->reason != NULL && strcmp(reply->reason, "OUTSIDE_SCOPE") == 0;
	if (is_summary && is_outside)
		ask_names(app, u);
}

static void draw_totals(struct app *app, const Xueji__V1__Totals *t, struct area area)
{
	struct pane pane = pane_begin(area, 14);
	draw_rule(area, pane.row++);
	for (size_t i = 0; i < N_MEASURES; i += 2)
		pane_pair(&pane, measures[i].title, app_number(app, measured(t, i)),
			i + 1 < N_MEASURES ? measures[i + 1].title : N_("Boys and girls"),
			i + 1 < N_MEASURES ? app_number(app, measured(t, i + 1))
					   : app_print(app, "%s  %s", app_number(app, t->boys),
						     app_number(app, t->girls)));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct units *u = state;
	int below = u->summary != NULL && u->has_totals ? 1 + (N_MEASURES + 1) / 2 : 0;
	if (below > area.rows / 2)
		below = 0;
	list_draw(&u->list, app, area_rows(area, 0, area.rows - below));
	if (u->list.spec == &below_spec && u->list.is_told)
		draw_print(area, area.rows - below - 1, 2, STYLE_HEAD, _("measure: %s"),
			_(measures[u->measure].title));
	if (below > 0)
		draw_totals(app, u->summary->totals, area_rows(area, area.rows - below, below));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return list_key(&((struct units *)state)->list, app, key);
}

static void close_units(struct app *app, void *state)
{
	struct units *u = state;
	(void)app;
	list_free(&u->list);
	app_drop(u->summary);
}

/* ---- what keys do */

static bool can_open(struct app *app, void *state, const char **why_out)
{
	const struct units *u = state;
	(void)app;
	*why_out = _("There is nothing below.");
	return list_current(&u->list) != NULL;
}

static void open_below(struct app *app, void *state)
{
	struct units *u = state;
	const void *row = list_current(&u->list);
	if (u->list.spec == &class_spec) {
		const Xueji__V1__ClassSize *size = row;
		app_open(app, &roster_screen,
			app_print(app, "%s %d %d", u->unit, size->grade, size->number));
	} else {
		app_open(app, &units_screen, u->list.spec->id(app, row));
	}
}

static bool is_school(struct app *app, void *state, const char **why_out)
{
	const struct units *u = state;
	(void)app;
	*why_out = _("Only a school has a roll; open one.");
	return u->summary != NULL && u->summary->unit->tier == XUEJI__V1__TIER__TIER_SCHOOL;
}

static void open_roll(struct app *app, void *state)
{
	app_open(app, &roster_screen, ((struct units *)state)->unit);
}

static bool has_measures(struct app *app, void *state, const char **why_out)
{
	const struct units *u = state;
	(void)app;
	*why_out = _("There are no totals to choose from here.");
	return u->list.spec == &below_spec;
}

static void next_measure(struct app *app, void *state)
{
	struct units *u = state;
	(void)app;
	u->measure = (u->measure + 1) % N_MEASURES;
	find_most(u);
	rank(u);
}

static void toggle_rank(struct app *app, void *state)
{
	struct units *u = state;
	u->is_ranked = !u->is_ranked;
	if (u->is_ranked)
		rank(u);
	else
		list_refresh(&u->list, app);
}

static void refresh_units(struct app *app, void *state)
{
	list_refresh(&((struct units *)state)->list, app);
}

static bool has_summary(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("There are no totals here: it lies outside the units that you are posted to.");
	return ((const struct units *)state)->summary != NULL;
}

static void toggle_totals(struct app *app, void *state)
{
	struct units *u = state;
	(void)app;
	u->has_totals = !u->has_totals;
}

static const struct action actions[] = {
	{VERB_OPEN, .can = can_open, .run = open_below},
	{VERB_DETAILS, .can = has_summary, .run = toggle_totals,
		.help = N_("all totals of this unit, below the list")},
	{VERB_MEASURE, .can = has_measures, .run = next_measure,
		.help = N_("which total is shown and compared")},
	{VERB_SORT, .what = N_("rank"), .can = has_measures, .run = toggle_rank,
		.help = N_("by the measure, most first, or by code")},
	{VERB_VIEW, .what = N_("whole roll"), .can = is_school, .run = open_roll},
	{VERB_REFRESH, .run = refresh_units},
	{0},
};

const struct screen units_screen = {
	.name = "units",
	.title = N_("Units"),
	.digit = 2,
	.tab = N_("Units"),
	.need = "xueji.v1.Units/ListUnits",
	.is_command = true,
	.state_size = sizeof(struct units),
	.open = open_units,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.filter = filter,
	.close = close_units,
	.actions = actions,
};
