/* Campaigns that concern a unit, newest first: those that run, or all. The subject is the unit's
 * id, and what the desk adds; "" is the operator's own. */
#include "tui/screens/campaigns.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/campaigns.pb-c.h>

#include "tui/app.h"
#include "tui/problem_words.h"
#include "tui/screens/campaign.h"
#include "tui/screens/campaign_open.h"
#include "tui/screens/progress.h"
#include "tui/widgets/list.h"

#define CAMPAIGNS "xueji.v1.Campaigns/"
#define LIST      CAMPAIGNS "ListCampaigns"

struct campaigns {
	struct list list;
	char unit[40], closing[40];
	bool all;
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Campaign *)row)->id;
}

static const char *title_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Campaign *)row)->title;
}

static const char *kind_cell(struct app *app, const void *row)
{
	static const char *const purposes[] = {
		N_("settle problems"), N_("initial load"), N_("supplement"), N_("check")};
	unsigned at = ((const Xueji__V1__Campaign *)row)->purpose;
	(void)app;
	return _(purposes[at < 4 ? at : 0]);
}

static const char *unit_cell(struct app *app, const void *row)
{
	const Xueji__V1__Campaign *one = row;
	(void)app;
	return one->unit != NULL ? one->unit->name : "-";
}

static const char *from_cell(struct app *app, const void *row)
{
	return app_date(app, ((const Xueji__V1__Campaign *)row)->from_day, false);
}

static const char *stages_cell(struct app *app, const void *row)
{
	const Xueji__V1__Campaign *one = row;
	const char *text = "";
	for (size_t i = 0; i < one->n_stages; i++)
		text = app_print(app, "%s%s%s %s", text, i > 0 ? ", " : "",
			problem_words_stage(one->stages[i]->stage),
			app_date(app, one->stages[i]->until_day, true));
	return text;
}

static const char *runs_cell(struct app *app, const void *row)
{
	const Xueji__V1__Campaign *one = row;
	(void)app;
	return one->closed_time != NULL ? _("ended") : one->is_running ? _("runs") : _("not today");
}

static const struct list_column columns[] = {
	{.title = N_("Campaign"), .width = 0, .least = 14, .cell = title_cell},
	{.title = N_("Kind"), .width = 16, .cell = kind_cell, .drop = 1},
	{.title = N_("Unit"), .width = 12, .cell = unit_cell},
	{.title = N_("From"), .width = 10, .cell = from_cell, .drop = 2},
	{.title = N_("Closes"), .width = 0, .least = 18, .most = 56, .cell = stages_cell},
	{.title = N_("State"), .width = 9, .cell = runs_cell},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "campaigns",
	.id = id_of,
	.empty = N_("No campaign runs here; Tab shows those that are over."),
};

/* ---- the screen */

static void ask(struct app *app, struct campaigns *c)
{
	Xueji__V1__ListCampaignsRequest request = XUEJI__V1__LIST_CAMPAIGNS_REQUEST__INIT;
	request.unit_id = c->unit;
	request.all = c->all;
	list_ask(&c->list, app, LIST, &request.base);
}

static void open_campaigns(struct app *app, void *state, const char *subject)
{
	struct campaigns *c = state;
	list_init(&c->list, &spec);
	if (sscanf(subject, "%39s", c->unit) < 1)
		snprintf(c->unit, sizeof c->unit, "%s", app_who(app)->unit_id);
	ask(app, c);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct campaigns *c = state;
	if (!list_loaded(&c->list, app, reply) && reply->outcome == CLIENT_OK)
		ask(app, c); /* one was ended */
}

/* ---- what keys do */

/* Seen from above, only what lies in the campaign's own unit is settled by it. */
static const char *place_of(struct app *app, const char *unit, const Xueji__V1__Campaign *one)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	bool is_above =
		one->unit != NULL && strcmp(unit, who->unit_id) == 0 && who->tier < one->unit->tier;
	return is_above ? one->unit->id : unit;
}

static void open_row(struct app *app, void *state)
{
	const struct campaigns *c = state;
	const Xueji__V1__Campaign *one = list_current(&c->list);
	bool is_of_problems = one->kind == XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS;
	if (is_of_problems && app_may(app, progress_screen.need))
		app_open(app, &progress_screen, place_of(app, c->unit, one));
	else
		app_open(app, &campaign_screen, app_print(app, "%s %s", one->id, c->unit));
}

static void turn(struct app *app, void *state)
{
	struct campaigns *c = state;
	c->all = !c->all;
	ask(app, c);
}

static bool is_province(struct app *app, void *state, const char **why_out)
{
	(void)state;
	*why_out = _("The province opens and ends campaigns (Q18).");
	return app_who(app)->tier == XUEJI__V1__TIER__TIER_PROVINCE;
}

static void create(struct app *app, void *state)
{
	app_open(app, &campaign_open_screen, ((const struct campaigns *)state)->unit);
}

static bool can_end(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Campaign *one = list_current(&((struct campaigns *)state)->list);
	if (!list_has_row(app, state, why_out) || !is_province(app, state, why_out))
		return false;
	*why_out = _("It was ended before.");
	return one->closed_time == NULL;
}

static void ended(struct app *app, void *state)
{
	Xueji__V1__CloseCampaignRequest request = XUEJI__V1__CLOSE_CAMPAIGN_REQUEST__INIT;
	request.campaign_id = ((struct campaigns *)state)->closing;
	app_request(app, CAMPAIGNS "CloseCampaign", &request.base);
}

static void end(struct app *app, void *state)
{
	struct campaigns *c = state;
	const Xueji__V1__Campaign *one = list_current(&c->list);
	snprintf(c->closing, sizeof c->closing, "%s", one->id);
	app_confirm(app, &(struct question){.done = ended}, _("End it today for everyone: %s?"),
		one->title);
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("how far"), .can = list_has_row, .run = open_row},
	{VERB_VIEW, .what = N_("running/all"), .run = turn},
	{VERB_CREATE, .what = N_("open one"), .can = is_province, .run = create,
		.need = CAMPAIGNS "OpenCampaign"},
	{VERB_END, .can = can_end, .run = end, .need = CAMPAIGNS "CloseCampaign"},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen campaigns_screen = {
	.name = "campaigns",
	.title = N_("Campaigns"),
	.need = LIST,
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct campaigns),
	.open = open_campaigns,
	.loaded = loaded,
	.draw = list_draw_page,
	.on_key = list_on_key,
	.again = list_again,
	.close = list_close,
	.actions = actions,
};
