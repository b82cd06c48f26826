/* How many problem records a unit has, by what, and whether they become fewer. */
#pragma once

#include "tui/screen.h"

extern const struct screen progress_screen;
