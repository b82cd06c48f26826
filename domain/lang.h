/* The two languages in which the registry speaks. */
#pragma once

enum lang { LANG_ZH, LANG_EN };

/* From a locale or BCP 47 word ("en", "zh_CN"); anything else is Chinese. */
enum lang lang_of(const char *word);

/* A sentence in both. Arguments stand as {0}, {1} …: word order differs between the two. */
struct sentence {
	const char *en, *zh;
};
const char *sentence_in(const struct sentence *sentence, enum lang lang);
