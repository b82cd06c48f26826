/* Putting a child in who has no record yet. */
#pragma once

#include "tui/screen.h"

extern const struct screen registration_screen;
