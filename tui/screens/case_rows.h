/* Cases as rows of a list: of every kind, or transfers alone. */
#pragma once

#include "tui/widgets/list.h"

extern const struct list_spec case_rows, transfer_rows;
