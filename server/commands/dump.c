#include <stdio.h>

#include "server/commands/command.h"
#include "server/commands/write.h"
#include "server/store/dump.h"

static enum exit_code run(struct invocation *invocation)
{
	struct ctx ctx;
	struct db *db = store_reader(invocation->store);
	write_ctx(invocation, &ctx, db);
	enum err err = dump_write(&ctx, stdout);
	db_close(db);
	return err == OK ? EXIT_DONE : write_refused(invocation, &ctx, err);
}

const struct command dump_command = {
	.name = "dump",
	.operands = "DIR",
	.purpose = "print all that is stored, sorted, to compare two directories",
	.needs = NEEDS_READER,
	.run = run,
};
