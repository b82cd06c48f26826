/* The one thread that writes. It takes all waiting work, runs each piece in a savepoint of one
 * transaction, commits once (one fsync), and only then tells each that it is done. There is no
 * artificial delay: what arrives during a commit shares the next one.
 *
 * When the commit fails, or the engine lost the transaction (full disk), every piece of the batch
 * is answered as not done. Only when the disk failed in the very fsync, and the machine then stops
 * before the next commit, may such a piece show up after all: as with an answer that was lost on
 * the way, the idempotency key makes sending it again harmless. The queue is bounded.
 *
 * Calls of one sender overtake each other on their way here. One that goes behind another says so
 * (ctx->turn, failure.is_early): it is tried again whenever one of its turn is done, for a second,
 * and a last time then. Nothing of a try is left, neither in the store nor in the arena. Nobody can
 * fill the room for such calls alone; who finds none is refused at once. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

struct store;
struct writer;

/* A piece of work; the submitter owns the memory, until `done` has been called. */
struct work {
	struct work *next;
	/* In a savepoint, with ctx->db the writing connection. An error undoes the savepoint and
	 * then runs `refused` (may be NULL), whose own changes stand. */
	enum err (*apply)(struct work *work);
	enum err (*refused)(struct work *work);
	/* On the writer's thread, once durable (OK) or not done at all. Last touch of `work`. */
	void (*done)(struct work *work, enum err err);
	/* True when nobody waits for it any more: skipped before a try, never after it was done. */
	bool (*is_stale)(const struct work *work);
	struct ctx *ctx;
	int64_t early_since_us; /* of the writer; 0 to begin with */
};

enum { WRITER_BATCH = 512, WRITER_QUEUE = 8192 };
/* Of work that came too early: in all, of one operator, and how long it waits. */
enum { WRITER_EARLY = 64, WRITER_EARLY_EACH = 16, WRITER_EARLY_US = 1000000 };

/* `store` is open for writing; its writing connection is the thread's from now on. */
struct writer *writer_start(struct store *store);
/* False when the queue is full or the writer is stopping: the work is not taken. */
bool writer_submit(struct writer *writer, struct work *work);
/* Runs what is queued, then ends the thread. */
void writer_stop(struct writer *writer);

struct writer_stats {
	int64_t queued; /* now */
	int64_t batches, works, failed_commits;
	int64_t wal_bytes; /* committed, but not yet in the database file (setting warn_wal_mib) */
};
struct writer_stats writer_stats(const struct writer *writer);
