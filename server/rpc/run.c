#include "server/rpc/run.h"

#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "server/auth/access.h"
#include "server/wire.h"
#include "server/store/db.h"
#include "server/store/idempotency_store.h"
#include "server/store/journal_store.h"
#include "server/store/policy_cache.h"
#include "server/store/unit_tree.h"

/* ---- before the message ---- */

static bool is_key(const char *key)
{
	size_t size = strlen(key);
	return size >= KEY_MIN && size <= KEY_MAX &&
	       strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") ==
		       size;
}

static enum err take_key(struct run *run, const char *key)
{
	if (key == NULL || run->method->mode != METHOD_WRITE || run->method->flags & METHOD_SECRET)
		return OK;
	if (!is_key(key))
		ctx_fault(&run->ctx, "idempotency-key", REASON_BAD_KEY);
	run->key = key;
	return ctx_faults(&run->ctx);
}

static enum err identify(struct run *run)
{
	if (run->method->who & WHO_PUBLIC)
		return OK; /* a stale token must not keep anyone from signing in anew */
	return run->is_admitted ? session_identify_again(run->app->sessions, &run->ctx, run->token,
					  run->token_size, &run->pin)
				: session_identify(run->app->sessions, &run->ctx, run->token,
					  run->token_size, &run->pin);
}

static void pin_snapshots(struct run *run)
{
	if (run->app->units != NULL)
		run->ctx.units = unit_tree_pin(run->app->units);
	if (run->app->policies != NULL)
		run->ctx.policies = policies_pin(run->app->policies);
}

static void unpin_snapshots(struct run *run)
{
	if (run->ctx.units != NULL)
		unit_tree_unpin(run->ctx.units);
	if (run->ctx.policies != NULL)
		policies_unpin(run->ctx.policies);
	run->ctx.units = NULL;
	run->ctx.policies = NULL;
}

static void drop_identity(struct run *run)
{
	if (run->pin != NULL)
		session_release(run->app->sessions, run->pin);
	run->pin = NULL;
	run->ctx.actor = (struct actor){0};
}

enum err run_open(struct run *run, const struct run_headers *headers)
{
	struct ctx *ctx = &run->ctx;
	enum err err;
	ctx_init(ctx, run->app, run->arena);
	ctx->call_id = run->call_id;
	ctx->method = run->path;
	ctx->lang = lang_of(headers->lang);
	ctx->peer_name = headers->peer_name;
	run->token = headers->token;
	run->token_size = headers->token_size;
	run->descriptor = protobuf_c_service_descriptor_get_method_by_name(
		run->service->descriptor, run->method->name);
	assert(run->descriptor != NULL); /* the tables were compared at start-up */
	pin_snapshots(run);
	if ((err = identify(run)) != OK)
		return err;
	if ((err = access_admit(ctx, run->method)) != OK)
		return err;
	return take_key(run, headers->idempotency_key);
}

enum err run_decode(struct run *run, const void *bytes, size_t size)
{
	enum err err = wire_check(&run->ctx, run->descriptor->input, bytes, size);
	if (err != OK)
		return err;
	run->request = wire_unpack(&run->ctx, run->descriptor->input, bytes, size);
	if (run->request == NULL)
		return ctx_fail(&run->ctx, REASON_MALFORMED, run->descriptor->input->name);
	if (run->key != NULL)
		crypto_generichash(run->request_hash, REQUEST_HASH, bytes, size, NULL, 0);
	return OK;
}

/* ---- the handler ---- */

/* An error without a reason is our fault: the caller gets a number, the log the rest. */
static enum err settle(struct ctx *ctx, enum err err)
{
	if (err == OK || ctx->failure.err == err)
		return err;
	return ctx_broken(ctx, err, "%s without a reason", err_name(err));
}

static enum err admit(struct run *run, const void *request)
{
	int64_t place = 0;
	if (run->method->place != NULL) {
		enum err err = run->method->place(&run->ctx, request, &place);
		if (err != OK)
			return err;
	}
	if (run->method->who & WHO_PUBLIC)
		return OK;
	if (run->method->scope == SCOPE_EACH)
		return access_check_errand(&run->ctx, run->method, request);
	enum err err = access_check(&run->ctx, run->method, place);
	return err == OK ? access_check_errand(&run->ctx, run->method, request) : err;
}

static enum err handle(struct run *run)
{
	enum err err = admit(run, run->request);
	if (err != OK)
		return err;
	const ProtobufCMessageDescriptor *output = run->descriptor->output;
	run->reply = arena_alloc(run->arena, output->sizeof_message);
	output->message_init(run->reply);
	return run->method->run(&run->ctx, run->request, run->reply);
}

enum err run_read(struct run *run, struct db *db)
{
	run->ctx.db = db;
	enum err err = db_begin_read(&run->ctx);
	if (err != OK)
		return err;
	err = settle(&run->ctx, handle(run));
	db_rollback(&run->ctx);
	assert(run->ctx.hooks == NULL && "only a WRITE has a commit to hang on");
	return err;
}

enum err run_prepare(struct run *run, struct db *db)
{
	run->ctx.db = db;
	enum err err = db_begin_read(&run->ctx);
	if (err != OK)
		return err;
	/* Judged here too: nobody's slow work is done for who may not ask for it. */
	err = admit(run, run->request);
	if (err == OK)
		err = run->method->prepare(&run->ctx, run->request);
	err = settle(&run->ctx, err);
	db_rollback(&run->ctx);
	return err;
}

static enum err identify_again(struct run *run)
{
	run->ctx.now_us = run->app->world.now_us(run->app->world.arg);
	unpin_snapshots(run);
	pin_snapshots(run);
	if (run->method->who & WHO_PUBLIC)
		return OK;
	drop_identity(run);
	enum err err = identify(run);
	return err == OK ? access_admit(&run->ctx, run->method) : err;
}

enum err run_next(struct run *run, struct db *db, struct stream *stream, struct arena *item_arena,
	const void *request, void *item)
{
	struct ctx *ctx = &run->ctx;
	ctx->arena = item_arena;
	ctx_restart(ctx);
	enum err err = identify_again(run);
	if (err != OK)
		return err;
	ctx->db = db;
	if ((err = db_begin_read(ctx)) != OK)
		return err;
	if (!run->is_admitted)
		err = admit(run, request);
	run->is_admitted = true;
	if (err == OK)
		err = run->method->next(ctx, stream, request, item);
	err = settle(ctx, err);
	db_rollback(ctx);
	return err;
}

/* ---- the writer ---- */

static struct run *run_of(const struct work *work)
{
	return (struct run *)((char *)work - offsetof(struct run, work));
}

static enum err find_repeat(struct run *run, bool *found_out)
{
	*found_out = false;
	if (run->key == NULL)
		return OK;
	return idempotency_find(
		&run->ctx, run->key, run->request_hash, found_out, &run->packed, &run->packed_size);
}

static enum err keep_reply(struct run *run)
{
	if (run->key == NULL)
		return OK;
	run->packed_size = protobuf_c_message_get_packed_size(run->reply);
	run->packed = arena_alloc(run->arena, run->packed_size);
	protobuf_c_message_pack(run->reply, run->packed);
	return idempotency_keep(
		&run->ctx, run->key, run->request_hash, run->packed, run->packed_size);
}

static enum err apply_write(struct work *work)
{
	struct run *run = run_of(work);
	struct ctx *ctx = &run->ctx;
	bool found;
	enum err err = find_repeat(run, &found);
	if (err != OK || found)
		return err;
	int64_t before = db_changes(ctx->db);
	if ((err = settle(ctx, handle(run))) != OK)
		return err;
	if (ctx->notes == NULL && db_changes(ctx->db) - before != ctx->undone &&
		!(run->method->flags & METHOD_UNRECORDED))
		return ctx_broken(ctx, ERR_INTERNAL, "changed something without journalling it");
	if ((err = journal_write_notes(ctx)) != OK)
		return err;
	return keep_reply(run);
}

static bool is_worth_remembering(const struct run *run)
{
	return run->ctx.failure.err != OK &&
	       (run->method->on_refusal != NULL ||
		       (run->ctx.failure.err == ERR_DENIED && run->ctx.actor.operator_id != 0));
}

/* In a fresh savepoint, after the handler's own was undone. The answer stays what it was. */
static enum err remember_refusal(struct run *run)
{
	struct ctx *ctx = &run->ctx;
	struct failure why = ctx->failure;
	enum err err = OK;
	ctx_restart(ctx);
	ctx->failure = why;
	if (run->method->on_refusal != NULL && run->request != NULL)
		err = run->method->on_refusal(ctx, run->request);
	if (err == OK && why.err == ERR_DENIED && ctx->notes == NULL)
		ctx_journal(
			ctx, &(struct note){.action = ACTION_ACCESS_REFUSED, .summary = run->path});
	if (err == OK)
		err = journal_write_notes(ctx);
	if (err != OK)
		return err;
	int64_t wait = ctx->failure.retry_after_us;
	ctx->failure = why;
	if (wait != 0)
		ctx->failure.retry_after_us = wait;
	return OK;
}

static enum err refuse_write(struct work *work)
{
	struct run *run = run_of(work);
	return is_worth_remembering(run) ? remember_refusal(run) : OK;
}

static enum err apply_refusal(struct work *work)
{
	return remember_refusal(run_of(work));
}

static enum err apply_notes(struct work *work)
{
	struct run *run = run_of(work);
	enum err err = OK;
	if (run->method->countersign != NULL)
		err = settle(&run->ctx, run->method->countersign(&run->ctx, run->request));
	return err == OK ? journal_write_notes(&run->ctx) : err;
}

static void finish(struct work *work, enum err err)
{
	struct run *run = run_of(work);
	struct ctx *ctx = &run->ctx;
	if (err == OK && ctx->failure.err != OK)
		err = ctx->failure.err; /* a refusal, now remembered */
	else if (err == ERR_CANCELLED)
		err = ctx_fail(ctx, REASON_CALL_CANCELLED);
	else if (err != OK && ctx->failure.err != err)
		err = ctx_broken(ctx, err, "the batch was not committed");
	run->written(run, err);
}

static bool is_stale(const struct work *work)
{
	const struct run *run = run_of(work);
	return run->is_abandoned != NULL && run->is_abandoned(run);
}

bool run_needs_writer(const struct run *run)
{
	if (run->ctx.failure.err != OK)
		return is_worth_remembering(run);
	return run->method->mode == METHOD_WRITE || run->ctx.notes != NULL;
}

enum err run_write(struct run *run, struct writer *writer)
{
	bool is_refusal = run->ctx.failure.err != OK;
	bool is_write = run->method->mode == METHOD_WRITE && !is_refusal;
	run->work = (struct work){
		.ctx = &run->ctx,
		.apply = is_refusal ? apply_refusal
			 : is_write ? apply_write
				    : apply_notes,
		.refused = is_write ? refuse_write : NULL,
		.done = finish,
		.is_stale = is_write ? is_stale : NULL,
	};
	if (writer_submit(writer, &run->work))
		return OK;
	return is_refusal ? run->ctx.failure.err : ctx_fail(&run->ctx, REASON_SERVER_BUSY);
}

void run_close(struct run *run)
{
	drop_identity(run);
	unpin_snapshots(run);
}
