/* What follows when a unit ends: whoever keeps something at units (postings, children)
 * has a function in this table. It runs in the transaction of the change. */
#pragma once

#include "server/ctx.h"

struct unit_move {
	int64_t from; /* the unit that is closed */
	int64_t to;   /* its one successor; 0: none, or several */
	int32_t day;  /* from this day on it is closed */
};

typedef enum err unit_moved_fn(struct ctx *ctx, const struct unit_move *move);
extern unit_moved_fn *const unit_moved[];
extern const size_t unit_moved_count;

unit_moved_fn postings_unit_moved; /* unit_moved_postings.c */
unit_moved_fn cases_unit_moved;    /* unit_moved_cases.c */
unit_moved_fn children_unit_moved; /* unit_moved_children.c */
