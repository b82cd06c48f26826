#include "tui/import_pipe.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

enum { RING = PIPE_DEPTH + 1, TRIES = 5 };

/* Rows of one call. The next to be filled is behind those that are on their way. */
struct chunk {
	struct arena *arena;
	Xueji__V1__ImportRow *rows[PIPE_ROWS];
	size_t n, bytes;
	size_t taken;  /* of them, by the server */
	uint64_t call; /* 0: it is answered */
};

struct import_pipe {
	char *import_id;
	int64_t last_row; /* that is acknowledged */
	int64_t sent_row; /* the last on its way */
	import_pipe_sender *send;
	void *arg;
	struct chunk chunks[RING];
	size_t first, n;     /* on their way */
	bool is_to_go_again; /* what is on its way, when all of it is answered */
	int tries;           /* of the oldest */
};

static struct chunk *chunk_at(struct import_pipe *pipe, size_t i)
{
	return &pipe->chunks[(pipe->first + i) % RING];
}

/* ---- sending ---- */

static void send_chunk(struct import_pipe *pipe, struct chunk *chunk)
{
	Xueji__V1__ImportRowsRequest request = XUEJI__V1__IMPORT_ROWS_REQUEST__INIT;
	request.import_id = pipe->import_id;
	request.after_row = pipe->sent_row;
	request.rows = chunk->rows + chunk->taken;
	request.n_rows = chunk->n - chunk->taken;
	chunk->call = pipe->send(pipe->arg, &request);
	pipe->sent_row = chunk->rows[chunk->n - 1]->row;
}

/* What is behind one that did not go through cannot have gone through either. */
static void send_again(struct import_pipe *pipe)
{
	pipe->is_to_go_again = false;
	pipe->sent_row = pipe->last_row;
	for (size_t i = 0; i < pipe->n; i++)
		if (chunk_at(pipe, i)->taken < chunk_at(pipe, i)->n)
			send_chunk(pipe, chunk_at(pipe, i));
}

bool import_pipe_is_full(const struct import_pipe *pipe)
{
	return pipe->n == PIPE_DEPTH || pipe->is_to_go_again;
}

struct arena *import_pipe_arena(struct import_pipe *pipe)
{
	return chunk_at(pipe, pipe->n)->arena;
}

void import_pipe_put(struct import_pipe *pipe, Xueji__V1__ImportRow *row)
{
	struct chunk *chunk = chunk_at(pipe, pipe->n);
	chunk->rows[chunk->n++] = row;
	chunk->bytes += xueji__v1__import_row__get_packed_size(row);
	if (chunk->n == PIPE_ROWS || chunk->bytes >= PIPE_BYTES)
		import_pipe_flush(pipe);
}

void import_pipe_flush(struct import_pipe *pipe)
{
	struct chunk *chunk = chunk_at(pipe, pipe->n);
	assert(!import_pipe_is_full(pipe));
	if (chunk->n == 0)
		return;
	send_chunk(pipe, chunk);
	pipe->n++;
}

/* ---- being answered ---- */

static bool is_waiting(const struct import_pipe *pipe, size_t i)
{
	return pipe->chunks[(pipe->first + i) % RING].call != 0;
}

uint64_t import_pipe_call(const struct import_pipe *pipe, size_t n)
{
	for (size_t i = 0; i < pipe->n; i++)
		if (is_waiting(pipe, i) && n-- == 0)
			return pipe->chunks[(pipe->first + i) % RING].call;
	return 0;
}

static bool is_out_of_turn(const struct client_reply *reply)
{
	return reply->outcome == CLIENT_REFUSED && strcmp(reply->reason, "ROWS_NOT_NEXT") == 0;
}

/* The server has taken the first rows of it, and at least one; anything else is a fault. */
static enum pipe_step take_verdicts(
	struct import_pipe *pipe, struct chunk *chunk, const struct client_reply *reply)
{
	const Xueji__V1__ImportRowsResponse *out = (const void *)reply->message;
	if (out->n_verdicts == 0 || out->n_verdicts > chunk->n - chunk->taken)
		return PIPE_FAILED;
	chunk->taken += out->n_verdicts;
	if (chunk->rows[chunk->taken - 1]->row > pipe->last_row)
		pipe->last_row = chunk->rows[chunk->taken - 1]->row;
	pipe->is_to_go_again |= chunk->taken < chunk->n;
	return PIPE_TAKEN;
}

/* One that is first and never next has met another import, or a fault. */
static enum pipe_step take_refusal(struct import_pipe *pipe, const struct chunk *chunk)
{
	pipe->is_to_go_again = true;
	return chunk == chunk_at(pipe, 0) && ++pipe->tries == TRIES ? PIPE_FAILED : PIPE_LATER;
}

static void drop_taken(struct import_pipe *pipe)
{
	while (pipe->n > 0 && chunk_at(pipe, 0)->taken == chunk_at(pipe, 0)->n) {
		struct chunk *chunk = chunk_at(pipe, 0);
		arena_reset(chunk->arena);
		chunk->n = chunk->bytes = chunk->taken = 0;
		pipe->first = (pipe->first + 1) % RING;
		pipe->n--;
		pipe->tries = 0;
	}
}

enum pipe_step import_pipe_take(struct import_pipe *pipe, const struct client_reply *reply)
{
	size_t i = 0;
	while (i < pipe->n && (!is_waiting(pipe, i) || chunk_at(pipe, i)->call != reply->call))
		i++;
	if (i == pipe->n)
		return PIPE_NOT_MINE;
	struct chunk *chunk = chunk_at(pipe, i);
	enum pipe_step step = reply->outcome == CLIENT_OK ? take_verdicts(pipe, chunk, reply)
			      : is_out_of_turn(reply)     ? take_refusal(pipe, chunk)
							  : PIPE_FAILED;
	chunk->call = 0;
	drop_taken(pipe);
	if (step != PIPE_FAILED && pipe->is_to_go_again && import_pipe_call(pipe, 0) == 0)
		send_again(pipe);
	return step;
}

/* ---- life ---- */

struct import_pipe *import_pipe_new(
	const char *import_id, int64_t last_row, import_pipe_sender *send, void *arg)
{
	struct import_pipe *pipe = memory_new(sizeof *pipe);
	pipe->import_id = memory_text(import_id);
	pipe->last_row = pipe->sent_row = last_row;
	pipe->send = send;
	pipe->arg = arg;
	for (size_t i = 0; i < RING; i++)
		pipe->chunks[i].arena = arena_new(0);
	return pipe;
}

void import_pipe_free(struct import_pipe *pipe)
{
	if (pipe == NULL)
		return;
	for (size_t i = 0; i < RING; i++)
		arena_free(pipe->chunks[i].arena);
	free(pipe->import_id);
	free(pipe);
}
