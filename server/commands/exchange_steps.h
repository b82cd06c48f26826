/* What the exchange commands share: work in the bounded steps that a server's jobs take. */
#pragma once

#include "server/commands/command.h"
#include "server/ctx.h"

/* Runs a step again and again, each in a transaction of its own, until it has nothing left to do.
 * Units, policies and totals must be in memory (caches_open). */
enum exit_code exchange_run(struct invocation *invocation,
	enum err (*step)(struct ctx *ctx, bool *again_out)) MUST_CHECK;
