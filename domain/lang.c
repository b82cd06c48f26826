#include "domain/lang.h"

#include <stddef.h>
#include <strings.h>

enum lang lang_of(const char *word)
{
	return word != NULL && strncasecmp(word, "en", 2) == 0 ? LANG_EN : LANG_ZH;
}

const char *sentence_in(const struct sentence *sentence, enum lang lang)
{
	return lang == LANG_EN ? sentence->en : sentence->zh;
}
