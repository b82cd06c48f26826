/* Moves what is committed from the write-ahead log into the database file, beside the writer.
 *
 * SQLite would do it inside a commit, where it stalls everyone who waits. Here a thread with a
 * connection of its own copies while the writer goes on, and only the short last step, starting the
 * log anew, falls to the writer, between two batches. In a peak the log may grow: a larger log
 * coalesces more writes of the same page. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct store;
struct checkpointer;

enum {
	WAL_COPY_MIB = 8,     /* from here on the thread copies */
	WAL_RESTART_MIB = 64, /* from here on the writer is asked to start the log anew */
	WAL_FORCE_MIB = 1024, /* from here on the writer waits for readers, now and then */
};

/* `store` is open for writing, and its writing connection idle. */
struct checkpointer *checkpointer_start(struct store *store);
/* By the writer after each batch, outside a transaction. */
void checkpointer_after_batch(struct checkpointer *checkpointer);
void checkpointer_stop(struct checkpointer *checkpointer); /* NULL is fine */

/* What the log holds; it shrinks to nothing when it is started anew. */
int64_t checkpointer_wal_bytes(const struct checkpointer *checkpointer);
