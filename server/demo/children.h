/* Storing the children of a demonstration. */
#pragma once

#include "server/demo/population.h"

/* Of whom something was made wrong on purpose, as they were stored. */
struct demo_fault {
	int64_t student;
	enum demo_defect defect;
};
struct demo_faults {
	struct demo_fault *rows; /* whoever gave the struct frees them */
	size_t n, room;
};

/* Told after each school how many are stored. */
typedef void children_progress(void *arg, int64_t n);

/* Stores all that are left of the population, in ctx's write transaction on a store that
 * bulk_store_open has prepared, and notes for the journal how many they are: one deed. */
enum err children_load(struct ctx *ctx, struct population *population,
	const struct unit_node *province, children_progress *progress, void *arg,
	struct demo_faults *faults, int64_t *n_out) MUST_CHECK;
