#include "server/store/policy_cache.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/snapshot.h"
#include "server/store/unit_tree.h"

struct policies {
	struct snapshot snapshot;
	size_t n;
	struct policy_value
		values[]; /* by unit, policy, day; of equals the one that holds is last */
};

struct policy_cache {
	struct snapshot_slot slot;
};

static int order(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int by_place(const struct policy_value *a, const struct policy_value *b)
{
	int by_unit = order(a->unit, b->unit);
	int by_policy = order((int64_t)a->policy, (int64_t)b->policy);
	return by_unit != 0     ? by_unit
	       : by_policy != 0 ? by_policy
				: order(a->from_day, b->from_day);
}

static void destroy(struct snapshot *snapshot)
{
	free(snapshot);
}

struct policies *policies_build(const struct policy_value *values, size_t n)
{
	struct policies *policies = memory_new(sizeof *policies + n * sizeof *values);
	policies->snapshot.destroy = destroy;
	for (; policies->n < n; policies->n++) { /* few, and mostly in order: insertion is stable */
		size_t at = policies->n;
		for (; at > 0 && by_place(&policies->values[at - 1], &values[policies->n]) > 0;
			at--)
			policies->values[at] = policies->values[at - 1];
		policies->values[at] = values[policies->n];
	}
	return policies;
}

/* The last value of unit and policy that begins on `day` or before; NULL if none. */
static const struct policy_value *find(
	const struct policies *policies, enum policy policy, int64_t unit, int32_t day)
{
	const struct policy_value key = {.unit = unit, .policy = policy, .from_day = day};
	size_t low = 0, high = policies->n; /* the first that comes after the key lies in between */
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (by_place(&policies->values[middle], &key) <= 0)
			low = middle + 1;
		else
			high = middle;
	}
	const struct policy_value *last = low > 0 ? &policies->values[low - 1] : NULL;
	return last != NULL && last->unit == unit && last->policy == policy ? last : NULL;
}

static int64_t id_of(const struct unit_node *node)
{
	return node != NULL ? node->id : 0;
}

struct policy_value policy_in_force(
	const struct ctx *ctx, enum policy policy, int64_t unit, int32_t day)
{
	const struct policy_row *row = policy_row(policy);
	struct policy_value fallback = {.policy = policy, .value = row->fallback};
	if (ctx->policies == NULL || ctx->units == NULL || unit_tree_size(ctx->units) == 0)
		return fallback;
	const int64_t owners[] = {
		id_of(unit_tree_ancestor(ctx->units, unit, TIER_PROVINCE)),
		unit_tree_at(ctx->units, 0)->id,
	};
	for (size_t i = 0; i < sizeof owners / sizeof *owners; i++) {
		const struct policy_value *value =
			owners[i] != 0 ? find(ctx->policies, policy, owners[i], day) : NULL;
		if (value != NULL && !value->is_inherited)
			return *value;
	}
	return fallback;
}

int64_t policy_number(const struct ctx *ctx, enum policy policy, int64_t unit)
{
	return policy_in_force(ctx, policy, unit, ctx_today(ctx)).value;
}

/* ---- the current ones ---- */

struct policy_cache *policy_cache_new(void)
{
	struct policy_cache *cache = memory_new(sizeof *cache);
	snapshot_slot_init(&cache->slot);
	return cache;
}

void policy_cache_free(struct policy_cache *cache)
{
	if (cache == NULL)
		return;
	snapshot_slot_clear(&cache->slot);
	free(cache);
}

void policy_cache_publish(struct policy_cache *cache, struct policies *policies)
{
	snapshot_publish(&cache->slot, &policies->snapshot);
}

const struct policies *policies_pin(struct policy_cache *cache)
{
	return (const struct policies *)snapshot_pin(&cache->slot);
}

void policies_unpin(const struct policies *policies)
{
	snapshot_unpin((struct snapshot *)policies);
}
