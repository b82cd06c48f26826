/* Lists of problem records: what a unit sees, narrowed, in the order of desks (Q8). Problems that
 * are alike in kind, cause, stage, graduating, state and in whose move it is are one sort, whose
 * number is kept; so a filter by any of these costs as much as the page and the sorts that fit it,
 * however rare they are. By two or more characters of a name open ones are found through the name
 * index; by a single one, and of settled ones, the list is looked through. */
#pragma once

#include "server/store/problem_store.h"

/* What a unit sees, in the order of desks, behind (after_place, after_id). 0, "" and false: any. */
struct problem_filter {
	int64_t unit;
	bool is_open;
	int kind;
	const char *cause;
	int state, stage;
	bool only_graduating;
	const char *name; /* part of the child's; ctx->units is needed for it */
	bool is_waiting;  /* for the unit itself */
	uint32_t parties; /* as any of these, bits of 1 << party; of what waits alone */
	int64_t viewer;   /* the cause is what he is told who looks from here; 0: what it is */
};
enum err problem_list_seen(struct ctx *ctx, const struct problem_filter *filter,
	int64_t after_place, int64_t after_id, size_t limit, struct problem_list *out) MUST_CHECK;
/* How many of each kind it finds, whatever kind, cause and name it asks for: one range of the
 * counters. */
enum err problem_kinds_found(struct ctx *ctx, const struct problem_filter *filter,
	int64_t out[PROBLEM_KIND_COUNT]) MUST_CHECK;
/* How many the filter finds. */
enum err problem_found_by(
	struct ctx *ctx, const struct problem_filter *filter, int64_t *out) MUST_CHECK;
