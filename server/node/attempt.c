#include "server/node/attempt.h"

#include "server/store/db.h"

static bool is_refusal(const struct ctx *ctx, enum err err)
{
	return ctx->failure.err == err && (err == ERR_PRECONDITION || err == ERR_STALE ||
						  err == ERR_NOT_FOUND || err == ERR_EXISTS);
}

enum err attempt(struct ctx *ctx, enum err (*work)(struct ctx *ctx, void *arg), void *arg,
	bool *refused_out, enum reason *reason_out)
{
	struct note **last_note = ctx->last_note;
	struct commit_hook **last_hook = ctx->last_hook;
	enum err err = db_savepoint(ctx);
	*refused_out = false;
	if (err != OK)
		return err;
	err = work(ctx, arg);
	if (err == OK)
		return db_release(ctx);
	if (!is_refusal(ctx, err) || !db_undo_savepoint(ctx))
		return err;
	ctx->last_note = last_note;
	*last_note = NULL;
	ctx->last_hook = last_hook;
	*last_hook = NULL;
	*refused_out = true;
	*reason_out = ctx->failure.reason;
	ctx->failure = (struct failure){.err = OK};
	ctx->failure.last_fault = &ctx->failure.faults;
	return OK;
}
