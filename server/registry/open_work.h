/* The kinds of work that are counted while they are open, for the totals of units: one row of
 * server/registry/open_work.def each. */
#pragma once

#include "server/registry/case_kinds.h"

enum open_work {
#define OPEN_WORK(name, field, number) OPEN_##name = (number),
#include "server/registry/open_work.def"
#undef OPEN_WORK
	OPEN_WORK_END = 16 /* numbers are 1 to 15 */
};
