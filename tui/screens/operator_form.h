/* See tui/screens/operator_form.c. */
#pragma once

#include "tui/screen.h"

extern const struct screen operator_form_screen;
