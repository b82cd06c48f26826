/* Rows of commands and the words of a command line: what both programs take apart alike. */
#pragma once

#include <stddef.h>

/* Does `name` ("unit list") stand at the front of the words, NULL behind the last? How many it
 * takes; 0: no. */
int command_words_matched(const char *name, const char *const words[]);

/* What other programs take as options, and fingers know: "--help" is the command help, "--version"
 * is version. Other words are returned as they are. */
const char *command_word_known(const char *word);

/* How many operands a row asks for: "DIR [NAME]" is 1 to 2; with "…" there is no most. */
struct command_operands {
	size_t least, most;
};
struct command_operands command_operands(const char *operands);
