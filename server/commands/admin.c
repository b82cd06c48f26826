#include <stdio.h>

#include "server/auth/administrator.h"
#include "server/commands/command.h"
#include "server/commands/write.h"

struct reset {
	const char *name;
	char password[ONE_TIME_SIZE];
};

static enum err reset(struct ctx *ctx, void *arg)
{
	struct reset *asked = arg;
	return administrator_reset(ctx, asked->name, asked->password);
}

static enum exit_code run(struct invocation *invocation)
{
	struct reset asked = {.name = invocation->operands[1]};
	enum exit_code code = write_apply(invocation, reset, &asked);
	if (code == EXIT_DONE)
		printf("name      %s\npassword  %s\n\nThe password serves once and is not shown "
		       "again.\n",
			asked.name, asked.password);
	return code;
}

const struct command admin_reset_command = {
	.name = "admin reset",
	.operands = "DIR NAME",
	.purpose = "let a locked-out security administrator in again",
	.needs = NEEDS_STORE,
	.run = run,
};
