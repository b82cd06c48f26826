/* xueji version, help, completion, manual: about the program. */
#include <string.h>

#include "tui/commands/list.h"
#include "tui/commands/manual.h"
#include "tui/commands/usage.h"

static enum exit_code version(struct invocation *invocation)
{
	(void)invocation;
	puts("xueji " XUEJI_VERSION);
	return EXIT_DONE;
}

static enum exit_code help(struct invocation *invocation)
{
	const char *first = operand(invocation, 0), *second = operand(invocation, 1);
	char *const words[] = {(char *)first, (char *)second, NULL};
	int taken;
	if (first == NULL) {
		usage_write_all(stdout);
		return EXIT_DONE;
	}
	if (strcmp(first, "exit-codes") == 0) {
		exit_write_table(stdout, "", "\t");
		return EXIT_DONE;
	}
	const struct command *command = usage_find(words, &taken);
	if (command == NULL && second == NULL && usage_write_noun(first, stdout))
		return EXIT_DONE;
	if (command == NULL)
		return fail(invocation, EXIT_USAGE,
			"there is no command %s%s%s; xueji help lists the commands.", first,
			second ? " " : "", second ? second : "");
	usage_write_one(command, stdout);
	return EXIT_DONE;
}

static enum exit_code completion(struct invocation *invocation)
{
	if (strcmp(operand(invocation, 0), "bash") != 0)
		return fail(invocation, EXIT_USAGE, "there is a completion for bash alone.");
	manual_write_completion(stdout);
	return EXIT_DONE;
}

static enum exit_code manual(struct invocation *invocation)
{
	(void)invocation;
	manual_write(stdout);
	return EXIT_DONE;
}

static const struct command rows[] = {
	{.name = "completion",
		.operands = "SHELL",
		.purpose = "print what makes bash complete these commands",
		.run = completion,
		.is_local = true},
	{.name = "manual",
		.operands = "",
		.purpose = "print the manual, docs/xueji.md",
		.run = manual,
		.is_local = true},
	{.name = "version",
		.operands = "",
		.purpose = "print the program's version",
		.run = version,
		.is_local = true},
	{.name = "help",
		.operands = "[COMMAND VERB]",
		.purpose = "explain a command, those of one word, or \"exit-codes\"",
		.run = help,
		.is_local = true},
};
const struct command_table own_commands = COMMAND_TABLE(rows);
