/* How many children are on the rolls of a unit, from its counters: no child is read for it. */
#pragma once

#include <stdint.h>

#include "server/ctx.h"

/* Enrolled, suspended, abroad or dropped out, as of now, at a school or at all schools that lie in
 * a unit; `grade` 0: of all grades. 0 where no totals are kept and the unit is none of the schools.
 */
enum err roll_count(struct ctx *ctx, int64_t unit, int grade, int64_t *out) MUST_CHECK;
