/* Passwords are kept as argon2id strings (libsodium) that carry their own cost. About 30 ms and
 * 19 MiB each, so only .prepare hashes, on the slow lane. */
#pragma once

#include <stdbool.h>

#include "server/ctx.h"

enum password_cost {
	PASSWORD_STANDARD,
	PASSWORD_MINIMUM, /* the demo's thousands of operators; rehashed at sign-in */
};

/* *hash_out from the arena. Fails only when there is no memory for it. */
enum err password_hash(struct ctx *ctx, const char *password, enum password_cost cost,
	const char **hash_out) MUST_CHECK;
bool password_verify(const char *hash, const char *password);
/* Not of the standard cost: to be hashed anew when the password is known. */
bool password_is_dated(const char *hash);
/* Takes as long as password_verify of a standard hash, for names that nobody has. */
void password_burn(const char *password);

enum { ONE_TIME_SIZE = 20 }; /* with the NUL */
/* Sixteen letters and digits in groups of four, none of which looks like another: 78 bits. */
void password_one_time(const struct ctx *ctx, char out[ONE_TIME_SIZE]);
