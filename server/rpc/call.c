#include "server/rpc/call.h"

#include <assert.h>
#include <stdlib.h>

#include "common/date.h"
#include "common/memory.h"
#include "server/rpc/call_state.h"
#include "server/rpc/front.h"
#include "server/rpc/peer.h"
#include "server/rpc/wire_buffer.h"

static void on_step(struct tag *tag, bool ok);
static void on_close(struct tag *tag, bool ok);

struct rpc_server *engine_of(const struct ctx *ctx)
{
	return server_of(CALL_OF(ctx, run.ctx));
}

/* ---- birth and death ---- */

void call_expect(struct front *front, struct worker *worker)
{
	struct call *call = memory_new(sizeof *call);
	call->step.run = on_step;
	call->close.run = on_close;
	call->worker = worker;
	call->front = front;
	call->pending = 1;
	call->text = grpc_empty_slice();
	call->details_bin = grpc_empty_slice();
	grpc_call_details_init(&call->details);
	grpc_metadata_array_init(&call->headers);
	front_hold(front);
	grpc_call_error error = grpc_server_request_call(front->grpc, &call->grpc, &call->details,
		&call->headers, worker->queue, worker->queue, &call->step);
	assert(error == GRPC_CALL_OK);
	(void)error;
}

static void call_free(struct call *call)
{
	call_unlist(call);
	if (call->is_open)
		run_close(&call->run);
	grpc_byte_buffer_destroy(call->received);
	grpc_byte_buffer_destroy(call->sending);
	grpc_slice_unref(call->text);
	grpc_slice_unref(call->details_bin);
	grpc_metadata_array_destroy(&call->headers);
	grpc_call_details_destroy(&call->details);
	if (call->grpc != NULL) {
		grpc_call_unref(call->grpc);
		atomic_fetch_sub(&server_of(call)->active, 1);
	}
	arena_free(call->item_arena);
	arena_free(call->arena);
	front_release(call->front); /* last: the server may stop now */
	free(call);
}

static void settle(struct call *call)
{
	if (call->state == DONE && call->pending == 0)
		call_free(call);
}

/* ---- through the writer ---- */

static void on_written(struct run *run, enum err err)
{
	struct call *call = CALL_OF(run, run);
	call->err = err;
	call_post(call);
}

static bool is_abandoned(const struct run *run)
{
	return atomic_load(&CALL_OF(run, run)->is_gone);
}

static void write_through(struct call *call)
{
	call_watch(call);
	call->state = WRITING;
	call->pending++;
	enum err err = run_write(&call->run, server_of(call)->writer);
	if (err == OK)
		return;
	call->pending--;
	call_reply(call, err);
}

/* Refusals may have to be remembered before they are told. */
void call_finish(struct call *call, enum err err)
{
	if (err != OK && call->is_open && run_needs_writer(&call->run))
		write_through(call);
	else
		call_reply(call, err);
}

enum err call_busy(struct call *call)
{
	call->run.ctx.failure.retry_after_us = US_PER_SECOND;
	return ctx_fail(&call->run.ctx, REASON_SERVER_BUSY);
}

/* ---- unary ---- */

static void run_unary(struct call *call)
{
	if (call->entry->method->mode == METHOD_WRITE) {
		write_through(call);
		return;
	}
	enum err err = run_read(&call->run, call->worker->db);
	if (err == OK && run_needs_writer(&call->run))
		write_through(call);
	else
		call_finish(call, err);
}

static void prepare_on_lane(struct lane_job *job, struct db *db)
{
	struct call *call = CALL_OF(job, job);
	call->err = atomic_load(&call->is_gone) ? ctx_fail(&call->run.ctx, REASON_CALL_CANCELLED)
						: run_prepare(&call->run, db);
	call_post(call);
}

static void prepare(struct call *call)
{
	call_watch(call);
	call->state = PREPARING;
	call->pending++;
	call->job.run = prepare_on_lane;
	if (lane_submit(server_of(call)->lane, &call->job))
		return;
	call->pending--;
	call_reply(call, call_busy(call));
}

/* ---- the message ---- */

enum err call_decode(struct call *call)
{
	size_t size = grpc_byte_buffer_length(call->received);
	size_t limit = server_of(call)->config.limits.message_bytes;
	struct ctx *ctx = &call->run.ctx;
	if (size > limit)
		return ctx_fail(
			ctx, REASON_MESSAGE_TOO_LARGE, arena_printf(ctx->arena, "%zu", limit));
	struct wire_bytes bytes;
	wire_buffer_read(call->received, &bytes);
	enum err err = run_decode(&call->run, bytes.at, bytes.size);
	wire_buffer_done(&bytes);
	grpc_byte_buffer_destroy(call->received);
	call->received = NULL;
	return err;
}

static void take_message(struct call *call)
{
	enum err err = call_decode(call);
	if (err != OK)
		call_finish(call, err);
	else if (call->entry->method->prepare != NULL)
		prepare(call);
	else
		run_unary(call);
}

static void on_received(struct call *call)
{
	bool is_unary = call->entry->kind == METHOD_UNARY;
	if (call->received != NULL)
		is_unary ? take_message(call) : stream_take(call);
	else if (call->entry->kind == METHOD_BIDI)
		stream_half_closed(call);
	else
		call_reply(call, ctx_fail(&call->run.ctx, REASON_NO_MESSAGE));
}

/* ---- arrival ---- */

static bool is_revoked(const struct call *call, const char *peer_name)
{
	const struct rpc_config *config = &server_of(call)->config;
	return peer_name != NULL && config->is_revoked != NULL &&
	       config->is_revoked(config->revoked_arg, peer_name);
}

static enum err open_run(struct call *call, const struct run_headers *headers)
{
	struct run *run = &call->run;
	struct rpc_server *server = server_of(call);
	run->service = call->entry->service;
	run->method = call->entry->method;
	run->path = call->entry->path;
	run->written = on_written;
	run->is_abandoned = is_abandoned;
	call->is_open = true;
	enum err err = run_open(run, headers);
	if (err == OK && run->ctx.actor.operator_id == 0 &&
		atomic_load(&server->active) > server->config.limits.calls / 2)
		return call_busy(call); /* strangers cannot keep those out who have signed in */
	return err;
}

static enum err admit(struct call *call)
{
	struct rpc_server *server = server_of(call);
	struct run *run = &call->run;
	struct run_headers headers = peer_headers(&call->headers, call->arena);
	headers.peer_name = peer_certificate(call->grpc, call->arena);
	ctx_init(&run->ctx, server->app, call->arena);
	run->ctx.call_id = run->call_id;
	run->ctx.lang = lang_of(headers.lang);
	call->entry = methods_find(server->methods,
		(const char *)GRPC_SLICE_START_PTR(call->details.method),
		GRPC_SLICE_LENGTH(call->details.method));
	if (atomic_load(&server->active) > server->config.limits.calls)
		return call_busy(call);
	if (is_revoked(call, headers.peer_name))
		return ctx_fail(&run->ctx, REASON_CLIENT_REVOKED);
	if (call->entry == NULL)
		return ctx_fail(&run->ctx, REASON_NO_SUCH_METHOD,
			peer_path(&call->details.method, call->arena));
	return open_run(call, &headers);
}

static void arrive(struct call *call, bool ok)
{
	struct rpc_server *server = server_of(call);
	if (!ok) { /* the front has been closed */
		call->state = DONE;
		return;
	}
	call_expect(call->front, call->worker);
	call->arrived_us = call->worker->now_us;
	atomic_fetch_add(&server->active, 1);
	atomic_fetch_add(&server->calls, 1);
	call->arena = arena_new(server->config.limits.arena_bytes);
	call->run.app = server->app;
	call->run.arena = call->arena;
	call->run.call_id = atomic_fetch_add(&server->last_call_id, 1) + 1;
	enum err err = admit(call);
	if (err == OK)
		call_receive(call);
	else
		call_finish(call, err);
}

/* ---- events ---- */

static void on_prepared(struct call *call)
{
	if (call->err == OK)
		run_unary(call);
	else
		call_finish(call, call->err);
}

static void on_woken(struct call *call)
{
	atomic_fetch_add(&server_of(call)->active, 1);
	stream_go_on(call);
}

/* Everything that ever moves a call on. */
static void on_step(struct tag *tag, bool ok)
{
	struct call *call = CALL_OF(tag, step);
	call->pending--;
	call_unlist(call);
	switch (call->state) {
	case WAITING:
		arrive(call, ok);
		break;
	case RECEIVING:
		on_received(call);
		break;
	case PREPARING:
		on_prepared(call);
		break;
	case WRITING:
		call_reply(call, call->err);
		break;
	case STREAMING:
		if (ok)
			stream_go_on(call);
		else
			call->state = DONE;
		break;
	case PARKED:
		on_woken(call);
		break;
	case REPLYING:
		call->state = DONE;
		break;
	case DONE:
		break;
	}
	settle(call);
}

static void on_close(struct tag *tag, bool ok)
{
	struct call *call = CALL_OF(tag, close);
	struct rpc_server *server = server_of(call);
	(void)ok;
	call->pending--;
	if (call->is_cancelled) {
		atomic_store(&call->is_gone, true);
		atomic_fetch_add(&server->cancelled, 1);
		if (call->state == PARKED && parking_leave(server->parking, &call->parked)) {
			atomic_fetch_add(&server->active, 1);
			call->pending--;
			call->state = DONE;
		}
	}
	settle(call);
}

void call_woken(struct parked *parked)
{
	call_post(CALL_OF(parked, parked));
}

/* ---- peers that do nothing ---- */

/* A stopping server has no time for a stream whose caller may or may not ask something more. */
static bool is_idle_at_stop(const struct call *call)
{
	return atomic_load(&server_of(call)->is_stopping) && call->state == RECEIVING &&
	       call->entry->kind == METHOD_BIDI;
}

void call_cut_stalled(struct worker *worker)
{
	int64_t limit = worker->server->config.limits.stall_ms * INT64_C(1000);
	struct call *call, *next;
	for (call = TAILQ_FIRST(&worker->waiting); call != NULL; call = next) {
		bool is_stalled = worker->now_us - call->since_us > limit;
		next = TAILQ_NEXT(call, link);
		if (!is_stalled && !is_idle_at_stop(call))
			continue;
		call_unlist(call);
		grpc_call_cancel(call->grpc, NULL); /* its events follow */
	}
}
