/* See tui/screens/status.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen status_screen;
