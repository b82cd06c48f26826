#include "server/jobs/console_jobs.h"

#include "common/date.h"
#include "server/store/console_store.h"
#include "server/store/policy_cache.h"

enum { STEP_ROWS = 200 }; /* at a time: calls wait behind a step in the same batch */

static enum err purge_old(struct ctx *ctx, const struct draft *drafts, size_t n, int64_t *purged)
{
	enum err err = OK;
	for (size_t i = 0; err == OK && i < n; i++) {
		int64_t days = policy_number(ctx, POLICY_CONSOLE_DRAFT_DAYS, drafts[i].unit);
		if (ctx->now_us - drafts[i].saved_us < days * US_PER_DAY)
			continue;
		err = console_draft_purge(ctx, drafts[i].id);
		(*purged)++;
	}
	return err;
}

/* A day at least is given to every draft, so what is younger need not be looked at. */
enum err purge_drafts(struct ctx *ctx, bool *again_out)
{
	int64_t before_us = ctx->now_us - US_PER_DAY * policy_row(POLICY_CONSOLE_DRAFT_DAYS)->low;
	int64_t purged = 0, places = 0;
	const struct draft *last = NULL;
	struct draft *drafts;
	size_t n = STEP_ROWS;
	enum err err = OK;
	while (err == OK && n == STEP_ROWS && purged == 0) {
		err = console_drafts_old(ctx, before_us, last, STEP_ROWS, &drafts, &n);
		if (err == OK)
			err = purge_old(ctx, drafts, n, &purged);
		last = n > 0 ? &drafts[n - 1] : NULL;
	}
	int64_t days = policy_number(ctx, POLICY_CONSOLE_DRAFT_DAYS, 0);
	if (err == OK)
		err = console_places_purge(
			ctx, ctx->now_us - days * US_PER_DAY, STEP_ROWS, &places);
	*again_out = purged > 0 || places == STEP_ROWS;
	return err;
}
