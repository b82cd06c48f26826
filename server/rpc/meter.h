/* How many calls there were in the last minutes, and how long they took. Each worker has a meter of
 * its own and is the only one to write it, without a lock; who asks adds them up, and may see a
 * call's count half an instant late. */
#pragma once

#include <stdatomic.h>
#include <stdint.h>

#include "server/status.h"

enum meter_class {
	METER_READ,
	METER_AUDITED,
	METER_WRITE,
	METER_SLOW,
	METER_STREAM,
	METER_CLASSES
};
_Static_assert((int)METER_CLASSES == (int)STATUS_CLASSES, "a class for each");

enum {
	METER_MINUTES = 5,  /* that are told */
	METER_SLOTS = 7,    /* with the one under way and one that is being cleared */
	METER_BUCKETS = 128 /* four to each doubling, up to hours */
};

struct meter {
	struct meter_minute {
		_Atomic int64_t minute;
		_Atomic uint32_t calls[METER_CLASSES][METER_BUCKETS];
	} slots[METER_SLOTS];
};

/* Instants are of the monotonic clock, in microseconds. By the meter's own thread only. */
void meter_note(struct meter *meter, enum meter_class class, int64_t now_us, int64_t took_us);

struct meter_sums {
	int64_t calls[METER_CLASSES][METER_BUCKETS];
};
/* Adds what the last whole minutes and the one under way held. From any thread. */
void meter_add(const struct meter *meter, int64_t now_us, struct meter_sums *sums);
/* The time within which `percent` of 100 calls of a class ended, rounded up by a quarter at most; 0
 * when there was none. */
int64_t meter_percentile(const struct meter_sums *sums, enum meter_class class, int percent);
int64_t meter_calls(const struct meter_sums *sums, enum meter_class class);
