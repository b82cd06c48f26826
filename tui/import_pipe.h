/* Rows on their way to the server: several calls of ImportRows at a time, so that it reads rows
 * while it writes those before, and one commit serves several calls.
 *
 * Each call names the row that it goes behind, so the server takes none out of turn: one that has
 * overtaken another waits there for a second. Where its forerunner was lost, or was taken only in
 * part, it is refused; once all that are on their way are answered, they are sent again, in their
 * order, from the row that the server has.
 * What is acknowledged is always everything up to one row.
 *
 * It waits for nothing: whoever has it sends, and hands in each answer as it comes. A subcommand
 * waits for the oldest call when the pipe is full; a screen is told. */
#pragma once

#include <stdbool.h>
#include <xueji/v1/imports.pb-c.h>

#include "common/arena.h"
#include "tui/client/client.h"

/* Of calls on their way. Rows of a call, and bytes: what the server takes by default is 256 KiB. */
enum { PIPE_DEPTH = 12, PIPE_ROWS = 200, PIPE_BYTES = 180 << 10, PIPE_ROW_BYTES = 64 << 10 };

/* Sends a call of ImportRows; the number by which its answer is known, never 0. */
typedef uint64_t import_pipe_sender(void *arg, const Xueji__V1__ImportRowsRequest *request);

struct import_pipe;
/* Behind `last_row` of an import. */
struct import_pipe *import_pipe_new(
	const char *import_id, int64_t last_row, import_pipe_sender *send, void *arg);
void import_pipe_free(struct import_pipe *pipe); /* gives up what is on its way; NULL is fine */

/* Until an answer was taken no row can be put. */
bool import_pipe_is_full(const struct import_pipe *pipe);
/* Where the next row is to be put together. */
struct arena *import_pipe_arena(struct import_pipe *pipe);
/* That row, of at most PIPE_ROW_BYTES; with the last that a call takes they go. */
void import_pipe_put(struct import_pipe *pipe, Xueji__V1__ImportRow *row);
/* Sends what was put, as a call of its own: no row comes behind it. Not while it is full. */
void import_pipe_flush(struct import_pipe *pipe);

/* Of the calls that are not answered the n-th, the oldest being 0. 0: there is none; and if there
 * is no oldest, all that was sent is taken. */
uint64_t import_pipe_call(const struct import_pipe *pipe, size_t n);
enum pipe_step {
	PIPE_NOT_MINE,
	PIPE_TAKEN,  /* the answer, an ImportRowsResponse, has verdicts of rows that were taken */
	PIPE_LATER,  /* refused out of turn: it goes once more, and nobody need be told */
	PIPE_FAILED, /* the answer says how; OK: it is for other rows than were sent. It is over */
};
/* The answer of a call that was sent, in whatever order they come. It stays the caller's. */
enum pipe_step import_pipe_take(struct import_pipe *pipe, const struct client_reply *reply);
