/* Exports, of children or of totals: those that the unit asked for, or those that wait for its
 * decision. Whoever decides sees what would leave, of whom and of how many as of now, for what, for
 * which unit, and whether in clear. The subject is "UNIT PARTY TYPE KEY", of which the key
 * "export.decide" means what waits; "" is the operator's own. */
#include "tui/screens/exports.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/exports.pb-c.h>

#include "domain/totals.h"
#include "sheet/export_page.h"
#include "tui/app.h"
#include "tui/export_columns.h"
#include "tui/screens/export_ask.h"
#include "tui/ticket.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

#define EXPORTS "xueji.v1.Exports/"
#define LIST    EXPORTS "ListExports"
#define DECIDE  EXPORTS "DecideExport"
#define FETCH   EXPORTS "FetchExport"

enum { PATH_MOST = 200, REASON_MOST = 200, PAGE = 200, LABELS = 14, BELOW = 9 };

/* An export on its way into a file. */
struct fetching {
	struct sheet_writer *writer; /* NULL: nothing is under way */
	char id[40], path[PATH_MOST * 4 + 1];
	int64_t fetched;
	uint64_t call;
	bool has_begun; /* the headings are written */
};

struct exports {
	struct list list;
	char unit[40], deciding[40];
	bool is_waiting, has_details;
	struct fetching fetching;
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Export *)row)->id;
}

static const char *asked_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Export *)row)->asked_time);
}

static const char *whose_cell(struct app *app, const void *row)
{
	const Xueji__V1__Export *one = row;
	const char *name = one->unit != NULL ? one->unit->name : "-";
	return one->grade > 0 ? app_print(app, "%s  %s", name, words_class(app, one->grade, 0))
			      : name;
}

static const char *by_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Export *)row)->asked_by;
}

static bool is_totals(const Xueji__V1__Export *one)
{
	return one->kind == XUEJI__V1__EXPORT_KIND__EXPORT_KIND_TOTALS;
}

static const char *what_cell(struct app *app, const void *row)
{
	const Xueji__V1__Export *one = row;
	(void)app;
	return is_totals(one) ? _("totals") : one->in_clear ? _("! full list") : _("masked list");
}

static enum style what_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Export *)row)->in_clear ? STYLE_WARN : STYLE_PLAIN;
}

static const char *state_cell(struct app *app, const void *row)
{
	static const char *const words[] = {
		N_("unknown"), N_("undecided"), N_("approved"), N_("refused")};
	const Xueji__V1__Export *one = row;
	unsigned at = one->state;
	(void)app;
	return one->may_fetch ? _("to fetch") : _(words[at < 4 ? at : 0]);
}

static const char *purpose_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Export *)row)->purpose;
}

static const struct list_column columns[] = {
	{.title = N_("Asked for"), .width = 16, .cell = asked_cell, .drop = 1},
	{.title = N_("Whose children"), .width = 0, .least = 14, .cell = whose_cell},
	{.title = N_("By"), .width = 10, .cell = by_cell},
	{.title = N_("Content"), .width = 11, .cell = what_cell, .style = what_style},
	{.title = N_("State"), .width = 10, .cell = state_cell},
	{.title = N_("For what"), .width = 0, .least = 12, .cell = purpose_cell},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "exports",
	.id = id_of,
	.empty = N_("There are none; c asks for one."),
};

/* ---- what leaves */

static const char *column_name(struct app *app, const Xueji__V1__Export *one, const char *word)
{
	int total = total_column_find(word);
	if (!is_totals(one))
		return export_column_name(app, word);
	return total >= 0 ? total_column_heading(total, app_lang(app)) : word;
}

static const char *columns_text(struct app *app, const Xueji__V1__Export *one)
{
	const char *text = "";
	for (size_t i = 0; i < one->n_columns; i++)
		text = app_print(app, "%s%s%s", text, i > 0 ? ", " : "",
			column_name(app, one, one->columns[i]));
	return text;
}

/* Of totals: which units have rows. */
static const char *rows_text(struct app *app, const Xueji__V1__Export *one)
{
	return one->down_to == XUEJI__V1__TIER__TIER_UNSPECIFIED
		       ? _("of the unit itself")
		       : app_print(app, _("all units down to %s level"), words_tier(one->down_to));
}

static void draw_details(struct app *app, const Xueji__V1__Export *one, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	draw_rule(area, pane.row++);
	pane_row(&pane, N_("For what"), one->purpose);
	pane_row(&pane, N_("Columns"), columns_text(app, one));
	if (is_totals(one))
		pane_row(&pane, N_("Rows"), rows_text(app, one));
	pane_pair(&pane, N_("Decides"), one->bureau != NULL ? one->bureau->name : "-",
		N_("Decided by"), one->decided_by);
	if (one->reason[0] != '\0')
		pane_row(&pane, N_("Why not"), one->reason);
}

/* ---- the screen */

static void ask(struct app *app, struct exports *e)
{
	Xueji__V1__ListExportsRequest request = XUEJI__V1__LIST_EXPORTS_REQUEST__INIT;
	request.unit_id = e->unit;
	request.waiting = e->is_waiting;
	list_ask(&e->list, app, LIST, &request.base);
}

static void open_exports(struct app *app, void *state, const char *subject)
{
	struct exports *e = state;
	char key[40] = "";
	list_init(&e->list, &spec);
	if (sscanf(subject, "%39s %*d %*d %39s", e->unit, key) < 1)
		snprintf(e->unit, sizeof e->unit, "%s", app_who(app)->unit_id);
	e->is_waiting = strcmp(key, "export.decide") == 0;
	ask(app, e);
}

/* ---- fetching */

static void end_fetch(struct app *app, struct fetching *f)
{
	app_forget(app, f->call);
	sheet_abandon(f->writer);
	*f = (struct fetching){0};
}

static void ask_page(struct app *app, struct fetching *f, const char *token)
{
	Xueji__V1__FetchExportRequest request = XUEJI__V1__FETCH_EXPORT_REQUEST__INIT;
	request.export_id = f->id;
	request.page_size = PAGE;
	request.page_token = (char *)(uintptr_t)token;
	f->call = app_request(app, FETCH, &request.base);
}

static void take_page(struct app *app, struct fetching *f, const struct client_reply *reply)
{
	const Xueji__V1__FetchExportResponse *page = (const void *)reply->message;
	char why[WHY_SIZE];
	f->call = 0;
	if (reply->outcome != CLIENT_OK) {
		end_fetch(app, f);
		return;
	}
	bool is_written = sheet_write_page(f->writer, page, !f->has_begun, why);
	bool is_last = page->next_page_token[0] == '\0';
	f->has_begun = true;
	f->fetched = page->fetched;
	if (is_written && !is_last) {
		ask_page(app, f, page->next_page_token);
		return;
	}
	struct sheet_writer *writer = f->writer;
	if (is_written) {
		f->writer = NULL; /* finishing takes it, whatever comes of it */
		is_written = sheet_finish(writer, why);
	}
	if (is_written)
		app_say(app, TONE_DONE, _("Written: %s, %s rows."), f->path,
			app_number(app, f->fetched));
	else
		app_say(app, TONE_WRONG, "%s", why);
	end_fetch(app, f);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct exports *e = state;
	if (e->fetching.writer != NULL && reply->call == e->fetching.call)
		take_page(app, &e->fetching, reply);
	else if (ticket_loaded(app, reply, "> export.xlsx", ""))
		return;
	else if (!list_loaded(&e->list, app, reply) && reply->outcome == CLIENT_OK) {
		app_say(app, TONE_DONE, _("Decided; who asked for it finds it on his desk."));
		list_refresh(&e->list, app);
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct exports *e = state;
	const Xueji__V1__Export *one = list_current(&e->list);
	int below = e->has_details && one != NULL && area.rows > 2 * BELOW ? BELOW : 0;
	int col = draw_text(area, 0, 1, STYLE_HEAD,
		e->is_waiting ? _("Waiting for our decision") : _("Asked for by us"));
	if (e->fetching.writer != NULL)
		draw_print(area, 0, col, STYLE_WARN, _("  %s rows so far; Esc gives it up"),
			app_number(app, e->fetching.fetched));
	list_draw(&e->list, app, area_rows(area, 1, area.rows - 1 - below));
	if (below > 0)
		draw_details(app, one, area_rows(area, area.rows - below, below));
}

static void close_exports(struct app *app, void *state)
{
	struct exports *e = state;
	end_fetch(app, &e->fetching);
	list_free(&e->list);
}

/* ---- what keys do */

static void toggle_details(struct app *app, void *state)
{
	struct exports *e = state;
	(void)app;
	e->has_details = !e->has_details;
}

static void turn(struct app *app, void *state)
{
	struct exports *e = state;
	e->is_waiting = !e->is_waiting;
	ask(app, e);
}

static bool can_decide(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Export *one = list_current(&((struct exports *)state)->list);
	if (!list_has_row(app, state, why_out))
		return false;
	*why_out = _("It is decided.");
	if (one->state != XUEJI__V1__EXPORT_STATE__EXPORT_STATE_WAITING)
		return false;
	*why_out = _("You asked for it yourself: another officer decides.");
	if (one->is_own)
		return false;
	*why_out = app_print(
		app, _("It is the move of %s."), one->bureau != NULL ? one->bureau->name : "-");
	return one->bureau != NULL && words_is_mine(app, one->bureau->id);
}

static void send_decision(struct app *app, struct exports *e, bool approve, const char *reason)
{
	Xueji__V1__DecideExportRequest request = XUEJI__V1__DECIDE_EXPORT_REQUEST__INIT;
	request.export_id = e->deciding;
	request.approve = approve;
	request.reason = (char *)(uintptr_t)reason;
	app_request(app, DECIDE, &request.base);
}

static void approved(struct app *app, void *state)
{
	send_decision(app, state, true, "");
}

static const char *page_of(struct app *app, const Xueji__V1__Export *one)
{
	return app_print(app,
		_("Whose children: %s\nHow many now: %s\nFor what: %s\nAsked by: %s (%s)\n"
		  "Content: %s\n\n%zu columns: %s"),
		whose_cell(app, one), app_number(app, one->children_count), one->purpose,
		one->asked_by, one->asked_for != NULL ? one->asked_for->name : "-",
		is_totals(one) ? app_print(app, _("totals, rounded; %s"), rows_text(app, one))
			       : what_cell(app, one),
		one->n_columns, columns_text(app, one));
}

static void approve(struct app *app, void *state)
{
	struct exports *e = state;
	const Xueji__V1__Export *one = list_current(&e->list);
	snprintf(e->deciding, sizeof e->deciding, "%s", one->id);
	app_confirm(app, &(struct question){.done = approved, .page = page_of(app, one)},
		is_totals(one)  ? _("Let these totals leave?")
		: one->in_clear ? _("Let this leave, with numbers in full?")
				: _("Let this leave, with masked numbers?"));
}

static void reason_typed(struct app *app, void *state, const char *text)
{
	if (text[0] == '\0')
		app_say(app, TONE_PLAIN, _("Nothing was done."));
	else
		send_decision(app, state, false, text);
}

static void refuse(struct app *app, void *state)
{
	struct exports *e = state;
	const Xueji__V1__Export *one = list_current(&e->list);
	snprintf(e->deciding, sizeof e->deciding, "%s", one->id);
	app_prompt(app,
		&(struct prompt){.label = _("Why not:"), .max = REASON_MOST, .done = reason_typed});
}

static bool can_fetch(struct app *app, void *state, const char **why_out)
{
	const struct exports *e = state;
	if (!list_has_row(app, state, why_out))
		return false;
	*why_out = _("One is being fetched; wait for it.");
	if (e->fetching.writer != NULL)
		return false;
	*why_out = _("Only who asked fetches it, for a week after it was approved.");
	return ((const Xueji__V1__Export *)list_current(&e->list))->may_fetch;
}

static void path_typed(struct app *app, void *state, const char *text)
{
	struct exports *e = state;
	const Xueji__V1__Export *one = list_current(&e->list);
	char why[WHY_SIZE];
	if (text[0] == '\0' || one == NULL) {
		app_say(app, TONE_PLAIN, _("Nothing was done."));
		return;
	}
	e->fetching.writer = sheet_create(text, why);
	if (e->fetching.writer == NULL) {
		app_say(app, TONE_WRONG, "%s", why);
		return;
	}
	snprintf(e->fetching.id, sizeof e->fetching.id, "%s", one->id);
	snprintf(e->fetching.path, sizeof e->fetching.path, "%s", text);
	ask_page(app, &e->fetching, "");
}

static void fetch(struct app *app, void *state)
{
	const Xueji__V1__Export *one = list_current(&((struct exports *)state)->list);
	if (!app_has_files(app)) {
		ticket_ask(
			app, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_FETCH_EXPORT, one->id, NULL);
		return;
	}
	app_prompt(app, &(struct prompt){.label = _("Into the new file:"),
				.text = app_print(app, "%s.xlsx", one->id),
				.max = PATH_MOST,
				.done = path_typed});
}

static void ask_for_one(struct app *app, void *state)
{
	app_open(app, &export_ask_screen, ((const struct exports *)state)->unit);
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("what leaves"), .can = list_has_row, .run = toggle_details,
		.help = N_("purpose and columns of the row under the cursor, below the list")},
	{VERB_APPROVE, .can = can_decide, .run = approve, .need = DECIDE},
	{VERB_REFUSE, .can = can_decide, .run = refuse, .need = DECIDE},
	{VERB_EXPORT, .what = N_("fetch"), .can = can_fetch, .run = fetch, .need = FETCH,
		.help = N_("into a new file of your own machine; the journal notes it")},
	{VERB_CREATE, .what = N_("ask"), .run = ask_for_one, .need = EXPORTS "AskExport"},
	{VERB_VIEW, .what = N_("asked/waiting"), .run = turn},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen exports_screen = {
	.name = "exports",
	.title = N_("Exports"),
	.need = LIST,
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct exports),
	.open = open_exports,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = list_again,
	.close = close_exports,
	.actions = actions,
};
