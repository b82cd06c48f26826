/* What roll-ups are made of: one row of counters for each school, stage and grade, changed in the
 * transaction of each change of a child. Totals of units above are in memory (stat_cache.h). */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "server/ctx.h"
#include "server/registry/open_work.h"
#include "server/registry/stat_rules.h"

struct stat_row {
	int64_t school;
	int stage, grade;
	struct stat_counts counts;
};

/* Adds to a row; a counter that would fall below 0 is ERR_INTERNAL. After the commit the totals in
 * memory follow. Nothing is done when every delta is 0. */
enum err stat_add(struct ctx *ctx, const struct stat_row *delta) MUST_CHECK;

/* The row of a school, stage and grade; zero when there is none. */
enum err stat_get(
	struct ctx *ctx, int64_t school, int stage, int grade, struct stat_counts *out) MUST_CHECK;
/* The number of open cases, or other work, of a kind at a school goes up or down by `delta`; after
 * the commit the totals in memory follow. */
enum err open_work_add(
	struct ctx *ctx, int64_t school, enum open_work kind, int64_t delta) MUST_CHECK;
enum err open_work_get(
	struct ctx *ctx, int64_t school, enum open_work kind, int64_t *out) MUST_CHECK;
enum err open_work_each(struct ctx *ctx,
	void (*take)(void *arg, int64_t school, enum open_work kind, int64_t open),
	void *arg) MUST_CHECK;

/* Is any child enrolled at all? */
enum err stat_has_pupils(struct ctx *ctx, bool *out) MUST_CHECK;

/* The rows of a school, or of all schools (0), by school, stage and grade, given one by one. */
enum err stat_each(struct ctx *ctx, int64_t school,
	void (*take)(void *arg, const struct stat_row *row), void *arg) MUST_CHECK;
