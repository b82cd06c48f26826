/* See tui/screens/journal.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen journal_screen;
