/* Security administrators made from the command line: the first one of a directory, and the way
 * back in when the last one is locked out. Both in a write transaction, with notes for the journal.
 */
#pragma once

#include "server/auth/password.h"
#include "server/ctx.h"

/* An active security administrator of `unit` with a one-time password. ERR_INVALID with
 * NOT_A_SIGN_IN_NAME when `name` is none, NAME_TAKEN when it is in use. */
enum err administrator_create(struct ctx *ctx, const char *name, int64_t unit,
	char password_out[ONE_TIME_SIZE]) MUST_CHECK;
/* Opens the account, gives it a one-time password, removes its second factor, ends its sessions.
 * NO_SUCH_OPERATOR, or NOT_POSTED when he holds no security administrator's posting in force today.
 */
enum err administrator_reset(
	struct ctx *ctx, const char *name, char password_out[ONE_TIME_SIZE]) MUST_CHECK;
