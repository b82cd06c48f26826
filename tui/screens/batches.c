/* Batches of imports that wait for a school's approver or for a bureau, oldest first. The subject
 * is "UNIT PARTY" with the number of the contract, as the desk has them; "" is the operator's own.
 */
#include "tui/screens/batches.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/imports.pb-c.h>

#include "tui/app.h"
#include "tui/batch_decide.h"
#include "tui/screens/batch.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

#define LIST "xueji.v1.Imports/ListBatches"

struct batches {
	struct list list;
	char unit[40];
	int party;
};

/* ---- rows */

static const char *school_of(const Xueji__V1__Batch *one)
{
	return one->school != NULL ? one->school->id : "";
}

static const char *id_of(struct app *app, const void *row)
{
	const Xueji__V1__Batch *one = row;
	return app_print(app, "%s %s", one->import_id, school_of(one));
}

static const char *school_cell(struct app *app, const void *row)
{
	return words_school(app, ((const Xueji__V1__Batch *)row)->school);
}

static const char *title_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Batch *)row)->title;
}

static const char *who_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Batch *)row)->operator_name;
}

static const char *begun_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Batch *)row)->begun_time);
}

static const char *cases_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Batch *)row)->cases);
}

static const char *waiting_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Batch *)row)->waiting);
}

static const struct list_column columns[] = {
	{.title = N_("School"), .width = 0, .least = 18, .cell = school_cell},
	{.title = N_("Sheet"), .width = 0, .least = 14, .cell = title_cell},
	{.title = N_("Brought in by"), .width = 13, .cell = who_cell, .drop = 1},
	{.title = N_("Brought in"), .width = 16, .cell = begun_cell, .drop = 2},
	{.title = N_("Children"), .width = 8, .is_number = true, .cell = cases_cell, .drop = 3},
	{.title = N_("Waiting"), .width = 8, .is_number = true, .cell = waiting_cell},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "batches",
	.id = id_of,
	.empty = N_("No imported batch waits for you."),
};

/* ---- the screen */

static void open_batches(struct app *app, void *state, const char *subject)
{
	struct batches *b = state;
	Xueji__V1__ListBatchesRequest request = XUEJI__V1__LIST_BATCHES_REQUEST__INIT;
	list_init(&b->list, &spec);
	if (sscanf(subject, "%39s %d", b->unit, &b->party) < 2) {
		snprintf(b->unit, sizeof b->unit, "%s", app_who(app)->unit_id);
		b->party = (int)batch_own_party(app);
	}
	request.unit_id = b->unit;
	request.waiting_for = (Xueji__V1__CaseParty)b->party;
	list_ask(&b->list, app, LIST, &request.base);
}

/* ---- what keys do */

static void open_row(struct app *app, void *state)
{
	const struct batches *b = state;
	const Xueji__V1__Batch *one = list_current(&b->list);
	app_open(app, &batch_screen,
		app_print(app, "%s %s %s %d", one->import_id, school_of(one), b->unit, b->party));
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_row},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen batches_screen = {
	.name = "batches",
	.title = N_("Imported batches"),
	.need = LIST,
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct batches),
	.open = open_batches,
	.loaded = list_on_reply,
	.draw = list_draw_page,
	.on_key = list_on_key,
	.again = list_again,
	.close = list_close,
	.actions = actions,
};
