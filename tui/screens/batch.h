/* See tui/screens/batch.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen batch_screen;
