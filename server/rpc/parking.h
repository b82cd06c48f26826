/* The streams that wait for one of their topics to be woken. A wake between a stream's look at the
 * store and its parking is not lost: the stream is then told to look again. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/queue.h>

struct parked;

/* A place in the list of one topic. */
struct parked_place {
	LIST_ENTRY(parked_place) link;
	struct parked *parked;
	uint64_t topic;
};

/* Part of who waits; it may be parked once at a time. The places are its owner's, at least as many
 * as it has topics, and stay until it is out. */
struct parked {
	struct parked_place *places;
	size_t n; /* of them in use; guarded by the parking's lock, as what follows */
	bool is_in;
	LIST_ENTRY(parked) woken; /* on its way out */
};

struct parking;
/* `woken` is called for each, without a lock, on the thread that wakes; it is out by then. */
struct parking *parking_new(void (*woken)(struct parked *parked));
void parking_free(struct parking *parking);

/* The number of wakes so far; ask before looking at the store. */
uint64_t parking_moment(struct parking *parking);
/* False if one of the topics may have been woken since `moment`, or the parking is closed. */
bool parking_enter(struct parking *parking, struct parked *parked, const uint64_t *topics, size_t n,
	uint64_t moment);
/* False if it has been woken already: `woken` was or is being called. */
bool parking_leave(struct parking *parking, struct parked *parked);
void parking_wake(struct parking *parking, uint64_t topic);
/* Wakes all, and lets nobody in any more. */
void parking_close(struct parking *parking);
int64_t parking_count(struct parking *parking);
