#include "server/service/unit_moved.h"

unit_moved_fn *const unit_moved[] = {
	postings_unit_moved,
	cases_unit_moved,
	children_unit_moved,
};
const size_t unit_moved_count = sizeof unit_moved / sizeof *unit_moved;
