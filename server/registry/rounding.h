/* Counts that may leave the registry, so that no count of a few children can be worked out of them.
 *
 * The counts of one kind (say, the girls of grade 3) are rounded school after school, in the order
 * of the tree of units: each to a multiple of the base, and what was cut off one is carried to the
 * next. So
 *
 * - every figure is a multiple of the base. Sums and differences of such figures are multiples of
 *   it again: no subtraction of rows, columns, units or of what was asked for with another scope
 *   ever leaves a count below the base;
 * - totals are the sums of what lies in them, and nothing else: who has the figures of all schools
 *   learns nothing from a total that he could not have added up;
 * - the total of any unit is less than a base away from its count, however many schools it has:
 *   the schools of a unit stand side by side in the tree, and only the ends of the row are cut.
 *
 * What a figure F may stand for is every count from F - base + 1 to F + base - 1 that is not below
 * 0: at least as many counts as the base, whatever the figures beside it are, since the carry is
 * unknown and the first one random. Where two kinds bound one another (boarders are pupils) that
 * can leave fewer, but never fewer than base - 2 (tests/registry/test_rounding.c tries it). Bases
 * below 4 would not hold that.
 *
 * It does not hold over time: who knows that one child came sees which carries ran over. So
 * totals are rounded once a year, when all children have moved on a grade, and kept; never rounded
 * again at another moment of the same year (server/jobs/total_jobs.h). Only what has never left may
 * be rounded anew, with other first carries: who has not seen it cannot compare it. */
#pragma once

#include <stdint.h>

struct rounding {
	int64_t base;
	int64_t carry; /* 0 to base - 1; at first random */
};

/* The figure for the next count. */
static inline int64_t rounding_next(struct rounding *rounding, int64_t count)
{
	int64_t sum = rounding->carry + count;
	rounding->carry = sum % rounding->base;
	return sum - rounding->carry;
}
