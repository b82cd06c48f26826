/* What the engine does with a call between network and handler, without the network, so that tests
 * call it directly: identify, authorize, begin, handle, journal, commit.
 *
 *	run_open     before the message is accepted: session, who of the row, limits
 *	run_decode   the message, checked and unpacked into the arena
 *	READ         run_read on the worker: snapshot, place, access, run
 *	AUDITED      the same, then its notes through the writer (run_write)
 *	WRITE        run_prepare on the slow lane if the row has .prepare (place, access, prepare),
 *	             then run_write: repetition, place, access, run, notes, the kept reply
 *	streams      run_next for each item
 *
 * After an error from run_open, run_decode or run_read, what must be remembered of the refusal goes
 * through the writer too: ask run_needs_writer, then run_write; the answer stays the same. */
#pragma once

#include "server/auth/session_cache.h"
#include "server/method.h"
#include "server/store/writer.h"

enum { REQUEST_HASH = 32, KEY_MIN = 8, KEY_MAX = 64 };

/* One call as the engine sees it. Zero it, fill the first block, then run_open. */
struct run {
	const struct app *app;
	const struct service *service;
	const struct method *method;
	const char *path; /* "xueji.v1.Units/GetUnit", borrowed */
	struct arena *arena;
	int64_t call_id;
	/* Called once, on the writer's thread, after run_write returned OK; `err` is the answer. */
	void (*written)(struct run *run, enum err err);
	/* True when the caller is gone or out of time; may be NULL. */
	bool (*is_abandoned)(const struct run *run);

	struct ctx ctx; /* ctx.failure says why, after an error */
	const ProtobufCMethodDescriptor *descriptor;
	void *request, *reply; /* messages, in the arena */
	void *packed;          /* the reply's bytes where they exist already, else NULL */
	size_t packed_size;

	/* private */
	struct session_pin *pin;
	const char *token, *key;
	size_t token_size;
	uint8_t request_hash[REQUEST_HASH];
	bool is_admitted; /* a stream's place has been judged */
	struct work work;
};

struct run_headers {
	const char *token; /* what followed "Bearer ", not terminated; NULL: none */
	size_t token_size;
	const char *idempotency_key, *lang, *peer_name; /* NULL: none; they outlive the run */
};

/* Identity, role and limits, from path and headers alone; no query. */
enum err run_open(struct run *run, const struct run_headers *headers) MUST_CHECK;
enum err run_decode(struct run *run, const void *bytes, size_t size) MUST_CHECK;
enum err run_read(struct run *run, struct db *db) MUST_CHECK;
enum err run_prepare(struct run *run, struct db *db) MUST_CHECK;
/* One step of a stream: identifies again (a sealed operator's stream ends), judges the place the
 * first time, then calls .next with `item_arena` and a snapshot on `db`. */
enum err run_next(struct run *run, struct db *db, struct stream *stream, struct arena *item_arena,
	const void *request, void *item) MUST_CHECK;
/* True if, after what has been run so far, the writer has something to write for this call. */
bool run_needs_writer(const struct run *run);
/* Hands it to the writer. An error (queue full, stopping) means that `written` will not be called.
 */
enum err run_write(struct run *run, struct writer *writer) MUST_CHECK;
void run_close(struct run *run);
