/* Sealing anew, under the newest key, everything that is sealed under an older one. When it is
 * through, and no backup that may still be needed was made before, the older keys are of no more
 * use. The journal's chain covers digests of what is sealed, so it stays whole.
 *
 * It goes in steps of bounded size, each in a transaction of its own; broken off, it begins again
 * and passes quickly over what is done. Every sealed column is a row of the table in rekey.c; the
 * files of attachments come after them. */
#pragma once

#include "server/ctx.h"

/* How far it has come; all zero is the beginning. */
struct rekey {
	size_t column;
	int64_t after; /* the last row seen in that column */
	bool is_finished;
	int64_t n_seen, n_sealed, n_unreadable;
};

/* Seals anew what it finds among the next `limit` rows; ctx->db is in a write transaction. A row
 * that does not open is counted, named in the log and left as it is. */
enum err rekey_step(struct ctx *ctx, struct rekey *rekey, int64_t limit) MUST_CHECK;

/* Only opens what is in the store, for `xuejid check`. */
enum err rekey_try_step(struct ctx *ctx, struct rekey *rekey, int64_t limit) MUST_CHECK;
