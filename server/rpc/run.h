/* What the engine does with a call between network and handler, without the network, so that tests
 * call it directly: identify, authorize, begin, handle, journal, commit.
 *
 *	identify   before the message is accepted: session, who of the row, limits
 *	READ       run_read on the worker: snapshot, place, access, run
 *	AUDITED    run_read on the worker, then the notes through the writer
 *	WRITE      prepare (if any) on the slow lane, then the writer: place, access, repetition,
 *run, notes, keep the reply */
#pragma once

#include "server/auth/session_cache.h"
#include "server/method.h"
#include "server/store/writer.h"

/* One call as the engine sees it. Zero it, fill the first block, then run_open. */
struct run {
	const struct app *app;
	const struct service *service;
	const struct method *method;
	const char *path; /* "xueji.v1.Units/GetUnit", borrowed */
	struct arena *arena;
	int64_t call_id;

	struct ctx ctx;
	struct session_pin *pin;
	const ProtobufCMethodDescriptor *descriptor;
	void *request, *reply;       /* messages, in the arena */
	const char *idempotency_key; /* NULL: none */
	uint8_t request_hash[32];
	bool is_repeat; /* the reply is packed already: in repeat, repeat_size */
	void *repeat;
	size_t repeat_size;
	struct work work; /* its place in the writer's queue */
	void (*written)(struct run *run, enum err err);
	bool (*is_abandoned)(const struct run *run);
};

struct run_headers {
	const char *token; /* what followed "Bearer ", not terminated; NULL: none */
	size_t token_size;
	const char *idempotency_key, *lang, *peer_name; /* NULL: none; in the arena */
};

/* Identity, role and limits, from path and headers alone. After an error the ctx's failure says
 * why. run_close afterwards in any case. */
enum err run_open(struct run *run, const struct run_headers *headers) MUST_CHECK;
/* Takes the message: `bytes` are decoded into the arena, checked (UTF-8, NUL, unknown enum values,
 * repeated singular fields). */
enum err run_decode(struct run *run, const void *bytes, size_t size) MUST_CHECK;
/* READ and AUDITED, on `db`. */
enum err run_read(struct run *run, struct db *db) MUST_CHECK;
enum err run_prepare(struct run *run, struct db *db) MUST_CHECK;
/* Hands it to the writer (WRITE: all of it; AUDITED: its notes). run->written is called on the
 * writer's thread; an error here (queue full) means that it will not be. */
enum err run_write(struct run *run, struct writer *writer) MUST_CHECK;
/* True if after run_read the notes still have to be written. */
bool run_needs_writer(const struct run *run);
void run_close(struct run *run);
