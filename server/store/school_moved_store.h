/* Schools whose children are still to follow them: to where the school lies now, or into the one
 * that theirs was merged into (R12). A school may have tens of thousands of files, so they follow
 * in steps, after the change: children first, then cases, then problem records. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

struct school_moved {
	int64_t school;
	int64_t to;            /* the school that it was merged into; 0: it lies elsewhere */
	int class_shift;       /* a child of class 2 comes into class 2 + class_shift there */
	int64_t problem_after; /* problems up to this id have followed */
};

/* Has it children, cases, problems, or a school whose children are still to come into it? */
enum err school_moved_concerns(struct ctx *ctx, int64_t school, bool *out) MUST_CHECK;
/* Has it taken up, in place of what was said of it before. */
enum err school_moved_add(struct ctx *ctx, const struct school_moved *moved) MUST_CHECK;
/* One whose children can follow now: nobody is still to come into it. school 0: there is none. */
enum err school_moved_next(struct ctx *ctx, struct school_moved *out) MUST_CHECK;
enum err school_moved_done(struct ctx *ctx, int64_t school) MUST_CHECK;
/* Where who is at this school is to follow to, through however many mergers; the school itself when
 * there is nothing to follow. */
enum err school_moved_end(struct ctx *ctx, int64_t school, int64_t *out) MUST_CHECK;

/* Files of the school that have not followed yet, at most `limit`. */
enum err school_moved_children(struct ctx *ctx, const struct school_moved *moved, size_t limit,
	int64_t *ids_out, size_t *n_out) MUST_CHECK;
/* Where the files are to be: the school that goes on, and the two divisions that it lies in, above
 * which nothing changes (the same twice where there is one). */
struct school_place {
	int64_t school, above, top;
};
/* Cases of the school that one of these does not see yet: open ones first. */
enum err school_moved_cases(struct ctx *ctx, const struct school_moved *moved,
	const struct school_place *place, size_t limit, int64_t *ids_out, size_t *n_out) MUST_CHECK;
/* Problem records of the school that have not followed yet; and that these have. */
enum err school_moved_problems(struct ctx *ctx, const struct school_moved *moved, int64_t to,
	size_t limit, int64_t *ids_out, size_t *n_out) MUST_CHECK;
enum err school_moved_reached(struct ctx *ctx, int64_t school, int64_t problem) MUST_CHECK;
/* Gives a school's side of a case that is open the bureau and the city (0: none) that it has now: a
 * move that was the old one's becomes the new one's, and its clock goes on. */
enum err school_moved_reroute(
	struct ctx *ctx, int64_t case_id, int64_t school, int64_t bureau, int64_t city) MUST_CHECK;
/* Lets one more unit see a case. */
enum err school_moved_show(struct ctx *ctx, int64_t case_id, int64_t unit) MUST_CHECK;
