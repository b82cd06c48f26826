/* The school's answer to a problem record. */
#pragma once

#include "tui/screen.h"

extern const struct screen problem_answer_screen;
