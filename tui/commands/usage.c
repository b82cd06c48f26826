#include "tui/commands/usage.h"

#include <string.h>
#include <strings.h>

#include "common/command_words.h"
#include "tui/commands/list.h"
#include "tui/commands/plain.h"
#include "tui/text.h"

const struct option global_options[] = {
	{"--server", "ADDRESS", "where the server listens: HOST:PORT or unix:PATH", NULL},
	{"--ca", "FILE", "the certificate of the authority that vouches for the server", NULL},
	{"--certificate", "FILE", "a certificate of this client, where the server asks for one",
		NULL},
	{"--key-file", "FILE", "its key", NULL},
	{"--session", "FILE", "where the session is kept", NULL},
	{"--user", "NAME", "sign in for this command alone", NULL},
	{"--password-file", "FILE", "the password's file, which only its owner may read; -: stdin",
		NULL},
	{"--code", "CODE", "what the second factor shows", NULL},
	{"--lang", "LANG", "zh_CN or en", NULL},
	{"--output", "FORM", "table, json or csv", NULL},
	{"--key", "KEY",
		"the same key for the same request: it is done once, however often it is sent",
		NULL},
	{"--limit", "N", "at most so many rows", NULL},
	{"--help", NULL, "explain the command instead of running it", NULL},
};
const size_t global_options_count = sizeof global_options / sizeof *global_options;

/* What someone may say who may use the registry, not this host. */
static bool is_confining(const char *name, const char *value)
{
	static const char *const allowed[] = {
		"--lang", "--output", "--key", "--limit", "--help", "--code", "--user"};
	for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
		if (strcmp(name, allowed[i]) == 0)
			return false;
	return strcmp(name, "--password-file") != 0 || strcmp(value, "-") != 0;
}

/* ---- explaining: tui/po/zh_CN/commands.po has it in Chinese ---- */

enum { COLUMN = 28 };

static void write_option(const struct option *option, FILE *out)
{
	char left[64];
	snprintf(left, sizeof left, "%s%s%s", option->name, option->value ? " " : "",
		option->value ? option->value : "");
	fprintf(out, "  %-24s %s\n", left, _(option->meaning));
}

void usage_write_one(const struct command *command, FILE *out)
{
	fprintf(out, _("Usage: xueji %s%s%s"), command->name, *command->operands ? " " : "",
		command->operands);
	fprintf(out, "%s\n", command->options[0].name != NULL ? _(" [OPTION]") : "");
	fprintf(out, "%s\n", _(command->purpose));
	for (size_t i = 0; i < OPTIONS_MAX && command->options[i].name != NULL; i++)
		write_option(&command->options[i], out);
}

/* Is it one of the commands of this noun: "unit list" of "unit"? */
static bool is_of_noun(const struct command *command, const char *noun)
{
	size_t size = strlen(noun);
	return size > 0 && strncmp(command->name, noun, size) == 0 && command->name[size] == ' ';
}

static void write_purpose(const struct command *command, FILE *out)
{
	fprintf(out, "  %-*s %s\n", COLUMN, command->name, _(command->purpose));
}

bool usage_write_noun(const char *noun, FILE *out)
{
	bool is_one = false;
	for (size_t i = 0; i < commands_count(); i++)
		if (is_of_noun(commands_at(i), noun)) {
			write_purpose(commands_at(i), out);
			is_one = true;
		}
	return is_one;
}

void usage_write_all(FILE *out)
{
	fprintf(out, "%s\n\n",
		_("xueji, the console of the student registry, and its subcommands."));
	/* as wide as its cells, not its bytes */
	int width = COLUMN + (int)strlen(_("(nothing)")) - (int)plain_width(_("(nothing)"));
	fprintf(out, "  %-*s %s\n", width, _("(nothing)"), _("open the console"));
	for (size_t i = 0; i < commands_count(); i++)
		write_purpose(commands_at(i), out);
	fprintf(out, "\n%s\n", _("Options of every command:"));
	for (size_t i = 0; i < global_options_count; i++)
		write_option(&global_options[i], out);
	fprintf(out, "\n%s\n", _("xueji help COMMAND tells more; so does xueji help exit-codes."));
}

/* ---- taking apart ---- */

const struct command *usage_find(char *const words[], int *taken_out)
{
	for (size_t i = 0; i < commands_count(); i++)
		if ((*taken_out = command_words_matched(
			     commands_at(i)->name, (const char *const *)words)) > 0)
			return commands_at(i);
	return NULL;
}

static enum exit_code complain(
	const struct invocation *invocation, const char *what, const char *which)
{
	if (invocation->command == NULL)
		return fail(invocation, EXIT_USAGE, "%s %s; xueji help lists the commands.", what,
			which);
	return fail(invocation, EXIT_USAGE, "%s %s; see: xueji help %s", what, which,
		invocation->command->name);
}

static bool is_named(const struct option *option, const char *word)
{
	size_t size = strcspn(word, "=");
	return strlen(option->name) == size && memcmp(option->name, word, size) == 0;
}

static const struct option *option_named(const struct command *command, const char *word)
{
	for (size_t i = 0; i < global_options_count; i++)
		if (is_named(&global_options[i], word))
			return &global_options[i];
	for (size_t i = 0; command != NULL && i < OPTIONS_MAX; i++)
		if (command->options[i].name != NULL && is_named(&command->options[i], word))
			return &command->options[i];
	return NULL;
}

static void keep(struct invocation *invocation, const struct option *option, const char *value)
{
	invocation->given = arena_grow(invocation->arena, invocation->given, invocation->n_given,
		sizeof *invocation->given);
	invocation->given[invocation->n_given++] = (struct given){option, value};
}

/* Takes the option at *word ("--name VALUE" or "--name=VALUE"); moves on past its value. */
static enum exit_code take_option(struct invocation *invocation, char *const **word)
{
	const char *equals = strchr(**word, '=');
	const struct option *option = option_named(invocation->command, **word);
	if (option == NULL)
		return complain(invocation, "there is no option", **word);
	if (option->value == NULL && equals != NULL)
		return complain(invocation, "no value belongs to the option", option->name);
	const char *value = "";
	if (option->value != NULL && equals != NULL)
		value = equals + 1;
	else if (option->value != NULL && (value = *++*word) == NULL)
		return complain(invocation, "a value is missing after the option", option->name);
	bool is_global = option >= global_options && option < global_options + global_options_count;
	if (invocation->is_confined && is_global && is_confining(option->name, value))
		return complain(invocation, "not to be set from afar: the option", option->name);
	keep(invocation, option, value);
	if (strcmp(option->name, "--help") == 0)
		invocation->wants_help = true;
	return EXIT_DONE;
}

static enum exit_code check_count(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	const struct command_operands wanted = command_operands(command->operands);
	size_t n = invocation->n_operands;
	if (n > wanted.most)
		return complain(invocation, "too many words:", invocation->operands[wanted.most]);
	if (n < wanted.least)
		return complain(invocation, "something is missing of:", command->operands);
	return EXIT_DONE;
}

/* Is it one of a row's words, or the name of such a value in the contract? */
static bool is_among(const char *words, const char *word)
{
	size_t size = strlen(word);
	for (size_t n; *words != '\0'; words += n, words += strspn(words, ", ")) {
		n = strcspn(words, ",");
		bool is_end = size == n || (size > n && word[size - n - 1] == '_');
		if (is_end && strncasecmp(word + size - n, words, n) == 0)
			return true;
	}
	return false;
}

static enum exit_code check_words(const struct invocation *invocation)
{
	const struct command *command = invocation->command;
	for (size_t i = 0; i < invocation->n_operands && i < FIELDS_MAX; i++)
		if (command->words[i] != NULL &&
			!is_among(command->words[i], invocation->operands[i]))
			return fail(invocation, EXIT_USAGE,
				"\"%s\" is none of %s; see: xueji help %s", invocation->operands[i],
				command->words[i], command->name);
	return EXIT_DONE;
}

/* "list, show": what may follow a word that begins commands; "" when it begins none. */
static const char *verbs_of(struct arena *arena, const char *noun)
{
	const char *verbs = "";
	for (size_t i = 0; i < commands_count(); i++)
		if (is_of_noun(commands_at(i), noun))
			verbs = arena_printf(arena, "%s%s%s", verbs, *verbs != '\0' ? ", " : "",
				commands_at(i)->name + strlen(noun) + 1);
	return verbs;
}

static enum exit_code complain_of_name(const struct invocation *invocation, const char *word)
{
	const char *verbs = verbs_of(invocation->arena, word);
	if (*verbs == '\0')
		return complain(invocation, "there is no command", word);
	return fail(invocation, EXIT_USAGE, "after %s comes one of %s; see: xueji help %s", word,
		verbs, word);
}

/* Moves past the command's name; before it only options of every command stand. */
static enum exit_code take_name(struct invocation *invocation, char *const **word)
{
	int taken;
	char *first[] = {(char *)command_word_known(**word), NULL};
	invocation->command = usage_find(*word, &taken);
	if (invocation->command == NULL && first[0] != **word)
		invocation->command = usage_find(first, &taken);
	if (invocation->command == NULL)
		return complain_of_name(invocation, **word);
	*word += taken - 1;
	return EXIT_DONE;
}

enum exit_code usage_parse(struct invocation *invocation, char *const words[])
{
	const char **operands = NULL;
	bool has_ended = false; /* after "--" everything is an operand */
	for (char *const *word = words; *word != NULL; word++) {
		enum exit_code code = EXIT_DONE;
		bool is_option = (*word)[0] == '-' && (*word)[1] != '\0' && !has_ended;
		if (is_option && strcmp(*word, "--") == 0) {
			has_ended = true;
		} else if (invocation->command == NULL &&
			   (!is_option || command_word_known(*word) != *word)) {
			code = take_name(invocation, &word);
		} else if (is_option) {
			code = take_option(invocation, &word);
		} else {
			operands = arena_grow(invocation->arena, operands, invocation->n_operands,
				sizeof *operands);
			operands[invocation->n_operands++] = *word;
		}
		if (code != EXIT_DONE)
			return code;
	}
	invocation->operands = operands;
	if (invocation->command == NULL || invocation->wants_help)
		return EXIT_DONE;
	enum exit_code code = check_count(invocation);
	return code == EXIT_DONE ? check_words(invocation) : code;
}

/* ---- words over SSH ---- */

/* One word from *at, which moves on; false: a quote is not closed. */
static bool take_word(const char **at, char *out)
{
	char quote = '\0';
	const char *text = *at;
	for (; *text != '\0' && (quote != '\0' || *text != ' '); text++) {
		if (quote == '\0' && (*text == '\'' || *text == '"'))
			quote = *text;
		else if (*text == quote)
			quote = '\0';
		else if (*text == '\\' && quote != '\'' && text[1] != '\0')
			*out++ = *++text;
		else
			*out++ = *text;
	}
	*at = text;
	return quote == '\0';
}

char **usage_split(struct arena *arena, const char *line)
{
	size_t size = strlen(line), n = 0;
	char **words = arena_array(arena, char *, size / 2 + 2);
	for (line += strspn(line, " "); *line != '\0'; line += strspn(line, " ")) {
		words[n] = arena_alloc(arena, size + 1);
		if (!take_word(&line, words[n++]))
			return NULL;
	}
	return words;
}

/* ---- asking ---- */

const char *option_value(const struct invocation *invocation, const char *name)
{
	for (size_t i = invocation->n_given; i > 0; i--)
		if (strcmp(invocation->given[i - 1].option->name, name) == 0)
			return invocation->given[i - 1].value;
	return NULL;
}

const char *operand(const struct invocation *invocation, size_t i)
{
	return i < invocation->n_operands ? invocation->operands[i] : NULL;
}
