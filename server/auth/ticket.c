#include "server/auth/ticket.h"

#include <ctype.h>
#include <sodium.h>
#include <string.h>

enum { GROUP = 5, LETTERS = 20, TOKEN_BYTES = 16 };

/* None that is taken for another: I, L, O and U are left out. Its 32 divide a byte evenly. */
static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

void ticket_make(const struct ctx *ctx, char out[TICKET_SIZE + 1])
{
	uint8_t bytes[LETTERS];
	size_t n = 0;
	ctx_random(ctx, bytes, sizeof bytes);
	for (size_t i = 0; i < LETTERS; i++) {
		if (i > 0 && i % GROUP == 0)
			out[n++] = '-';
		out[n++] = alphabet[bytes[i] % (sizeof alphabet - 1)];
	}
	out[n] = '\0';
	sodium_memzero(bytes, sizeof bytes);
}

/* Its letters alone. */
static bool read_letters(const char *text, char out[LETTERS])
{
	size_t n = 0;
	for (; *text != '\0'; text++) {
		char letter = (char)toupper((unsigned char)*text);
		if (letter == '-')
			continue;
		if (n == LETTERS || strchr(alphabet, letter) == NULL)
			return false;
		out[n++] = letter;
	}
	return n == LETTERS;
}

bool ticket_hash(const char *text, uint8_t hash_out[TOKEN_HASH_SIZE])
{
	char letters[LETTERS];
	if (!read_letters(text, letters))
		return false;
	token_hash(letters, sizeof letters, hash_out);
	sodium_memzero(letters, sizeof letters);
	return true;
}

void ticket_token(const char *text, const char *key, char out[TOKEN_SIZE + 1])
{
	uint8_t bytes[TOKEN_BYTES];
	char letters[LETTERS] = "";
	(void)read_letters(text, letters);
	crypto_generichash(bytes, sizeof bytes, (const uint8_t *)letters, sizeof letters,
		(const uint8_t *)key, strlen(key));
	sodium_bin2base64(
		out, TOKEN_SIZE + 1, bytes, sizeof bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	sodium_memzero(bytes, sizeof bytes);
	sodium_memzero(letters, sizeof letters);
}
