#include "tui/decide.h"

#include <stdio.h>
#include <string.h>

#include "tui/words.h"

enum { REASON_MAX = 200 };

const char *decide_words(Xueji__V1__CaseEvent event)
{
	static const char *const words[] = {N_("do nothing"), N_("save"), N_("submit"),
		N_("approve"), N_("return for correction"), N_("refuse for good"), N_("withdraw"),
		N_("pass"), N_("fail"), N_("hand over the paper file"),
		N_("confirm the paper file"), N_("purge"), N_("fetch the file"),
		N_("file arrived")};
	unsigned at = event;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *decide_ref(struct app *app, const Xueji__V1__Case *one)
{
	return app_print(app, "%s %lld", one->id, (long long)one->rev);
}

/* ---- what is clean */

static const char * and (struct app * app, const char *before, const char *word)
{
	return before[0] == '\0' ? word : app_print(app, "%s, %s", before, word);
}

const char *decide_doubt(struct app *app, const Xueji__V1__Case *one)
{
	const char *doubt = "";
	if (one->is_overdue)
		doubt = and(app, doubt, app_print(app, _("late by %d"), -one->working_days_left));
	if (one->is_graduating)
		doubt = and(app, doubt, _("graduating"));
	if (one->is_class_full)
		doubt = and(app, doubt, _("class full"));
	return doubt;
}

const char *decide_doubt_of(struct app *app, const char *ref, const Xueji__V1__Case *one)
{
	if (one == NULL)
		return _("no longer as you saw it");
	return strcmp(decide_ref(app, one), ref) != 0 ? _("changed since you marked it")
						      : decide_doubt(app, one);
}

/* ---- saying no */

static void add_ground(struct decide_no *out, Xueji__V1__RefusalGround ground)
{
	out->choices[out->n] = (struct choice){words_ground(ground), REASON_MAX, false};
	out->decisions[out->n++] =
		(struct decision){XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE, "", ground};
}

static void add_words(struct decide_no *out, Xueji__V1__CaseEvent event)
{
	out->choices[out->n] = (struct choice){decide_words(event), REASON_MAX, true};
	out->decisions[out->n++] = (struct decision){.event = event, .reason = ""};
}

void decide_no_of(
	Xueji__V1__CaseParty turn, bool may_return, bool may_refuse, struct decide_no *out)
{
	*out = (struct decide_no){0};
	if (turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR ||
		turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_REGISTRAR)
		return;
	if (turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_APPROVER ||
		turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_BUREAU) {
		for (int ground = 1; may_refuse && ground <= DECIDE_NO_MOST; ground++)
			add_ground(out, (Xueji__V1__RefusalGround)ground);
		return;
	}
	if (may_return)
		add_words(out, XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN);
	if (may_refuse)
		add_words(out, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE);
}

/* ---- doing it */

void decide_send(
	struct app *app, const struct decision *decision, const char *const *refs, size_t n)
{
	Xueji__V1__DecideCasesRequest request = XUEJI__V1__DECIDE_CASES_REQUEST__INIT;
	Xueji__V1__CaseRef cases[DECIDE_MOST], *list[DECIDE_MOST];
	char ids[DECIDE_MOST][24];
	n = n < DECIDE_MOST ? n : DECIDE_MOST;
	for (size_t i = 0; i < n; i++) {
		long long rev = 0;
		cases[i] = (Xueji__V1__CaseRef)XUEJI__V1__CASE_REF__INIT;
		sscanf(refs[i], "%23s %lld", ids[i], &rev);
		cases[i].case_id = ids[i], cases[i].rev = rev;
		list[i] = &cases[i];
	}
	request.event = decision->event;
	request.cases = list, request.n_cases = n;
	request.reason = (char *)(uintptr_t)decision->reason;
	request.ground = decision->ground;
	app_request(app, "xueji.v1.Cases/DecideCases", &request.base);
}

/* ---- the plan */

const Xueji__V1__Case *decide_find(const char *ref, Xueji__V1__Case *const *seen, size_t n_seen)
{
	size_t length = strcspn(ref, " ");
	for (size_t i = 0; i < n_seen; i++)
		if (strncmp(seen[i]->id, ref, length) == 0 && seen[i]->id[length] == '\0')
			return seen[i];
	return NULL;
}

static const char *plan_line(
	struct app *app, const char *ref, const Xueji__V1__Case *one, const char *doubt)
{
	size_t length = strcspn(ref, " ");
	return one != NULL ? app_print(app, "! %s  %s: %s\n", one->student_name, one->school->name,
				     doubt)
			   : app_print(app, _("! case %.*s: %s\n"), (int)length, ref, doubt);
}

void decide_plan(struct app *app, Xueji__V1__CaseEvent event, const char *const *refs, size_t n,
	Xueji__V1__Case *const *seen, size_t n_seen, void (*all)(struct app *, void *),
	void (*clean)(struct app *, void *))
{
	const char *look = "";
	size_t n_clean = 0;
	for (size_t i = 0; i < n; i++) {
		const Xueji__V1__Case *one = decide_find(refs[i], seen, n_seen);
		const char *doubt = decide_doubt_of(app, refs[i], one);
		if (doubt[0] == '\0')
			n_clean++;
		else
			look = app_print(app, "%s%s", look, plan_line(app, refs[i], one, doubt));
	}
	struct question question = {.count = n, .done = all};
	if (n_clean > 0 && n_clean < n)
		question.part = n_clean, question.part_done = clean;
	question.page = app_print(app, _("%zu marked: %s\n%zu clean, %zu to look at\n\n%s%s"), n,
		decide_words(event), n_clean, n - n_clean, look,
		question.part > 0 ? app_print(app,
					    _("\n%zu does all of them, %zu only those "
					      "that are clean."),
					    n, n_clean)
				  : "");
	app_confirm(app, &question, _("%zu marked: %s?"), n, decide_words(event));
}

/* ---- what became of it */

static const char *who(struct app *app, const Xueji__V1__CaseResult *result)
{
	const Xueji__V1__Case *one = result->summary;
	return one != NULL ? app_print(app, "%s  %s", one->student_name, one->state_title)
			   : result->case_id;
}

static const char *tell_undone(
	struct app *app, const Xueji__V1__DecideCasesResponse *in, size_t *n_done_out)
{
	const char *page = "";
	*n_done_out = 0;
	for (size_t i = 0; i < in->n_results; i++) {
		const Xueji__V1__CaseResult *result = in->results[i];
		*n_done_out += result->is_done;
		if (!result->is_done)
			page = app_print(app, "%s! %s\n   %s\n", page, who(app, result),
				result->refusal_text);
	}
	return page;
}

static const char *state_of(const Xueji__V1__CaseResult *result)
{
	return result->is_done && result->summary != NULL ? result->summary->state_title : "";
}

/* The names of those that now stand where the i-th does. "": they were told before. */
static const char *tell_state(struct app *app, const Xueji__V1__DecideCasesResponse *in, size_t i)
{
	const char *state = state_of(in->results[i]), *names = "";
	for (size_t k = 0; k < in->n_results; k++) {
		if (state[0] == '\0' || strcmp(state_of(in->results[k]), state) != 0)
			continue;
		if (k < i)
			return "";
		names = app_print(app, "%s  %s", names, in->results[k]->summary->student_name);
	}
	return names[0] != '\0' ? app_print(app, "+ %s:%s\n", state, names) : "";
}

bool decide_loaded(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__decide_cases_response__descriptor)
		return false;
	const Xueji__V1__DecideCasesResponse *in = (const void *)reply->message;
	size_t n_done;
	const char *page = tell_undone(app, in, &n_done);
	bool is_all = n_done == in->n_results;
	for (size_t i = 0; i < in->n_results; i++)
		page = app_print(app, "%s%s", page, tell_state(app, in, i));
	app_say(app, is_all ? TONE_DONE : TONE_WRONG, _("%zu of %zu done."), n_done, in->n_results);
	if (!is_all || in->n_results > 1)
		app_show(app, is_all ? _("All are done") : _("Not done are"), page);
	return true;
}
