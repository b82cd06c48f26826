/* Cases as rows of a list: of every kind, those that wait for one office, or transfers alone. */
#pragma once

#include "tui/widgets/list.h"

extern const struct list_spec case_rows, waiting_rows, transfer_rows;
