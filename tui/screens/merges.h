/* See tui/screens/merges.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen merges_screen;
