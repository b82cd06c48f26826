/* One bounded WRITE without a caller, through the writer, from a thread that waits for it. */
#pragma once

#include <pthread.h>

#include "server/ctx.h"
#include "server/store/writer.h"

struct step {
	struct ctx ctx; /* as OPERATOR_SYSTEM; failure tells why */
	/* private */
	struct work work;
	enum err (*run)(struct ctx *ctx, void *arg);
	void *arg;
	pthread_mutex_t lock;
	pthread_cond_t done;
	bool is_done;
	enum err err;
};

/* Makes the ctx, with the units and policies of now; `name` is ctx->method. */
void step_open(struct step *step, const struct app *app, struct arena *arena, const char *name);
/* Runs it in a savepoint of the writer and writes its notes. ERR_LIMITED when the writer has so
 * much else to do that it takes no more. */
enum err step_run(struct step *step, struct writer *writer,
	enum err (*run)(struct ctx *ctx, void *arg), void *arg) MUST_CHECK;
void step_close(struct step *step);
