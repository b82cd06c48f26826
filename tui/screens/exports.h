/* See tui/screens/exports.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen exports_screen;
