/* Work without a caller: a row of a table each, run by a thread of their own
 * (server/jobs/scheduler.h). docs/adding.md tells how to add one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/ctx.h"

struct job {
	const char *name; /* "sessions.purge": in the log and, behind "job.", as ctx->method */
	int64_t every_us;
	/* One bounded WRITE as OPERATOR_SYSTEM, in a savepoint of the writer like any other; what
	 * it notes is journalled. *again_out asks for another one at once, since there is more. */
	enum err (*step)(struct ctx *ctx, bool *again_out);
	/* Before each step, on the scheduler's thread and without the store: slow looks at the
	 * world outside. What it finds goes to ctx->prepared. May be NULL. */
	void (*prepare)(struct ctx *ctx);
	/* Or: looks at the world outside the store and warns in the log. */
	void (*look)(const struct app *app);
};

struct job_list {
	const struct job *rows;
	size_t n;
};

/* The rows of this folder. */
extern const struct job_list jobs;
