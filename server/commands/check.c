#include <stdio.h>

#include "server/commands/command.h"
#include "server/commands/write.h"
#include "server/store/checks.h"

static void print_fault(void *arg, const char *check, const char *sentence)
{
	int64_t *n_printed = arg;
	++*n_printed;
	printf("%s: %s\n", check, sentence);
}

static enum exit_code run(struct invocation *invocation)
{
	struct ctx ctx;
	int64_t n_faults, n_printed = 0;
	struct db *db = store_reader(invocation->store);
	write_ctx(invocation, &ctx, db);
	enum err err = checks_run(&ctx, print_fault, &n_printed, &n_faults);
	db_close(db);
	if (err != OK)
		return fail(invocation, EXIT_DAMAGED,
			"The check could not be finished; the log says why. It found %lld faults.",
			(long long)n_printed);
	if (n_faults > 0)
		return fail(
			invocation, EXIT_DAMAGED, "%lld faults were found.", (long long)n_faults);
	puts("no faults");
	return EXIT_DONE;
}

const struct command check_command = {
	.name = "check",
	.operands = "DIR",
	.purpose = "look for damage: pages, references, invariants, the journal's chain",
	.needs = NEEDS_READER,
	.run = run,
};
