/* Rows on their way to the server: several calls of ImportRows at a time, so that it reads rows
 * while it writes those before, and one commit serves several calls.
 *
 * Each call names the row that it goes behind, so the server takes none out of turn. One that has
 * overtaken another, or whose forerunner was taken only in part, is refused; then all that are on
 * their way are sent again, in their order, from the row that the server has. What is acknowledged
 * is always everything up to one row. */
#pragma once

#include <stdbool.h>
#include <xueji/v1/imports.pb-c.h>

#include "common/arena.h"
#include "tui/client/client.h"

/* Of calls on their way. Rows of a call, and bytes: what the server takes by default is 256 KiB. */
enum { PIPE_DEPTH = 4, PIPE_ROWS = 200, PIPE_BYTES = 180 << 10, PIPE_ROW_BYTES = 64 << 10 };

/* Takes over the reply of a call that went through: an ImportRowsResponse. In the rows' order. */
typedef void import_told(void *arg, struct client_reply *reply);

struct import_pipe;
/* Behind `last_row` of an import. */
struct import_pipe *import_pipe_new(struct client *client, const char *import_id, int64_t last_row,
	import_told *told, void *arg);
void import_pipe_free(struct import_pipe *pipe); /* gives up what is on its way; NULL is fine */

/* Where the next row is to be put together. */
struct arena *import_pipe_arena(struct import_pipe *pipe);
/* That row, of at most PIPE_ROW_BYTES. False when a call failed: *failed_out, to be freed, says
 * how, and nothing more can be put. */
bool import_pipe_put(
	struct import_pipe *pipe, Xueji__V1__ImportRow *row, struct client_reply *failed_out);
/* Waits until all is answered. */
bool import_pipe_drain(struct import_pipe *pipe, struct client_reply *failed_out);
