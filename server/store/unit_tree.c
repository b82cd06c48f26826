#include "server/store/unit_tree.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/snapshot.h"

enum { NONE = -1 };

/* A slot holds the interval too, so that unit_tree_is_under touches two cache lines and no node. */
struct id_slot {
	int64_t id; /* 0: empty */
	uint32_t first, last;
};

struct unit_tree {
	struct snapshot snapshot;
	struct unit_node *nodes;
	size_t n;
	char *text;
	struct id_slot *ids; /* open addressing, a power of two, at most half full */
	uint32_t *codes;     /* positions + 1, by the code's hash; 0: empty */
	size_t mask;
};

struct unit_cache {
	struct snapshot_slot slot;
};

/* ---- finding ---- */

static size_t hash_id(int64_t id)
{
	uint64_t h = (uint64_t)id * UINT64_C(0x9e3779b97f4a7c15);
	return (size_t)(h >> 32 ^ h);
}

static size_t hash_code(const char *code)
{
	uint64_t h = UINT64_C(0xcbf29ce484222325);
	for (; *code != '\0'; code++)
		h = (h ^ (unsigned char)*code) * UINT64_C(0x100000001b3);
	return (size_t)(h >> 32 ^ h);
}

static struct id_slot *slot_of(const struct unit_tree *tree, int64_t id)
{
	size_t at = hash_id(id) & tree->mask;
	while (tree->ids[at].id != id && tree->ids[at].id != 0)
		at = (at + 1) & tree->mask;
	return &tree->ids[at];
}

static uint32_t *code_slot(const struct unit_tree *tree, const char *code)
{
	size_t at = hash_code(code) & tree->mask;
	while (tree->codes[at] != 0 && strcmp(tree->nodes[tree->codes[at] - 1].code, code) != 0)
		at = (at + 1) & tree->mask;
	return &tree->codes[at];
}

size_t unit_tree_size(const struct unit_tree *tree)
{
	return tree->n;
}

const struct unit_node *unit_tree_get(const struct unit_tree *tree, int64_t id)
{
	const struct id_slot *slot = slot_of(tree, id);
	return id != 0 && slot->id == id ? &tree->nodes[slot->first] : NULL;
}

const struct unit_node *unit_tree_by_code(const struct unit_tree *tree, const char *code)
{
	uint32_t found = *code_slot(tree, code);
	return found != 0 ? &tree->nodes[found - 1] : NULL;
}

const struct unit_node *unit_tree_at(const struct unit_tree *tree, uint32_t position)
{
	assert(position < tree->n);
	return &tree->nodes[position];
}

bool unit_tree_is_under(const struct unit_tree *tree, int64_t unit, int64_t above)
{
	const struct id_slot *low = slot_of(tree, unit), *high = slot_of(tree, above);
	return low->id != 0 && high->id != 0 && low->first >= high->first &&
	       low->first <= high->last;
}

const struct unit_node *unit_tree_ancestor(
	const struct unit_tree *tree, int64_t unit, enum tier tier)
{
	const struct unit_node *node = unit_tree_get(tree, unit);
	while (node != NULL && node->tier > tier)
		node = unit_tree_get(tree, node->parent);
	return node != NULL && node->tier == tier ? node : NULL;
}

/* ---- building ---- */

/* The units while they are put in order; all indexes are into `units`. */
struct building {
	const struct unit_node *units;
	size_t n;
	int32_t *by_code; /* the units by code */
	int32_t *child, *last_child, *sibling;
	int32_t root, last_root;
};

static int by_code(const void *a, const void *b, void *units)
{
	const struct unit_node *nodes = units;
	return strcmp(nodes[*(const int32_t *)a].code, nodes[*(const int32_t *)b].code);
}

static void sort_by_code(struct building *b)
{
	b->by_code = memory_array(b->n, sizeof *b->by_code);
	bool is_sorted = true;
	for (size_t i = 0; i < b->n; i++) {
		b->by_code[i] = (int32_t)i;
		if (i > 0 && strcmp(b->units[i - 1].code, b->units[i].code) > 0)
			is_sorted = false;
	}
	if (!is_sorted) /* the store gives them sorted */
		qsort_r(b->by_code, b->n, sizeof *b->by_code, by_code, (void *)b->units);
}

static void append(struct building *b, int32_t *head, int32_t *tail, int32_t unit)
{
	if (*head == NONE)
		*head = unit;
	else
		b->sibling[*tail] = unit;
	*tail = unit;
}

/* Hangs each unit under its parent. The tree's id slots, not yet needed for finding, say where in
 * `units` an id stands. */
static void link_units(struct building *b, struct unit_tree *tree)
{
	b->child = memory_array(b->n, sizeof *b->child);
	b->last_child = memory_array(b->n, sizeof *b->last_child);
	b->sibling = memory_array(b->n, sizeof *b->sibling);
	b->root = b->last_root = NONE;
	for (size_t i = 0; i < b->n; i++) {
		*slot_of(tree, b->units[i].id) =
			(struct id_slot){.id = b->units[i].id, .first = (uint32_t)i};
		b->child[i] = b->last_child[i] = b->sibling[i] = NONE;
	}
	for (size_t i = 0; i < b->n; i++) {
		int32_t unit = b->by_code[i];
		int64_t parent = b->units[unit].parent;
		const struct id_slot *slot = slot_of(tree, parent);
		if (parent == 0)
			append(b, &b->root, &b->last_root, unit);
		else if (slot->id == parent)
			append(b, &b->child[slot->first], &b->last_child[slot->first], unit);
	}
}

static struct unit_node *place(
	const struct building *b, struct unit_tree *tree, int32_t unit, int64_t parent_at)
{
	struct unit_node *node = &tree->nodes[tree->n];
	*node = b->units[unit];
	node->first = node->last = (uint32_t)tree->n++;
	node->n_children = 0;
	node->lowest = node->tier == TIER_SCHOOL ? 1 : node->id;
	node->highest = node->tier == TIER_SCHOOL ? 0 : node->id;
	if (parent_at != NONE && !node->is_closed)
		tree->nodes[parent_at].n_children++;
	return node;
}

static void widen(struct unit_node *above, const struct unit_node *node)
{
	if (node->tier == TIER_SCHOOL)
		return;
	if (node->lowest < above->lowest)
		above->lowest = node->lowest;
	if (node->highest > above->highest)
		above->highest = node->highest;
}

/* Numbers the units depth first. `path` is the way from the root to the unit just placed, as
 * indexes into units; its length is bounded by the number of units, for a cycle hangs under no
 * root. */
static void number_units(const struct building *b, struct unit_tree *tree)
{
	int32_t *path = memory_array(b->n + 1, sizeof *path);
	int64_t *places = memory_array(b->n + 1, sizeof *places);
	size_t depth = 0;
	int32_t next = b->root;
	while (next != NONE) {
		path[depth] = next;
		places[depth] = place(b, tree, next, depth > 0 ? places[depth - 1] : NONE)->first;
		depth++;
		next = b->child[next];
		while (next == NONE && depth > 0) {
			depth--;
			struct unit_node *node = &tree->nodes[places[depth]];
			node->last = (uint32_t)tree->n - 1;
			if (depth > 0)
				widen(&tree->nodes[places[depth - 1]], node);
			next = b->sibling[path[depth]];
		}
	}
	free(path);
	free(places);
}

static const char *copy_text(char **to, const char *from)
{
	size_t size = strlen(from) + 1;
	const char *copy = memcpy(*to, from, size);
	*to += size;
	return copy;
}

static void copy_strings(struct unit_tree *tree)
{
	size_t size = 0;
	for (size_t i = 0; i < tree->n; i++)
		size += strlen(tree->nodes[i].code) + strlen(tree->nodes[i].name) +
			strlen(tree->nodes[i].initials) + 3;
	char *to = tree->text = memory_array(size, 1);
	for (size_t i = 0; i < tree->n; i++) {
		struct unit_node *node = &tree->nodes[i];
		node->code = copy_text(&to, node->code);
		node->name = copy_text(&to, node->name);
		node->initials = copy_text(&to, node->initials);
	}
}

static void index_units(struct unit_tree *tree)
{
	memset(tree->ids, 0, (tree->mask + 1) * sizeof *tree->ids);
	for (size_t i = 0; i < tree->n; i++) {
		const struct unit_node *node = &tree->nodes[i];
		*slot_of(tree, node->id) = (struct id_slot){node->id, node->first, node->last};
		*code_slot(tree, node->code) = node->first + 1;
	}
}

static void destroy(struct snapshot *snapshot)
{
	struct unit_tree *tree = (struct unit_tree *)snapshot;
	free(tree->nodes);
	free(tree->text);
	free(tree->ids);
	free(tree->codes);
	free(tree);
}

struct unit_tree *unit_tree_build(const struct unit_node *units, size_t n)
{
	struct unit_tree *tree = memory_new(sizeof *tree);
	size_t slots = 16;
	while (slots < 2 * n)
		slots *= 2;
	tree->snapshot.destroy = destroy;
	tree->mask = slots - 1;
	tree->ids = memory_array(slots, sizeof *tree->ids);
	tree->codes = memory_array(slots, sizeof *tree->codes);
	tree->nodes = memory_array(n, sizeof *tree->nodes);

	struct building b = {.units = units, .n = n};
	sort_by_code(&b);
	link_units(&b, tree);
	number_units(&b, tree);
	copy_strings(tree);
	index_units(tree);
	free(b.by_code);
	free(b.child);
	free(b.last_child);
	free(b.sibling);
	return tree;
}

/* ---- the current one ---- */

struct unit_cache *unit_cache_new(void)
{
	struct unit_cache *cache = memory_new(sizeof *cache);
	snapshot_slot_init(&cache->slot);
	return cache;
}

void unit_cache_free(struct unit_cache *cache)
{
	if (cache == NULL)
		return;
	snapshot_slot_clear(&cache->slot);
	free(cache);
}

void unit_cache_publish(struct unit_cache *cache, struct unit_tree *tree)
{
	snapshot_publish(&cache->slot, &tree->snapshot);
}

const struct unit_tree *unit_tree_pin(struct unit_cache *cache)
{
	return (const struct unit_tree *)snapshot_pin(&cache->slot);
}

void unit_tree_unpin(const struct unit_tree *tree)
{
	snapshot_unpin((struct snapshot *)tree);
}
