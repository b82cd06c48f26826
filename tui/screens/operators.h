/* See tui/screens/operators.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen operators_screen;
