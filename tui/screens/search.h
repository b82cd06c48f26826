/* Finding a child within one's units. */
#pragma once

#include "tui/screen.h"

extern const struct screen search_screen;
