/* Changes of status in the demonstration's home county: suspensions, dropouts, children who go
 * abroad or come back, some at each desk and some done. */
#pragma once

#include "server/demo/deeds.h"
#include "server/demo/schools.h"

/* Plans them; the children are found when their hour comes. */
void changes_plan(
	struct ctx *ctx, const struct school_plan *plan, uint64_t seed, struct deeds *deeds);
