/* Registrations under way in the demonstration's home county, some in every state: entered, signed,
 * confirmed and returned by its operators in the weeks before, through the same handlers as in
 * life, so that their histories are true. */
#pragma once

#include "server/demo/population.h"

/* Days before now in which all of it happens. */
enum { REGISTRATION_DAYS = 28 };

/* In ctx's write transaction, with operators and children in place; notes are written to the
 * journal as it goes, each with its own time and operator. Works until ctx->now_us. */
enum err registrations_make(struct ctx *ctx, const struct school_plan *plan,
	struct population *population, uint64_t seed) MUST_CHECK;
