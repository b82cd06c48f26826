/* Tickets as they are shown: 20 characters, 100 random bits, in four groups; whoever types one may
 * use small letters and leave the hyphens out. What is stored is their hash, as of tokens. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/auth/token.h"

enum { TICKET_SIZE = 23 };

/* A new one, terminated, from the ctx's randomness. */
void ticket_make(const struct ctx *ctx, char out[TICKET_SIZE + 1]);
/* False: it is none. */
bool ticket_hash(const char *text, uint8_t hash_out[TOKEN_HASH_SIZE]);
/* The token of the session that it opens for who spends it with this key (a token's characters):
 * the same again for who asks again, and for nobody else. The text is a ticket. */
void ticket_token(const char *text, const char *key, char out[TOKEN_SIZE + 1]);
