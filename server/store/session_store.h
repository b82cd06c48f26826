/* Sessions on disk: the hash of a token, whose it is, and when it ends at the latest. A session
 * that has ended is no row any more; the journal remembers it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { SESSION_HASH_SIZE = 32, SESSIONS_KEPT = 100 /* of one operator */ };

struct session_row {
	int64_t id, operator_id;
	uint8_t token_hash[SESSION_HASH_SIZE];
	int64_t started_us, expires_us; /* absolute end */
	int64_t idle_us;                /* ends when unused for so long */
	bool is_known_device;           /* the console that the operator had used before */
	bool wants_second_factor;       /* the policy when it was opened */
	int errand; /* of enum errand; a spent ticket's session, and nothing else */
	int64_t errand_object;
};

enum err session_insert(struct ctx *ctx, const struct session_row *row) MUST_CHECK;
/* At most SESSIONS_KEPT, newest first; the array is in the arena. */
enum err session_list(struct ctx *ctx, int64_t operator_id, struct session_row **rows_out,
	size_t *n_out) MUST_CHECK;
/* The operators that have sessions, each once. */
enum err session_operators(struct ctx *ctx, int64_t **ids_out, size_t *n_out) MUST_CHECK;
/* ERR_NOT_FOUND without a reason when there is none. */
enum err session_get(struct ctx *ctx, int64_t id, struct session_row *out) MUST_CHECK;
enum err session_delete(struct ctx *ctx, int64_t id) MUST_CHECK;
/* All of an operator's but `except` (0: none excepted); *ended_out is how many. */
enum err session_delete_others(
	struct ctx *ctx, int64_t operator_id, int64_t except, int64_t *ended_out) MUST_CHECK;
