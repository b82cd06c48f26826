/* Ids of rows. The application makes them, never the engine, so that they stay what they are when
 * a record moves to another node or another engine.
 *
 *	bit 63      0: an id is a positive number
 *	bits 62–53  node      10 bits: the server that made it (app->node)
 *	bits 52–32  shard     21 bits: the county's six-digit code, 0 for what belongs to no county
 *	bits 31–0   sequence  32 bits: counts from 1 in each shard
 *
 * Outside the server an id is its decimal text, and nobody reads a meaning into it. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/ctx.h"

enum { ID_NODE_BITS = 10, ID_SHARD_BITS = 21, ID_SEQUENCE_BITS = 32 };

/* A new id in shard 0, or in `shard`. ctx->db must be in a write transaction; when that, or the
 * savepoint it was taken in, is undone, the number is given out again. ERR_INTERNAL when a shard
 * has used up its 4 billion. */
enum err ids_next(struct ctx *ctx, int64_t *id_out) MUST_CHECK;
enum err ids_next_in(struct ctx *ctx, int64_t shard, int64_t *id_out) MUST_CHECK;

/* How far the shards have got that were used of late: a call takes several ids of one shard, and
 * the table follows once. The driver writes it there before a commit and before each savepoint, so
 * that the table always holds what is true when one is undone, and then forgets this. They are
 * kept with the connection. */
enum { ID_COUNTERS = 8 };
struct id_counters {
	struct id_counter {
		int64_t shard, next; /* next 0: not in use */
		bool is_ahead;       /* of the table */
	} of[ID_COUNTERS];
	int newest;
};
struct id_counters *db_id_counters(struct db *db);
enum err ids_settle(struct ctx *ctx) MUST_CHECK;
void ids_forget(struct db *db);

/* The id of a node, a shard and a sequence number; whoever makes ids in bulk keeps count itself. */
int64_t ids_make(int64_t node, int64_t shard, int64_t sequence);
/* The shard that is part of an id. */
int64_t ids_shard(int64_t id);

char *ids_format(struct arena *arena, int64_t id);
/* Exactly what ids_format writes: decimal, above 0, no sign, no leading zero, no space. */
bool ids_parse(const char *text, int64_t *id_out);
