#include "tui/commands/commands.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tui/commands/connect.h"
#include "tui/commands/list.h"
#include "tui/commands/plain.h"
#include "tui/commands/usage.h"
#include "tui/text.h"

static const struct command_table *const tables[] = {
	&account_commands,
	&desk_commands,
	&unit_commands,
	&student_commands,
	&renumber_commands,
	&case_commands,
	&transfer_commands,
	&graduation_commands,
	&status_commands,
	&problem_commands,
	&attachment_commands,
	&campaign_commands,
	&import_commands,
	&batch_commands,
	&export_commands,
	&ticket_commands,
	&journal_commands,
	&operator_commands,
	&policy_commands,
	&server_commands,
	&own_commands,
};
enum { TABLES = sizeof tables / sizeof *tables };

size_t commands_count(void)
{
	size_t n = 0;
	for (size_t i = 0; i < TABLES; i++)
		n += tables[i]->n;
	return n;
}

const struct command *commands_at(size_t i)
{
	size_t table = 0;
	while (i >= tables[table]->n)
		i -= tables[table++]->n;
	return &tables[table]->rows[i];
}

enum exit_code fail(
	const struct invocation *invocation, enum exit_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(invocation->arena, format, args);
	va_end(args);
	fprintf(stderr, "xueji%s%s: %s\n", invocation->command ? " " : "",
		invocation->command ? invocation->command->name : "",
		plain_line(invocation->arena, text));
	return code;
}

/* What sshd was asked to run, where it runs us in its place (ForceCommand). */
static enum exit_code parse_forced(struct invocation *invocation)
{
	const char *line = getenv("SSH_ORIGINAL_COMMAND");
	if (invocation->command != NULL || line == NULL || *line == '\0')
		return EXIT_DONE;
	invocation->is_confined = true;
	char **words = usage_split(invocation->arena, line);
	if (words == NULL)
		return fail(invocation, EXIT_USAGE, "a quote is not closed in the command.");
	return usage_parse(invocation, words);
}

static enum exit_code open_console(struct invocation *invocation, start_console *console)
{
	if (invocation->wants_help || console == NULL) {
		usage_write_all(invocation->wants_help ? stdout : stderr);
		return invocation->wants_help ? EXIT_DONE : EXIT_USAGE;
	}
	return (enum exit_code)console(&invocation->start);
}

static enum exit_code run(struct invocation *invocation)
{
	const struct command *command = invocation->command;
	enum exit_code code = EXIT_DONE;
	if (invocation->wants_help) {
		usage_write_one(command, stdout);
		return EXIT_DONE;
	}
	if (!command->is_local && (code = connect_open(invocation)) != EXIT_DONE)
		return code;
	code = command->run != NULL ? command->run(invocation) : command_call(invocation);
	connect_close(invocation);
	return code;
}

static enum exit_code dispatch(
	struct invocation *invocation, char *const words[], start_console *console)
{
	enum exit_code code = usage_parse(invocation, words);
	if (code == EXIT_DONE)
		code = parse_forced(invocation);
	if (code == EXIT_DONE)
		code = connect_settings(invocation);
	if (code != EXIT_DONE)
		return code;
	text_init_plain(invocation->start.lang); /* help speaks it */
	return invocation->command == NULL ? open_console(invocation, console) : run(invocation);
}

int commands_main(int argc, char *const argv[], start_console *console)
{
	struct invocation invocation = {.arena = arena_new(0)};
	enum exit_code code = dispatch(&invocation, argc > 0 ? argv + 1 : argv, console);
	/* What was printed and could not be written (a full disk) must not look like success. */
	if (fflush(stdout) != 0 && code == EXIT_DONE)
		code = fail(&invocation, EXIT_FAILED, "The output could not be written.");
	arena_free(invocation.arena);
	return code;
}
