/* Checks of a unit's records for second ones (R43), newest first. That which runs is watched, lean
 * only when one asks for it: how far it is stands on one line, which changes when the server says
 * so. The subject is the unit's id; "" is the operator's own. */
#include "tui/screens/checks.h"

#include <string.h>
#include <xueji/v1/checks.pb-c.h>

#include "tui/app.h"
#include "tui/widgets/bars.h"
#include "tui/widgets/list.h"

#define CHECKS "xueji.v1.Checks/"

enum { BAR = 20, WHOLE = 1000 /* thousandths */ };

struct checks {
	struct list list;
	char unit[40];
	Xueji__V1__CheckRule rules[2]; /* that a new check is asked for with */
	size_t n_rules;
	char stopping[40];
	bool is_watching;
	uint64_t watch;                            /* 0: none is watched */
	char watched[40];                          /* which */
	Xueji__V1__WatchCheckResponse *watched_at; /* how far it is; NULL: not told yet */
};

/* ---- rows */

static const char *state_word(Xueji__V1__CheckState state)
{
	static const char *const words[] = {N_("unknown"), N_("waits"), N_("reads"), N_("compares"),
		N_("writes down"), N_("done"), N_("stopped"), N_("broken off")};
	unsigned at = state;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

static bool is_running(Xueji__V1__CheckState state)
{
	return state >= XUEJI__V1__CHECK_STATE__CHECK_STATE_WAITING &&
	       state <= XUEJI__V1__CHECK_STATE__CHECK_STATE_TELLING;
}

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Check *)row)->id;
}

static const char *asked_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Check *)row)->asked_time);
}

static const char *unit_cell(struct app *app, const void *row)
{
	const Xueji__V1__Check *one = row;
	(void)app;
	return one->unit != NULL ? one->unit->name : "-";
}

static const char *rules_cell(struct app *app, const void *row)
{
	const Xueji__V1__Check *one = row;
	(void)app;
	if (one->n_rules != 1)
		return _("all");
	return one->rules[0] == XUEJI__V1__CHECK_RULE__CHECK_RULE_NEAR     ? _("near")
	       : one->rules[0] == XUEJI__V1__CHECK_RULE__CHECK_RULE_RECORD ? _("record")
									   : _("exact");
}

/* Of the check that is watched the row is older than what was told since. */
static Xueji__V1__CheckState state_now(const struct app *app, const Xueji__V1__Check *one)
{
	const struct checks *c = app_state(app);
	bool is_watched = c->watched_at != NULL && strcmp(one->id, c->watched) == 0;
	return is_watched ? c->watched_at->state : one->state;
}

static const char *state_cell(struct app *app, const void *row)
{
	return state_word(state_now(app, row));
}

static enum style state_style(struct app *app, const void *row)
{
	const Xueji__V1__Check *one = row;
	(void)app;
	return one->state == XUEJI__V1__CHECK_STATE__CHECK_STATE_FAILED ? STYLE_LATE
	       : is_running(one->state)                                 ? STYLE_WARN
									: STYLE_PLAIN;
}

static const char *records_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Check *)row)->records);
}

static const char *exact_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Check *)row)->exact);
}

static const char *likely_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Check *)row)->likely);
}

static const char *possible_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__Check *)row)->possible);
}

static const char *ended_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Check *)row)->ended_time);
}

static const struct list_column columns[] = {
	{.title = N_("Asked for"), .width = 16, .cell = asked_cell},
	{.title = N_("Unit"), .width = 0, .most = 24, .cell = unit_cell},
	{.title = N_("Looks for"), .width = 9, .cell = rules_cell, .drop = 2},
	{.title = N_("State"), .width = 11, .cell = state_cell, .style = state_style},
	{.title = N_("Records"), .width = 10, .is_number = true, .cell = records_cell, .drop = 1},
	{.title = N_("Same"), .width = 7, .is_number = true, .cell = exact_cell},
	{.title = N_("Likely"), .width = 7, .is_number = true, .cell = likely_cell},
	{.title = N_("Perhaps"), .width = 7, .is_number = true, .cell = possible_cell},
	{.title = N_("Ended"), .width = 16, .cell = ended_cell, .drop = 3},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "checks",
	.id = id_of,
	.empty = N_("No check was asked for yet; c asks for one."),
};

/* ---- the screen */

static void ask(struct app *app, struct checks *c)
{
	Xueji__V1__ListChecksRequest request = XUEJI__V1__LIST_CHECKS_REQUEST__INIT;
	request.unit_id = c->unit;
	list_ask(&c->list, app, CHECKS "ListChecks", &request.base);
}

static void open_checks(struct app *app, void *state, const char *subject)
{
	struct checks *c = state;
	const char *unit = subject[0] != '\0' ? subject : app_who(app)->unit_id;
	list_init(&c->list, &spec);
	c->is_watching = !app_is_lean(app);
	strncpy(c->unit, unit, sizeof c->unit - 1);
	ask(app, c);
}

/* The newest that runs: checks of one unit wait for one another. */
static const Xueji__V1__Check *running(const struct checks *c)
{
	const Xueji__V1__Check *found = NULL;
	for (size_t i = 0; i < list_count(&c->list); i++) {
		const Xueji__V1__Check *one = list_row(&c->list, i);
		if (one != NULL && is_running(one->state))
			found = one;
	}
	return found;
}

static void forget_watched(struct app *app, struct checks *c)
{
	app_forget(app, c->watch);
	c->watch = 0;
	app_drop(c->watched_at);
	c->watched_at = NULL;
}

static void watch(struct app *app, struct checks *c)
{
	const Xueji__V1__Check *one = running(c);
	Xueji__V1__WatchCheckRequest request = XUEJI__V1__WATCH_CHECK_REQUEST__INIT;
	if (one != NULL && c->is_watching && c->watch != 0 && strcmp(one->id, c->watched) == 0)
		return;
	forget_watched(app, c);
	if (one == NULL || !c->is_watching)
		return;
	strncpy(c->watched, one->id, sizeof c->watched - 1);
	request.check_id = c->watched;
	c->watch = app_request(app, CHECKS "WatchCheck", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct checks *c = state;
	if (reply->call == c->watch && reply->outcome == CLIENT_ITEM) {
		app_drop(c->watched_at);
		c->watched_at = app_keep(reply->message);
	} else if (reply->call == c->watch) {
		forget_watched(app, c);
		ask(app, c); /* it is over */
	} else if (list_loaded(&c->list, app, reply)) {
		watch(app, c);
	} else if (reply->outcome == CLIENT_OK) {
		ask(app, c); /* one was asked for, or stopped */
	}
}

/* How far its part is, where that is known: while all records are read, how many there are is not.
 */
static const char *share_text(struct app *app, int done)
{
	return done == 0 ? ""
			 : app_print(app, "[%-*s] %d.%d %%  ", BAR,
				   bar_print(app, BAR, done, WHOLE), done / 10, done % 10);
}

/* One line: how far it is, and what it has found. */
static void draw_progress(
	struct app *app, const Xueji__V1__WatchCheckResponse *at, struct area area)
{
	draw_print(area, 0, 1, STYLE_WARN, _("%s%s  %s records, %s findings"),
		share_text(app, at->done), state_word(at->state), app_number(app, at->records),
		app_number(app, at->exact + at->likely + at->possible));
}

static void draw_left_out(struct app *app, const Xueji__V1__Check *one, struct area area)
{
	draw_print(area, 0, 1, STYLE_WARN,
		_("%s records or findings were left out; the server's log names them."),
		app_number(app, one->left_out));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct checks *c = state;
	const Xueji__V1__Check *one = list_current(&c->list);
	list_draw(&c->list, app, area_rows(area, 0, area.rows - 1));
	if (c->watched_at != NULL)
		draw_progress(app, c->watched_at, area_rows(area, area.rows - 1, 1));
	else if (one != NULL && one->left_out > 0)
		draw_left_out(app, one, area_rows(area, area.rows - 1, 1));
}

static void close_checks(struct app *app, void *state)
{
	struct checks *c = state;
	forget_watched(app, c);
	list_free(&c->list);
}

/* ---- what keys do */

static void run(struct app *app, void *state)
{
	struct checks *c = state;
	Xueji__V1__RunCheckRequest request = XUEJI__V1__RUN_CHECK_REQUEST__INIT;
	request.unit_id = c->unit;
	request.rules = c->rules, request.n_rules = c->n_rules;
	app_request(app, CHECKS "RunCheck", &request.base);
}

static void chosen_rules(struct app *app, void *state, size_t chosen, const char *text)
{
	struct checks *c = state;
	(void)text;
	c->n_rules = chosen == 0 ? 0 : 1;
	c->rules[0] = (Xueji__V1__CheckRule)chosen; /* in their order */
	app_confirm(app, &(struct question){.done = run},
		_("Look at all records of the unit? It takes minutes."));
}

static void choose_rules(struct app *app, void *state)
{
	const struct choice choices[] = {{.text = _("everything")},
		{.text = _("what agrees outright: ID number, or name, sex and birth date")},
		{.text = _("what a slip parts: suspicions")},
		{.text = _("what is wrong with a record by itself")}};
	(void)state;
	app_choose(app, _("What shall be looked for?"), choices, 4, chosen_rules);
}

static bool runs(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("No check runs.");
	return running(state) != NULL;
}

static void toggle_watch(struct app *app, void *state)
{
	struct checks *c = state;
	c->is_watching = !c->is_watching;
	watch(app, c);
}

static bool can_stop(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Check *one = list_current(&((struct checks *)state)->list);
	(void)app;
	*why_out = _("It does not run.");
	return one != NULL && is_running(one->state);
}

static void stopped(struct app *app, void *state)
{
	struct checks *c = state;
	Xueji__V1__CancelCheckRequest request = XUEJI__V1__CANCEL_CHECK_REQUEST__INIT;
	request.check_id = c->stopping;
	app_request(app, CHECKS "CancelCheck", &request.base);
}

static void stop(struct app *app, void *state)
{
	struct checks *c = state;
	const Xueji__V1__Check *one = list_current(&c->list);
	strncpy(c->stopping, one->id, sizeof c->stopping - 1);
	app_confirm(app, &(struct question){.done = stopped},
		_("Stop the check? What it has found stands."));
}

static const struct action actions[] = {
	{VERB_CREATE, .what = N_("run one"), .run = choose_rules, .need = CHECKS "RunCheck",
		.help = N_("look at all records of the unit, in the background")},
	{VERB_END, .what = N_("stop"), .can = can_stop, .run = stop, .need = CHECKS "CancelCheck"},
	{VERB_DETAILS, .what = N_("watch"), .can = runs, .run = toggle_watch,
		.help = N_("how far the check is that runs, on one line")},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen checks_screen = {
	.name = "checks",
	.title = N_("Checks"),
	.need = CHECKS "ListChecks",
	.is_command = true,
	.state_size = sizeof(struct checks),
	.open = open_checks,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = list_again,
	.close = close_checks,
	.actions = actions,
};
