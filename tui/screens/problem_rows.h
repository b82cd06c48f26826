/* Problem records as rows of a list. */
#pragma once

#include "tui/widgets/list.h"

extern const struct list_spec problem_rows;
