#include "tui/import_pipe.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

/* Rows of one call. The next to be filled is behind those that are on their way. */
struct chunk {
	struct arena *arena;
	Xueji__V1__ImportRow *rows[PIPE_ROWS];
	size_t n, bytes;
	size_t taken; /* of them, by the server */
	uint64_t call;
};

struct import_pipe {
	struct client *client;
	char *import_id;
	int64_t last_row; /* that is acknowledged */
	int64_t sent_row; /* the last on its way */
	import_told *told;
	void *arg;
	struct chunk chunks[PIPE_DEPTH + 1]; /* a ring */
	size_t first, n;                     /* on their way */
};

static struct chunk *chunk_at(struct import_pipe *pipe, size_t i)
{
	return &pipe->chunks[(pipe->first + i) % (PIPE_DEPTH + 1)];
}

/* ---- sending ---- */

static void send(struct import_pipe *pipe, struct chunk *chunk)
{
	Xueji__V1__ImportRowsRequest request = XUEJI__V1__IMPORT_ROWS_REQUEST__INIT;
	request.import_id = pipe->import_id;
	request.after_row = pipe->sent_row;
	request.rows = chunk->rows + chunk->taken;
	request.n_rows = chunk->n - chunk->taken;
	chunk->call = client_call(pipe->client, "xueji.v1.Imports/ImportRows", &request.base);
	pipe->sent_row = chunk->rows[chunk->n - 1]->row;
}

/* What is behind one that did not go through cannot have gone through either. */
static void send_again(struct import_pipe *pipe)
{
	struct client_reply refused;
	for (size_t i = 1; i < pipe->n; i++) {
		client_wait(pipe->client, chunk_at(pipe, i)->call, &refused);
		client_reply_free(&refused);
	}
	pipe->sent_row = pipe->last_row;
	for (size_t i = 0; i < pipe->n; i++)
		send(pipe, chunk_at(pipe, i));
}

/* ---- being answered ---- */

/* How many rows of it the server has taken: the first ones, and at least one; 0 is a fault. */
static size_t taken_by(const struct chunk *chunk, const struct client_reply *reply)
{
	const Xueji__V1__ImportRowsResponse *out = (const void *)reply->message;
	return out->n_verdicts <= chunk->n - chunk->taken ? out->n_verdicts : 0;
}

static bool is_out_of_turn(const struct client_reply *reply)
{
	return reply->outcome == CLIENT_REFUSED && strcmp(reply->reason, "ROWS_NOT_NEXT") == 0;
}

/* Takes the answer of the oldest call. False when it failed; else *is_whole_out says whether all of
 * its rows are taken. */
static bool take_reply(
	struct import_pipe *pipe, struct client_reply *failed_out, int *tries, bool *is_whole_out)
{
	enum { TRIES = 5 };
	struct chunk *chunk = chunk_at(pipe, 0);
	client_wait(pipe->client, chunk->call, failed_out);
	*is_whole_out = false;
	if (failed_out->outcome == CLIENT_OK) {
		size_t taken = taken_by(chunk, failed_out);
		if (taken == 0)
			return false;
		chunk->taken += taken;
		pipe->last_row = chunk->rows[chunk->taken - 1]->row;
		*is_whole_out = chunk->taken == chunk->n;
		pipe->told(pipe->arg, failed_out);
		return true;
	}
	/* One that is first and never next has met another import, or a fault. */
	if (!is_out_of_turn(failed_out) || ++*tries == TRIES)
		return false;
	client_reply_free(failed_out);
	return true;
}

static bool settle(struct import_pipe *pipe, struct client_reply *failed_out)
{
	struct chunk *chunk = chunk_at(pipe, 0);
	int tries = 0;
	for (bool is_whole = false;; send_again(pipe)) {
		if (!take_reply(pipe, failed_out, &tries, &is_whole))
			return false;
		if (is_whole)
			break;
	}
	arena_reset(chunk->arena);
	chunk->n = chunk->bytes = chunk->taken = 0;
	pipe->first = (pipe->first + 1) % (PIPE_DEPTH + 1);
	pipe->n--;
	return true;
}

/* Sends what was put, as a call of its own. */
static bool flush(struct import_pipe *pipe, struct client_reply *failed_out)
{
	struct chunk *chunk = chunk_at(pipe, pipe->n);
	if (chunk->n == 0)
		return true;
	send(pipe, chunk);
	return ++pipe->n < PIPE_DEPTH || settle(pipe, failed_out);
}

/* ---- from outside ---- */

struct arena *import_pipe_arena(struct import_pipe *pipe)
{
	return chunk_at(pipe, pipe->n)->arena;
}

bool import_pipe_put(
	struct import_pipe *pipe, Xueji__V1__ImportRow *row, struct client_reply *failed_out)
{
	struct chunk *chunk = chunk_at(pipe, pipe->n);
	chunk->rows[chunk->n++] = row;
	chunk->bytes += xueji__v1__import_row__get_packed_size(row);
	return (chunk->n < PIPE_ROWS && chunk->bytes < PIPE_BYTES) || flush(pipe, failed_out);
}

bool import_pipe_drain(struct import_pipe *pipe, struct client_reply *failed_out)
{
	bool is_good = flush(pipe, failed_out);
	while (is_good && pipe->n > 0)
		is_good = settle(pipe, failed_out);
	return is_good;
}

struct import_pipe *import_pipe_new(struct client *client, const char *import_id, int64_t last_row,
	import_told *told, void *arg)
{
	struct import_pipe *pipe = memory_new(sizeof *pipe);
	pipe->client = client;
	pipe->import_id = memory_text(import_id);
	pipe->last_row = pipe->sent_row = last_row;
	pipe->told = told;
	pipe->arg = arg;
	for (size_t i = 0; i < PIPE_DEPTH + 1; i++)
		pipe->chunks[i].arena = arena_new(0);
	return pipe;
}

void import_pipe_free(struct import_pipe *pipe)
{
	if (pipe == NULL)
		return;
	for (size_t i = 0; i < PIPE_DEPTH + 1; i++)
		arena_free(pipe->chunks[i].arena);
	free(pipe->import_id);
	free(pipe);
}
