/* See tui/screens/import_start.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen import_start_screen;
