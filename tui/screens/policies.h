/* See tui/screens/policies.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen policies_screen;
