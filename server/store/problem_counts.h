/* How many problems units have, and how many came and went on each day: kept with each step
 * (problem_store.h), never summed anew. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum problem_sum_by { SUM_ALL, SUM_BY_KIND, SUM_BY_CAUSE, SUM_BY_STAGE, SUM_BY_STATE };
struct problem_sum {
	int kind; /* 0, "" where it is not by that */
	const char *cause;
	int stage, state;
	int64_t open, graduating, settled;
};
/* Of a unit, most open ones first; kind 0: all. */
enum err problem_sums(struct ctx *ctx, int64_t unit, enum problem_sum_by by, int kind,
	struct problem_sum **out, size_t *n_out) MUST_CHECK;
/* By cause, as he is told who looks from `viewer`, like a filter's (problem_store.h). It costs as
 * much as the unit has problems. */
enum err problem_sums_veiled(struct ctx *ctx, int64_t unit, int64_t viewer, int kind,
	struct problem_sum **out, size_t *n_out) MUST_CHECK;

struct problem_day {
	int32_t day;
	int64_t found, settled; /* or came from elsewhere, went elsewhere */
	int64_t open;           /* at its end */
};
/* Days on which something came or went, from one to another, both included. */
enum err problem_days(struct ctx *ctx, int64_t unit, int kind, int32_t from, int32_t to,
	struct problem_day **out, size_t *n_out) MUST_CHECK;
