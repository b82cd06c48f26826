/* See tui/screens/export_ask.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen export_ask_screen;
