/* Tickets on disk: the hash of one, whose it is and what it is good for. Only who holds the ticket
 * can find its row. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { TICKET_HASH_SIZE = 32 };

struct ticket_row {
	int64_t id, operator_id;
	enum errand purpose;
	int64_t object;
	const void *details; /* as it was given; sealed in the store */
	size_t details_size;
	int64_t issuing_session, expires_us;
	int64_t errand_session; /* that it opened; 0: it was not spent yet */
};

/* Sets the id. */
enum err ticket_insert(
	struct ctx *ctx, const uint8_t hash[TICKET_HASH_SIZE], struct ticket_row *row) MUST_CHECK;
/* ERR_NOT_FOUND without a reason when there is none. */
enum err ticket_find(
	struct ctx *ctx, const uint8_t hash[TICKET_HASH_SIZE], struct ticket_row *out) MUST_CHECK;
/* How many of an operator's could be spent now. */
enum err ticket_count_open(struct ctx *ctx, int64_t operator_id, int64_t *n_out) MUST_CHECK;
enum err ticket_spend(struct ctx *ctx, int64_t id, int64_t errand_session) MUST_CHECK;
/* Forgets at most `limit` that ended before `before_us`. */
enum err ticket_purge(
	struct ctx *ctx, int64_t before_us, int64_t limit, int64_t *purged_out) MUST_CHECK;
