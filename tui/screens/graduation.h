/* Entering a graduation of a grade or class. */
#pragma once

#include "tui/screen.h"

extern const struct screen graduation_screen;
