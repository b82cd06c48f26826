/* A child's items as bytes, before they are sealed: the values in the order of domain/items.h, each
 * ended by a NUL, those missing at the end left out; their size (3 bytes, lowest first); and all of
 * it in one LZ4 block. Families share addresses, names and phone numbers, so that half of the text
 * has been said before. An item that is added to the table comes last, and is "" in what was
 * written before; the order never changes. */
#pragma once

#include "common/arena.h"
#include "xueji/v1/students.pb-c.h"

void *profile_text_pack(
	struct arena *arena, const Xueji__V1__StudentItems *items, size_t *size_out);
/* The items point into the text, which lies in the arena. NULL when it is none. */
Xueji__V1__StudentItems *profile_text_unpack(struct arena *arena, const void *packed, size_t size);
