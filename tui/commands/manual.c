#include "tui/commands/manual.h"

#include <string.h>

#include "tui/commands/exit.h"
#include "tui/commands/fields.h"
#include "tui/commands/list.h"
#include "tui/commands/usage.h"

/* ---- the manual ---- */

static const char introduction[] =
	"# xueji\n"
	"\n"
	"`xueji` without a word opens the console. With one it does a single thing, for scripts: "
	"data on\n"
	"stdout, talk on stderr, an exit code that says what became of it, and never a question "
	"unless\n"
	"on a terminal. This page is made by `xueji manual`.\n"
	"\n"
	"    xueji login officer-330000 --server 127.0.0.1:50051 --ca ca.crt --password-file pw\n"
	"    xueji unit list 330000 --output csv\n"
	"    xueji student find 张欣 --unit 330100 --output json | jq '.students[].student.id'\n"
	"    echo '{\"unit_id\": \"1\"}' | xueji call Units/GetUnit -\n"
	"\n"
	"A unit is named by its code, 6 digits or 10, or by its id (`id:123456` where an id looks "
	"like a\n"
	"code). Other things are named by the ids that lists give.\n"
	"\n"
	"Every user of a host can see the words of a command. So a TEXT or NUMBER may be `-`: then "
	"it is a\n"
	"line of standard input.\n"
	"\n"
	"**Output.** `table` is for people: an empty cell is `-`, times are Beijing's, and "
	"characters that\n"
	"could drive a terminal are spelt out. `json` is one document with the messages' own field "
	"names;\n"
	"all fields are there, enums by name, instants in UTC. `csv` has the fields' paths as its "
	"first\n"
	"line. Lists are fetched to their end, or to `--limit`, and are written whole or not at "
	"all.\n"
	"\n"
	"**Doing it once.** A write whose answer is lost is repeated by itself, under one key. "
	"Where a\n"
	"script itself may be repeated, it gives the key: `--key`, 8 to 64 letters, digits, `-` or "
	"`_`, a\n"
	"new one for each new request. Within seven days the server answers the same request under "
	"the\n"
	"same key as it did before, and does nothing. Replies with a password or token are never "
	"kept, so\n"
	"those methods are done anew.\n"
	"\n"
	"**The session** that `login` leaves is a file of mode 600 in `XDG_RUNTIME_DIR`, or where\n"
	"`--session` says. It names the server and its authority, so the commands after it need "
	"no\n"
	"options; it is never sent to another server. `--user` with any command signs in for it "
	"alone.\n"
	"Passwords come from the terminal or from `--password-file`, which must be closed to "
	"others.\n"
	"`XUEJI_SERVER` and `XUEJI_CA` stand for the options of those names.\n"
	"\n"
	"**Over SSH.** Where sshd runs `xueji` in place of what was asked for (`ForceCommand "
	"xueji`), the\n"
	"words asked for name the command: `ssh desk unit list 330000 --output csv`. No shell "
	"reads them.\n"
	"Words are separated by spaces; what stands in '…' is taken as it is; elsewhere `\\` takes "
	"the next\n"
	"character as it is, and \"…\" keeps spaces. Options that name a file, a server or a user "
	"are\n"
	"refused, and files come on standard input, as `-`. Fixed options stand in `ForceCommand` "
	"itself.\n";

static void write_options(const struct option *options, size_t n, FILE *out)
{
	for (size_t i = 0; i < n && options[i].name != NULL; i++)
		fprintf(out, "| `%s%s%s` | %s |\n", options[i].name, options[i].value ? " " : "",
			options[i].value ? options[i].value : "", options[i].meaning);
}

static void write_command(const struct command *command, FILE *out)
{
	fprintf(out, "\n### xueji %s\n\n    xueji %s%s%s\n\n%c%s.\n", command->name, command->name,
		*command->operands ? " " : "", command->operands, command->purpose[0] - 32,
		command->purpose + 1);
	if (command->method != NULL)
		fprintf(out, "Calls `%s`.\n", command->method);
	if (command->options[0].name == NULL)
		return;
	fprintf(out, "\n| Option | |\n|---|---|\n");
	write_options(command->options, OPTIONS_MAX, out);
}

void manual_write(FILE *out)
{
	fputs(introduction, out);
	fprintf(out, "\n## Options of every command\n\n| Option | |\n|---|---|\n");
	write_options(global_options, global_options_count, out);
	fprintf(out, "\n## Exit codes\n\n| Code | |\n|---|---|\n");
	exit_write_table(out, "| ", " | ");
	fprintf(out, "\n## Commands\n");
	for (size_t i = 0; i < commands_count(); i++)
		write_command(commands_at(i), out);
}

/* ---- completion ---- */

static void write_options_of(const struct option *options, size_t n, FILE *out)
{
	for (size_t i = 0; i < n && options[i].name != NULL; i++)
		fprintf(out, " %s", options[i].name);
}

/* "approve, return" as " approve return". */
static void write_words(const char *words, FILE *out)
{
	if (*words != '\0')
		fputc(' ', out);
	for (; *words != '\0'; words++)
		if (*words != ',')
			fputc(*words, out);
}

/* The words that a field of its request takes; "" where any text does. */
static const char *words_of(struct arena *arena, const struct command *command, const char *field)
{
	const struct client_method *method =
		command->method != NULL ? client_method(&client_methods, command->method) : NULL;
	return method != NULL && field != NULL ? fields_words(arena, method->request, field) : "";
}

/* What follows an option is one of its words, and nothing else. */
static void write_option_words(struct arena *arena, const struct command *command, FILE *out)
{
	for (size_t i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++) {
		const struct option *option = &command->options[i];
		const char *words = words_of(arena, command, option->field);
		if (words[0] == '\0')
			continue;
		fprintf(out, "    '%s'*' %s') words='", command->name, option->name);
		write_words(words, out);
		fprintf(out, "' ;;\n");
	}
}

static void write_command_words(struct arena *arena, const struct command *command, FILE *out)
{
	write_option_words(arena, command, out);
	fprintf(out, "    '%s'*) words='", command->name);
	for (size_t i = 0; i < FIELDS_MAX; i++)
		write_words(command->words[i] != NULL
				    ? command->words[i]
				    : words_of(arena, command, command->fields[i]),
			out);
	write_options_of(command->options, OPTIONS_MAX, out);
	write_options_of(global_options, global_options_count, out);
	fprintf(out, "' ;;\n");
}

void manual_write_completion(FILE *out)
{
	struct arena *arena = arena_new(0);
	fprintf(out, "# Completion of xueji for bash, by: xueji completion bash\n_xueji() {\n"
		     "    local word=${COMP_WORDS[COMP_CWORD]} "
		     "line=\"${COMP_WORDS[*]:1:COMP_CWORD-1}\" words\n"
		     "    case $line in\n"
		     "    *' --output') words='table json csv' ;;\n"
		     "    *' --lang') words='zh_CN en' ;;\n");
	for (size_t i = 0; i < commands_count(); i++)
		write_command_words(arena, commands_at(i), out);
	for (size_t i = 0; i < commands_count(); i++) {
		const char *space = strchr(commands_at(i)->name, ' ');
		if (space != NULL)
			fprintf(out, "    '%.*s') words+=' %s' ;;&\n",
				(int)(space - commands_at(i)->name), commands_at(i)->name,
				space + 1);
	}
	fprintf(out, "    '') words='");
	for (size_t i = 0; i < commands_count(); i++)
		fprintf(out, " %.*s", (int)strcspn(commands_at(i)->name, " "),
			commands_at(i)->name);
	fprintf(out, "' ;;\n    esac\n"
		     "    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n}\n"
		     "complete -o default -F _xueji xueji\n");
	arena_free(arena);
}
