/* What is in a batch, and the move on all of it. One that should not go with the others is opened
 * and returned by itself first. The subject is "IMPORT SCHOOL UNIT PARTY". */
#include "tui/screens/batch.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/imports.pb-c.h>

#include "tui/app.h"
#include "tui/batch_decide.h"
#include "tui/screens/case.h"
#include "tui/screens/case_rows.h"

#define CASES  "xueji.v1.Imports/ListBatchCases"
#define DECIDE "xueji.v1.Imports/DecideBatch"

struct batch {
	struct list list;
	struct batch_decision decision;
};

static void open_batch(struct app *app, void *state, const char *subject)
{
	struct batch *b = state;
	int party = 0;
	Xueji__V1__ListBatchCasesRequest request = XUEJI__V1__LIST_BATCH_CASES_REQUEST__INIT;
	list_init(&b->list, &batch_rows);
	sscanf(subject, "%39s %39s %39s %d", b->decision.import, b->decision.school,
		b->decision.unit, &party);
	b->decision.party = (Xueji__V1__CaseParty)party;
	request.import_id = b->decision.import;
	request.school_id = b->decision.school;
	request.unit_id = b->decision.unit;
	request.waiting_for = b->decision.party;
	list_ask(&b->list, app, CASES, &request.base);
}

static void take_first(struct app *app, struct batch *b)
{
	const Xueji__V1__ListBatchCasesResponse *in = list_reply(&b->list);
	const Xueji__V1__Case *first = list_row(&b->list, 0);
	if (in != NULL && in->waiting > 0)
		b->decision.total = in->waiting;
	if (first != NULL && first->school != NULL)
		app_title(app, first->school->name);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct batch *b = state;
	bool is_over;
	if (batch_loaded(app, &b->decision, reply, &is_over)) {
		if (is_over && reply->outcome == CLIENT_OK && b->decision.refused == 0)
			app_back(app); /* to the next one */
		else if (is_over)
			list_refresh(&b->list, app);
		return;
	}
	if (list_loaded(&b->list, app, reply) && reply->outcome == CLIENT_OK)
		take_first(app, b);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct batch *b = state;
	int foot = b->decision.call != 0 ? 1 : 0;
	list_draw(&b->list, app, area_rows(area, 0, area.rows - foot));
	if (foot > 0)
		batch_draw(app, &b->decision, area_rows(area, area.rows - foot, foot));
}

static void again(struct app *app, void *state)
{
	struct batch *b = state;
	if (b->decision.call == 0)
		list_refresh(&b->list, app);
}

static void close_batch(struct app *app, void *state)
{
	struct batch *b = state;
	(void)app;
	list_free(&b->list);
	batch_free(&b->decision);
}

/* ---- what keys do */

static bool can_decide(struct app *app, void *state, const char **why_out)
{
	const struct batch *b = state;
	(void)app;
	*why_out = _("It is being done; wait for it.");
	if (b->decision.call != 0)
		return false;
	*why_out = _("Nothing of this batch waits any more.");
	return list_current(&b->list) != NULL;
}

static void open_case(struct app *app, void *state)
{
	const Xueji__V1__Case *one = list_current(&((struct batch *)state)->list);
	app_open(app, &case_screen, one->id);
}

static void confirmed(struct app *app, void *state)
{
	batch_begin(app, &((struct batch *)state)->decision);
}

static void approve(struct app *app, void *state)
{
	struct batch *b = state;
	b->decision.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE;
	b->decision.reason[0] = '\0';
	batch_ask(app, &b->decision, confirmed);
}

static void reason_typed(struct app *app, void *state, const char *text)
{
	struct batch *b = state;
	if (text[0] == '\0') {
		app_say(app, TONE_PLAIN, _("Nothing was done."));
		return;
	}
	b->decision.event = XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN;
	snprintf(b->decision.reason, sizeof b->decision.reason, "%s", text);
	batch_ask(app, &b->decision, confirmed);
}

static void refuse(struct app *app, void *state)
{
	(void)state;
	app_prompt(app, &(struct prompt){.label = _("What is to be corrected:"),
				.max = BATCH_REASON,
				.done = reason_typed});
}

static const struct action actions[] = {
	{VERB_OPEN, .can = can_decide, .run = open_case},
	{VERB_APPROVE, .what = N_("approve all"), .can = can_decide, .run = approve, .need = DECIDE,
		.help = N_("all that waits of this batch, once its number is typed")},
	{VERB_REFUSE, .what = N_("return all"), .can = can_decide, .run = refuse, .need = DECIDE,
		.help = N_("to who entered it, with what is to be corrected")},
	{VERB_REFRESH, .run = again},
	{0},
};

const struct screen batch_screen = {
	.name = "batch",
	.title = N_("Batch"),
	.need = CASES,
	.state_size = sizeof(struct batch),
	.open = open_batch,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = again,
	.close = close_batch,
	.actions = actions,
};
