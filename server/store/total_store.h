/* Totals that may leave the registry: those of one day, rounded (server/registry/rounding.h), of
 * every unit as it stood then, by stage and grade. They are taken by server/jobs/total_jobs.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/store/stat_cache.h"

/* What is counted of enum stat_kind: all but who is on no roll. */
enum { TOTAL_COUNTERS = STAT_PENDING };

struct totals_taken {
	int32_t day; /* 0: none were ever taken */
	int64_t base;
	bool is_final; /* an export of them was approved, so they stay; others never leave */
};
enum err totals_taken(struct ctx *ctx, struct totals_taken *out) MUST_CHECK;

/* Forgets all that there are; those of the new day follow, each unit, stage and grade once. A cell
 * of zeros is not stored. */
enum err totals_begin(struct ctx *ctx, const struct totals_taken *taken) MUST_CHECK;
enum err total_put(struct ctx *ctx, int64_t unit, const struct stat_cell *cell) MUST_CHECK;

/* From now on they stay. ERR_PRECONDITION with NO_TOTALS when none were ever taken. */
enum err totals_settle(struct ctx *ctx) MUST_CHECK;

/* By stage and grade. */
enum err totals_of_unit(
	struct ctx *ctx, int64_t unit, struct stat_cell out[STAT_CELLS], size_t *n_out) MUST_CHECK;
