/* One move on one problem record or many (FSM4), from a list or from a record itself: which moves a
 * state has, the plan that is looked at first, and what became of each. Records are named as
 * problem_ref does. */
#pragma once

#include <xueji/v1/problems.pb-c.h>

#include "tui/app.h"
#include "tui/decide.h"

/* A problem with the revision that the person saw, as one word: "812 3". Such words are what lists
 * mark, so that one that changed meanwhile is no longer marked. */
const char *problem_ref(struct app *app, const Xueji__V1__Problem *one);

/* What "approve" does where it stands: hand it down, sign it, judge that two are one; UNSPECIFIED:
 * nothing. */
Xueji__V1__CaseEvent problem_yes(const Xueji__V1__Problem *one);

/* The ways of saying no to it, to be chosen by number. */
enum { PROBLEM_NO_MOST = 2 };
struct problem_no {
	size_t n;
	struct choice choices[PROBLEM_NO_MOST];
	Xueji__V1__CaseEvent events[PROBLEM_NO_MOST];
};
/* Of those that are among `moves`; NULL: all that its state has. */
void problem_no_of(const Xueji__V1__Problem *one, const Xueji__V1__CaseEvent *moves, size_t n_moves,
	struct problem_no *out);

/* What asks for a look before one says yes: late, its child has left, the record goes; "": it is
 * clean. */
const char *problem_doubt(struct app *app, const Xueji__V1__Problem *one);

/* Sends it for `n` such words, DECIDE_MOST at most; `reason` "" for none. */
void problem_send(struct app *app, Xueji__V1__CaseEvent event, const char *reason,
	const char *const *refs, size_t n);

/* Asks whether it shall be done to `n` marked ones, over the plan; `seen` are they as they stand
 * now. The whole number means all; that of the clean ones, where they are fewer, these. */
void problem_plan(struct app *app, Xueji__V1__CaseEvent event, const char *const *refs, size_t n,
	const Xueji__V1__ListProblemsResponse *seen, void (*all)(struct app *, void *),
	void (*clean)(struct app *, void *));
/* Takes those that are not clean out of `refs`; gives how many are left. */
size_t problem_keep_clean(
	struct app *app, const char **refs, size_t n, const Xueji__V1__ListProblemsResponse *seen);

/* To be called from `loaded`. True: the reply was meant for this, and is told. */
bool problem_decided(struct app *app, const struct client_reply *reply);
