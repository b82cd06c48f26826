/* The command line: taken apart by the rows, and explained from them. */
#pragma once

#include "tui/commands/command.h"

/* The options that every command takes. */
extern const struct option global_options[];
extern const size_t global_options_count;

/* Takes `words` apart, NULL at their end. EXIT_USAGE after a complaint on stderr. May be called
 * twice: what the second call finds is added. */
enum exit_code usage_parse(struct invocation *invocation, char *const words[]) MUST_CHECK;

/* A line of words as one writes it over SSH: separated by spaces; '…' is taken literally; in "…"
 * and outside, \ takes the next character literally. No variables, no patterns, no shell. NULL:
 * a quote is not closed. */
char **usage_split(struct arena *arena, const char *line);

void usage_write_all(FILE *out);
/* The commands whose first word this is; false: there are none. */
bool usage_write_noun(const char *noun, FILE *out);
void usage_write_one(const struct command *command, FILE *out);
/* The command of one or two words, and how many of them it took; NULL: none. */
const struct command *usage_find(char *const words[], int *taken_out);
