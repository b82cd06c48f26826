#include "server/commands/exchange_steps.h"

#include "server/commands/write.h"

struct work {
	enum err (*step)(struct ctx *ctx, bool *again_out);
	bool again;
};

static enum err apply(struct ctx *ctx, void *arg)
{
	struct work *work = arg;
	return work->step(ctx, &work->again);
}

enum exit_code exchange_run(
	struct invocation *invocation, enum err (*step)(struct ctx *ctx, bool *again_out))
{
	struct work work = {.step = step, .again = true};
	struct arena *kept = invocation->arena;
	enum exit_code code = EXIT_DONE;
	invocation->arena = arena_new(0); /* of one step at a time */
	while (code == EXIT_DONE && work.again) {
		code = write_apply(invocation, apply, &work);
		arena_reset(invocation->arena);
	}
	arena_free(invocation->arena);
	invocation->arena = kept;
	return code;
}
