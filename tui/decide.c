#include "tui/decide.h"

#include <stdio.h>

const char *decide_words(Xueji__V1__CaseEvent event)
{
	static const char *const words[] = {N_("do nothing"), N_("save"), N_("submit"),
		N_("approve"), N_("return for correction"), N_("refuse for good"), N_("withdraw"),
		N_("pass"), N_("fail")};
	unsigned at = event;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *decide_ref(struct app *app, const Xueji__V1__Case *one)
{
	return app_print(app, "%s %lld", one->id, (long long)one->rev);
}

void decide_send(struct app *app, Xueji__V1__CaseEvent event, const char *const *refs, size_t n,
	const char *reason)
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
	request.event = event;
	request.cases = list, request.n_cases = n;
	request.reason = (char *)(uintptr_t)reason;
	app_request(app, "xueji.v1.Cases/DecideCases", &request.base);
}

static const char *who(struct app *app, const Xueji__V1__CaseResult *result)
{
	const Xueji__V1__Case *one = result->summary;
	return one != NULL ? app_print(app, "%s  %s", one->student_name, one->state_title)
			   : result->case_id;
}

bool decide_loaded(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__decide_cases_response__descriptor)
		return false;
	const Xueji__V1__DecideCasesResponse *in = (const void *)reply->message;
	const char *page = "";
	size_t n_done = 0;
	for (size_t i = 0; i < in->n_results; i++) {
		const Xueji__V1__CaseResult *result = in->results[i];
		n_done += result->is_done;
		if (!result->is_done)
			page = app_print(app, "%s! %s\n   %s\n", page, who(app, result),
				result->refusal_text);
	}
	app_say(app, n_done == in->n_results ? TONE_DONE : TONE_WRONG, _("%zu of %zu done."),
		n_done, in->n_results);
	if (n_done < in->n_results)
		app_show(app, _("Not done; everything else is"), page);
	return true;
}
