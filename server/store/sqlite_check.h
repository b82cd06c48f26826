/* What SQLite itself can find wrong with its file. */
#pragma once

#include "server/store/checks.h"

/* Pages and indexes, then references; reports at most 100 faults of each. */
enum err sqlite_check(struct ctx *ctx, check_report *report, void *arg) MUST_CHECK;
