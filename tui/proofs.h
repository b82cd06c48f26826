/* The attachments of a child below a form, named in it by their numbers: "1 3". */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <xueji/v1/attachments.pb-c.h>

#include "tui/app.h"

enum { PROOFS_MOST = 20 };

struct proofs {
	Xueji__V1__ListAttachmentsResponse *files; /* NULL: not here yet */
};

void proofs_ask(struct app *app, const char *student);
/* True: it was theirs. */
bool proofs_loaded(struct proofs *proofs, const struct client_reply *reply);
/* The files whose numbers were typed. False: there is no such number, and it is said. */
bool proofs_pick(struct app *app, const struct proofs *proofs, const char *typed,
	char *ids[PROOFS_MOST], size_t *n_out);
void proofs_draw(struct app *app, const struct proofs *proofs, struct area area);
void proofs_free(struct proofs *proofs);
