/* Live sessions in memory: identifying a call costs a hash and a lookup, never a query.
 *
 * Only hashes of tokens are stored, here and on disk. An operator's rights are one snapshot shared
 * by his sessions, replaced after a commit that changes them, so that a seal or a new posting holds
 * from the next call on. */
#pragma once

#include "server/ctx.h"

enum { TOKEN_SIZE = 22, TOKEN_HASH_SIZE = 32 }; /* 16 random bytes in base64url */

struct session_cache;
struct session_cache *session_cache_new(void);
void session_cache_free(struct session_cache *cache);
/* Reads all live sessions and their operators from the store on ctx->db. */
enum err session_cache_load(struct session_cache *cache, struct ctx *ctx) MUST_CHECK;

/* Fills ctx->actor from the bearer token (size bytes, not terminated); NULL is a stranger, which is
 * OK. ERR_UNAUTHENTICATED for an unknown, expired or ended session, or one whose operator has been
 * sealed. Notes the use, for the idle limit. The pin keeps actor.rights alive until released. */
struct session_pin;
enum err session_identify(struct session_cache *cache, struct ctx *ctx, const char *token,
	size_t size, struct session_pin **pin_out) MUST_CHECK;
void session_release(struct session_cache *cache, struct session_pin *pin);
