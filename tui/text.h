/* The console's own sentences in the operator's language, by gettext. The English text stands in
 * the code and is the key; tui/po/zh_CN.po holds the Chinese, and a test checks that none is
 * missing. Sentences of the server come in the right language by themselves.
 *
 * Texts stand in tables as N_("…") and are drawn through _(); both are ASCII in English. */
#pragma once

#include <libintl.h>

#include "domain/lang.h"

#define _(text)  gettext(text)
#define N_(text) text

/* Finds the catalogues: in `folder`, or (NULL) beside the program, as build and installation put
 * them. Once, before anything is drawn. */
void text_init(const char *folder);
/* The same for a program without a screen, and the language: it needs no locale of the host. */
void text_init_plain(enum lang lang);
/* From now on; LANGUAGE is set, so that it works under C.UTF-8, which is all a bare Debian has. */
void text_set_lang(enum lang lang);
