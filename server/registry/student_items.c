#include "server/registry/student_items.h"

#include <string.h>

#include "domain/id_number.h"

void student_items_to_values(const Xueji__V1__StudentItems *items, const char *values[ITEM_COUNT])
{
	for (int i = 0; i < ITEM_COUNT; i++)
		values[i] = student_item(items, (enum item)i);
}

void student_items_from_values(const char *const values[ITEM_COUNT], Xueji__V1__StudentItems *items)
{
	xueji__v1__student_items__init(items);
	for (int i = 0; i < ITEM_COUNT; i++)
		if (values[i] != NULL && values[i][0] != '\0')
			*student_item_at(items, (enum item)i) = (char *)values[i];
}

size_t student_items_differ(const Xueji__V1__StudentItems *a, const Xueji__V1__StudentItems *b,
	enum item out[ITEM_COUNT])
{
	size_t n = 0;
	for (int i = 0; i < ITEM_COUNT; i++)
		if (strcmp(student_item(a, (enum item)i), student_item(b, (enum item)i)) != 0)
			out[n++] = (enum item)i;
	return n;
}

static char *masked(struct arena *arena, const char *number)
{
	size_t size = strlen(number) + 1;
	char *mask = arena_alloc(arena, size);
	id_number_mask(number, mask, size);
	return mask;
}

void student_items_mask(struct arena *arena, Xueji__V1__StudentItems *items)
{
	for (int i = 0; i < ITEM_COUNT; i++) {
		char **at = student_item_at(items, (enum item)i);
		if (item_row((enum item)i)->kind == KIND_ID_NUMBER && **at != '\0')
			*at = masked(arena, *at);
	}
}

void student_items_unmask(
	struct arena *arena, const Xueji__V1__StudentItems *stored, const char *values[ITEM_COUNT])
{
	for (int i = 0; i < ITEM_COUNT; i++) {
		const char *number = student_item(stored, (enum item)i);
		bool is_number = item_row((enum item)i)->kind == KIND_ID_NUMBER;
		if (is_number && number[0] != '\0' && strcmp(values[i], masked(arena, number)) == 0)
			values[i] = number;
	}
}
