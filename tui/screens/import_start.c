/* Bringing in a sheet of this machine: a dry run first, then the same file for good. Over SSH each
 * is a ticket for the line that sends it. Whoever leaves while it is under way loses nothing: the
 * same file goes on where it stopped. The subject is the unit's id; "" is the operator's own. */
#include "tui/screens/import_start.h"

#include <stdio.h>
#include <string.h>

#include "tui/app.h"
#include "tui/import_send.h"
#include "tui/screens/import.h"
#include "tui/ticket.h"
#include "tui/widgets/form.h"

#define DRAFT "import"

/* One key each, and no words of the contract. */
#define DRY_RUN   "1"
#define FOR_GOOD  "2"
#define COMPLETE  "1"
#define TO_FOLLOW "2"

static const struct form_choice dry[] = {
	{DRY_RUN, N_("dry run: say what would become of it")}, {FOR_GOOD, N_("bring it in")}, {0}};
static const struct form_choice provisional[] = {
	{COMPLETE, N_("complete")}, {TO_FOLLOW, N_("papers follow later (R18)")}, {0}};

enum { PATH, DRY, PROVISIONAL, N_FIELDS, FOOT = 3 };
static const struct form_field fields[N_FIELDS] = {
	[PATH] = {.name = "path",
		.label = N_("File of this machine"),
		.max = 200,
		.is_required = true,
		.hint = N_(".xlsx or .csv; an empty one: xueji template > sheet.xlsx")},
	[DRY] = {.name = "is_dry_run", .label = N_("First"), .width = 2, .choices = dry},
	[PROVISIONAL] = {.name = "is_provisional",
		.label = N_("Rows are"),
		.width = 2,
		.choices = provisional},
};

struct starting {
	struct form form;
	struct import_send send;
	char unit[40];
};

static void open_start(struct app *app, void *state, const char *subject)
{
	struct starting *s = state;
	snprintf(s->unit, sizeof s->unit, "%s",
		subject[0] != '\0' ? subject : app_who(app)->unit_id);
	size_t first = app_has_files(app) ? PATH : DRY; /* over SSH no file can be named */
	form_init(&s->form, fields + first, N_FIELDS - first);
	form_set(&s->form, "is_dry_run", DRY_RUN);
	form_set(&s->form, "is_provisional", COMPLETE);
	form_draft_take(&s->form, app, DRAFT);
}

static void ask_for_ticket(struct app *app, struct starting *s)
{
	Xueji__V1__StartImportRequest request = XUEJI__V1__START_IMPORT_REQUEST__INIT;
	request.is_dry_run = strcmp(form_text(&s->form, "is_dry_run"), FOR_GOOD) != 0;
	request.is_provisional = strcmp(form_text(&s->form, "is_provisional"), TO_FOLLOW) == 0;
	ticket_ask(app, XUEJI__V1__TICKET_PURPOSE__TICKET_PURPOSE_IMPORT, s->unit, &request.base);
}

static void work(struct app *app, void *state)
{
	if (import_send_work(app, &((struct starting *)state)->send))
		app_soon(app, work);
}

static void submit(struct app *app, void *state)
{
	struct starting *s = state;
	if (import_send_is_busy(&s->send) || !form_check(&s->form, app))
		return;
	if (!app_has_files(app)) {
		ask_for_ticket(app, s);
		return;
	}
	form_draft_put(&s->form, app, DRAFT);
	import_send_begin(app, &s->send,
		&(struct import_order){.path = form_text(&s->form, "path"),
			.unit = s->unit,
			.is_dry_run = strcmp(form_text(&s->form, "is_dry_run"), FOR_GOOD) != 0,
			.is_provisional =
				strcmp(form_text(&s->form, "is_provisional"), TO_FOLLOW) == 0});
	app_soon(app, work);
}

/* After a dry run the same form is ready for the real one. */
static void finished(struct app *app, struct starting *s)
{
	const Xueji__V1__Import *import = s->send.import;
	bool was_dry = import->is_dry_run;
	form_set(&s->form, "is_dry_run", was_dry ? FOR_GOOD : DRY_RUN);
	form_draft_put(&s->form, app, was_dry ? DRAFT : "");
	if (!was_dry)
		app_draft_put(app, DRAFT, NULL);
	app_say(app, TONE_DONE, was_dry ? _("A dry run: %s.") : _("Brought in: %s."),
		import_counts(app, import));
	if (import->refused > 0)
		app_open(app, &import_screen, import->id);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct starting *s = state;
	bool was_starting = reply->call == s->send.starting;
	if (ticket_loaded(app, reply, "< children.xlsx",
		    _("To have refused rows back as a sheet, put --rejects - before the <, and "
		      "> bad.xlsx at the end.")))
		return;
	if (was_starting && reply->outcome == CLIENT_REFUSED)
		form_faults(&s->form, app, reply, "");
	enum import_sent sent = import_send_loaded(app, &s->send, reply);
	if (sent == IMPORT_SENT_ALL)
		finished(app, s);
	else if (sent == IMPORT_SENT_ON)
		app_soon(app, work);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct starting *s = state;
	form_draw(&s->form, app, area_rows(area, 1, area.rows - FOOT - 1));
	import_send_draw(app, &s->send, area_rows(area, area.rows - FOOT, FOOT));
}

/* The first Esc stops, the next one leaves. */
static void stop(struct app *app, struct starting *s)
{
	bool has_begun = s->send.import != NULL;
	import_send_stop(app, &s->send);
	app_say(app, TONE_PLAIN, "%s",
		has_begun ? _("Stopped; what has come stays.") : _("Stopped; nothing was sent."));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct starting *s = state;
	if (import_send_is_busy(&s->send)) {
		if (key.code == KEY_ESC)
			stop(app, s);
		return key.code == KEY_ESC;
	}
	enum form_answer answer = form_key(&s->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, s);
	return answer != FORM_IGNORED;
}

static void close_start(struct app *app, void *state)
{
	struct starting *s = state;
	import_send_free(app, &s->send);
	form_free(&s->form);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("send it"), .run = submit},
	{0},
};

const struct screen import_start_screen = {
	.name = "bring",
	.title = N_("Bring in a sheet"),
	.need = "xueji.v1.Imports/StartImport",
	.is_command = true,
	.state_size = sizeof(struct starting),
	.open = open_start,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_start,
	.actions = actions,
};
