/* A child's file: the items in their groups, the numbers, where the child is and was. */
#pragma once

#include "tui/screen.h"

extern const struct screen student_screen;
