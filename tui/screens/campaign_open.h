/* See tui/screens/campaign_open.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen campaign_open_screen;
