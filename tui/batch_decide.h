/* One move on all that waits in a batch, page by page. A page is done for good once its answer has
 * come, so whoever leaves in between loses nothing: the rest still waits. */
#pragma once

#include <xueji/v1/imports.pb-c.h>

#include "tui/app.h"

enum { BATCH_REASON = 200 /* characters */ };

struct batch_decision {
	char import[40], school[40], unit[40];
	Xueji__V1__CaseParty party;
	Xueji__V1__CaseEvent event;
	char reason[BATCH_REASON * 4 + 1];
	int64_t total, done, refused;
	char *refusals; /* a line for each; NULL: none */
	uint64_t call;  /* 0: nothing is under way */
};

/* Whose move it is: a school's approver, or a bureau. */
Xueji__V1__CaseParty batch_own_party(const struct app *app);
/* Asks, with the number to be typed where it is more than one; `done` is to call batch_begin. */
void batch_ask(struct app *app, const struct batch_decision *batch,
	void (*done)(struct app *app, void *state));
void batch_begin(struct app *app, struct batch_decision *batch);
/* True: the reply was its own. *is_over_out: that was the last page, or it broke off; what could
 * not move is shown. */
bool batch_loaded(struct app *app, struct batch_decision *batch, const struct client_reply *reply,
	bool *is_over_out);
/* How far it is, on one line; nothing when nothing is under way. */
void batch_draw(struct app *app, const struct batch_decision *batch, struct area area);
void batch_free(struct batch_decision *batch);
