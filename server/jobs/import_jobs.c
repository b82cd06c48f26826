#include "server/jobs/import_jobs.h"

#include "common/date.h"
#include "server/store/import_store.h"

enum { STEP_ROWS = 500, ABANDONED_DAYS = 30, REFUSALS_DAYS = 30 };

enum err forget_sheets(struct ctx *ctx, bool *again_out)
{
	return import_forget(ctx, ctx->now_us - ABANDONED_DAYS * US_PER_DAY,
		ctx->now_us - REFUSALS_DAYS * US_PER_DAY, STEP_ROWS, again_out);
}
