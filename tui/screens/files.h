/* See tui/screens/files.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen files_screen;
