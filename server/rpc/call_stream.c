#include "server/rpc/call_state.h"

static bool is_full(const struct call *call)
{
	int64_t limit = server_of(call)->config.limits.streams;
	if (call->run.ctx.actor.operator_id == 0)
		limit /= 4; /* strangers cannot take the place of desks */
	return parking_count(server_of(call)->parking) >= limit;
}

/* The places in the lists of its topics, in the call's arena: made anew only when they are more. */
static void make_places(struct call *call)
{
	if (call->stream.n_topics <= call->n_places)
		return;
	call->n_places = call->stream.n_topics;
	call->parked.places = arena_array(call->arena, struct parked_place, call->n_places);
}

/* False if there may be news already. A parked stream keeps little: the item's arena goes. */
static bool park(struct call *call, uint64_t moment)
{
	struct rpc_server *server = server_of(call);
	call->run.ctx.arena = call->arena;
	if (is_full(call)) {
		call_reply(call, call_busy(call));
		return true;
	}
	struct arena *spare = call->item_arena;
	call->item_arena = NULL;
	make_places(call);
	call->state = PARKED;
	call->pending++;
	atomic_fetch_sub(&server->active, 1);
	if (parking_enter(server->parking, &call->parked, call->stream.topics,
		    call->stream.n_topics, moment)) {
		arena_free(spare);
		return true;
	}
	atomic_fetch_add(&server->active, 1);
	call->pending--;
	call->item_arena = spare;
	arena_reset(spare);
	return false;
}

static void *new_item(struct call *call)
{
	const ProtobufCMessageDescriptor *type = call->run.descriptor->output;
	void *item = arena_alloc(call->item_arena, type->sizeof_message);
	type->message_init(item);
	return item;
}

static void end_for_stop(struct call *call)
{
	call_reply(call, ctx_fail(&call->run.ctx, REASON_STOPPING));
}

/* The newest message and its answer live in the item's arena. */
static void begin_item(struct call *call)
{
	if (call->item_arena == NULL)
		call->item_arena = arena_new(server_of(call)->config.limits.arena_bytes);
	else
		arena_reset(call->item_arena);
}

/* The method has nothing to say now. */
static bool wait_for_news(struct call *call, uint64_t moment, bool is_stopping)
{
	if (call->entry->kind == METHOD_BIDI && call->is_half_closed)
		call_reply(call, OK);
	else if (call->entry->kind == METHOD_BIDI)
		call_receive(call);
	else if (is_stopping)
		end_for_stop(call);
	else
		return park(call, moment);
	return true;
}

/* What the store held at `moment`, or later, has then been looked at. */
static void next_item(struct call *call, const void *request)
{
	struct rpc_server *server = server_of(call);
	bool is_settled;
	do {
		uint64_t moment = parking_moment(server->parking);
		bool is_stopping = atomic_load(&server->is_stopping);
		void *item = new_item(call);
		call->stream.step = STREAM_END;
		enum err err = run_next(&call->run, call->worker->db, &call->stream,
			call->item_arena, request, item);
		is_settled = true;
		if (err != OK || call->stream.step == STREAM_END)
			call_finish(call, err);
		else if (call->stream.step == STREAM_ITEM)
			call_send(call, item);
		else
			is_settled = wait_for_news(call, moment, is_stopping);
	} while (!is_settled);
}

static void begin(struct call *call)
{
	if (call->stream.arena != NULL)
		return;
	call->stream.arena = call->arena;
	call_watch(call);
}

void stream_take(struct call *call)
{
	begin(call);
	begin_item(call);
	if (call->entry->kind == METHOD_BIDI)
		call->run.ctx.arena = call->item_arena;
	enum err err = call_decode(call);
	if (err != OK)
		call_finish(call, err);
	else
		next_item(call, call->run.request);
}

void stream_half_closed(struct call *call)
{
	begin(call);
	call->is_half_closed = true;
	begin_item(call);
	next_item(call, NULL);
}

void stream_go_on(struct call *call)
{
	if (atomic_load(&call->is_gone)) { /* nobody would tell it again */
		call->state = DONE;
		return;
	}
	begin_item(call);
	if (call->entry->kind != METHOD_BIDI)
		next_item(call, call->run.request);
	else if (call->is_half_closed)
		next_item(call, NULL);
	else
		call_receive(call);
}
