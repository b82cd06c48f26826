/* Policies (Q3): what provinces set, as dated values. Code asks for the value in force on a day and
 * never holds the number. The definitions (type, default, bounds, sentence) are rows of
 * server/registry/policy_table.h; the values in the store, here as an immutable snapshot. */
#pragma once

#include "server/ctx.h"
#include "server/registry/policy_table.h"

struct policy_cache;
struct policy_cache *policy_cache_new(void);
void policy_cache_free(struct policy_cache *cache);
enum err policy_cache_load(struct policy_cache *cache, struct ctx *ctx) MUST_CHECK;
const struct policies *policies_pin(struct policy_cache *cache);
void policies_unpin(const struct policies *policies);

/* The value in force today for `unit`: its province's, else the nation's, else the default.
 * Numbers, days, yes/no (0, 1). unit 0 asks for the nation's. With no snapshot (tests) the default.
 */
int64_t policy_number(const struct ctx *ctx, enum policy policy, int64_t unit);
