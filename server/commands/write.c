#include "server/commands/write.h"

#include "server/store/db.h"
#include "server/store/journal_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

void write_ctx(struct invocation *invocation, struct ctx *ctx, struct db *db)
{
	ctx_init(ctx, &invocation->app, invocation->arena);
	ctx->db = db;
	ctx->actor.operator_id = OPERATOR_SYSTEM;
	ctx->lang = LANG_EN;
	ctx->method = invocation->command->name;
}

static enum exit_code exit_of(enum err err)
{
	switch (err) {
	case ERR_INVALID:
		return EXIT_USAGE;
	case ERR_NOT_FOUND:
		return EXIT_NOT_FOUND;
	case ERR_EXISTS:
		return EXIT_EXISTS;
	case ERR_UNAVAILABLE:
		return EXIT_DISK_FULL;
	default:
		return EXIT_FAILED;
	}
}

enum exit_code write_refused(struct invocation *invocation, struct ctx *ctx, enum err err)
{
	const struct failure *failure = &ctx->failure;
	/* The sentences for those are for callers of a server. */
	if (failure->err != err || err == ERR_INTERNAL || err == ERR_UNAVAILABLE)
		return fail(invocation, exit_of(err), "Nothing was changed; the log says why (%s).",
			err_name(err));
	return fail(invocation, exit_of(err), "%s",
		ctx_sentence(ctx, &reason_row(failure->reason)->sentence, failure->args));
}

static void run_hooks(struct ctx *ctx)
{
	for (struct commit_hook *hook = ctx->hooks; hook != NULL; hook = hook->next)
		hook->run(ctx, hook->arg);
}

static void pin_snapshots(struct ctx *ctx)
{
	if (ctx->app->units != NULL)
		ctx->units = unit_tree_pin(ctx->app->units);
	if (ctx->app->policies != NULL)
		ctx->policies = policies_pin(ctx->app->policies);
}

static void unpin_snapshots(struct ctx *ctx)
{
	if (ctx->units != NULL)
		unit_tree_unpin(ctx->units);
	if (ctx->policies != NULL)
		policies_unpin(ctx->policies);
}

static enum err apply_and_commit(
	struct ctx *ctx, enum err (*apply)(struct ctx *ctx, void *arg), void *arg)
{
	enum err err = db_begin_write(ctx);
	if (err != OK)
		return err;
	err = apply(ctx, arg);
	if (err == OK)
		err = journal_write_notes(ctx);
	if (err == OK)
		err = db_commit(ctx);
	else
		db_rollback(ctx);
	return err;
}

enum exit_code write_apply(
	struct invocation *invocation, enum err (*apply)(struct ctx *ctx, void *arg), void *arg)
{
	struct ctx ctx;
	write_ctx(invocation, &ctx, store_writer(invocation->store));
	pin_snapshots(&ctx);
	enum err err = apply_and_commit(&ctx, apply, arg);
	if (err == OK)
		run_hooks(&ctx);
	unpin_snapshots(&ctx);
	return err == OK ? EXIT_DONE : write_refused(invocation, &ctx, err);
}
