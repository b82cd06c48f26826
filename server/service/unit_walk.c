#include "server/service/unit_walk.h"

#include <string.h>

/* Children stand behind their parent in the tree, each followed by its own subtree; so the next
 * child begins where the last one's interval ends. */
const struct unit_node *unit_walk_next(struct unit_walk *walk)
{
	if (walk->next > walk->last)
		return NULL;
	const struct unit_node *child = unit_tree_at(walk->tree, walk->next);
	walk->next = child->last + 1;
	return child;
}

struct unit_walk unit_walk_children(
	const struct unit_tree *tree, const struct unit_node *parent, const char *behind)
{
	struct unit_walk walk = {tree, parent->first + 1, parent->last};
	if (behind == NULL || behind[0] == '\0')
		return walk;
	const struct unit_node *known = unit_tree_by_code(tree, behind);
	if (known != NULL && known->parent == parent->id) {
		walk.next = known->last + 1;
		return walk;
	}
	while (walk.next <= walk.last && strcmp(unit_tree_at(tree, walk.next)->code, behind) <= 0)
		unit_walk_next(&walk);
	return walk;
}
