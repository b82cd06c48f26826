/* Replies kept for repetition: the same operator, method and key get the same reply for 7 days. */
#pragma once

#include "server/ctx.h"

enum { IDEMPOTENCY_DAYS = 7, REQUEST_HASH_SIZE = 32 };

/* *found_out: a reply of the same request is in *reply_out (plain, from the arena). ERR_INVALID
 * with KEY_REUSED when the key was used with another request. */
enum err idempotency_find(struct ctx *ctx, const char *key,
	const uint8_t request_hash[REQUEST_HASH_SIZE], bool *found_out, void **reply_out,
	size_t *size_out) MUST_CHECK;
enum err idempotency_keep(struct ctx *ctx, const char *key,
	const uint8_t request_hash[REQUEST_HASH_SIZE], const void *reply, size_t size) MUST_CHECK;
/* Deletes what is older than IDEMPOTENCY_DAYS, at most `limit` rows. */
enum err idempotency_purge(struct ctx *ctx, int64_t limit, int64_t *purged_out) MUST_CHECK;
