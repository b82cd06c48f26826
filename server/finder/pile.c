#include "server/finder/pile.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

struct pile pile_of(size_t size)
{
	return (struct pile){.size = size};
}

static void add_chunk(struct pile *pile)
{
	if (pile->n_chunks == pile->capacity) {
		size_t capacity = pile->capacity == 0 ? 16 : 2 * pile->capacity;
		char **chunks = memory_array(capacity, sizeof *chunks);
		if (pile->n_chunks > 0)
			memcpy(chunks, pile->chunks, pile->n_chunks * sizeof *chunks);
		free(pile->chunks);
		pile->chunks = chunks;
		pile->capacity = capacity;
	}
	pile->chunks[pile->n_chunks++] = memory_array(PILE_CHUNK, pile->size);
}

void *pile_add(struct pile *pile, size_t n)
{
	assert(n <= PILE_SIDE_BY_SIDE);
	size_t left = pile->n_chunks * PILE_CHUNK - pile->n;
	if (left < n) {
		pile->n += left;
		add_chunk(pile);
	}
	pile->n += n;
	return pile_at(pile, pile->n - n);
}

void pile_wipe(struct pile *pile)
{
	for (size_t i = 0; i < pile->n_chunks; i++) {
		explicit_bzero(pile->chunks[i], PILE_CHUNK * pile->size);
		free(pile->chunks[i]);
	}
	free(pile->chunks);
	*pile = pile_of(pile->size);
}
