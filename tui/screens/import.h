/* See tui/screens/import.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen import_screen;
