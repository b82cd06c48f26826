/* Checks of a unit's records for second ones: how far they are, running one, stopping it. */
#pragma once

#include "tui/screen.h"

extern const struct screen checks_screen;
