#include "server/auth/totp.h"

#include <assert.h>
#include <oath.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/memory.h"

bool totp_is_code(const char *text)
{
	return strlen(text) == TOTP_DIGITS && strspn(text, "0123456789") == TOTP_DIGITS;
}

static bool is_code_of(const void *secret, size_t size, int64_t step, const char *code)
{
	char expected[TOTP_DIGITS + 1];
	if (oath_hotp_generate(secret, size, (uint64_t)step, TOTP_DIGITS, false,
		    OATH_HOTP_DYNAMIC_TRUNCATION, expected) != OATH_OK)
		return false;
	return sodium_memcmp(expected, code, TOTP_DIGITS) == 0;
}

int64_t totp_check(
	const void *secret, size_t size, int64_t now_us, int64_t used_step, const char *code)
{
	int64_t now = now_us / (TOTP_STEP_SECONDS * US_PER_SECOND), found = 0;
	if (!totp_is_code(code))
		return 0;
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (is_code_of(secret, size, step, code) && step > used_step)
			found = step;
	return found;
}

const char *totp_base32(struct arena *arena, const void *secret, size_t size)
{
	char *text = NULL;
	size_t length;
	int rc = oath_base32_encode(secret, size, &text, &length);
	if (rc != OATH_OK)
		memory_exhausted();
	while (length > 0 && text[length - 1] == '=')
		length--;
	const char *copy = arena_strndup(arena, text, length);
	free(text);
	return copy;
}

const char *totp_uri(struct arena *arena, const char *name, const char *base32)
{
	return arena_printf(arena, "otpauth://totp/Xueji:%s?secret=%s&issuer=Xueji", name, base32);
}
