/* Records that were deleted as wrong (R49) or merged into another record of the same child (Q13):
 * where they went, why, and what stood before. What is done is in server/service/child_merge.h. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "xueji/v1/tombstones.pb-c.h"

struct tombstone {
	int64_t student;
	int64_t survivor; /* 0: it was deleted, and no other record has what it had */
	int absence;      /* enum absence (server/registry/delete_rules.h) */
	int64_t made_us;  /* set by tombstone_put */
	Xueji__V1__RecordUndo *undo;
};

enum err tombstone_put(struct ctx *ctx, struct tombstone *tombstone) MUST_CHECK;
/* *found_out false when the record is none. */
enum err tombstone_get(
	struct ctx *ctx, int64_t student, struct tombstone *out, bool *found_out) MUST_CHECK;
enum err tombstone_delete(struct ctx *ctx, int64_t student) MUST_CHECK;

/* Which record has what this one had; 0 when it was not merged. */
enum err tombstone_survivor(struct ctx *ctx, int64_t student, int64_t *survivor_out) MUST_CHECK;
/* From now on it is that one. */
enum err tombstone_point(struct ctx *ctx, int64_t student, int64_t survivor) MUST_CHECK;
/* The records that were merged into this one, by id. */
enum err tombstones_of(
	struct ctx *ctx, int64_t survivor, int64_t **students_out, size_t *n_out) MUST_CHECK;
