/* Cases as rows of a list: of every kind, those that wait for one office, transfers alone (all, or
 * those that wait), or the registrations of one school, which are decided together. */
#pragma once

#include "tui/widgets/list.h"

extern const struct list_spec case_rows, waiting_rows, transfer_rows, transfer_waiting_rows,
	batch_rows;
