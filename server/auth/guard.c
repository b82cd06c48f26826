#include "server/auth/guard.h"

#include <string.h>

#include "common/date.h"
#include "server/settings.h"
#include "server/store/policy_cache.h"
#include "server/store/sign_in_store.h"
#include "server/store/unit_tree.h"

struct guard guard_of(const struct ctx *ctx, const char *what, const char *name, const char *place)
{
	struct guard guard;
	const char *text = arena_printf(ctx->arena, "%s\n%s\n%s", what, name, place ? place : "");
	blind_index(ctx->app->keys, "sign_in_guard", text, strlen(text), guard.key);
	return guard;
}

int64_t guard_wait_us(int64_t failures, int64_t free_tries, int64_t longest_seconds)
{
	int64_t seconds = 1;
	if (failures < free_tries)
		return 0;
	for (int64_t i = free_tries; i < failures && seconds < longest_seconds; i++)
		seconds *= 2;
	return (seconds < longest_seconds ? seconds : longest_seconds) * US_PER_SECOND;
}

/* The division that the node serves; 0, the nation, where none is set. */
static int64_t node_unit(const struct ctx *ctx)
{
	const struct settings *settings = ctx->app->settings;
	if (settings == NULL || settings->unit == NULL || ctx->units == NULL)
		return 0;
	const struct unit_node *unit = unit_tree_by_code(ctx->units, settings->unit);
	return unit ? unit->id : 0;
}

/* By the node's policies: those of the operator's own unit would tell which names exist. */
static int64_t next_wait_us(const struct ctx *ctx, int64_t failures)
{
	int64_t unit = node_unit(ctx);
	return guard_wait_us(failures, policy_number(ctx, POLICY_SIGN_IN_FREE_TRIES, unit),
		policy_number(ctx, POLICY_SIGN_IN_LONGEST_WAIT, unit));
}

enum err guard_check(struct ctx *ctx, const struct guard *guard)
{
	struct guard_row row;
	enum err err = guard_get(ctx, guard->key, &row);
	if (err != OK || ctx->now_us >= row.next_us)
		return err;
	int64_t wait_us = row.next_us - ctx->now_us, longest_us = next_wait_us(ctx, row.failures);
	if (wait_us > longest_us)
		return OK; /* the clock was set back, or the policy is milder now */
	int64_t seconds = (wait_us + US_PER_SECOND - 1) / US_PER_SECOND;
	err = ctx_fail(ctx, REASON_TRY_LATER, arena_printf(ctx->arena, "%lld", (long long)seconds));
	ctx->failure.retry_after_us = wait_us;
	return err;
}

enum err guard_count(struct ctx *ctx, const struct guard *guard)
{
	struct guard_row row;
	enum err err = guard_get(ctx, guard->key, &row);
	if (err != OK)
		return err;
	int64_t wait_us = next_wait_us(ctx, ++row.failures);
	row.next_us = ctx->now_us + wait_us;
	ctx->failure.retry_after_us = wait_us;
	return guard_put(ctx, guard->key, &row);
}

enum err guard_clear(struct ctx *ctx, const struct guard *guard)
{
	return guard_delete(ctx, guard->key);
}
