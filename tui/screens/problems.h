/* Problem records of a unit: those that wait, all that are open, those that are settled. */
#pragma once

#include "tui/screen.h"

extern const struct screen problems_screen;
