#include "server/finder/id_set.h"

#include <stdlib.h>

#include "common/memory.h"
#include "server/finder/mix.h"

enum { PAGE_BITS = 15, PAGE_BYTES = 1 << (PAGE_BITS - 3), FIRST_SLOTS = 1 << 8 };

struct page {
	uint64_t number; /* of its ids, what is left without their last bits */
	uint8_t *bits;   /* NULL: the slot is free */
};
struct id_set {
	struct page *slots; /* a hash table */
	size_t n_slots, n;
};

struct id_set *id_set_new(void)
{
	struct id_set *set = memory_new(sizeof *set);
	set->n_slots = FIRST_SLOTS;
	set->slots = memory_array(set->n_slots, sizeof *set->slots);
	return set;
}

void id_set_free(struct id_set *set)
{
	if (set == NULL)
		return;
	for (size_t i = 0; i < set->n_slots; i++)
		free(set->slots[i].bits);
	free(set->slots);
	free(set);
}

/* The slot of a page, or the free one that would be. */
static struct page *slot_of(const struct id_set *set, uint64_t number)
{
	size_t at = (size_t)mix(0, number);
	while (set->slots[at & (set->n_slots - 1)].bits != NULL &&
		set->slots[at & (set->n_slots - 1)].number != number)
		at++;
	return &set->slots[at & (set->n_slots - 1)];
}

static void grow(struct id_set *set)
{
	struct page *old = set->slots;
	size_t n_old = set->n_slots;
	set->n_slots *= 2;
	set->slots = memory_array(set->n_slots, sizeof *set->slots);
	for (size_t i = 0; i < n_old; i++)
		if (old[i].bits != NULL)
			*slot_of(set, old[i].number) = old[i];
	free(old);
}

static uint32_t bit_of(int64_t id)
{
	return (uint32_t)id & ((1u << PAGE_BITS) - 1);
}

void id_set_add(struct id_set *set, int64_t id)
{
	uint64_t number = (uint64_t)id >> PAGE_BITS;
	struct page *page = slot_of(set, number);
	if (page->bits == NULL) {
		*page = (struct page){number, memory_array(PAGE_BYTES, 1)};
		if (++set->n * 2 > set->n_slots)
			grow(set);
		page = slot_of(set, number);
	}
	page->bits[bit_of(id) / 8] |= (uint8_t)(1u << bit_of(id) % 8);
}

bool id_set_has(const struct id_set *set, int64_t id)
{
	const struct page *page = slot_of(set, (uint64_t)id >> PAGE_BITS);
	return page->bits != NULL && page->bits[bit_of(id) / 8] >> bit_of(id) % 8 & 1;
}
