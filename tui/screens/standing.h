/* Applying for a change of a child's standing with its school. */
#pragma once

#include "tui/screen.h"

extern const struct screen standing_screen;
