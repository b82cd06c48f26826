/* The divisions of a province that schools lie in, and how many each of them gets. */
#pragma once

#include "server/demo/schools.h"

/* "广东省韶关市始兴县" */
const char *counties_where(struct ctx *ctx, const struct unit_node *unit);

/* Fills in counties, n_counties and home, with n_schools of each; `kit` are those that home has in
 * any case. */
void counties_plan(struct ctx *ctx, const struct facts *facts, const struct demo_wish *wish,
	size_t kit, size_t n_schools, struct school_plan *plan);
