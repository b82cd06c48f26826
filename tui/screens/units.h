/* See tui/screens/units.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen units_screen;
