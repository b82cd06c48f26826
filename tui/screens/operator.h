/* See tui/screens/operator.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen operator_screen;
