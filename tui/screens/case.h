/* One case: its track, its steps, what it applies for. */
#pragma once

#include "tui/screen.h"

extern const struct screen case_screen;
