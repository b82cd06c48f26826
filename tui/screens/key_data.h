/* Applying for new values of controlled items. */
#pragma once

#include "tui/screen.h"

extern const struct screen key_data_screen;
