#include "domain/lang.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

enum lang lang_of(const char *word)
{
	if (word == NULL || strncasecmp(word, "en", 2) != 0)
		return LANG_ZH;
	return strchr("-_.@", word[2]) != NULL ? LANG_EN : LANG_ZH; /* or its end */
}

const char *sentence_in(const struct sentence *sentence, enum lang lang)
{
	return lang == LANG_EN ? sentence->en : sentence->zh;
}
