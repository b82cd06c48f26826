/* Bearer tokens: 16 random bytes in base64url without padding, 22 characters. Sessions and devices
 * use them; what is stored is their hash, which needs no key because a token cannot be guessed. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/auth/session_cache.h"

/* A new token, terminated, from the ctx's randomness. */
void token_make(const struct ctx *ctx, char out[TOKEN_SIZE + 1]);
bool token_is_well_formed(const char *text, size_t size);
void token_hash(const char *text, size_t size, uint8_t out[TOKEN_HASH_SIZE]);
