/* Changing the ordinary items of a child's record. */
#pragma once

#include "tui/screen.h"

extern const struct screen student_edit_screen;
