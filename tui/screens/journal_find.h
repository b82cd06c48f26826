/* See tui/screens/journal_find.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen journal_find_screen;
