/* See tui/screens/imports.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen imports_screen;
