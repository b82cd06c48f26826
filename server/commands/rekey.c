#include <stdio.h>

#include "server/commands/command.h"
#include "server/commands/write.h"
#include "server/store/rekey.h"
#include "server/store/seal.h"

enum { STEP_ROWS = 1000 };

static enum err step(struct ctx *ctx, void *arg)
{
	return rekey_step(ctx, arg, STEP_ROWS);
}

static enum exit_code add_key(struct invocation *invocation)
{
	char why[WHY_SIZE];
	const char *file = invocation->settings.key_file;
	if (!keys_add(file, why))
		return fail(invocation, EXIT_KEY, "%s", why);
	keys_free(invocation->keys);
	invocation->keys = keys_load(file, why);
	invocation->app.keys = invocation->keys;
	return invocation->keys != NULL ? EXIT_DONE : fail(invocation, EXIT_KEY, "%s", why);
}

static enum exit_code seal_all(struct invocation *invocation)
{
	struct rekey rekey = {0};
	struct arena *kept = invocation->arena;
	enum exit_code code = EXIT_DONE;
	invocation->arena = arena_new(0); /* of one step at a time */
	while (code == EXIT_DONE && !rekey.is_finished) {
		code = write_apply(invocation, step, &rekey);
		arena_reset(invocation->arena);
	}
	arena_free(invocation->arena);
	invocation->arena = kept;
	if (code != EXIT_DONE)
		return code;
	printf("%lld items, %lld of them sealed anew under key %d\n", (long long)rekey.n_seen,
		(long long)rekey.n_sealed, keys_newest(invocation->keys));
	if (rekey.n_unreadable == 0)
		return EXIT_DONE;
	return fail(invocation, EXIT_DAMAGED, "%lld items do not open; they are as they were.",
		(long long)rekey.n_unreadable);
}

static enum exit_code run(struct invocation *invocation)
{
	enum exit_code code = EXIT_DONE;
	if (option_value(invocation, "--resume") == NULL)
		code = add_key(invocation);
	return code == EXIT_DONE ? seal_all(invocation) : code;
}

static const struct option options[] = {
	{"--resume", NULL, "make no new key; go on with one that was broken off", .repeats = false},
};
const struct command rekey_command = {
	.name = "rekey",
	.operands = "DIR",
	.purpose = "make a new key and seal everything anew under it",
	.options = options,
	.n_options = sizeof options / sizeof *options,
	.needs = NEEDS_STORE,
	.run = run,
};
