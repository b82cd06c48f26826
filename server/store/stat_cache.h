/* Totals of every unit, in memory, so that any tier's are read in constant time. They follow
 * territory (Q1): a school counts for what it lies in, whatever bureau it has.
 *
 * After each commit that changed a counter the row is read again and the difference to what was
 * last seen is added along the school's ancestors; so the order of changes does not matter, and a
 * row seen twice counts once. When the tree of units changes, the totals are summed anew from
 * memory. A reader may see a change half made for an instant: a child counted among the boys and
 * not yet among the boarders. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/stages.h"
#include "server/ctx.h"
#include "server/registry/open_work.h"
#include "server/registry/stat_rules.h"

struct stat_cache;
struct stat_cache *stat_cache_new(void);
void stat_cache_free(struct stat_cache *cache); /* NULL is fine */
/* Reads all counters from the store on ctx->db and sums them for the current tree of units. */
enum err stat_cache_load(struct stat_cache *cache, struct ctx *ctx) MUST_CHECK;
/* Sums anew for the current tree, on the thread that commits. */
void stat_cache_rebuild(struct ctx *ctx);
/* Has the totals follow a row of counters once the call is committed. */
void stat_cache_follow(struct ctx *ctx, int64_t school, int stage, int grade);

void stat_cache_follow_open(struct ctx *ctx, int64_t school, enum open_work kind);

struct stat_totals {
	struct stat_counts counts;
	int64_t open[OPEN_WORK_END];    /* by enum open_work; 0 is all of them */
	int64_t pupils[GRADE_LAST + 1]; /* enrolled, by grade; 0 is unused */
};
/* False when the unit is unknown or there are no totals. */
bool stat_cache_totals(struct stat_cache *cache, int64_t unit, struct stat_totals *out);

/* The counters of a unit above the schools, by stage and grade, without those that are 0. */
struct stat_cell {
	int stage, grade;
	struct stat_counts counts;
};
enum { STAT_CELLS = (STAGE_END - 1) * GRADE_LAST };
size_t stat_cache_cells(struct stat_cache *cache, int64_t unit, struct stat_cell out[STAT_CELLS]);
