/* The imports of a unit, newest first. The subject is the unit's id, and what the desk adds; "" is
 * the operator's own. */
#include "tui/screens/imports.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/imports.pb-c.h>

#include "tui/app.h"
#include "tui/screens/import.h"
#include "tui/screens/import_start.h"
#include "tui/widgets/list.h"

#define LIST "xueji.v1.Imports/ListImports"

struct imports {
	struct list list;
	char unit[40];
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Import *)row)->id;
}

static const char *title_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Import *)row)->title;
}

static const char *begun_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Import *)row)->begun_time);
}

static const char *who_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Import *)row)->operator_name;
}

static bool is_running(const Xueji__V1__Import *one)
{
	return one->state == XUEJI__V1__IMPORT_STATE__IMPORT_STATE_RUNNING;
}

static const char *state_cell(struct app *app, const void *row)
{
	const Xueji__V1__Import *one = row;
	if (is_running(one))
		return app_print(app, _("to row %s"), app_number(app, one->last_row));
	return one->is_dry_run ? _("dry run") : _("finished");
}

static enum style state_style(struct app *app, const void *row)
{
	(void)app;
	return is_running(row) ? STYLE_WARN : STYLE_PLAIN;
}

static const char *created_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Import *)row)->created);
}

static const char *updated_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Import *)row)->updated);
}

static const char *unchanged_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Import *)row)->unchanged);
}

static const char *refused_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Import *)row)->refused);
}

static enum style refused_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Import *)row)->refused > 0 ? STYLE_WARN : STYLE_PLAIN;
}

static const struct list_column columns[] = {
	{.title = N_("Sheet"), .width = 0, .least = 16, .cell = title_cell},
	{.title = N_("Begun"), .width = 16, .cell = begun_cell},
	{.title = N_("Brought in by"), .width = 13, .cell = who_cell, .drop = 2},
	{.title = N_("State"), .width = 14, .cell = state_cell, .style = state_style},
	{.title = N_("New"), .width = 8, .is_number = true, .cell = created_cell},
	{.title = N_("Changed"), .width = 8, .is_number = true, .cell = updated_cell, .drop = 1},
	{.title = N_("As before"),
		.width = 9,
		.is_number = true,
		.cell = unchanged_cell,
		.drop = 3},
	{.title = N_("Not taken"),
		.width = 9,
		.is_number = true,
		.cell = refused_cell,
		.style = refused_style},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "imports",
	.id = id_of,
	.empty = N_("No sheet was brought in yet; c brings one in. An empty one: xueji template"),
};

/* ---- the screen */

static void open_imports(struct app *app, void *state, const char *subject)
{
	struct imports *i = state;
	Xueji__V1__ListImportsRequest request = XUEJI__V1__LIST_IMPORTS_REQUEST__INIT;
	list_init(&i->list, &spec);
	if (sscanf(subject, "%39s", i->unit) < 1)
		snprintf(i->unit, sizeof i->unit, "%s", app_who(app)->unit_id);
	request.unit_id = i->unit;
	list_ask(&i->list, app, LIST, &request.base);
}

/* ---- what keys do */

static void open_row(struct app *app, void *state)
{
	const Xueji__V1__Import *one = list_current(&((struct imports *)state)->list);
	app_open(app, &import_screen, one->id);
}

static void bring(struct app *app, void *state)
{
	app_open(app, &import_start_screen, ((const struct imports *)state)->unit);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_row},
	{VERB_CREATE, .what = N_("bring one in"), .run = bring,
		.need = "xueji.v1.Imports/StartImport",
		.help = N_("a sheet of this machine, after a dry run; one that broke off goes on")},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen imports_screen = {
	.name = "imports",
	.title = N_("Imported sheets"),
	.need = LIST,
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct imports),
	.open = open_imports,
	.loaded = list_on_reply,
	.draw = list_draw_page,
	.on_key = list_on_key,
	.again = list_again,
	.close = list_close,
	.actions = actions,
};
