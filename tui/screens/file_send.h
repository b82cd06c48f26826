/* See tui/screens/file_send.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen file_send_screen;
