/* A value that many threads read while one now and then replaces it: an immutable snapshot, counted
 * by its readers, and the slot that holds the newest.
 *
 * A reader pins the newest, uses it as long as it likes without a lock, and lets go; whoever lets
 * go last destroys it. Embed struct snapshot as the first member of the value. */
#pragma once

#include <pthread.h>
#include <stdatomic.h>

struct snapshot {
	atomic_long holders;
	void (*destroy)(struct snapshot *snapshot);
};

struct snapshot_slot {
	pthread_mutex_t lock; /* held for the instant of taking or replacing, never while reading */
	struct snapshot *newest;
};

void snapshot_slot_init(struct snapshot_slot *slot); /* empty */
void snapshot_slot_clear(struct snapshot_slot *slot);

/* Makes `snapshot` (with destroy set, holders zero) the newest; the slot owns it from now on. */
void snapshot_publish(struct snapshot_slot *slot, struct snapshot *snapshot);
struct snapshot *snapshot_pin(struct snapshot_slot *slot); /* NULL while the slot is empty */
void snapshot_unpin(struct snapshot *snapshot);            /* NULL is fine */
