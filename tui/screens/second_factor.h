/* See tui/screens/second_factor.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen second_factor_screen;
