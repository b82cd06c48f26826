#include "tui/batch_decide.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "tui/widgets/bars.h"

#define DECIDE "xueji.v1.Imports/DecideBatch"
#define RETURN XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN

enum { PAGE = 50, BAR = 30, SHOWN = 50 /* refusals */ };

Xueji__V1__CaseParty batch_own_party(const struct app *app)
{
	return app_who(app)->tier == XUEJI__V1__TIER__TIER_SCHOOL
		       ? XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER
		       : XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
}

void batch_ask(struct app *app, const struct batch_decision *batch,
	void (*done)(struct app *app, void *state))
{
	const struct question question = {
		.count = batch->total > 1 ? (uint64_t)batch->total : 0, .done = done};
	app_confirm(app, &question,
		batch->event == RETURN ? _("Return all %s registrations of this batch?")
				       : _("Approve all %s registrations of this batch?"),
		app_number(app, batch->total));
}

static void ask_page(struct app *app, struct batch_decision *batch, const char *token)
{
	Xueji__V1__DecideBatchRequest request = XUEJI__V1__DECIDE_BATCH_REQUEST__INIT;
	request.import_id = batch->import;
	request.school_id = batch->school;
	request.unit_id = batch->unit;
	request.waiting_for = batch->party;
	request.event = batch->event;
	request.reason = batch->reason;
	request.page_size = PAGE;
	request.page_token = (char *)(uintptr_t)token;
	batch->call = app_request(app, DECIDE, &request.base);
}

void batch_begin(struct app *app, struct batch_decision *batch)
{
	free(batch->refusals);
	batch->refusals = NULL;
	batch->done = batch->refused = 0;
	ask_page(app, batch, "");
}

static void keep_refusals(
	struct app *app, struct batch_decision *batch, const Xueji__V1__DecideBatchResponse *page)
{
	const char *text = batch->refusals != NULL ? batch->refusals : "";
	for (size_t i = 0; i < page->n_refused && batch->refused + (int64_t)i < SHOWN; i++)
		text = app_print(app, "%s! %s  %s\n", text, page->refused[i]->summary->student_name,
			page->refused[i]->refusal_text);
	if (page->n_refused > 0 && batch->refused < SHOWN) {
		char *longer = memory_text(text);
		free(batch->refusals);
		batch->refusals = longer;
	}
	batch->refused += (int64_t)page->n_refused;
}

static void tell(struct app *app, const struct batch_decision *batch)
{
	if (batch->refused == 0)
		app_say(app, TONE_DONE, _("All done: %s."), app_number(app, batch->done));
	else
		app_show(app,
			app_print(app, _("%s done, %s could not move"),
				app_number(app, batch->done), app_number(app, batch->refused)),
			batch->refusals);
}

bool batch_loaded(struct app *app, struct batch_decision *batch, const struct client_reply *reply,
	bool *is_over_out)
{
	*is_over_out = false;
	if (batch->call == 0 || reply->call != batch->call)
		return false;
	const Xueji__V1__DecideBatchResponse *page = (const void *)reply->message;
	batch->call = 0;
	*is_over_out = reply->outcome != CLIENT_OK;
	if (reply->outcome != CLIENT_OK)
		return true;
	batch->done += page->done;
	keep_refusals(app, batch, page);
	*is_over_out = page->next_page_token[0] == '\0';
	if (*is_over_out)
		tell(app, batch);
	else
		ask_page(app, batch, page->next_page_token);
	return true;
}

void batch_draw(struct app *app, const struct batch_decision *batch, struct area area)
{
	if (batch->call != 0)
		draw_print(area, 0, 1, STYLE_WARN, _("[%-*s] %s of %s; Esc stops, the rest waits"),
			BAR, bar_print(app, BAR, batch->done + batch->refused, batch->total),
			app_number(app, batch->done + batch->refused),
			app_number(app, batch->total));
}

void batch_free(struct batch_decision *batch)
{
	free(batch->refusals);
	batch->refusals = NULL;
}
