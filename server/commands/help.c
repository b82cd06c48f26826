#include <stdio.h>
#include <string.h>

#include "server/commands/command.h"
#include "server/commands/usage.h"

static void write_exit_codes(FILE *out)
{
	exit_write_table(out);
}

static void write_settings(FILE *out)
{
	settings_write_sample(NULL, 0, out);
}

static const struct {
	const char *name;
	void (*write)(FILE *out);
} topics[] = {
	{"exit-codes", write_exit_codes},
	{"settings", write_settings},
};

static enum exit_code run(struct invocation *invocation)
{
	const char *first = invocation->operands[0], *second = invocation->operands[1];
	if (first == NULL) {
		usage_write_all(stdout);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < sizeof topics / sizeof *topics; i++) {
		if (second == NULL && strcmp(first, topics[i].name) == 0) {
			topics[i].write(stdout);
			return EXIT_DONE;
		}
	}
	int taken;
	const char *const words[] = {first, second, NULL};
	const struct command *command = usage_find(words, &taken);
	if (command == NULL)
		return fail(invocation, EXIT_USAGE,
			"there is no command %s%s%s; xuejid help lists the commands.", first,
			second ? " " : "", second ? second : "");
	usage_write_one(command, stdout);
	return EXIT_DONE;
}

const struct command help_command = {
	.name = "help",
	.operands = "[COMMAND VERB]",
	.purpose = "explain a command, \"settings\" or \"exit-codes\"",
	.run = run,
};
