/* The second factor: time-based codes of RFC 6238 (liboath) with SHA-1, six digits and 30 seconds,
 * which every authenticator app knows. One step before and after are accepted for slow clocks; the
 * caller keeps the newest step used, so that a code serves once. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"

enum { TOTP_SECRET_SIZE = 20, TOTP_DIGITS = 6, TOTP_STEP_SECONDS = 30 };

bool totp_is_code(const char *text);
/* The step that the code belongs to, or 0 when it is wrong or its step is not after `used_step`. */
int64_t totp_check(
	const void *secret, size_t size, int64_t now_us, int64_t used_step, const char *code);
/* For typing, and as an otpauth:// address for a square code. */
const char *totp_base32(struct arena *arena, const void *secret, size_t size);
const char *totp_uri(struct arena *arena, const char *name, const char *base32);
