/* Opening a campaign (Q8, Q18): for whose schools, what for, from which day, and for each stage
 * that takes part its last day. The subject is the unit's id; "" is the operator's own. */
#include "tui/screens/campaign_open.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/campaigns.pb-c.h>

#include "tui/app.h"
#include "tui/widgets/form.h"

#define OPEN "xueji.v1.Campaigns/OpenCampaign"

enum { STAGES = 3 };

static const struct form_choice kinds[] = {
	{"1", N_("settle problem records")}, {"2", N_("register children")}, {0}};
static const struct form_choice purposes[] = {{"0", N_("none")},
	{"1", N_("initial load: everyone, for the first time")},
	{"2", N_("supplement: who or what was missing")},
	{"3", N_("check: what is there is looked through")}, {0}};

#define UNTIL(name_, label_)                                                  \
	{                                                                     \
		.name = (name_), .label = (label_), .max = 10, .width = 12,   \
		.hint = N_("last day, 2026-09-30; empty: does not take part") \
	}
static const char *const until[STAGES] = {"primary", "junior", "senior"};
static const struct form_field fields[] = {
	{.name = "title", .label = N_("Title"), .max = 60, .is_required = true},
	{.name = "kind", .label = N_("What for"), .width = 6, .choices = kinds},
	{.name = "purpose",
		.label = N_("Registering"),
		.width = 6,
		.choices = purposes,
		.hint = N_("of a registration campaign")},
	{.name = "from_day",
		.label = N_("From"),
		.max = 10,
		.width = 12,
		.hint = N_("2026-09-01; empty: today")},
	UNTIL("primary", N_("Primary until")),
	UNTIL("junior", N_("Junior until")),
	UNTIL("senior", N_("Senior until")),
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

struct opening {
	struct form form;
	char unit[40];
	size_t field_of[STAGES]; /* which stage the n-th of the request is */
	uint64_t call;
};

static void open_opening(struct app *app, void *state, const char *subject)
{
	struct opening *o = state;
	snprintf(o->unit, sizeof o->unit, "%s",
		subject[0] != '\0' ? subject : app_who(app)->unit_id);
	form_init(&o->form, fields, N_FIELDS);
	form_set(&o->form, "kind", "2");
	form_set(&o->form, "purpose", "1");
}

/* Faults of "stages[0].until_day" belong to the field of that stage. */
static void tell_faults(struct app *app, struct opening *o, const struct client_reply *reply)
{
	form_faults(&o->form, app, reply, "");
	for (size_t i = 0; i < reply->n_faults; i++) {
		unsigned n;
		if (sscanf(reply->faults[i].field, "stages[%u]", &n) == 1 && n < STAGES)
			form_fault(&o->form, until[o->field_of[n]], reply->faults[i].text);
	}
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct opening *o = state;
	if (o->call == 0 || reply->call != o->call)
		return;
	o->call = 0;
	tell_faults(app, o, reply);
	if (reply->outcome != CLIENT_OK)
		return;
	o->form.is_changed = false;
	app_back(app);
	app_say(app, TONE_DONE, _("Opened."));
}

static void send(struct app *app, void *state)
{
	struct opening *o = state;
	Xueji__V1__OpenCampaignRequest request = XUEJI__V1__OPEN_CAMPAIGN_REQUEST__INIT;
	Xueji__V1__CampaignStage stages[STAGES], *list[STAGES];
	form_fill(&o->form, &request.base);
	request.unit_id = o->unit;
	request.stages = list;
	for (size_t i = 0; i < STAGES; i++) {
		const char *day = form_text(&o->form, until[i]);
		size_t n = request.n_stages;
		if (day[0] == '\0')
			continue;
		stages[n] = (Xueji__V1__CampaignStage)XUEJI__V1__CAMPAIGN_STAGE__INIT;
		stages[n].stage = (Xueji__V1__Stage)(i + 1);
		stages[n].until_day = (char *)(uintptr_t)day;
		o->field_of[n] = i;
		list[request.n_stages++] = &stages[n];
	}
	o->call = app_request(app, OPEN, &request.base);
}

static void submit(struct app *app, void *state)
{
	struct opening *o = state;
	if (o->call != 0 || !form_check(&o->form, app))
		return;
	app_confirm(
		app, &(struct question){.done = send}, _("Open it for all schools of the unit?"));
}

static void draw(struct app *app, void *state, struct area area)
{
	form_draw(&((struct opening *)state)->form, app, area_rows(area, 1, area.rows - 1));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct opening *o = state;
	enum form_answer answer = form_key(&o->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, o);
	return answer != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct opening *)state)->form;
}

static void close_opening(struct app *app, void *state)
{
	(void)app;
	form_free(&((struct opening *)state)->form);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("open it"), .run = submit},
	{0},
};

const struct screen campaign_open_screen = {
	.name = "campaign_open",
	.title = N_("Open a campaign"),
	.need = OPEN,
	.state_size = sizeof(struct opening),
	.open = open_opening,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_opening,
	.actions = actions,
};
