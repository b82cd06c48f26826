/* From the store into the tree in memory (server/store/unit_tree.h). */
#include "server/store/unit_store.h"
#include "server/store/unit_tree.h"

#include "common/log.h"
#include "server/store/stat_cache.h"

enum err unit_cache_load(struct unit_cache *cache, struct ctx *ctx)
{
	struct unit_node *units = NULL;
	size_t n = 0;
	enum err err = unit_read_all(ctx, &units, &n);
	if (err != OK)
		return err;
	struct unit_tree *tree = unit_tree_build(units, n);
	if (unit_tree_size(tree) != n)
		log_warn("units.adrift", "stored=%zu in_tree=%zu", n, unit_tree_size(tree));
	unit_cache_publish(cache, tree);
	return OK;
}

void unit_cache_reload(struct ctx *ctx, void *unused)
{
	(void)unused;
	if (unit_cache_load(ctx->app->units, ctx) != OK)
		log_error("units.reload", "call=%lld", (long long)ctx->call_id);
	else
		stat_cache_rebuild(ctx);
}
