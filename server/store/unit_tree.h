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

#include "domain/tiers.h"
#include "server/ctx.h"

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
	uint32_t first, last; /* its subtree: positions first (itself) to last, both included */
	uint32_t n_children;  /* open ones */
	/* Between which ids it and the divisions under it lie; of a school, nowhere: 1 to 0. */
	int64_t lowest, highest;
};

struct unit_cache;
struct unit_cache *unit_cache_new(void);
void unit_cache_free(struct unit_cache *cache);
/* Builds a tree from the store on ctx->db and makes it the current one (server/store/unit_load.c).
 */
enum err unit_cache_load(struct unit_cache *cache, struct ctx *ctx) MUST_CHECK;
/* The commit_fn for whoever changed units: `ctx_on_commit(ctx, unit_cache_reload, NULL)`. When it
 * fails, the tree of before stays and the log says so. */
void unit_cache_reload(struct ctx *ctx, void *unused);

/* A tree of these units, in any order; of each, id to rev are read and the strings copied. Units
 * that do not hang under a root (parent 0) are left out: `xuejid check` names them. */
struct unit_tree *unit_tree_build(const struct unit_node *units, size_t n);
/* Makes a tree the current one; the cache owns it from now on. */
void unit_cache_publish(struct unit_cache *cache, struct unit_tree *tree);

/* Pins and lets go; a pinned tree stays as it is. NULL while there is none, and lets go of NULL. */
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
