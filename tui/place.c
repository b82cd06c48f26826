#include "tui/place.h"

#include <stdio.h>
#include <string.h>

#include "tui/words.h"

const char *place_ref(struct app *app, const Xueji__V1__Student *child)
{
	return app_print(app, "%s %lld %d", child->id, (long long)child->rev, child->grade);
}

int place_grade(const char *ref)
{
	int grade = 0;
	sscanf(ref, "%*s %*d %d", &grade);
	return grade;
}

void place_send(
	struct app *app, const char *school, const char *const *refs, size_t n, int class_number)
{
	Xueji__V1__ChangeClassRequest request = XUEJI__V1__CHANGE_CLASS_REQUEST__INIT;
	Xueji__V1__ClassPlacement children[PLACE_MOST], *list[PLACE_MOST];
	char ids[PLACE_MOST][24];
	n = n < PLACE_MOST ? n : PLACE_MOST;
	for (size_t i = 0; i < n; i++) {
		long long rev = 0;
		children[i] = (Xueji__V1__ClassPlacement)XUEJI__V1__CLASS_PLACEMENT__INIT;
		sscanf(refs[i], "%23s %lld", ids[i], &rev);
		children[i].student_id = ids[i], children[i].rev = rev;
		children[i].class_number = class_number;
		list[i] = &children[i];
	}
	request.unit_id = (char *)(uintptr_t)school;
	request.grade = n > 0 ? place_grade(refs[0]) : 0;
	request.placements = list, request.n_placements = n;
	app_request(app, "xueji.v1.Students/ChangeClass", &request.base);
}

static const char *who(struct app *app, const Xueji__V1__ClassPlacementResult *result)
{
	const Xueji__V1__Student *child = result->student;
	return child != NULL ? app_print(app, "%s  %s", child->name,
				       words_class(app, child->grade, child->class_number))
			     : result->student_id;
}

bool place_loaded(struct app *app, const struct client_reply *reply)
{
	if (reply->outcome == CLIENT_REFUSED && reply->n_faults > 0 &&
		strstr(reply->faults[0].field, "class_number") != NULL)
		app_say(app, TONE_WRONG, _("The class: %s"), reply->faults[0].text);
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__change_class_response__descriptor)
		return false;
	const Xueji__V1__ChangeClassResponse *in = (const void *)reply->message;
	const char *page = "";
	size_t n_done = 0;
	for (size_t i = 0; i < in->n_results; i++) {
		const Xueji__V1__ClassPlacementResult *result = in->results[i];
		n_done += result->is_done;
		if (!result->is_done)
			page = app_print(app, "%s! %s\n   %s\n", page, who(app, result),
				result->refusal_text);
	}
	app_say(app, n_done == in->n_results ? TONE_DONE : TONE_WRONG, _("%zu of %zu placed."),
		n_done, in->n_results);
	if (n_done < in->n_results)
		app_show(app, _("Not placed; everyone else is"), page);
	return true;
}
