#include "tui/text.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DOMAIN "xueji"

/* The build puts the catalogues beside the program, as the installation puts them in its prefix:
 * …/bin/xueji and …/share/locale, or build/tui/xueji and build/tui/locale. */
static const char *find_catalogues(char path[4096])
{
	ssize_t n = readlink("/proc/self/exe", path, 4000);
	if (n <= 0)
		return "";
	path[n] = '\0';
	char *name = strrchr(path, '/');
	snprintf(name, 64, "/locale");
	if (access(path, R_OK) == 0)
		return path;
	snprintf(name, 64, "/../share/locale");
	return path;
}

void text_init(const char *folder)
{
	char path[4096];
	bindtextdomain(DOMAIN, folder != NULL ? folder : find_catalogues(path));
	bind_textdomain_codeset(DOMAIN, "UTF-8");
	textdomain(DOMAIN);
}

void text_init_plain(enum lang lang)
{
	setlocale(LC_MESSAGES, "C.UTF-8");
	text_init(NULL);
	text_set_lang(lang);
}

void text_set_lang(enum lang lang)
{
	setenv("LANGUAGE", lang == LANG_ZH ? "zh_CN" : "en", 1);
	textdomain(DOMAIN); /* forgets what was looked up in the other language */
}
