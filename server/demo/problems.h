/* Problem records of a demonstration: a campaign of the province, what its check and the police
 * found of the children that were made wrong on purpose, and what schools and bureaus of the home
 * county have done about it so far. */
#pragma once

#include "server/demo/children.h"
#include "server/demo/deeds.h"
#include "server/demo/schools.h"

/* The faults must outlive the deeds. */
void problems_plan(struct ctx *ctx, const struct school_plan *plan,
	const struct unit_node *province, const struct demo_faults *faults, uint64_t seed,
	struct deeds *deeds);
