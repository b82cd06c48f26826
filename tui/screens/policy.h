/* See tui/screens/policy.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen policy_screen;
