#include "server/jobs/job.h"

#include "common/date.h"
#include "server/jobs/account_jobs.h"
#include "server/jobs/attachment_jobs.h"
#include "server/jobs/console_jobs.h"
#include "server/jobs/import_jobs.h"
#include "server/jobs/total_jobs.h"
#include "server/service/case_purge.h"
#include "server/service/problem_dispatch.h"
#include "server/service/unit_moved_children.h"
#include "server/store/idempotency_store.h"

#define MINUTES (60 * US_PER_SECOND)

enum { STEP_ROWS = 500 }; /* at a time: calls wait behind a step in the same batch */

static enum err purge_replies(struct ctx *ctx, bool *again_out)
{
	int64_t purged = 0;
	enum err err = idempotency_purge(ctx, STEP_ROWS, &purged);
	*again_out = purged == STEP_ROWS;
	return err;
}

static enum err dispatch_problems(struct ctx *ctx, bool *again_out)
{
	enum { DISPATCHED = 100 }; /* at a time */
	return problems_dispatch(ctx, DISPATCHED, again_out);
}

static const struct job rows[] = {
	{.name = "replies.purge", .every_us = 10 * MINUTES, .step = purge_replies},
	{.name = "sessions.end", .every_us = 1 * MINUTES, .step = end_sessions},
	{.name = "accounts.seal", .every_us = 60 * MINUTES, .step = seal_idle_accounts},
	{.name = "transfers.purge", .every_us = 60 * MINUTES, .step = cases_purge},
	{.name = "problems.dispatch", .every_us = 1 * MINUTES, .step = dispatch_problems},
	{.name = "drafts.purge", .every_us = 60 * MINUTES, .step = purge_drafts},
	{.name = "children.follow", .every_us = 1 * MINUTES, .step = children_follow},
	{.name = "tickets.purge", .every_us = 60 * MINUTES, .step = purge_tickets},
	{.name = "guards.purge", .every_us = 60 * MINUTES, .step = purge_guards},
	{.name = "sheets.forget", .every_us = 60 * MINUTES, .step = forget_sheets},
	{.name = "totals.take", .every_us = 60 * MINUTES, .step = take_totals},
	{.name = "attachments.sweep",
		.every_us = 60 * MINUTES,
		.step = sweep_attachments,
		.prepare = look_for_sweepings},
};

const struct job_list jobs = {rows, sizeof rows / sizeof *rows};
