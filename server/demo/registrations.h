/* Registrations under way in the demonstration's home county, some in every state: entered, signed,
 * confirmed and returned by its operators in the weeks before. */
#pragma once

#include "server/demo/deeds.h"
#include "server/demo/population.h"

/* Days before now in which all of it happens. */
enum { REGISTRATION_DAYS = 28 };

void registrations_plan(struct ctx *ctx, const struct school_plan *plan,
	struct population *population, uint64_t seed, struct deeds *deeds);
