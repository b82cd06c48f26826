/* One move on one case or many, from a list or from a case itself: what it is called, the reasons
 * that it needs, the plan that is looked at first, and what became of each. */
#pragma once

#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"

/* "approve", "return for correction" … */
const char *decide_words(Xueji__V1__CaseEvent event);

/* A case with the revision that the person saw, as one word: "812 3". Such words are what lists
 * mark, so that a case that changed meanwhile is no longer marked. */
const char *decide_ref(struct app *app, const Xueji__V1__Case *one);

/* What asks for a look before one signs: "late", "graduating", "class full", with commas; "": it is
 * clean. Clean is a case that is not overdue and, of a transfer, whose child is not in the last
 * year of its stage and whose class has room. What else must be true (data that differ, a child
 * that has left) the server looks at when it is signed. */
const char *decide_doubt(struct app *app, const Xueji__V1__Case *one);
/* The same, of a case marked earlier as `ref`; NULL: the server has it no longer where it was. */
const char *decide_doubt_of(struct app *app, const char *ref, const Xueji__V1__Case *one);

struct decision {
	Xueji__V1__CaseEvent event;
	const char *reason;              /* "" for none */
	Xueji__V1__RefusalGround ground; /* of the side that a child leaves (Q16) */
};

/* The ways of saying no to a case, to be chosen by number: the receiving side and other kinds say
 * in words why, the side that a child leaves picks one of three grounds (Q16). */
enum { DECIDE_NO_MOST = 3 };
struct decide_no {
	size_t n;
	struct choice choices[DECIDE_NO_MOST];
	struct decision decisions[DECIDE_NO_MOST];
};
/* `turn`: whose move it is. Nothing for a registrar, who does not refuse. */
void decide_no_of(
	Xueji__V1__CaseParty turn, bool may_return, bool may_refuse, struct decide_no *out);

enum { DECIDE_MOST = 200 };
/* Sends it for `n` such words. */
void decide_send(
	struct app *app, const struct decision *decision, const char *const *refs, size_t n);

/* Asks whether it shall be done to `n` marked cases, over the plan: how many are clean, and the
 * others with what is to be looked at. `seen` are the cases as they stand now. The whole number
 * means all; that of the clean ones, where they are fewer, these. */
void decide_plan(struct app *app, Xueji__V1__CaseEvent event, const char *const *refs, size_t n,
	Xueji__V1__Case *const *seen, size_t n_seen, void (*all)(struct app *, void *),
	void (*clean)(struct app *, void *));
/* The case of such a word as it stands among `seen`; NULL: it is not there or has changed. */
const Xueji__V1__Case *decide_find(const char *ref, Xueji__V1__Case *const *seen, size_t n_seen);

/* How marked ones of a list stand now: that is asked for first, and the plan made of it. */
struct decide_look {
	uint64_t call; /* 0: nothing is asked */
	void *seen;    /* the list's answer; NULL: none yet; free with app_drop */
};
/* Asks, in place of what was asked before; NULL asks nothing. */
void decide_look(struct app *app, struct decide_look *look, const char *method,
	const ProtobufCMessage *request);
/* To be called from `loaded`. True: the reply was meant for this; `seen` is NULL if it failed. */
bool decide_looked(struct decide_look *look, const struct client_reply *reply);

/* Asks whether it shall be done to one, of which `doubt` asks for a look, or "". */
void decide_ask_one(struct app *app, const char *name, const char *doubt, const char *words,
	void (*done)(struct app *, void *));

/* For records of other kinds: the same plan. `look` has a line for each that is not clean. */
struct decide_outline {
	const char *words; /* what shall be done: "approve" */
	size_t n, n_clean;
	const char *look;
	void (*all)(struct app *, void *), (*clean)(struct app *, void *);
};
void decide_ask(struct app *app, const struct decide_outline *outline);

/* What became of one: `state` is where it stands now, "" if that is not known; `why` of one that
 * was not done. */
struct decide_result {
	bool is_done;
	const char *name, *state, *why;
};
/* Says on the message line how many were done and, of many or where one was not, shows a page with
 * what became of each. */
void decide_tell(struct app *app, const struct decide_result *results, size_t n);

/* To be called from `loaded`. True: the reply was meant for this; it says on the message line how
 * many were done and, of many or where one was not, shows a page with what became of each. */
bool decide_loaded(struct app *app, const struct client_reply *reply);
