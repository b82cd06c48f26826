/* The hierarchy: the units below a unit, ranked with bars, or a school's classes as a table. The
 * subject is a unit's id, and "ID school" of a school; "" is the operator's own. Outside his scope
 * there are names, no numbers. On a wide terminal the lists that one came by stand to the left,
 * tier by tier: they are on the stack, so nothing is asked for them, and they change when one goes
 * up or down, not when the cursor moves. */
#include "tui/screens/units.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/units.pb-c.h>

#include "tui/app.h"
#include "tui/screens/export_ask.h"
#include "tui/screens/roster.h"
#include "tui/screens/unit_measures.h"
#include "tui/widgets/bars.h"
#include "tui/widgets/class_grid.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

#define BROWSE    "xueji.v1.Units/BrowseUnits"
#define SUMMARIZE "xueji.v1.Units/SummarizeUnit"

enum { FILTER_MOST = 60 /* characters */ };

struct units {
	struct list list;
	struct class_grid grid;
	Xueji__V1__SummarizeUnitResponse *summary; /* NULL: not asked for, or outside the scope */
	uint64_t summarizing;
	char unit[40], filter[FILTER_MOST * 4 + 1];
	size_t measure;
	bool is_school;  /* its classes are shown in place of a list */
	bool has_totals; /* shown below */
	size_t rested;   /* the row that the pane tells of, from 1; 0: none */
	bool by_code;    /* else ranked by the measure, most first */
	int64_t most;    /* of the measure, among all units */
	int64_t all;     /* of the unit itself; 0 where nothing is told */
	bool is_told;    /* his roles see numbers */
};

/* ---- the units below */

static const char *below_id(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__BrowsedUnit *)row)->id;
}

static const char *below_name(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__BrowsedUnit *)row)->name;
}

static const char *below_value(struct app *app, const void *row)
{
	const Xueji__V1__BrowsedUnit *child = row;
	const struct units *u = app_state(app);
	return child->measures != NULL ? app_number(app, unit_measure(child->measures, u->measure))
				       : "-";
}

static const char *below_share(struct app *app, const void *row)
{
	const Xueji__V1__BrowsedUnit *child = row;
	const struct units *u = app_state(app);
	int64_t part = unit_measure(child->measures, u->measure);
	return u->all > 0 ? app_print(app, "%.1f%%", 100.0 * (double)part / (double)u->all) : "-";
}

static const char *below_grades(struct app *app, const void *row)
{
	const Xueji__V1__BrowsedUnit *child = row;
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
	const Xueji__V1__BrowsedUnit *child = row;
	const struct units *u = app_state(app);
	return bar_print(app, BAR, unit_measure(child->measures, u->measure), u->most);
}

static const struct list_column below_columns[] = {
	{.title = N_("Unit"), .width = 0, .least = 24, .most = 32, .cell = below_name},
	{.title = N_("Number"), .width = 11, .is_number = true, .cell = below_value},
	{.title = N_("Share"), .width = 6, .is_number = true, .cell = below_share, .drop = 1},
	{.title = N_("Grades 1-12"), .width = 12, .cell = below_grades, .drop = 2},
	{.title = N_("Compared"), .width = BAR, .cell = below_bar, .drop = 3},
	{0},
};
static const struct list_spec below_spec = {
	.columns = below_columns,
	.rows = "units",
	.id = below_id,
	.empty = N_("There are no units below this one."),
};

/* ---- what is found further down */

static const char *found_id(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__FoundUnit *)row)->unit->id;
}

static const char *found_name(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__FoundUnit *)row)->unit->name;
}

static const char *found_code(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__FoundUnit *)row)->unit->code;
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

static void ask(struct app *app, struct units *u)
{
	Xueji__V1__BrowseUnitsRequest request = XUEJI__V1__BROWSE_UNITS_REQUEST__INIT;
	request.unit_id = u->unit;
	request.filter = u->filter;
	request.sort = u->by_code ? XUEJI__V1__UNIT_SORT__UNIT_SORT_UNSPECIFIED
				  : unit_measure_sort(u->measure);
	request.with_grades = true;
	u->rested = 0;
	list_turn(&u->list, &below_spec);
	list_ask(&u->list, app, BROWSE, &request.base);
}

static void summarize(struct app *app, struct units *u)
{
	Xueji__V1__SummarizeUnitRequest request = XUEJI__V1__SUMMARIZE_UNIT_REQUEST__INIT;
	request.unit_id = u->unit;
	app_forget(app, u->summarizing);
	u->summarizing = app_request(app, SUMMARIZE, &request.base);
}

static void ask_all(struct app *app, struct units *u)
{
	if (u->is_school || u->has_totals)
		summarize(app, u);
	if (!u->is_school)
		ask(app, u);
}

/* What is not directly below may be further down. */
static void search(struct app *app, struct units *u)
{
	Xueji__V1__SearchUnitsRequest request = XUEJI__V1__SEARCH_UNITS_REQUEST__INIT;
	request.query = u->filter;
	request.within_id = u->unit;
	list_turn(&u->list, &found_spec);
	list_ask(&u->list, app, "xueji.v1.Units/SearchUnits", &request.base);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct units *u = state;
	snprintf(u->filter, sizeof u->filter, "%s", text);
	u->is_school = false;
	ask(app, u);
}

static void open_units(struct app *app, void *state, const char *subject)
{
	struct units *u = state;
	char kind[8] = "";
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	const struct units *above = app_below(app, &units_screen, 1);
	list_init(&u->list, &below_spec);
	if (above != NULL)
		u->measure = above->measure, u->by_code = above->by_code;
	if (sscanf(subject, "%39s %7s", u->unit, kind) < 1) {
		snprintf(u->unit, sizeof u->unit, "%s", who->unit_id);
		u->is_school = who->tier == XUEJI__V1__TIER__TIER_SCHOOL;
	}
	u->is_school = (u->is_school || strcmp(kind, "school") == 0) && app_may(app, SUMMARIZE);
	ask_all(app, u);
}

static void take_numbers(struct units *u, const Xueji__V1__BrowseUnitsResponse *reply)
{
	u->most = u->by_code ? 0 : reply->greatest;
	u->all = unit_measure(reply->measures, u->measure);
	u->is_told = reply->measures != NULL;
	for (size_t i = 0; u->by_code && i < reply->n_units; i++) {
		int64_t value = unit_measure(reply->units[i]->measures, u->measure);
		u->most = value > u->most ? value : u->most;
	}
}

static void take_summary(struct app *app, struct units *u, const struct client_reply *reply)
{
	u->summarizing = 0;
	if (reply->outcome != CLIENT_OK)
		return;
	app_drop(u->summary);
	u->summary = app_keep(reply->message);
	app_title(app, u->summary->unit->name);
	u->is_school =
		u->filter[0] == '\0' && u->summary->unit->tier == XUEJI__V1__TIER__TIER_SCHOOL;
	class_grid_take(&u->grid, u->summary->classes, u->summary->n_classes);
}

static void take_unit(struct app *app, struct units *u, const Xueji__V1__BrowseUnitsResponse *reply)
{
	take_numbers(u, reply);
	if (reply->unit != NULL)
		app_title(app, reply->unit->name);
	bool is_school = reply->unit != NULL && reply->unit->tier == XUEJI__V1__TIER__TIER_SCHOOL;
	if (is_school && reply->measures != NULL && app_may(app, SUMMARIZE))
		summarize(app, u);
	else if (reply->n_units == 0 && u->filter[0] != '\0')
		search(app, u);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct units *u = state;
	if (reply->call == u->summarizing) {
		take_summary(app, u, reply);
		return;
	}
	bool is_list = u->list.spec == &below_spec, is_first = u->list.is_fresh;
	if (!list_loaded(&u->list, app, reply) || reply->outcome != CLIENT_OK || !is_list)
		return;
	if (is_first)
		take_unit(app, u, (const void *)reply->message);
}

static void draw_list(struct app *app, struct units *u, struct area area)
{
	list_draw(&u->list, app, area);
	if (u->list.spec == &below_spec && u->list.is_told)
		draw_print(area, area.rows - 1, 2, STYLE_HEAD, _("measure: %s  all: %s"),
			unit_measure_title(u->measure), u->is_told ? app_number(app, u->all) : "-");
}

/* ---- where there is room, the units that one came by stand beside */

enum { COLUMN = 21, COLUMN_MOST = 30, LIST_NEEDS = 78, TABLE_NEEDS = 92 };

static Xueji__V1__Tier tier_of(const struct units *u, const void *row)
{
	return u->list.spec == &found_spec ? ((const Xueji__V1__FoundUnit *)row)->unit->tier
					   : ((const Xueji__V1__BrowsedUnit *)row)->tier;
}

/* Gives what is left of the area. */
static struct area draw_way(struct app *app, const struct units *u, struct area area)
{
	int room = area.cols - (u->is_school ? TABLE_NEEDS : LIST_NEEDS), n = 0;
	while (n < room / COLUMN && app_below(app, &units_screen, (size_t)n + 1) != NULL)
		n++;
	int width = n > 0 && room / n < COLUMN_MOST ? room / n : COLUMN_MOST;
	for (int i = 0; i < n; i++) {
		const struct units *above = app_below(app, &units_screen, (size_t)(n - i));
		const void *row = list_current(&above->list);
		if (row != NULL)
			list_draw_column(&above->list, app, words_tier(tier_of(above, row)),
				area_cols(area, i * width, width));
	}
	return area_cols(area, n * width, area.cols - n * width);
}

/* Of the row on which the cursor came to rest, where there is room for it. */
static struct area draw_rested(struct app *app, const struct units *u, struct area area)
{
	enum { ROOMY = 30 /* rows */ };
	if (app_is_lean(app) || area.rows < ROOMY || u->is_school || u->has_totals ||
		u->list.spec != &below_spec)
		return area;
	const void *row = u->rested > 0 ? list_row(&u->list, u->rested - 1) : NULL;
	int top = area.rows - UNIT_MEASURES_ROWS;
	if (row != NULL)
		unit_draw_measures(app, row, area_rows(area, top, UNIT_MEASURES_ROWS));
	return area_rows(area, 0, top);
}

static void draw(struct app *app, void *state, struct area whole)
{
	struct units *u = state;
	struct area area = draw_rested(app, u, draw_way(app, u, whole));
	int below = u->summary != NULL && u->has_totals ? UNIT_TOTALS_ROWS : 0;
	if (below > area.rows / 2)
		below = 0;
	struct area top = area_rows(area, 0, area.rows - below);
	if (u->is_school && u->summary != NULL)
		class_grid_draw(&u->grid, app, top);
	else if (!u->is_school)
		draw_list(app, u, top);
	if (below > 0)
		unit_draw_totals(app, u->summary, area_rows(area, area.rows - below, below));
}

static void rest(struct app *app, void *state)
{
	struct units *u = state;
	(void)app;
	u->rested = list_current(&u->list) != NULL ? u->list.cursor + 1 : 0;
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct units *u = state;
	return u->is_school ? class_grid_key(&u->grid, key) : list_key(&u->list, app, key);
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
	return u->is_school ? class_grid_current(&u->grid) != NULL : list_current(&u->list) != NULL;
}

static void open_below(struct app *app, void *state)
{
	struct units *u = state;
	if (u->is_school) {
		const Xueji__V1__ClassSize *size = class_grid_current(&u->grid);
		app_open(app, &roster_screen,
			app_print(app, "%s %d %d", u->unit, size->grade, size->number));
		return;
	}
	const void *row = list_current(&u->list);
	bool is_school = tier_of(u, row) == XUEJI__V1__TIER__TIER_SCHOOL;
	app_open(app, &units_screen,
		app_print(app, "%s%s", u->list.spec->id(app, row), is_school ? " school" : ""));
}

static bool is_school(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("Only a school has a roll; open one.");
	return ((const struct units *)state)->is_school;
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
	return !u->is_school && u->list.spec == &below_spec;
}

static void next_measure(struct app *app, void *state)
{
	struct units *u = state;
	u->measure = (u->measure + 1) % UNIT_MEASURES;
	ask(app, u);
}

static void toggle_rank(struct app *app, void *state)
{
	struct units *u = state;
	u->by_code = !u->by_code;
	ask(app, u);
}

static void refresh_units(struct app *app, void *state)
{
	ask_all(app, state);
}

static bool has_summary(struct app *app, void *state, const char **why_out)
{
	const struct units *u = state;
	(void)app;
	*why_out = _("There are no totals here: it lies outside the units that you are posted to.");
	return u->is_school || u->is_told || u->summary != NULL;
}

static void toggle_totals(struct app *app, void *state)
{
	struct units *u = state;
	u->has_totals = !u->has_totals;
	if (u->has_totals && u->summary == NULL)
		summarize(app, u);
}

static void ask_totals(struct app *app, void *state)
{
	const struct units *u = state;
	app_open(app, &export_ask_screen, app_print(app, "%s 0 grades", u->unit));
}

static const struct action actions[] = {
	{VERB_OPEN, .can = can_open, .run = open_below},
	{VERB_DETAILS, .can = has_summary, .run = toggle_totals, .need = SUMMARIZE,
		.help = N_("all totals of this unit, below the list")},
	{VERB_MEASURE, .can = has_measures, .run = next_measure,
		.help = N_("which total is shown and compared")},
	{VERB_SORT, .what = N_("rank"), .can = has_measures, .run = toggle_rank,
		.help = N_("by the measure, most first, or by code")},
	{VERB_VIEW, .what = N_("whole roll"), .can = is_school, .run = open_roll,
		.need = "xueji.v1.Students/ListStudents"},
	{VERB_EXPORT, .what = N_("ask for totals"), .can = has_summary, .run = ask_totals,
		.need = "xueji.v1.Exports/AskExport",
		.help = N_("of this unit or a list of its children, to take out once another "
			   "person has approved"),
		.is_quiet = true},
	{VERB_REFRESH, .run = refresh_units},
	{0},
};

const struct screen units_screen = {
	.name = "units",
	.title = N_("Units"),
	.digit = 2,
	.tab = N_("Units"),
	.need = BROWSE,
	.is_command = true,
	.state_size = sizeof(struct units),
	.open = open_units,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.rest = rest,
	.filter = filter,
	.close = close_units,
	.actions = actions,
};
