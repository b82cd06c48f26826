/* The items of a child as the message of the contract, reached by the items table: field n + 1 of
 * StudentItems is item n of domain/items.h. A test holds the two together. */
#pragma once

#include "common/arena.h"
#include "domain/items.h"
#include "xueji/v1/students.pb-c.h"

static inline char **student_item_at(Xueji__V1__StudentItems *items, enum item item)
{
	unsigned offset = xueji__v1__student_items__descriptor.fields[item].offset;
	return (char **)((char *)items + offset);
}
/* "" where it is not given. */
static inline const char *student_item(const Xueji__V1__StudentItems *items, enum item item)
{
	return *student_item_at((Xueji__V1__StudentItems *)items, item);
}

/* As values by item, for domain/items_check.h, and back; texts are shared. */
void student_items_to_values(const Xueji__V1__StudentItems *items, const char *values[ITEM_COUNT]);
/* `items` is initialised anew; NULL counts as "". */
void student_items_from_values(
	const char *const values[ITEM_COUNT], Xueji__V1__StudentItems *items);

/* What differs between two: the items, in order; returns how many. */
size_t student_items_differ(const Xueji__V1__StudentItems *a, const Xueji__V1__StudentItems *b,
	enum item out[ITEM_COUNT]);

/* The number fields (the pupil's and the family's) with all but the last two characters hidden. */
void student_items_mask(struct arena *arena, Xueji__V1__StudentItems *items);
/* Undoes that where a value is the mask of what is stored: a form may come back as it was read. */
void student_items_unmask(
	struct arena *arena, const Xueji__V1__StudentItems *stored, const char *values[ITEM_COUNT]);
