/* Live sessions in memory: identifying a call costs a hash and a lookup, never a query.
 *
 * Only hashes of tokens are stored, here and on disk. An operator's rights are one snapshot shared
 * by his sessions, replaced after a commit that changes them, so that a seal or a new posting holds
 * from the next call on. Dates (postings, deputies, certificate) are compared when a call is
 * identified, so midnight needs no event. The idle clock lives in memory only: a restart starts it
 * anew; the absolute end of a session does not move. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"

enum { TOKEN_SIZE = 22, TOKEN_HASH_SIZE = 32 }; /* 16 random bytes in base64url */

struct session_cache;
struct session_cache *session_cache_new(void);
void session_cache_free(struct session_cache *cache);
/* Reads all live sessions and their operators from the store on ctx->db. */
enum err session_cache_load(struct session_cache *cache, struct ctx *ctx) MUST_CHECK;

/* Fills ctx->actor from the bearer token (size bytes, not terminated); NULL is a stranger, which is
 * OK. ERR_UNAUTHENTICATED for an unknown, expired or ended session, or one whose operator is sealed
 * or has no posting in force today. Notes the use, for the idle limit. The pin keeps actor.rights
 * alive until released. */
struct session_pin;
enum err session_identify(struct session_cache *cache, struct ctx *ctx, const char *token,
	size_t size, struct session_pin **pin_out) MUST_CHECK;
/* The same for the later items of a stream, which are no use of the session: news that come to an
 * unattended console do not keep it signed in. */
enum err session_identify_again(struct session_cache *cache, struct ctx *ctx, const char *token,
	size_t size, struct session_pin **pin_out) MUST_CHECK;
void session_release(struct session_cache *cache, struct session_pin *pin);

/* For every WRITE that changes an operator, his postings, those he is deputy of, or his sessions:
 * after the commit, memory is made equal to the store for this operator, and his streams look
 * again. */
void session_follow(struct ctx *ctx, int64_t operator_id);

/* When a live session was last used; 0 for one that is not in memory. */
int64_t session_cache_used(struct session_cache *cache, const uint8_t token_hash[TOKEN_HASH_SIZE]);
/* The ids of at most `limit` sessions that have passed their idle or absolute end. */
size_t session_cache_ended(
	struct session_cache *cache, int64_t now_us, int64_t ids_out[], size_t limit);
size_t session_cache_size(struct session_cache *cache);
