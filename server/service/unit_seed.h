/* The divisions of the country, which every new registry begins with: etc/divisions.csv (GB/T 2260
 * codes as published by the National Bureau of Statistics, with the nation as 000000 and the
 * Production Corps as 660000), embedded in the program. */
#pragma once

#include "server/ctx.h"

/* Inserts them all into an empty registry, in ctx's write transaction, with a note for the journal.
 */
enum err units_load_divisions(struct ctx *ctx) MUST_CHECK;
