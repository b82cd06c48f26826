/* The tree of units, in memory: nation, province, city, county, school. Real trees are ragged
 * (counties directly under a province, cities without counties).
 *
 * A tree is an immutable snapshot, numbered by intervals, so that "is X under Y" costs two
 * comparisons and never a query. The cache holds the current one; a call pins it (ctx->units) for
 * its length; a change builds a new one after its commit. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum tier { TIER_NATION = 1, TIER_PROVINCE, TIER_CITY, TIER_COUNTY, TIER_SCHOOL };

/* What lists, checks and searches need of a unit; strings live as long as the tree. */
struct unit_node {
	int64_t id;
	int64_t parent;   /* 0: the nation */
	int64_t bureau;   /* competent bureau (R3); for a bureau: itself */
	const char *code; /* 6 digits of GB/T 2260, 10 of a school (R76) */
	const char *name;
	const char *initials; /* pinyin initials of the name, lower case */
	uint8_t tier;         /* enum tier */
	bool is_closed;
	int64_t rev;
	uint32_t first, last; /* its subtree's interval */
	uint32_t n_children;  /* open ones */
};

struct unit_cache;
struct unit_cache *unit_cache_new(void);
void unit_cache_free(struct unit_cache *cache);
/* Builds a tree from the store on ctx->db and makes it the current one. */
enum err unit_cache_load(struct unit_cache *cache, struct ctx *ctx) MUST_CHECK;
/* Pins and lets go; a pinned tree stays as it is. */
const struct unit_tree *unit_tree_pin(struct unit_cache *cache);
void unit_tree_unpin(const struct unit_tree *tree);

size_t unit_tree_size(const struct unit_tree *tree);
const struct unit_node *unit_tree_get(const struct unit_tree *tree, int64_t id); /* NULL: none */
const struct unit_node *unit_tree_by_code(const struct unit_tree *tree, const char *code);
/* Units in tree order (parents before children, siblings by code): 0 … size-1. */
const struct unit_node *unit_tree_at(const struct unit_tree *tree, uint32_t position);
/* `unit` is `above` itself or lies under it. False if either does not exist. */
bool unit_tree_is_under(const struct unit_tree *tree, int64_t unit, int64_t above);
/* The unit of that tier at or above `unit`; NULL where there is none. */
const struct unit_node *unit_tree_ancestor(
	const struct unit_tree *tree, int64_t unit, enum tier tier);
