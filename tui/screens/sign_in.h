/* See tui/screens/sign_in.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen sign_in_screen;
