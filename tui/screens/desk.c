/* The desk: what waits, in the order in which it should be done; and who is late below. */
#include "tui/screens/desk.h"

#include <string.h>
#include <xueji/v1/desk.pb-c.h>

#include "tui/app.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

struct desk {
	struct list list;
	uint64_t watch;
	bool is_counted; /* the watch has told the counts that stand here */
	bool has_news;   /* and others since: said, but never drawn under the reader's eyes */
};

static const char *id_of(struct app *app, const void *row)
{
	return app_print(app, "%d", ((const Xueji__V1__DeskRow *)row)->number);
}

/* For whom it is done, and of several units at which. */
static const char *title_cell(struct app *app, const void *row)
{
	const Xueji__V1__DeskRow *desk = row;
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	for (size_t i = 0; desk->for_operator_id[0] != '\0' && i < who->n_duties; i++)
		if (strcmp(who->duties[i]->for_operator_id, desk->for_operator_id) == 0)
			return app_print(app, _("%s  (for %s, %s)"), desk->title,
				who->duties[i]->for_operator_full_name, desk->unit->name);
	return app_print(app, "%s%s%s%s%s", desk->title, desk->count->note[0] != '\0' ? "  " : "",
		desk->count->note, who->n_duties > 1 ? "  " : "",
		who->n_duties > 1 ? desk->unit->name : "");
}

static const char *number(struct app *app, int32_t n, const char *sign)
{
	return app_print(app, "%s%s", n >= 1000 ? "999+" : app_number(app, n), n > 0 ? sign : "");
}

static const char *count_cell(struct app *app, const void *row)
{
	return number(app, ((const Xueji__V1__DeskRow *)row)->count->count, "");
}

static const char *today_cell(struct app *app, const void *row)
{
	return number(app, ((const Xueji__V1__DeskRow *)row)->count->due_today, "!");
}

static const char *overdue_cell(struct app *app, const void *row)
{
	return number(app, ((const Xueji__V1__DeskRow *)row)->count->overdue, "!!");
}

static const char *earliest_cell(struct app *app, const void *row)
{
	return app_date(app, ((const Xueji__V1__DeskRow *)row)->count->earliest_due_day, true);
}

static enum style today_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__DeskRow *)row)->count->due_today > 0 ? STYLE_WARN : STYLE_PLAIN;
}

static enum style overdue_style(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__DeskRow *)row)->count->overdue > 0 ? STYLE_LATE : STYLE_PLAIN;
}

static const char *group_of(struct app *app, const void *row, const void *before)
{
	static const char *const words[] = {
		"", N_("My move"), N_("Waiting for others"), N_("Worth knowing")};
	const Xueji__V1__DeskRow *desk = row, *last = before;
	unsigned kind = desk->kind;
	(void)app;
	if (kind == 0 || kind >= sizeof words / sizeof *words)
		return NULL;
	return last == NULL || last->kind != desk->kind ? _(words[kind]) : NULL;
}

static const struct list_column columns[] = {
	{.title = N_("To do"), .width = 0, .least = 28, .most = 60, .cell = title_cell},
	{.title = N_("How many"), .width = 8, .is_number = true, .cell = count_cell},
	{.title = N_("Today"),
		.width = 8,
		.is_number = true,
		.cell = today_cell,
		.style = today_style},
	{.title = N_("Overdue"),
		.width = 8,
		.is_number = true,
		.cell = overdue_cell,
		.style = overdue_style},
	{.title = N_("Earliest"), .width = 10, .cell = earliest_cell, .drop = 1},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "rows",
	.id = id_of,
	.group = group_of,
	.empty = N_("Nothing waits for you."),
};

static const Xueji__V1__GetDeskResponse *reply_of(const struct desk *desk)
{
	return list_reply(&desk->list);
}

static void ask(struct app *app, struct desk *desk)
{
	Xueji__V1__GetDeskRequest request = XUEJI__V1__GET_DESK_REQUEST__INIT;
	if (!app_may(app, "xueji.v1.Desk/GetDesk"))
		return;
	desk->has_news = false;
	list_ask(&desk->list, app, "xueji.v1.Desk/GetDesk", &request.base);
}

/* Being told of news costs the line nothing until there are some; lean, one asks by hand. */
static void watch(struct app *app, struct desk *desk)
{
	Xueji__V1__WatchDeskRequest request = XUEJI__V1__WATCH_DESK_REQUEST__INIT;
	app_forget(app, desk->watch);
	desk->watch = 0;
	desk->is_counted = false;
	if (app_is_lean(app) || reply_of(desk) == NULL)
		return;
	request.layout = reply_of(desk)->layout;
	desk->watch = app_request(app, "xueji.v1.Desk/WatchDesk", &request.base);
}

static void open_desk(struct app *app, void *state, const char *subject)
{
	struct desk *desk = state;
	(void)subject;
	list_init(&desk->list, &spec);
	ask(app, desk);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct desk *desk = state;
	if (reply->call != desk->watch) {
		list_loaded(&desk->list, app, reply);
		watch(app, desk);
	} else if (reply->outcome == CLIENT_ITEM) {
		desk->has_news = desk->has_news || desk->is_counted;
		desk->is_counted = true;
	} else {
		desk->watch = 0;
	}
}

static void draw_late(struct app *app, const Xueji__V1__GetDeskResponse *reply, struct area area)
{
	struct pane pane = pane_begin(area, 0);
	int col = 1;
	draw_rule(area, pane.row++);
	pane_head(&pane, _("Late below, most first"));
	for (size_t i = 0; i < reply->n_late; i++) { /* a name is not broken over two lines */
		const char *text = app_print(app, "%s %s!!", reply->late[i]->unit->name,
			number(app, reply->late[i]->overdue, ""));
		if (col > 1 && col + cells_of(text) >= area.cols)
			pane.row++, col = 1;
		if (pane.row < area.rows)
			col = draw_text(area, pane.row, col, STYLE_PLAIN, text) + 2;
	}
}

static void draw_certificate(struct app *app, struct area area)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	switch (who->certificate_state) {
	case XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRING:
		draw_print(area, 0, 2, STYLE_WARN,
			_("! Your certificate expires on %s; have it renewed."),
			who->certificate_until);
		break;
	case XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_EXPIRED:
	case XUEJI__V1__CERTIFICATE_STATE__CERTIFICATE_STATE_MISSING:
		draw_text(area, 0, 2, STYLE_LATE,
			_("!! Without a valid certificate you can read, not change."));
		break;
	default:
		break;
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct desk *desk = state;
	const Xueji__V1__GetDeskResponse *reply = reply_of(desk);
	int below = reply != NULL && reply->n_late > 0 && area.rows > 14 ? 5 : 0;
	int foot = area.rows - below - 1;
	list_draw(&desk->list, app, area_rows(area, 0, area.rows - below));
	if (desk->has_news)
		draw_text(area, foot, 2, STYLE_WARN, _("[news: R shows them]"));
	else
		draw_certificate(app, area_rows(area, foot, 1));
	if (below > 0)
		draw_late(app, reply, area_rows(area, area.rows - below, below));
}

static void again(struct app *app, void *state)
{
	ask(app, state); /* what was done elsewhere has changed the counts */
}

static const struct screen *screen_of(const Xueji__V1__DeskRow *row)
{
	for (size_t i = 0; i < screens_count; i++)
		if (screens[i]->is_for_desk && strcmp(screens[i]->need, row->method) == 0)
			return screens[i];
	return NULL;
}

static bool can_open(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__DeskRow *row = list_current(&((struct desk *)state)->list);
	(void)app;
	*why_out = row == NULL ? _("Nothing waits for you.")
			       : _("The console has no page for this; use a subcommand.");
	return row != NULL && screen_of(row) != NULL;
}

static void open_row(struct app *app, void *state)
{
	const Xueji__V1__DeskRow *row = list_current(&((struct desk *)state)->list);
	app_open(app, screen_of(row),
		app_print(app, "%s %d %d %s", row->unit->id, (int)row->case_party,
			(int)row->case_type, row->key));
}

static void refresh(struct app *app, void *state)
{
	ask(app, state);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = can_open, .run = open_row},
	{VERB_REFRESH, .run = refresh},
	{0},
};

const struct screen desk_screen = {
	.name = "desk",
	.title = N_("Desk"),
	.digit = 1,
	.tab = N_("Desk"),
	.is_command = true,
	.state_size = sizeof(struct desk),
	.open = open_desk,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = again,
	.close = list_close,
	.actions = actions,
};
