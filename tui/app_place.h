/* Where one was when the line broke: the pages that were open in the module on top. The server
 * keeps it, sealed, so that nothing stays on the host of the console. */
#pragma once

#include "tui/app.h"

/* Sends it. Who quits, or stands at his desk, begins at the desk the next time. */
void app_place_keep(struct app *app);
/* Asks for it after signing in, and opens those pages, unless a key was typed meanwhile: whoever
 * types ahead means the page where one always begins, and what he typed must not run on another. */
void app_place_ask(struct app *app);
