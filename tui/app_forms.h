/* Half-filled forms. What was typed into the form of a page (`form` of its row) is sent to the
 * server when the line goes or the console locks, and lies there sealed; whoever typed it is
 * offered it when he opens that page for the same subject again. It goes when it was sent or given
 * up.
 *
 * Only fields that were typed into are kept, so what a colleague changes meanwhile in the others
 * stays; secret ones never are. */
#pragma once

#include "tui/app.h"

struct level;

/* Something is typed in the page's form and not sent. */
bool app_form_is_dirty(const struct level *level);
/* Asks whether something is kept for a page that was opened. */
void app_form_ask(struct app *app, const struct level *level);
/* A key came; true: it was the Enter that takes up what is offered. */
bool app_form_key(struct app *app, struct level *level, struct key key);
/* Behind whatever may have sent the form: what is kept of it goes. `is_leaving`: the page is being
 * closed by whoever typed it. */
void app_form_settle(struct app *app, struct level *level, bool is_leaving);
/* Keeps what is typed in one page, or in all. */
void app_form_keep(struct app *app, struct level *level);
void app_forms_keep(struct app *app);
