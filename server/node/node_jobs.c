#include "server/node/node_jobs.h"

#include "common/date.h"
#include "server/node/exchange.h"
#include "server/node/lists.h"
#include "server/store/parcel_purge.h"
#include "server/store/parcel_upload_store.h"

static enum err make_lists(struct ctx *ctx, bool *again_out)
{
	return list_make_step(ctx, LIST_ENTRIES_MOST, again_out);
}

/* What was never sent to its end. */
static enum err drop_uploads(struct ctx *ctx, bool *again_out)
{
	return parcel_upload_drop_old(ctx, ctx->now_us - US_PER_DAY, again_out);
}

static enum err purge_parcels(struct ctx *ctx, bool *again_out)
{
	return parcel_purge(ctx, ctx->now_us - PARCEL_KEPT_DAYS * US_PER_DAY, again_out);
}

/* Someone looks at the screen meanwhile: a look at an index and a directory costs next to nothing.
 */
#define OFTEN US_PER_SECOND

static const struct job rows[] = {
	{.name = "lists.make", .every_us = OFTEN, .step = make_lists},
	{.name = "exchange.arrive", .every_us = OFTEN, .step = exchange_arrival_step},
	{.name = "exchange.take", .every_us = OFTEN, .step = exchange_take_step},
	{.name = "uploads.drop", .every_us = 60 * 60 * US_PER_SECOND, .step = drop_uploads},
	{.name = "parcels.purge", .every_us = 60 * 60 * US_PER_SECOND, .step = purge_parcels},
};

const struct job_list node_jobs = {rows, sizeof rows / sizeof *rows};
