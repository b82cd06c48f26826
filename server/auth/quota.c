#include "server/auth/quota.h"

#include "common/date.h"
#include "server/auth/access.h"
#include "server/auth/guard.h"
#include "server/store/policy_cache.h"
#include "server/store/sign_in_store.h"

#define HOUR_US   (3600 * US_PER_SECOND)
#define MINUTE_US (60 * US_PER_SECOND)

/* Kept with the guards of signing in: .failures are the times, .next_us is the hour's end. */
struct use {
	struct guard guard;
	struct guard_row row;
	int64_t unit, most;
};

static enum err load(struct ctx *ctx, enum policy policy, struct use *use)
{
	const struct right *right = access_right(ctx, ROLES_ALL, SCOPE_REGISTRY, 0);
	const char *whose = arena_printf(ctx->arena, "%lld", (long long)ctx->actor.operator_id);
	use->unit = right != NULL ? right->unit : 0;
	use->most = policy_number(ctx, policy, use->unit);
	use->guard = guard_of(ctx, policy_row(policy)->key, whose, NULL);
	enum err err = guard_get(ctx, use->guard.key, &use->row);
	/* An end further off than an hour: the clock was set back. */
	if (ctx->now_us >= use->row.next_us || use->row.next_us > ctx->now_us + HOUR_US)
		use->row = (struct guard_row){.failures = 0, .next_us = ctx->now_us + HOUR_US};
	return err;
}

static enum err judge(struct ctx *ctx, const struct use *use)
{
	if (use->row.failures < use->most)
		return OK;
	int64_t wait_us = use->row.next_us - ctx->now_us;
	int64_t minutes = (wait_us + MINUTE_US - 1) / MINUTE_US;
	enum err err = ctx_fail(ctx, REASON_QUOTA_USED,
		arena_printf(ctx->arena, "%lld", (long long)use->most),
		arena_printf(ctx->arena, "%lld", (long long)minutes));
	ctx->failure.retry_after_us = wait_us;
	return err;
}

enum err quota_check(struct ctx *ctx, enum policy policy)
{
	struct use use;
	enum err err = load(ctx, policy, &use);
	return err == OK ? judge(ctx, &use) : err;
}

enum err quota_take(struct ctx *ctx, enum policy policy)
{
	struct use use;
	enum err err = load(ctx, policy, &use);
	if (err == OK)
		err = judge(ctx, &use);
	if (err != OK)
		return err;
	if (++use.row.failures == use.most)
		ctx_journal(ctx, &(struct note){.action = ACTION_QUOTA_USED,
					 .unit = use.unit,
					 .entity = "operator",
					 .entity_id = ctx->actor.operator_id,
					 .summary = policy_row(policy)->key});
	return guard_put(ctx, use.guard.key, &use.row);
}
