/* How far a campaign is, unit by unit, the least complete first. The subject is "CAMPAIGN UNIT";
 * without the unit it is the operator's own. */
#include "tui/screens/campaign.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/campaigns.pb-c.h>

#include "tui/app.h"
#include "tui/widgets/bars.h"
#include "tui/widgets/list.h"

#define GET "xueji.v1.Campaigns/GetCampaign"

enum { BAR = 24, WHOLE = 100, HEAD_ROWS = 2 };

struct campaign {
	struct list list;
	char id[40], unit[40];
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	const Xueji__V1__CampaignProgress *one = row;
	(void)app;
	return one->unit != NULL ? one->unit->id : "";
}

static const char *unit_cell(struct app *app, const void *row)
{
	const Xueji__V1__CampaignProgress *one = row;
	(void)app;
	return one->unit != NULL ? one->unit->name : "-";
}

/* Where nobody was brought in nothing is complete, whatever the share of none may be. */
static bool is_empty(const Xueji__V1__CampaignProgress *one)
{
	return one->registered + one->under_way == 0;
}

static const char *percent_cell(struct app *app, const void *row)
{
	const Xueji__V1__CampaignProgress *one = row;
	return is_empty(one) ? "-" : app_print(app, "%d%%", one->percent);
}

static const char *registered_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__CampaignProgress *)row)->registered);
}

static const char *under_way_cell(struct app *app, const void *row)
{
	return app_number(app, ((const Xueji__V1__CampaignProgress *)row)->under_way);
}

static const char *bar_cell(struct app *app, const void *row)
{
	const Xueji__V1__CampaignProgress *one = row;
	return bar_print(app, BAR, is_empty(one) ? 0 : one->percent, WHOLE);
}

static const struct list_column columns[] = {
	{.title = N_("Unit"), .width = 0, .least = 18, .cell = unit_cell},
	{.title = N_("Complete"), .width = 9, .is_number = true, .cell = percent_cell},
	{.title = N_("Registered"), .width = 11, .is_number = true, .cell = registered_cell},
	{.title = N_("Under way"), .width = 10, .is_number = true, .cell = under_way_cell},
	{.title = N_("Compared"), .width = BAR, .cell = bar_cell, .drop = 1},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "units",
	.id = id_of,
	.empty = N_("There are no units below this one."),
};

/* ---- the screen */

static void open_campaign(struct app *app, void *state, const char *subject)
{
	struct campaign *c = state;
	Xueji__V1__GetCampaignRequest request = XUEJI__V1__GET_CAMPAIGN_REQUEST__INIT;
	list_init(&c->list, &spec);
	sscanf(subject, "%39s %39s", c->id, c->unit);
	request.campaign_id = c->id;
	request.unit_id = c->unit;
	request.ranked = true;
	list_ask(&c->list, app, GET, &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct campaign *c = state;
	const Xueji__V1__GetCampaignResponse *in;
	if (!list_loaded(&c->list, app, reply) || (in = list_reply(&c->list)) == NULL)
		return;
	if (in->total != NULL && in->total->unit != NULL)
		app_title(app, in->total->unit->name);
}

static void draw_head(struct app *app, const Xueji__V1__GetCampaignResponse *in, struct area area)
{
	const Xueji__V1__CampaignProgress *total = in->total;
	if (in->campaign != NULL)
		draw_print(area, 0, 1, STYLE_HEAD, "%s  %s", in->campaign->title,
			in->campaign->closed_time != NULL ? _("ended")
			: in->days_left > 0               ? app_print(app, _("%s days are left"),
								    app_number(app, in->days_left))
			: in->campaign->is_running        ? _("! closes today")
							  : _("over"));
	if (total != NULL)
		draw_print(area, 1, 1, STYLE_PLAIN, _("[%-*s] %d%%  %s registered, %s under way"),
			BAR, bar_cell(app, total), is_empty(total) ? 0 : total->percent,
			app_number(app, total->registered), app_number(app, total->under_way));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct campaign *c = state;
	if (list_reply(&c->list) != NULL)
		draw_head(app, list_reply(&c->list), area_rows(area, 0, HEAD_ROWS));
	list_draw(&c->list, app, area_rows(area, HEAD_ROWS, area.rows - HEAD_ROWS));
}

/* ---- what keys do */

static bool can_open(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__CampaignProgress *one = list_current(&((struct campaign *)state)->list);
	(void)app;
	*why_out = _("There is nothing below.");
	return one != NULL && one->unit != NULL && one->unit->tier != XUEJI__V1__TIER__TIER_SCHOOL;
}

static void open_below(struct app *app, void *state)
{
	const struct campaign *c = state;
	const Xueji__V1__CampaignProgress *one = list_current(&c->list);
	app_open(app, &campaign_screen, app_print(app, "%s %s", c->id, one->unit->id));
}

static const struct action actions[] = {
	{VERB_OPEN, .can = can_open, .run = open_below},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen campaign_screen = {
	.name = "campaign",
	.title = N_("Campaign"),
	.need = GET,
	.state_size = sizeof(struct campaign),
	.open = open_campaign,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = list_again,
	.close = list_close,
	.actions = actions,
};
