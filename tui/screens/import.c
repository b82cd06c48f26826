/* One import: how it went, and the rows that were refused, each with its faults and their cures. A
 * row is mended where it stands; those that were taken are not touched. The subject is its id. */
#include "tui/screens/import.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/imports.pb-c.h>

#include "tui/app.h"
#include "tui/import_send.h"
#include "tui/screens/import_mend.h"
#include "tui/screens/import_start.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

#define IMPORTS "xueji.v1.Imports/"
#define MEND    IMPORTS "MendRow"

enum { HEAD_ROWS = 2, LABELS = 20, BELOW = 9 };

struct import {
	struct list list;
	char id[40];
	Xueji__V1__Import *import; /* NULL: not here yet */
	uint64_t getting;
	bool is_turned; /* details are shown where they are not, and not where they are */
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	return app_print(app, "%lld", (long long)((const Xueji__V1__RowVerdict *)row)->row);
}

static const char *row_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__RowVerdict *)row)->row);
}

static const char *column_cell(struct app *app, const void *row)
{
	const Xueji__V1__RowVerdict *one = row;
	if (one->n_faults == 0)
		return "-";
	const char *name =
		one->faults[0]->column[0] != '\0' ? one->faults[0]->column : _("the row");
	return one->n_faults > 1 ? app_print(app, "%s +%zu", name, one->n_faults - 1) : name;
}

static const char *fault_cell(struct app *app, const void *row)
{
	const Xueji__V1__RowVerdict *one = row;
	(void)app;
	return one->n_faults > 0 ? one->faults[0]->text : "-";
}

static const struct list_column columns[] = {
	{.title = N_("Row"), .width = 8, .is_number = true, .cell = row_cell},
	{.title = N_("Column"), .width = 20, .cell = column_cell},
	{.title = N_("Fault and cure"), .width = 0, .most = 90, .cell = fault_cell},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "verdicts",
	.id = id_of,
	.empty = N_("No row was refused."),
};

/* ---- the screen */

static void get(struct app *app, struct import *i)
{
	Xueji__V1__GetImportRequest request = XUEJI__V1__GET_IMPORT_REQUEST__INIT;
	request.import_id = i->id;
	app_forget(app, i->getting);
	i->getting = app_request(app, IMPORTS "GetImport", &request.base);
}

static void open_import(struct app *app, void *state, const char *subject)
{
	struct import *i = state;
	Xueji__V1__ListRefusedRowsRequest request = XUEJI__V1__LIST_REFUSED_ROWS_REQUEST__INIT;
	list_init(&i->list, &spec);
	snprintf(i->id, sizeof i->id, "%s", subject);
	get(app, i);
	request.import_id = i->id;
	list_ask(&i->list, app, IMPORTS "ListRefusedRows", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct import *i = state;
	if (reply->call != i->getting || i->getting == 0) {
		list_loaded(&i->list, app, reply);
		return;
	}
	i->getting = 0;
	if (reply->outcome != CLIENT_OK)
		return;
	app_drop(i->import);
	i->import = app_keep(((const Xueji__V1__GetImportResponse *)reply->message)->import);
	if (i->import != NULL)
		app_title(app, i->import->title);
}

static void draw_head(struct app *app, const Xueji__V1__Import *import, struct area area)
{
	bool runs = import->state == XUEJI__V1__IMPORT_STATE__IMPORT_STATE_RUNNING;
	int col = draw_print(area, 0, 1, STYLE_HEAD, "%s  ",
		import->is_dry_run ? _("Dry run; nothing was stored")
		: runs             ? app_print(app, _("Broken off behind row %s; c goes on"),
					     app_number(app, import->last_row))
				   : _("Complete"));
	draw_print(area, 0, col, STYLE_PLAIN, "%s  %s  %s",
		import->unit != NULL ? import->unit->name : "-", import->operator_name,
		app_instant(app, import->begun_time));
	draw_text(area, 1, 1, STYLE_PLAIN, import_counts(app, import));
}

static void draw_details(struct app *app, const struct import *i, struct area area)
{
	const Xueji__V1__RowVerdict *one = list_current(&i->list);
	struct pane pane = pane_begin(area, LABELS);
	draw_rule(area, pane.row++);
	for (size_t f = 0; one != NULL && f < one->n_faults && pane.row < area.rows; f++)
		pane_row(&pane,
			one->faults[f]->column[0] != '\0' ? one->faults[f]->column : N_("the row"),
			one->faults[f]->text);
	(void)app;
}

static void draw(struct app *app, void *state, struct area area)
{
	struct import *i = state;
	bool has_details =
		i->is_turned != !app_is_lean(app); /* a slow line moves only the cursor */
	int below = has_details && area.rows > 2 * BELOW ? BELOW : 0;
	if (i->import != NULL)
		draw_head(app, i->import, area_rows(area, 0, HEAD_ROWS));
	list_draw(&i->list, app, area_rows(area, HEAD_ROWS, area.rows - HEAD_ROWS - below));
	if (below > 0)
		draw_details(app, i, area_rows(area, area.rows - below, below));
}

static void again(struct app *app, void *state)
{
	struct import *i = state;
	get(app, i);
	list_refresh(&i->list, app);
}

static void close_import(struct app *app, void *state)
{
	struct import *i = state;
	(void)app;
	list_free(&i->list);
	app_drop(i->import);
}

/* ---- what keys do */

static bool can_mend(struct app *app, void *state, const char **why_out)
{
	const struct import *i = state;
	if (!list_has_row(app, state, why_out))
		return false;
	*why_out = _("A dry run stores nothing: mend it in the file, or bring the sheet in and "
		     "mend it here.");
	return i->import != NULL && !i->import->is_dry_run;
}

static void mend(struct app *app, void *state)
{
	const struct import *i = state;
	const Xueji__V1__RowVerdict *one = list_current(&i->list);
	app_open(app, &import_mend_screen, app_print(app, "%s %lld", i->id, (long long)one->row));
}

static void toggle_details(struct app *app, void *state)
{
	struct import *i = state;
	(void)app;
	i->is_turned = !i->is_turned;
}

static bool can_go_on(struct app *app, void *state, const char **why_out)
{
	const struct import *i = state;
	(void)app;
	*why_out = _("It has come to its end.");
	return i->import != NULL && i->import->unit != NULL &&
	       i->import->state == XUEJI__V1__IMPORT_STATE__IMPORT_STATE_RUNNING;
}

static void go_on(struct app *app, void *state)
{
	app_open(app, &import_start_screen, ((const struct import *)state)->import->unit->id);
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("mend"), .can = can_mend, .run = mend, .need = MEND,
		.help = N_("the refused row, in a form; the others are not touched")},
	{VERB_DETAILS, .what = N_("all faults"), .can = list_has_row, .run = toggle_details},
	{VERB_CREATE, .what = N_("go on"), .can = can_go_on, .run = go_on,
		.need = IMPORTS "StartImport",
		.help = N_("with the same file, behind the row that it has got to")},
	{VERB_REFRESH, .run = again},
	{0},
};

const struct screen import_screen = {
	.name = "import",
	.title = N_("Import"),
	.need = IMPORTS "ListRefusedRows",
	.state_size = sizeof(struct import),
	.open = open_import,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = again,
	.close = close_import,
	.actions = actions,
};
