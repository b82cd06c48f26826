#include "server/store/attempt.h"

#include "server/store/db.h"

static bool is_refusal(const struct ctx *ctx, enum err err)
{
	return ctx->failure.err == err &&
	       (err == ERR_PRECONDITION || err == ERR_STALE || err == ERR_NOT_FOUND ||
		       err == ERR_EXISTS || err == ERR_INVALID);
}

enum err attempt(struct ctx *ctx, enum err (*work)(struct ctx *ctx, void *arg), void *arg,
	struct failure *refused_out)
{
	struct note **last_note = ctx->last_note;
	struct commit_hook **last_hook = ctx->last_hook;
	int64_t before = db_changes(ctx->db) - ctx->undone;
	enum err err = db_savepoint(ctx);
	*refused_out = (struct failure){.err = OK};
	if (err != OK)
		return err;
	err = work(ctx, arg);
	if (err == OK)
		return db_release(ctx);
	if (!is_refusal(ctx, err) || !db_undo_savepoint(ctx))
		return err;
	ctx->undone = db_changes(ctx->db) - before;
	ctx->last_note = last_note;
	*last_note = NULL;
	ctx->last_hook = last_hook;
	*last_hook = NULL;
	*refused_out = ctx->failure;
	ctx_forgive(ctx);
	return OK;
}

enum err attempt_judged(struct ctx *ctx, enum err (*work)(struct ctx *ctx, void *arg), void *arg,
	struct failure *refused_out)
{
	struct note **last_note = ctx->last_note;
	struct commit_hook **last_hook = ctx->last_hook;
	int64_t before = db_changes(ctx->db);
	enum err err = work(ctx, arg);
	*refused_out = (struct failure){.err = OK};
	if (!is_refusal(ctx, err))
		return err;
	if (db_changes(ctx->db) != before || ctx->last_note != last_note ||
		ctx->last_hook != last_hook)
		return ctx_broken(ctx, ERR_INTERNAL, "%s after it had begun to write",
			reason_row(refusal_reason(&ctx->failure))->name);
	*refused_out = ctx->failure;
	ctx_forgive(ctx);
	return OK;
}

enum reason refusal_reason(const struct failure *refused)
{
	return refused->faults != NULL ? refused->faults->reason : refused->reason;
}

const char *refusal_words(struct ctx *ctx, const struct failure *refused)
{
	const struct sentence *sentence = &reason_row(refusal_reason(refused))->sentence;
	const char *const *args = refused->faults != NULL ? refused->faults->args : refused->args;
	return ctx_sentence(ctx, sentence, args);
}
