/* Units in the store (R1–R4, R12, R76). Lists, searches and checks of place read the tree in memory
 * (server/store/unit_tree.h); what stands here is what only the store knows, and every change.
 * A handler that changes units judges by what these functions say, never by the tree, which is as
 * old as the beginning of the writer's batch. All results are from the arena. */
#pragma once

#include "server/ctx.h"
#include "server/registry/unit_rules.h"
#include "server/store/unit_tree.h"

/* All units by code. */
enum err unit_read_all(struct ctx *ctx, struct unit_node **units_out, size_t *n_out) MUST_CHECK;

/* One unit with its programme; NULL in *out when there is none. */
enum err unit_get(struct ctx *ctx, int64_t id, struct unit **out) MUST_CHECK;

/* The unit that has or once had a code; 0: none. */
enum err unit_find_code(struct ctx *ctx, const char *code, int64_t *id_out) MUST_CHECK;

struct unit_list {
	struct unit *units;
	size_t n;
};
/* Directly under a unit, closed ones included, by code; without programmes. */
enum err unit_children(struct ctx *ctx, int64_t parent, struct unit_list *out) MUST_CHECK;
/* The schools that a division is the bureau of; without programmes. */
enum err unit_run_by(struct ctx *ctx, int64_t bureau, struct unit_list *out) MUST_CHECK;

/* Inserts a unit with its programme. */
enum err unit_insert(struct ctx *ctx, const struct unit *unit) MUST_CHECK;
/* Writes what may change of a unit; STALE unless it is stored with unit->rev, which goes up. */
enum err unit_update(struct ctx *ctx, struct unit *unit) MUST_CHECK;
enum err unit_set_programme(
	struct ctx *ctx, int64_t id, const struct programme *programme) MUST_CHECK;

struct school_class {
	int grade, number;
};
enum err unit_set_classes(
	struct ctx *ctx, int64_t id, const struct school_class *classes, size_t n) MUST_CHECK;
/* At most `limit` classes behind one, by grade and number; grade 0: of all grades. */
enum err unit_classes(struct ctx *ctx, int64_t id, int grade, struct school_class behind,
	size_t limit, struct school_class **out, size_t *n_out) MUST_CHECK;
/* How many classes each grade has. */
enum err unit_class_counts(
	struct ctx *ctx, int64_t id, int32_t counts_out[GRADE_LAST + 1]) MUST_CHECK;
