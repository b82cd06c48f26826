/* The children of a unit, one by one in the order of their codes, without looking at what lies
 * under them. */
#pragma once

#include "server/store/unit_tree.h"

struct unit_walk {
	const struct unit_tree *tree;
	uint32_t next, last; /* positions; next > last: done */
};

/* From the first child on; or behind the one with the code `behind`, which may have moved away. */
struct unit_walk unit_walk_children(
	const struct unit_tree *tree, const struct unit_node *parent, const char *behind);
const struct unit_node *unit_walk_next(struct unit_walk *walk); /* NULL at the end */
