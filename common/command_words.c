#include "common/command_words.h"

#include <stdint.h>
#include <string.h>

int command_words_matched(const char *name, const char *const words[])
{
	int n = 0;
	while (words[n] != NULL) {
		size_t size = strlen(words[n]);
		if (size == 0 || strncmp(name, words[n], size) != 0)
			return 0;
		n++;
		if (name[size] == '\0')
			return n;
		if (name[size] != ' ')
			return 0;
		name += size + 1;
	}
	return 0;
}

const char *command_word_known(const char *word)
{
	static const char *const also[][2] = {
		{"--help", "help"}, {"-h", "help"}, {"--version", "version"}};
	for (size_t i = 0; i < sizeof also / sizeof *also; i++)
		if (strcmp(word, also[i][0]) == 0)
			return also[i][1];
	return word;
}

static size_t count_words(const char *text)
{
	size_t n = text[0] != '\0';
	for (; *text != '\0'; text++)
		n += *text == ' ';
	return n;
}

struct command_operands command_operands(const char *operands)
{
	size_t named = count_words(operands);
	const char *optional = strchr(operands, '[');
	return (struct command_operands){
		.least = named - (optional != NULL ? count_words(optional) : 0),
		.most = strstr(operands, "…") != NULL ? SIZE_MAX : named};
}
