/* Things of one size that become many and stay where they are: memory grows by chunks, so that
 * nothing is copied and no more is taken than is used. */
#pragma once

#include <stddef.h>

struct pile {
	size_t size, n; /* bytes of one thing; how many there are */
	char **chunks;
	size_t n_chunks, capacity;
};

struct pile pile_of(size_t size);
/* Room for `n` more, zeroed and side by side; not more than PILE_SIDE_BY_SIDE. What is left of a
 * chunk that is too short for them counts as taken. */
enum { PILE_CHUNK = 1 << 16, PILE_SIDE_BY_SIDE = 4096 };
void *pile_add(struct pile *pile, size_t n);
/* Frees all of it, after writing over it: what was in it was personal. */
void pile_wipe(struct pile *pile);

static inline void *pile_at(const struct pile *pile, size_t at)
{
	return pile->chunks[at / PILE_CHUNK] + at % PILE_CHUNK * pile->size;
}
