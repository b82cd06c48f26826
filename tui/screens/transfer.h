/* Applying for a child of another school (R23). */
#pragma once

#include "tui/screen.h"

extern const struct screen transfer_screen;
