/* See tui/screens/journal_check.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen journal_check_screen;
