/* See tui/screens/settings.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen settings_screen;
