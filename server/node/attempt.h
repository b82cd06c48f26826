/* One thing out of many that another node sent: what is refused leaves no trace, so that the others
 * go on. */
#pragma once

#include "server/ctx.h"

/* Runs `work` in a savepoint. When it refuses (PRECONDITION, STALE, NOT_FOUND, EXISTS), what it
 * wrote, noted and hung on the commit is undone, *refused_out is true and *reason_out says why; its
 * ctx is as before. Any other error is the store's, and the caller's to return. */
enum err attempt(struct ctx *ctx, enum err (*work)(struct ctx *ctx, void *arg), void *arg,
	bool *refused_out, enum reason *reason_out) MUST_CHECK;
