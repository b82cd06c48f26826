/* The inside of a call, for the three files that move it on: call.c (events, unary calls),
 * call_stream.c, call_batch.c (what is asked of the core). */
#pragma once

#include <stddef.h>

#include "server/rpc/engine.h"
#include "server/rpc/lane.h"
#include "server/rpc/run.h"

/* What a call waits for. */
enum state {
	WAITING,   /* a call to come: it is posted */
	RECEIVING, /* a message of the caller's */
	PREPARING, /* the slow lane */
	WRITING,   /* the writer */
	STREAMING, /* an item to be taken */
	PARKED,    /* news */
	REPLYING,  /* the status to be taken */
	DONE,      /* events that are still to come */
};

/* Events reach a call on its worker's thread alone, so only what other threads use is atomic. */
struct call {
	struct tag step;  /* what the state waits for has happened */
	struct tag close; /* the call is over, for good or ill */
	struct worker *worker;
	struct front *front;
	enum state state;
	int pending; /* events that will still come */

	grpc_call *grpc;
	grpc_call_details details;
	grpc_metadata_array headers;
	const struct method_entry *entry;
	struct arena *arena, *item_arena;
	struct run run;
	struct stream stream;
	enum err err; /* what writer or slow lane said */
	struct lane_job job;
	struct parked parked;
	size_t n_places; /* that parked.places has */

	grpc_byte_buffer *received, *sending;
	grpc_slice text, details_bin;
	grpc_metadata trailer;
	int is_cancelled; /* set by the core */
	atomic_bool is_gone;
	bool is_open, is_watched, has_begun, is_half_closed;

	TAILQ_ENTRY(call) link; /* of worker->waiting */
	bool is_listed;
	int64_t since_us;
	int64_t arrived_us; /* monotonic */
};

static inline struct rpc_server *server_of(const struct call *call)
{
	return call->worker->server;
}

#define CALL_OF(pointer, member) ((struct call *)((char *)(pointer)-offsetof(struct call, member)))

/* ---- call_batch.c; each starts a batch, after which nothing is done but to return ---- */

/* Asks to be told of the end: the only way to learn that the caller has gone. Calls that are
 * answered at once need not know. */
void call_watch(struct call *call);
void call_receive(struct call *call);
void call_send(struct call *call, const void *item);
/* The last word: the reply of a unary call or the error, all in one batch. */
void call_reply(struct call *call, enum err err);
/* From any thread: a step event with no batch behind it. The worker has counted it as pending. */
void call_post(struct call *call);
/* It no longer waits for its peer. */
void call_unlist(struct call *call);

/* ---- call_stream.c ---- */

/* Each of the caller's messages; a server stream has one. */
void stream_take(struct call *call);
void stream_half_closed(struct call *call);
/* An item has been taken, or a topic woken. */
void stream_go_on(struct call *call);

/* ---- call.c ---- */

/* Takes what has been received into a message of the run. */
enum err call_decode(struct call *call) MUST_CHECK;
/* Replies, once what must be remembered of a refusal has been written. */
void call_finish(struct call *call, enum err err);
/* Too much is under way. */
enum err call_busy(struct call *call) MUST_CHECK;
