/* Making children on a thread of its own, preparing them on another, while those made before are
 * taken. */
#pragma once

#include "server/demo/population.h"

/* Makes of one school's children what is to be taken. What is allocated in the arena lives, as the
 * children do, until it was taken. */
typedef void *pipe_prepare(void *arg, struct arena *arena, const struct demo_school *school,
	struct demo_child *children, size_t n);
typedef enum err pipe_take(void *arg, const struct demo_school *school, void *prepared);

/* Runs through all that is left of the population, in order; takes on this thread. Ends early when
 * `take` fails, with its error. */
enum err pipe_run(struct population *population, pipe_prepare *prepare, pipe_take *take,
	void *arg) MUST_CHECK;
