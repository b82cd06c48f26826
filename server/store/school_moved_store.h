/* Schools whose children are still to follow them: into another county, or into the school that
 * theirs was merged into (R12). A school may have tens of thousands of files, so they follow in
 * steps, after the change. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

struct school_moved {
	int64_t school;
	int64_t to;      /* the school that it was merged into; 0: it lies in another county */
	int class_shift; /* a child of class 2 comes into class 2 + class_shift there */
};

/* Has it children, cases, or a school whose children are still to come into it? */
enum err school_moved_concerns(struct ctx *ctx, int64_t school, bool *out) MUST_CHECK;
/* Has it taken up, in place of what was said of it before. */
enum err school_moved_add(struct ctx *ctx, const struct school_moved *moved) MUST_CHECK;
/* One whose children can follow now: nobody is still to come into it. school 0: there is none. */
enum err school_moved_next(struct ctx *ctx, struct school_moved *out) MUST_CHECK;
enum err school_moved_done(struct ctx *ctx, int64_t school) MUST_CHECK;

/* Files of the school that have not followed yet, at most `limit`. */
enum err school_moved_children(struct ctx *ctx, const struct school_moved *moved, size_t limit,
	int64_t *ids_out, size_t *n_out) MUST_CHECK;
/* Cases that the school sees, and `seer`, who must, does not yet: open ones first. */
enum err school_moved_cases(struct ctx *ctx, int64_t school, int64_t seer, size_t limit,
	int64_t *ids_out, size_t *n_out) MUST_CHECK;
/* Gives a school's side of a case that is open the bureau that it has now: a move that was the old
 * one's becomes the new one's, and its clock goes on. */
enum err school_moved_reroute(
	struct ctx *ctx, int64_t case_id, int64_t school, int64_t bureau) MUST_CHECK;
/* Lets one more unit see a case. */
enum err school_moved_show(struct ctx *ctx, int64_t case_id, int64_t unit) MUST_CHECK;
