/* The folder's sentences in the language that the program speaks: by gettext, out of the catalogue
 * that the program has bound (tui/text.h); in English where it has bound none. */
#pragma once

#include <libintl.h>

#define _(text)  gettext(text)
#define N_(text) text

/* What an errno of a file says, for which a bare host has English alone. */
const char *words_of_error(int error);
