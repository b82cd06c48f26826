/* One move on one case or many, from a list or from a case itself: what it is called, the reasons
 * that it needs, and what became of each. */
#pragma once

#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"

/* "approve", "return for correction" … */
const char *decide_words(Xueji__V1__CaseEvent event);

/* A case with the revision that the person saw, as one word: "812 3". Such words are what lists
 * mark, so that a case that changed meanwhile is no longer marked. */
const char *decide_ref(struct app *app, const Xueji__V1__Case *one);

enum { DECIDE_MOST = 200 };
/* Sends it for `n` such words. */
void decide_send(struct app *app, Xueji__V1__CaseEvent event, const char *const *refs, size_t n,
	const char *reason);

/* To be called from `loaded`. True: the reply was meant for this; it says on the message line how
 * many were done, and shows a page with those that were not, and why. */
bool decide_loaded(struct app *app, const struct client_reply *reply);
