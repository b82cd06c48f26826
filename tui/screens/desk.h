/* See tui/screens/desk.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen desk_screen;
