/* One thing out of many in a call: what is refused leaves no trace, so that the others go on. */
#pragma once

#include "server/ctx.h"

/* Runs `work` in a savepoint. When it refuses (PRECONDITION, STALE, NOT_FOUND, EXISTS, INVALID),
 * what it wrote, noted and hung on the commit is undone, its ctx is as before, and *refused_out
 * says why; else refused_out->err is OK. Any other error is the store's, and the caller's to
 * return. */
enum err attempt(struct ctx *ctx, enum err (*work)(struct ctx *ctx, void *arg), void *arg,
	struct failure *refused_out) MUST_CHECK;

/* The same for work that refuses before it writes, notes or hangs on anything: there is nothing to
 * undo, and no savepoint, which costs a fifth where many rows change. Broken, if it does not. */
enum err attempt_judged(struct ctx *ctx, enum err (*work)(struct ctx *ctx, void *arg), void *arg,
	struct failure *refused_out) MUST_CHECK;

/* Why, as one reason (of faults the first), and in words. */
enum reason refusal_reason(const struct failure *refused);
const char *refusal_words(struct ctx *ctx, const struct failure *refused);
