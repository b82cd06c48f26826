/* Transfers to and from the demonstration's home county, and enrolments of children who graduate
 * late; some in every state, some of them overdue. */
#pragma once

#include "server/demo/deeds.h"
#include "server/demo/schools.h"

/* Plans them; the children are found when their hour comes. */
void transfers_plan(
	struct ctx *ctx, const struct school_plan *plan, uint64_t seed, struct deeds *deeds);
