/* From the store into the snapshot in memory (server/store/policy_cache.h). */
#include "server/store/policy_cache.h"

#include "common/log.h"
#include "server/store/policy_store.h"

enum err policy_cache_load(struct policy_cache *cache, struct ctx *ctx)
{
	struct policy_value *values = NULL;
	size_t n = 0;
	enum err err = policy_read_approved(ctx, &values, &n);
	if (err == OK)
		policy_cache_publish(cache, policies_build(values, n));
	return err;
}

void policy_cache_reload(struct ctx *ctx, void *unused)
{
	(void)unused;
	if (policy_cache_load(ctx->app->policies, ctx) != OK)
		log_error("policies.reload", "call=%lld", (long long)ctx->call_id);
}
