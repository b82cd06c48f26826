/* Policies (Q3): what provinces set, as dated values. Code asks for the value in force on a day and
 * never holds the number. The definitions (type, default, bounds, sentence) are rows of
 * server/registry/policy_table.h; the values in the store, here as an immutable snapshot, which a
 * call pins for its length (ctx->policies). */
#pragma once

#include "server/ctx.h"
#include "server/registry/policy_table.h"

struct policy_cache;
struct policy_cache *policy_cache_new(void);
void policy_cache_free(struct policy_cache *cache);
/* Reads all approved values from the store on ctx->db and makes them the current snapshot
 * (server/store/policy_load.c). */
enum err policy_cache_load(struct policy_cache *cache, struct ctx *ctx) MUST_CHECK;
/* The commit_fn for whoever decided on a value. */
void policy_cache_reload(struct ctx *ctx, void *unused);
/* NULL while there is none, and lets go of NULL. */
const struct policies *policies_pin(struct policy_cache *cache);
void policies_unpin(const struct policies *policies);

/* A value that a unit has set, from a day on until its next one. */
struct policy_value {
	int64_t unit;
	enum policy policy;
	int32_t from_day;
	bool is_inherited; /* from this day on the value of the nation, or the default, holds again
			    */
	int64_t value;
};
/* A snapshot of these values, in any order; of two with the same unit, policy and day the later one
 * in the array holds. */
struct policies *policies_build(const struct policy_value *values, size_t n);
/* Makes it the current one; the cache owns it from now on. */
void policy_cache_publish(struct policy_cache *cache, struct policies *policies);

/* The value in force today for `unit`: its province's, else the nation's, else the default.
 * Numbers, days, yes/no (0, 1). unit 0 asks for the nation's. With no snapshot (tests) the default.
 */
int64_t policy_number(const struct ctx *ctx, enum policy policy, int64_t unit);

/* What is in force for `unit` on a day, and whose it is: .unit 0 is the default, with from_day 0.
 */
struct policy_value policy_in_force(
	const struct ctx *ctx, enum policy policy, int64_t unit, int32_t day);
