/* One problem record: its children side by side, its track, its messages, its answers. */
#pragma once

#include "tui/screen.h"

extern const struct screen problem_screen;
