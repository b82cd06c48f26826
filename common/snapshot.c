#include "common/snapshot.h"

#include <assert.h>
#include <stddef.h>

void snapshot_slot_init(struct snapshot_slot *slot)
{
	pthread_mutex_init(&slot->lock, NULL);
	slot->newest = NULL;
}

void snapshot_slot_clear(struct snapshot_slot *slot)
{
	snapshot_unpin(slot->newest);
	slot->newest = NULL;
	pthread_mutex_destroy(&slot->lock);
}

void snapshot_publish(struct snapshot_slot *slot, struct snapshot *snapshot)
{
	atomic_store(&snapshot->holders, 1);
	pthread_mutex_lock(&slot->lock);
	struct snapshot *old = slot->newest;
	slot->newest = snapshot;
	pthread_mutex_unlock(&slot->lock);
	snapshot_unpin(old);
}

struct snapshot *snapshot_pin(struct snapshot_slot *slot)
{
	pthread_mutex_lock(&slot->lock);
	struct snapshot *snapshot = slot->newest;
	if (snapshot != NULL)
		atomic_fetch_add_explicit(&snapshot->holders, 1, memory_order_relaxed);
	pthread_mutex_unlock(&slot->lock);
	return snapshot;
}

void snapshot_unpin(struct snapshot *snapshot)
{
	if (snapshot == NULL)
		return;
	long before = atomic_fetch_sub_explicit(&snapshot->holders, 1, memory_order_acq_rel);
	assert(before > 0);
	if (before == 1)
		snapshot->destroy(snapshot);
}
