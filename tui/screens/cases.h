/* Cases of a unit: those that wait, all that it sees, those that are closed. */
#pragma once

#include "tui/screen.h"

extern const struct screen cases_screen;
