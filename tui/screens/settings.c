/* What is the operator's own: who he is, language and look, password and second factor, and his
 * open sessions, which he can end. Language and look are kept on the server on request, and hold at
 * whatever console he signs in next. The subject is nothing that it needs. */
#include "tui/screens/settings.h"

#include <xueji/v1/console.pb-c.h>
#include <xueji/v1/sessions.pb-c.h>

#include "tui/app.h"
#include "tui/screens/password.h"
#include "tui/screens/second_factor.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

enum { LABELS = 14, HEAD_ROWS = 8 };

struct settings {
	struct list list; /* the sessions */
};

/* ---- sessions */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Session *)row)->id;
}

static const char *started_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Session *)row)->started);
}

static const char *used_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Session *)row)->last_used);
}

static const char *where_cell(struct app *app, const void *row)
{
	(void)app;
	return words_session_place(row);
}

static enum style where_style(struct app *app, const void *row)
{
	const Xueji__V1__Session *session = row;
	(void)app;
	return session->is_current || session->is_known_device ? STYLE_PLAIN : STYLE_WARN;
}

static const struct list_column columns[] = {
	{.title = N_("Session since"), .width = 18, .cell = started_cell},
	{.title = N_("Last used"), .width = 18, .cell = used_cell},
	{.title = N_("Console"), .width = 0, .cell = where_cell, .style = where_style},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "sessions",
	.id = id_of,
	.empty = N_("There is no session."),
};

/* ---- the screen */

static void open_settings(struct app *app, void *state, const char *subject)
{
	struct settings *s = state;
	Xueji__V1__ListSessionsRequest request = XUEJI__V1__LIST_SESSIONS_REQUEST__INIT;
	(void)subject;
	list_init(&s->list, &spec);
	list_ask(&s->list, app, "xueji.v1.Sessions/ListSessions", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct settings *s = state;
	if (list_loaded(&s->list, app, reply) || reply->outcome != CLIENT_OK)
		return;
	if (reply->message->descriptor == &xueji__v1__preferences__descriptor) {
		app_say(app, TONE_DONE, _("Kept: so it will be at your next sign-in."));
		return;
	}
	app_say(app, TONE_DONE, _("The session has ended."));
	list_refresh(&s->list, app);
}

static const char *certificate(struct app *app, const Xueji__V1__WhoAmIResponse *who)
{
	static const char *const words[] = {"", N_("valid"), N_("expires soon"), N_("expired"),
		N_("missing"), N_("not needed")};
	unsigned at = who->certificate_state;
	const char *word = at > 0 && at < sizeof words / sizeof *words ? _(words[at]) : "-";
	return who->certificate_until[0] != '\0'
		       ? app_print(app, "%s  %s", who->certificate_until, word)
		       : word;
}

static void draw_head(struct app *app, struct area area)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	struct pane pane = pane_begin(area, LABELS);
	pane_pair(&pane, N_("User"), who->name, N_("Own name"), who->full_name);
	pane_pair(&pane, N_("Unit"), who->unit_name, N_("Certificate"), certificate(app, who));
	pane_pair(&pane, N_("Second factor"), who->has_second_factor ? _("set up") : _("none"),
		N_("Session ends"), app_instant(app, who->expires));
	pane.row++;
	pane_pair(&pane, N_("Language"),
		app_lang(app) == LANG_ZH ? _("Chinese (F2)") : _("English (F2)"), N_("Look"),
		app_is_lean(app) ? _("lean (F3)") : _("full (F3)"));
	draw_rule(area, pane.row + 1);
}

static void draw(struct app *app, void *state, struct area area)
{
	draw_head(app, area_rows(area, 0, HEAD_ROWS));
	list_draw(&((struct settings *)state)->list, app,
		area_rows(area, HEAD_ROWS, area.rows - HEAD_ROWS));
}

/* ---- what keys do */

static bool is_other(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Session *session = list_current(&((struct settings *)state)->list);
	(void)app;
	*why_out = _("This one ends when you sign out, by q.");
	return session != NULL && !session->is_current;
}

static void send_end(struct app *app, void *state)
{
	Xueji__V1__EndSessionRequest request = XUEJI__V1__END_SESSION_REQUEST__INIT;
	const Xueji__V1__Session *session = list_current(&((struct settings *)state)->list);
	request.session_id = session->id;
	app_request(app, "xueji.v1.Sessions/EndSession", &request.base);
}

static void end(struct app *app, void *state)
{
	const Xueji__V1__Session *session = list_current(&((struct settings *)state)->list);
	app_confirm(app, &(struct question){.done = send_end}, _("End the session since %s?"),
		app_instant(app, session->started));
}

static void reset_chosen(struct app *app, void *state, size_t chosen, const char *text)
{
	(void)state;
	(void)text;
	app_open(app, chosen == 0 ? &password_screen : &second_factor_screen, "");
}

static void reset(struct app *app, void *state)
{
	const struct choice choices[] = {
		{_("change the password"), 0, false},
		{_("set up a second factor"), 0, false},
	};
	bool has_factor = app_who(app)->has_second_factor;
	(void)state;
	app_choose(app, _("What shall be done?"), choices, has_factor ? 1 : 2, reset_chosen);
}

static void keep(struct app *app, void *state)
{
	Xueji__V1__Preferences now = XUEJI__V1__PREFERENCES__INIT;
	(void)state;
	now.language = app_lang(app) == LANG_ZH ? XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_ZH
						: XUEJI__V1__CONSOLE_LANGUAGE__CONSOLE_LANGUAGE_EN;
	now.lean = app_is_lean(app) ? XUEJI__V1__CONSOLE_LEAN__CONSOLE_LEAN_ON
				    : XUEJI__V1__CONSOLE_LEAN__CONSOLE_LEAN_OFF;
	app_request(app, "xueji.v1.Console/SavePreferences", &now.base);
}

static const struct action actions[] = {
	{VERB_RESET, .what = N_("password"), .run = reset,
		.help = N_("change the password, set up a second factor")},
	{VERB_SUBMIT, .what = N_("keep language and look"), .run = keep,
		.need = "xueji.v1.Console/SavePreferences",
		.help = N_("as they are now, for your next sign-in at any console")},
	{VERB_END, .what = N_("end session"), .can = is_other, .run = end,
		.need = "xueji.v1.Sessions/EndSession"},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen settings_screen = {
	.name = "settings",
	.title = N_("Settings"),
	.need = "xueji.v1.Sessions/WhoAmI", /* the row of one's own certificate opens it */
	.is_for_desk = true,
	.is_command = true,
	.state_size = sizeof(struct settings),
	.open = open_settings,
	.loaded = loaded,
	.draw = draw,
	.again = list_again,
	.on_key = list_on_key,
	.close = list_close,
	.actions = actions,
};
