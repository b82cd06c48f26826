#include "server/jobs/attachment_jobs.h"

#include "common/date.h"
#include "common/log.h"
#include "server/service/attachments.h"
#include "server/store/attachment_file.h"
#include "server/store/attachment_files.h"
#include "server/store/upload_file.h"

enum { STEP_ROWS = 100 }; /* at a time: calls wait behind a step in the same batch */

/* What the look found. */
struct sweepings {
	bool is_synced; /* what was removed before now is gone for good */
	int64_t uploads[STEP_ROWS];
	size_t n;
};

void look_for_sweepings(struct ctx *ctx)
{
	struct sweepings *found = arena_one(ctx->arena, struct sweepings);
	found->is_synced = attachment_files_sync(ctx->app);
	found->n = attachment_files_old_uploads(
		ctx, ctx->now_us - US_PER_DAY, found->uploads, STEP_ROWS);
	ctx->prepared = found;
}

static enum err drop_unfinished(struct ctx *ctx, size_t *n_out)
{
	struct attachment_row *rows;
	enum err err = attachment_loose(
		ctx, ATTACHMENT_BEING_SENT, ctx->now_us - US_PER_DAY, STEP_ROWS, &rows, n_out);
	for (size_t i = 0; err == OK && i < *n_out; i++) {
		err = attachment_drop(ctx, rows[i].id);
		if (err == OK)
			err = attachment_journal(ctx, ACTION_ATTACHMENT_SWEPT, &rows[i]);
	}
	return err;
}

static bool is_removed(bool ok, const char *why)
{
	char quoted[2 * WHY_SIZE];
	if (!ok)
		log_error(
			"attachment.not_removed", "why=%s", log_quote(why, quoted, sizeof quoted));
	return ok;
}

/* In the writer's transaction, so that no new row comes to name the file meanwhile. */
static enum err sweep_one(struct ctx *ctx, const struct attachment_row *row, size_t *n)
{
	char why[WHY_SIZE];
	bool is_shared;
	enum err err = attachment_is_shared(ctx, row, &is_shared);
	if (err != OK)
		return err;
	if (!is_removed(upload_remove(ctx->app, row->id, why), why))
		return OK; /* next time */
	if (!is_shared && !is_removed(attachment_file_remove(ctx->app, row->content, why), why))
		return OK;
	++*n;
	return attachment_swept(ctx, row->id);
}

static enum err sweep_dropped(struct ctx *ctx, size_t *n_out)
{
	struct attachment_row *rows;
	size_t n;
	enum err err = attachment_loose(
		ctx, ATTACHMENT_DROPPED, ctx->now_us - US_PER_DAY, STEP_ROWS, &rows, &n);
	*n_out = 0;
	for (size_t i = 0; err == OK && i < n; i++)
		err = sweep_one(ctx, &rows[i], n_out);
	return err;
}

/* A crash between a commit and what follows it may leave one. */
static enum err remove_uploads(struct ctx *ctx, const struct sweepings *found)
{
	char why[WHY_SIZE];
	enum err err = OK;
	for (size_t i = 0; err == OK && i < found->n; i++) {
		int64_t state;
		err = attachment_state_of(ctx, found->uploads[i], &state);
		if (err == OK && state != ATTACHMENT_BEING_SENT)
			(void)is_removed(upload_remove(ctx->app, found->uploads[i], why), why);
	}
	return err;
}

enum err sweep_attachments(struct ctx *ctx, bool *again_out)
{
	const struct sweepings *found = ctx->prepared;
	int64_t forgotten = 0;
	size_t dropped = 0, swept = 0;
	enum err err = OK;
	if (found->is_synced)
		err = attachment_forget(ctx, ctx->now_us, STEP_ROWS, &forgotten);
	if (err == OK)
		err = drop_unfinished(ctx, &dropped);
	if (err == OK)
		err = sweep_dropped(ctx, &swept);
	if (err == OK)
		err = remove_uploads(ctx, found);
	*again_out = forgotten == STEP_ROWS || dropped == STEP_ROWS || swept == STEP_ROWS;
	return err;
}
