/* Putting children of a grade into a class (FSM2, 29), one or those that are marked, and what
 * became of each. */
#pragma once

#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"

/* A child with the revision that the person saw and its grade, as one word: "9001 3 7". Such words
 * are what rolls mark, so that a child that changed meanwhile is no longer marked. */
const char *place_ref(struct app *app, const Xueji__V1__Student *child);
int place_grade(const char *ref);

enum { PLACE_MOST = 200, PLACE_CLASS_MOST = 99 };
/* Sends it for `n` such words, all of one grade. */
void place_send(
	struct app *app, const char *school, const char *const *refs, size_t n, int class_number);

/* To be called from `loaded`. True: the reply was meant for this; it says on the message line how
 * many were placed, and shows a page with those that were not, and why. What is wrong with the
 * class itself is said too, and is false: nothing was done. */
bool place_loaded(struct app *app, const struct client_reply *reply);
