/* See tui/screens/campaigns.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen campaigns_screen;
