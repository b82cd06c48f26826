/* See tui/screens/history.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen history_screen;
