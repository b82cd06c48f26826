/* See tui/screens/policy_propose.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen policy_propose_screen;
