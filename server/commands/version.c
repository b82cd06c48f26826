#include <stdio.h>

#include "server/commands/command.h"

static enum exit_code run(struct invocation *invocation)
{
	(void)invocation;
	puts("xuejid " XUEJI_VERSION);
	return EXIT_DONE;
}

const struct command version_command = {
	.name = "version",
	.operands = "",
	.purpose = "print the program's version",
	.run = run,
};
