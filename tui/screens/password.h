/* See tui/screens/password.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen password_screen;
