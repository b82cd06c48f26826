/* See tui/screens/batches.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen batches_screen;
