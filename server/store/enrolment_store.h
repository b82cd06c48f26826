/* Where a child is and was: one row for each stay in one class, at most one of them open. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

struct enrolment {
	int seq; /* counts from 1 for each child */
	int64_t school;
	int stage, years;  /* the programme and its length */
	int year_in_stage; /* 1 … years; years: graduating (Q7) */
	int grade, class_no;
	const char *from_day;
	const char *to_day; /* "" while it is open */
	int ended;          /* enum roll_end; 0 while it is open */
};

static inline bool enrolment_is_graduating(const struct enrolment *enrolment)
{
	return enrolment->year_in_stage == enrolment->years;
}

/* Opens one behind those that the child has had; seq is filled in. ERR_EXISTS when one is open. */
enum err enrolment_begin(struct ctx *ctx, int64_t student, struct enrolment *enrolment) MUST_CHECK;
/* Ends the open one on its last day, which is never before its first; ERR_PRECONDITION with
 * NOT_ENROLLED when none is. */
enum err enrolment_end(struct ctx *ctx, int64_t student, const char *to_day, int ended) MUST_CHECK;
/* The last one goes on as if it had not ended. */
enum err enrolment_reopen(struct ctx *ctx, int64_t student) MUST_CHECK;
/* These take the place of all that the child had, each with its seq: for merging records and
 * undoing it. At most one is open. */
enum err enrolment_replace_all(
	struct ctx *ctx, int64_t student, const struct enrolment *rows, size_t n) MUST_CHECK;
/* The open one; *found_out false and *out zero if there is none. */
enum err enrolment_get_open(
	struct ctx *ctx, int64_t student, struct enrolment *out, bool *found_out) MUST_CHECK;
/* All of them, the newest first, from the arena. */
enum err enrolment_list(
	struct ctx *ctx, int64_t student, struct enrolment **rows_out, size_t *n_out) MUST_CHECK;
