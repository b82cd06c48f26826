#include "server/commands/usage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/command_words.h"

/* ---- explaining ---- */

static void write_line(const struct command *command, FILE *out)
{
	fprintf(out, "xuejid %s", command->name);
	if (command->operands[0] != '\0')
		fprintf(out, " %s", command->operands);
	for (size_t i = 0; i < command->n_options; i++) {
		const struct option *option = &command->options[i];
		fprintf(out, " [%s%s%s]%s", option->name, option->value ? " " : "",
			option->value ? option->value : "", option->repeats ? "…" : "");
	}
}

void usage_write_one(const struct command *command, FILE *out)
{
	fprintf(out, "Usage: ");
	write_line(command, out);
	fprintf(out, "\n%s\n", command->purpose);
	for (size_t i = 0; i < command->n_options; i++) {
		const struct option *option = &command->options[i];
		char left[64];
		snprintf(left, sizeof left, "%s %s", option->name,
			option->value ? option->value : "");
		fprintf(out, "  %-20s %s\n", left, option->meaning);
	}
}

void usage_write_all(FILE *out)
{
	fprintf(out, "xuejid, the server of the student registry.\n\n");
	for (size_t i = 0; i < commands_count; i++)
		fprintf(out, "  %-14s %s\n", commands[i]->name, commands[i]->purpose);
	fprintf(out, "\nxuejid help COMMAND tells more; so do xuejid help settings and xuejid help "
		     "exit-codes.\n");
}

/* ---- taking apart ---- */

const struct command *usage_find(const char *const words[], int *taken_out)
{
	for (size_t i = 0; i < commands_count; i++)
		if ((*taken_out = command_words_matched(commands[i]->name, words)) > 0)
			return commands[i];
	return NULL;
}

static enum exit_code complain(const struct command *command, const char *what, const char *which)
{
	if (command == NULL)
		fprintf(stderr, "xuejid: %s %s; xuejid help lists the commands.\n", what, which);
	else
		fprintf(stderr, "xuejid %s: %s %s; see: xuejid help %s\n", command->name, what,
			which, command->name);
	return EXIT_USAGE;
}

static const struct option *option_named(
	const struct command *command, const char *word, size_t size)
{
	for (size_t i = 0; i < command->n_options; i++) {
		const char *name = command->options[i].name;
		if (strlen(name) == size && memcmp(name, word, size) == 0)
			return &command->options[i];
	}
	return NULL;
}

/* Takes the option at *word ("--name VALUE" or "--name=VALUE"); moves on past its value. */
static enum exit_code take_option(struct invocation *invocation, char *const **word)
{
	const struct command *command = invocation->command;
	const char *text = **word, *equals = strchr(text, '=');
	const struct option *option =
		option_named(command, text, equals ? (size_t)(equals - text) : strlen(text));
	if (option == NULL)
		return complain(command, "there is no option", text);
	if (option->value == NULL && equals != NULL)
		return complain(command, "no value belongs to the option", option->name);
	const char *value = "";
	if (option->value != NULL && equals != NULL)
		value = equals + 1;
	else if (option->value != NULL && (value = *++*word) == NULL)
		return complain(command, "a value is missing after the option", option->name);
	if (!option->repeats && option_value(invocation, option->name) != NULL)
		return complain(command, "given more than once: the option", option->name);
	invocation->given[invocation->n_given++] = (struct given){option, value};
	return EXIT_DONE;
}

static enum exit_code check_count(const struct command *command, size_t n, const char *extra)
{
	const struct command_operands wanted = command_operands(command->operands);
	if (n > wanted.most)
		return complain(command, "too many words:", extra);
	if (n < wanted.least)
		return complain(command, "something is missing of:", command->operands);
	return EXIT_DONE;
}

static enum exit_code take_words(struct invocation *invocation, char *const *word, size_t n_words)
{
	size_t most = command_operands(invocation->command->operands).most, n = 0;
	const char **operands = arena_array(invocation->arena, const char *, n_words + most + 1);
	const char *extra = NULL;
	bool has_ended = false; /* after "--" everything is an operand */
	invocation->given = arena_array(invocation->arena, struct given, n_words);
	for (; *word != NULL; word++) {
		if (!has_ended && strcmp(*word, "--") == 0) {
			has_ended = true;
		} else if (!has_ended && strcmp(*word, "--help") == 0) {
			invocation->wants_help = true;
			return EXIT_DONE;
		} else if (!has_ended && (*word)[0] == '-' && (*word)[1] != '\0') {
			enum exit_code code = take_option(invocation, &word);
			if (code != EXIT_DONE)
				return code;
		} else {
			if (n == most)
				extra = *word;
			operands[n++] = *word;
		}
	}
	invocation->operands = operands;
	return check_count(invocation->command, n, extra);
}

enum exit_code usage_parse(struct invocation *invocation, int argc, char *const argv[])
{
	int taken = 0;
	if (argc < 2) {
		usage_write_all(stderr);
		return EXIT_USAGE;
	}
	const char *const words[] = {command_word_known(argv[1]), argc > 2 ? argv[2] : NULL, NULL};
	invocation->command = usage_find(words, &taken);
	if (invocation->command == NULL)
		return complain(NULL, "there is no command", argv[1]);
	return take_words(invocation, argv + 1 + taken, (size_t)argc);
}

/* ---- asking ---- */

const char *option_value(const struct invocation *invocation, const char *name)
{
	for (size_t i = invocation->n_given; i > 0; i--)
		if (strcmp(invocation->given[i - 1].option->name, name) == 0)
			return invocation->given[i - 1].value;
	return NULL;
}

struct conf_list option_values(const struct invocation *invocation, const char *name)
{
	const char **items = arena_array(invocation->arena, const char *, invocation->n_given);
	size_t n = 0;
	for (size_t i = 0; i < invocation->n_given; i++)
		if (strcmp(invocation->given[i].option->name, name) == 0)
			items[n++] = invocation->given[i].value;
	return (struct conf_list){items, n};
}

bool option_number(const struct invocation *invocation, const char *name, int64_t min, int64_t max,
	int64_t missing, int64_t *out)
{
	const char *text = option_value(invocation, name);
	*out = missing;
	if (text == NULL)
		return true;
	char *end;
	long long value = strtoll(text, &end, 10);
	if (end != text && *end == '\0' && value >= min && value <= max) {
		*out = value;
		return true;
	}
	fail(invocation, EXIT_USAGE, "%s needs a number from %lld to %lld, not \"%s\".", name,
		(long long)min, (long long)max, text);
	return false;
}

enum exit_code fail(
	const struct invocation *invocation, enum exit_code code, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	const char *text = arena_vprintf(invocation->arena, format, args);
	va_end(args);
	fprintf(stderr, "xuejid %s: %s\n", invocation->command->name, text);
	return code;
}
