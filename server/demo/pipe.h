/* Making children on a thread of its own while those made before are taken. */
#pragma once

#include "server/demo/population.h"

/* Takes one school's children; they are gone when it returns. */
typedef enum err pipe_take(
	void *arg, const struct demo_school *school, struct demo_child *children, size_t n);

/* Runs through all that is left of the population, on this thread, in order; ends early when `take`
 * fails, with its error. */
enum err pipe_run(struct population *population, pipe_take *take, void *arg) MUST_CHECK;
