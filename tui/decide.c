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
		doubt = and(app, doubt, words_late(app, one->working_days_left));
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

void decide_ask(struct app *app, const struct decide_outline *in)
{
	struct question question = {.count = in->n, .done = in->all};
	if (in->n_clean > 0 && in->n_clean < in->n)
		question.part = in->n_clean, question.part_done = in->clean;
	question.page = app_print(app, _("%zu marked: %s\n%zu clean, %zu to look at\n\n%s%s"),
		in->n, in->words, in->n_clean, in->n - in->n_clean, in->look,
		question.part > 0 ? app_print(app,
					    _("\n%zu does all of them, %zu only those "
					      "that are clean."),
					    in->n, in->n_clean)
				  : "");
	app_confirm(app, &question, _("%zu marked: %s?"), in->n, in->words);
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
	decide_ask(
		app, &(struct decide_outline){decide_words(event), n, n_clean, look, all, clean});
}

void decide_look(struct app *app, struct decide_look *look, const char *method,
	const ProtobufCMessage *request)
{
	app_forget(app, look->call);
	look->call = request != NULL ? app_request(app, method, request) : 0;
	app_await(app, look->call);
}

bool decide_looked(struct decide_look *look, const struct client_reply *reply)
{
	if (look->call == 0 || reply->call != look->call)
		return false;
	look->call = 0;
	app_drop(look->seen);
	look->seen = reply->outcome == CLIENT_OK ? app_keep(reply->message) : NULL;
	return true;
}

void decide_ask_one(struct app *app, const char *name, const char *doubt, const char *words,
	void (*done)(struct app *, void *))
{
	doubt = doubt[0] != '\0' ? app_print(app, " (%s)", doubt) : "";
	app_confirm(app, &(struct question){.done = done}, _("%s%s: %s?"), name, doubt, words);
}

/* ---- what became of it */

static const char *tell_undone(
	struct app *app, const struct decide_result *results, size_t n, size_t *n_done_out)
{
	const char *page = "";
	*n_done_out = 0;
	for (size_t i = 0; i < n; i++) {
		*n_done_out += results[i].is_done;
		if (!results[i].is_done)
			page = app_print(app, "%s! %s  %s\n   %s\n", page, results[i].name,
				results[i].state, results[i].why);
	}
	return page;
}

static bool is_told(const struct decide_result *result)
{
	return result->is_done && result->state[0] != '\0';
}

/* The names of those that now stand where the i-th does. "": they were told before. */
static const char *tell_state(
	struct app *app, const struct decide_result *results, size_t n, size_t i)
{
	const char *names = "";
	for (size_t k = 0; is_told(&results[i]) && k < n; k++) {
		if (!is_told(&results[k]) || strcmp(results[k].state, results[i].state) != 0)
			continue;
		if (k < i)
			return "";
		names = app_print(app, "%s  %s", names, results[k].name);
	}
	return names[0] != '\0' ? app_print(app, "+ %s:%s\n", results[i].state, names) : "";
}

void decide_tell(struct app *app, const struct decide_result *results, size_t n)
{
	size_t n_done;
	const char *page = tell_undone(app, results, n, &n_done);
	bool is_all = n_done == n;
	for (size_t i = 0; i < n; i++)
		page = app_print(app, "%s%s", page, tell_state(app, results, n, i));
	app_say(app, is_all ? TONE_DONE : TONE_WRONG, _("%zu of %zu done."), n_done, n);
	if (!is_all || n > 1)
		app_show(app, is_all ? _("All are done") : _("Not done are"), page);
}

bool decide_loaded(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__decide_cases_response__descriptor)
		return false;
	const Xueji__V1__DecideCasesResponse *in = (const void *)reply->message;
	struct decide_result *results =
		arena_array(app_arena(app), struct decide_result, in->n_results);
	for (size_t i = 0; i < in->n_results; i++) {
		const Xueji__V1__CaseResult *one = in->results[i];
		results[i] = (struct decide_result){.is_done = one->is_done,
			.name = one->summary != NULL ? one->summary->student_name : one->case_id,
			.state = one->summary != NULL ? one->summary->state_title : "",
			.why = one->refusal_text};
	}
	decide_tell(app, results, in->n_results);
	return true;
}
