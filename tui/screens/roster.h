/* See tui/screens/roster.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen roster_screen;
