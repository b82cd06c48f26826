/* Whether a document has a record anywhere, answered by yes or no. */
#pragma once

#include "tui/screen.h"

extern const struct screen check_screen;
