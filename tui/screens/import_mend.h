/* See tui/screens/import_mend.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen import_mend_screen;
