#include "server/auth/token.h"

#include <sodium.h>
#include <string.h>

enum { TOKEN_BYTES = 16, VARIANT = sodium_base64_VARIANT_URLSAFE_NO_PADDING };

void token_make(const struct ctx *ctx, char out[TOKEN_SIZE + 1])
{
	uint8_t bytes[TOKEN_BYTES];
	ctx_random(ctx, bytes, sizeof bytes);
	sodium_bin2base64(out, TOKEN_SIZE + 1, bytes, sizeof bytes, VARIANT);
	sodium_memzero(bytes, sizeof bytes);
}

bool token_is_well_formed(const char *text, size_t size)
{
	uint8_t bytes[TOKEN_BYTES];
	size_t n;
	return size == TOKEN_SIZE &&
	       sodium_base642bin(bytes, sizeof bytes, text, size, NULL, &n, NULL, VARIANT) == 0 &&
	       n == sizeof bytes;
}

void token_hash(const char *text, size_t size, uint8_t out[TOKEN_HASH_SIZE])
{
	crypto_generichash(out, TOKEN_HASH_SIZE, (const uint8_t *)text, size, NULL, 0);
}
