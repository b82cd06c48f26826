#include "server/auth/password.h"

#include <sodium.h>
#include <string.h>

/* Of the pairs that cost about 30 ms here, the one with the most memory for its time. */
enum { STANDARD_PASSES = 2, STANDARD_BYTES = 19 << 20 };

enum err password_hash(
	struct ctx *ctx, const char *password, enum password_cost cost, const char **hash_out)
{
	static const struct {
		unsigned long long passes;
		size_t bytes;
	} costs[] = {
		[PASSWORD_STANDARD] = {STANDARD_PASSES, STANDARD_BYTES},
		[PASSWORD_MINIMUM] = {crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN},
	};
	char *hash = arena_alloc(ctx->arena, crypto_pwhash_STRBYTES);
	if (crypto_pwhash_str(
		    hash, password, strlen(password), costs[cost].passes, costs[cost].bytes) != 0)
		return ctx_broken(ctx, ERR_UNAVAILABLE, "no memory to hash a password");
	*hash_out = hash;
	return OK;
}

bool password_verify(const char *hash, const char *password)
{
	return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

bool password_is_dated(const char *hash)
{
	return crypto_pwhash_str_needs_rehash(hash, STANDARD_PASSES, STANDARD_BYTES) != 0;
}

void password_burn(const char *password)
{
	char hash[crypto_pwhash_STRBYTES];
	int done = crypto_pwhash_str(
		hash, password, strlen(password), STANDARD_PASSES, STANDARD_BYTES);
	(void)done; /* without memory it is merely quicker */
	sodium_memzero(hash, sizeof hash);
}

void password_one_time(const struct ctx *ctx, char out[ONE_TIME_SIZE])
{
	static const char letters[] = "abcdefghjkmnpqrstuvwxyz23456789"; /* 31 */
	enum { N = sizeof letters - 1, FAIR = 256 / N * N };
	for (size_t i = 0; i < ONE_TIME_SIZE - 1; i++) {
		uint8_t byte;
		do
			ctx_random(ctx, &byte, 1);
		while (byte >= FAIR);
		out[i] = i % 5 == 4 ? '-' : letters[byte % N];
	}
	out[ONE_TIME_SIZE - 1] = '\0';
}
