/* The history of units (R12): what became of them. Only ever added to. */
#pragma once

#include "server/ctx.h"
#include "server/registry/unit_rules.h"

/* What a unit was in a change: it was before and passed on or ended; it came of it; both; it lay
 * under one of the others, or was run by it. */
enum unit_part { UNIT_BEFORE = 1, UNIT_AFTER, UNIT_BOTH, UNIT_FOLLOWED };

/* What can change of a unit. */
struct unit_facts {
	const char *name; /* NULL: it was not there */
	int64_t parent, bureau;
	const char *stages; /* of programme_format; "" of a division */
	bool is_closed;
};

struct unit_change_part {
	int64_t unit;
	const char *code; /* read, not written */
	enum unit_part part;
	struct unit_facts before, after;
};

struct unit_change {
	int64_t id;
	enum unit_change_kind kind;
	int32_t effective; /* day */
	const char *reason;
	int64_t at_us, operator_id;
	int64_t n_followed; /* read, not written */
};

/* Gives the change its id, the time and the actor of the ctx. */
enum err unit_change_insert(struct ctx *ctx, struct unit_change *change) MUST_CHECK;
enum err unit_change_part_insert(
	struct ctx *ctx, int64_t change, const struct unit_change_part *part) MUST_CHECK;

/* Changes that a unit took part in, newest first: at most `limit` before a change, INT64_MAX for
 * the newest. */
enum err unit_changes(struct ctx *ctx, int64_t unit, int64_t before, size_t limit,
	struct unit_change **out, size_t *n_out) MUST_CHECK;
/* The parts of a change; of the units that followed only `unit`. */
enum err unit_change_parts(struct ctx *ctx, int64_t change, int64_t unit,
	struct unit_change_part **out, size_t *n_out) MUST_CHECK;

/* What a unit was merged or split into, newest change first; and what into it. At most 100. */
enum err unit_successors(struct ctx *ctx, int64_t unit, int64_t **out, size_t *n_out) MUST_CHECK;
enum err unit_predecessors(struct ctx *ctx, int64_t unit, int64_t **out, size_t *n_out) MUST_CHECK;
