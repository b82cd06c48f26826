/* Records that share a key, found by sorting keys in bounded memory: a slice of all keys at a time,
 * each from one walk through the crowd. Nothing is written to disk. */
#pragma once

#include "server/finder/keys.h"

/* Rows of the crowd that share a key: two or more. */
typedef void blocks_take(void *arg, const uint32_t *rows, size_t n);
/* False ends it; `done` of 1,000 are done. */
typedef bool blocks_goes_on(void *arg, int done);

struct blocks {
	const struct crowd *crowd;
	const struct day_parts *days;
	size_t memory; /* bytes for keys, at most; 0: BLOCKS_MEMORY */
	blocks_take *take;
	blocks_goes_on *goes_on;
	void *arg;
};
enum { BLOCKS_MEMORY = 192 << 20 };

/* Every set of rows that share a key of the ring, once each. False when it was told to end. */
bool blocks_each(const struct blocks *blocks, enum key_ring ring);
