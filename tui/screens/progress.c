/* How many problem records a unit has: by the units below it, by kind, cause, stage or state, with
 * bars; and week by week whether they become fewer, and when none would be left. The subject is
 * "UNIT [WAY]", the way being a number of the contract; "" is the operator's own unit. */
#include "tui/screens/progress.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/campaigns.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "common/date.h"
#include "tui/app.h"
#include "tui/problem_words.h"
#include "tui/screens/problems.h"
#include "tui/widgets/bars.h"
#include "tui/widgets/list.h"

#define CAMPAIGNS "xueji.v1.Campaigns/ListCampaigns"
#define BY(way)   XUEJI__V1__COUNT_PROBLEMS_BY__COUNT_PROBLEMS_BY_##way

enum { BAR = 18, WEEK = 7, WEEKS = 6, PACE_WEEKS = 2 /* by which the end is foretold */ };

struct progress {
	struct list list;
	char unit[40];
	Xueji__V1__CountProblemsBy by;
	int64_t most; /* open, among the rows */
	uint64_t asking;
	char due[DATE_TEXT_SIZE]; /* the last day of the campaign that runs; "": none does */
};

/* ---- rows */

static const Xueji__V1__ProblemCount *count_of(const void *row)
{
	return row;
}

static const char *id_of(struct app *app, const void *row)
{
	const Xueji__V1__ProblemCount *one = row;
	return app_print(app, "%.20s %d %.10s %d %d", one->unit != NULL ? one->unit->id : "-",
		(int)one->kind, one->cause, (int)one->stage, (int)one->state);
}

static const char *state_word(Xueji__V1__CaseState state)
{
	switch (state) {
	case XUEJI__V1__CASE_STATE__CASE_STATE_FOUND:
		return _("found, with the bureau");
	case XUEJI__V1__CASE_STATE__CASE_STATE_SCHOOL_TODO:
		return _("the school has to answer");
	case XUEJI__V1__CASE_STATE__CASE_STATE_SCHOOL_REVIEW:
		return _("the school's approver");
	case XUEJI__V1__CASE_STATE__CASE_STATE_BUREAU_REVIEW:
		return _("the bureau decides");
	case XUEJI__V1__CASE_STATE__CASE_STATE_PROVINCE_REVIEW:
	case XUEJI__V1__CASE_STATE__CASE_STATE_ARBITRATION:
		return _("the province");
	case XUEJI__V1__CASE_STATE__CASE_STATE_WAIT_NATIONAL:
		return _("the nation");
	case XUEJI__V1__CASE_STATE__CASE_STATE_RECHECK:
		return _("the police look again");
	default:
		return _("settled");
	}
}

static const char *what_cell(struct app *app, const void *row)
{
	const Xueji__V1__ProblemCount *one = row;
	const struct progress *p = app_state(app);
	switch (p->by) {
	case BY(UNIT):
		return one->unit != NULL ? one->unit->name : "-";
	case BY(KIND):
		return problem_words_kind(one->kind);
	case BY(CAUSE):
		return app_print(app, "%s: %s", problem_words_kind(one->kind), one->cause_text);
	case BY(STAGE):
		return problem_words_stage(one->stage);
	default:
		return state_word(one->state);
	}
}

static const char *open_cell(struct app *app, const void *row)
{
	return app_number(app, count_of(row)->open);
}

static const char *bar_cell(struct app *app, const void *row)
{
	return bar_print(
		app, BAR, count_of(row)->open, ((const struct progress *)app_state(app))->most);
}

static const char *graduating_cell(struct app *app, const void *row)
{
	int64_t n = count_of(row)->graduating;
	return app_print(app, "%s%s", app_number(app, n), n > 0 ? "!" : " ");
}

static enum style graduating_style(struct app *app, const void *row)
{
	(void)app;
	return count_of(row)->graduating > 0 ? STYLE_WARN : STYLE_PLAIN;
}

static const char *settled_cell(struct app *app, const void *row)
{
	return app_number(app, count_of(row)->settled);
}

static const char *share_cell(struct app *app, const void *row)
{
	const Xueji__V1__ProblemCount *one = row;
	int64_t all = one->open + one->settled;
	return all > 0 ? app_print(app, "%.0f%%", 100.0 * (double)one->settled / (double)all) : "-";
}

static const struct list_column columns[] = {
	{.title = N_("What"), .width = 0, .least = 20, .cell = what_cell},
	{.title = N_("Open"), .width = 9, .is_number = true, .cell = open_cell},
	{.title = N_("Graduating"),
		.width = 10,
		.is_number = true,
		.cell = graduating_cell,
		.style = graduating_style},
	{.title = N_("Settled"), .width = 9, .is_number = true, .cell = settled_cell},
	{.title = N_("Done"), .width = 5, .is_number = true, .cell = share_cell},
	{.title = N_("Compared"), .width = BAR, .cell = bar_cell, .drop = 1},
	{0},
};
static const struct list_spec spec = {
	.columns = columns,
	.rows = "counts",
	.id = id_of,
	.empty = N_("There are no problem records."),
};

/* ---- the screen */

static int32_t today(const struct app *app)
{
	return date_of_instant(app_now_us(app));
}

static void ask(struct app *app, struct progress *p)
{
	Xueji__V1__SummarizeProblemsRequest request = XUEJI__V1__SUMMARIZE_PROBLEMS_REQUEST__INIT;
	char from[DATE_TEXT_SIZE];
	request.unit_id = p->unit;
	request.by = p->by;
	date_format(today(app) - WEEKS * WEEK + 1, from);
	request.from_date = from;
	list_ask(&p->list, app, "xueji.v1.Problems/SummarizeProblems", &request.base);
}

static void open_progress(struct app *app, void *state, const char *subject)
{
	struct progress *p = state;
	int by = 0;
	list_init(&p->list, &spec);
	if (sscanf(subject, "%39s %d", p->unit, &by) < 1)
		strncpy(p->unit, app_who(app)->unit_id, sizeof p->unit - 1);
	Xueji__V1__ListCampaignsRequest request = XUEJI__V1__LIST_CAMPAIGNS_REQUEST__INIT;
	request.unit_id = p->unit;
	if (app_may(app, CAMPAIGNS))
		p->asking = app_request(app, CAMPAIGNS, &request.base);
	p->by = by >= (int)BY(UNIT) && by <= (int)BY(STATE) ? (Xueji__V1__CountProblemsBy)by
							    : BY(UNIT);
	ask(app, p);
}

/* The last day of the stages of the campaign that runs. */
static void take_campaign(struct progress *p, const Xueji__V1__ListCampaignsResponse *in)
{
	for (size_t i = 0; i < in->n_campaigns; i++) {
		const Xueji__V1__Campaign *one = in->campaigns[i];
		bool is_ours = one->kind == XUEJI__V1__CAMPAIGN_KIND__CAMPAIGN_KIND_PROBLEMS &&
			       one->is_running;
		for (size_t k = 0; is_ours && k < one->n_stages; k++)
			if (strcmp(one->stages[k]->until_day, p->due) > 0)
				snprintf(p->due, sizeof p->due, "%s", one->stages[k]->until_day);
	}
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct progress *p = state;
	if (p->asking != 0 && reply->call == p->asking) {
		p->asking = 0;
		if (reply->outcome == CLIENT_OK)
			take_campaign(p, (const void *)reply->message);
		return;
	}
	list_loaded(&p->list, app, reply);
	p->most = 0;
	for (size_t i = 0; i < list_count(&p->list); i++) {
		const Xueji__V1__ProblemCount *one = list_row(&p->list, i);
		p->most = one != NULL && one->open > p->most ? one->open : p->most;
	}
}

/* ---- week by week */

struct week {
	int64_t found, settled, open;
	bool is_known; /* something came or went in it, or before it */
};

/* The last week ends today. Days on which nothing happened are not told. */
static void weeks_of(
	const Xueji__V1__SummarizeProblemsResponse *in, int32_t last_day, struct week weeks[WEEKS])
{
	for (size_t i = 0; i < in->n_days; i++) {
		int32_t day;
		if (!date_parse(in->days[i]->date, &day) || day > last_day)
			continue;
		int at = WEEKS - 1 - (last_day - day) / WEEK;
		if (at < 0)
			continue;
		weeks[at].found += in->days[i]->found;
		weeks[at].settled += in->days[i]->settled;
		weeks[at].open = in->days[i]->open;
		weeks[at].is_known = true;
	}
	for (int i = 1; i < WEEKS; i++)
		if (!weeks[i].is_known && weeks[i - 1].is_known) {
			weeks[i].open = weeks[i - 1].open;
			weeks[i].is_known = true;
		}
}

/* As fast as in the last two weeks; what comes anew counts against it. */
static const char *foretold(
	struct app *app, const struct week weeks[WEEKS], int64_t open, const char *due)
{
	int64_t gone = 0;
	char day[DATE_TEXT_SIZE];
	for (int i = WEEKS - PACE_WEEKS; i < WEEKS; i++)
		gone += weeks[i].settled - weeks[i].found;
	if (open == 0)
		return _("None is open.");
	if (gone <= 0)
		return _("!! They do not become fewer.");
	int64_t days = (open * PACE_WEEKS * WEEK + gone - 1) / gone;
	if (days > 3650)
		return _("!! At this pace it takes more than ten years.");
	date_format(today(app) + (int32_t)days, day);
	if (due[0] != '\0')
		return app_print(app,
			strcmp(day, due) > 0
				? _("!! At this pace none is left on %s; the campaign ends on %s.")
				: _("At this pace none is left on %s; the campaign ends on %s."),
			app_date(app, day, false), app_date(app, due, false));
	return app_print(app, _("At the pace of the last two weeks none is left on %s."),
		app_date(app, day, false));
}

static void draw_burn_down(struct app *app, const Xueji__V1__SummarizeProblemsResponse *in,
	const char *due, struct area area)
{
	struct week weeks[WEEKS] = {0};
	int64_t most = 0;
	char day[DATE_TEXT_SIZE];
	weeks_of(in, today(app), weeks);
	for (int i = 0; i < WEEKS; i++)
		most = weeks[i].open > most ? weeks[i].open : most;
	draw_rule(area, 0);
	draw_print(area, 1, 1, STYLE_HEAD, "%s", _("Week until    found  settled     open"));
	for (int i = 0; i < WEEKS; i++) {
		date_format(today(app) - (WEEKS - 1 - i) * WEEK, day);
		draw_field(area, 2 + i, 1, 11, STYLE_PLAIN, app_date(app, day, true));
		draw_right(area, 2 + i, 12, 8, STYLE_PLAIN, app_number(app, weeks[i].found));
		draw_right(area, 2 + i, 20, 9, STYLE_PLAIN, app_number(app, weeks[i].settled));
		draw_right(area, 2 + i, 29, 9, STYLE_PLAIN,
			weeks[i].is_known ? app_number(app, weeks[i].open) : "-");
		draw_text(area, 2 + i, 40, STYLE_PLAIN,
			bar_print(app, area.cols - 42, weeks[i].open, most));
	}
	draw_text(area, 2 + WEEKS, 1, STYLE_WARN,
		foretold(app, weeks, in->total != NULL ? in->total->open : 0, due));
}

static void draw(struct app *app, void *state, struct area area)
{
	static const char *const ways[] = {
		"", N_("By unit"), N_("By kind"), N_("By cause"), N_("By stage"), N_("By state")};
	struct progress *p = state;
	const Xueji__V1__SummarizeProblemsResponse *in = list_reply(&p->list);
	int below = in != NULL && area.rows >= 16 ? WEEKS + 3 : 0;
	int col = draw_text(area, 0, 1, STYLE_HEAD, _(ways[p->by]));
	if (in != NULL && in->total != NULL)
		draw_print(area, 0, col, STYLE_PLAIN,
			_("  %s open, %s of graduating grades, %s settled"),
			app_number(app, in->total->open), app_number(app, in->total->graduating),
			app_number(app, in->total->settled));
	list_draw(&p->list, app, area_rows(area, 1, area.rows - 1 - below));
	if (below > 0)
		draw_burn_down(app, in, p->due, area_rows(area, area.rows - below, below));
}

/* ---- what keys do */

static bool can_open(struct app *app, void *state, const char **why_out)
{
	const struct progress *p = state;
	(void)app;
	*why_out = _("There are no problem records.");
	if (list_current(&p->list) == NULL)
		return false;
	*why_out = _("Only units, kinds and causes open; turn with m.");
	return p->by != BY(STAGE) && p->by != BY(STATE);
}

/* A unit opens what lies below it, a school its list; a kind or a cause the list of those. */
static void open_row(struct app *app, void *state)
{
	const struct progress *p = state;
	const Xueji__V1__ProblemCount *one = list_current(&p->list);
	if (p->by != BY(UNIT))
		app_open(app, &problems_screen,
			app_print(app, "%s 0 0 - %d %s", p->unit, (int)one->kind, one->cause));
	else if (one->unit != NULL && one->unit->tier == XUEJI__V1__TIER__TIER_SCHOOL)
		app_open(app, &problems_screen, app_print(app, "%s 0 0", one->unit->id));
	else if (one->unit != NULL)
		app_open(app, &progress_screen, one->unit->id);
}

static void next_way(struct app *app, void *state)
{
	struct progress *p = state;
	p->by = p->by == BY(STATE) ? BY(UNIT) : (Xueji__V1__CountProblemsBy)(p->by + 1);
	ask(app, p);
}

static void open_list(struct app *app, void *state)
{
	app_open(app, &problems_screen,
		app_print(app, "%s 0 0", ((const struct progress *)state)->unit));
}

static const struct action actions[] = {
	{VERB_OPEN, .can = can_open, .run = open_row},
	{VERB_MEASURE, .what = N_("by ..."), .run = next_way,
		.help = N_("by unit, kind, cause, stage or state")},
	{VERB_VIEW, .what = N_("records"), .run = open_list,
		.help = N_("the problem records of the unit")},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen progress_screen = {
	.name = "progress",
	.title = N_("Progress"),
	.need = "xueji.v1.Problems/SummarizeProblems",
	.is_command = true,
	.state_size = sizeof(struct progress),
	.open = open_progress,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = list_again,
	.close = list_close,
	.actions = actions,
};
