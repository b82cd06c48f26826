/* Whole numbers of a child: which, why, and what came. The server records each answer. */
#pragma once

#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"

/* Stands first in the state of a screen that can reveal. */
struct reveal {
	char student[40]; /* its id */
	Xueji__V1__RevealedNumbers numbers;
};

/* Asks which numbers, then why, then the server. */
void reveal_ask(struct app *app, void *state);
/* To be called from `loaded`; true: the reply was meant for this. */
bool reveal_loaded(struct app *app, const struct client_reply *reply);
