/* See tui/screens/looks.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen looks_screen;
