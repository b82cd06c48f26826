/* See tui/screens/campaign.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen campaign_screen;
