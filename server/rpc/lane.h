/* The slow lane: one thread with a read connection of its own and a bounded queue, for work that
 * takes tens of milliseconds (password hashes), so that a flood of it stalls nobody else. */
#pragma once

#include <stdbool.h>

struct db;
struct store;

/* Owned by the submitter until `run` has been called, on the lane's thread. */
struct lane_job {
	struct lane_job *next;
	void (*run)(struct lane_job *job, struct db *db);
};

struct lane;
/* NULL when no thread can be had. */
struct lane *lane_start(struct store *store, int bound);
/* False when `bound` jobs wait already: it is not taken. */
bool lane_submit(struct lane *lane, struct lane_job *job);
void lane_stop(struct lane *lane); /* nothing may wait any more; NULL is fine */
