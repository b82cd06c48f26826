/* What is counted of a child, for the totals of schools and of the units above them. The counters
 * are the table server/registry/stats.def: all but two count the children who are enrolled; AWAY
 * counts the others on the roll (suspended, abroad, dropped out), PENDING those whose registration
 * is under way, who are on no roll. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "xueji/v1/students.pb-c.h"

enum stat_kind {
#define STAT(name, column) STAT_##name,
#include "server/registry/stats.def"
#undef STAT
	STAT_COUNT
};

struct stat_counts {
	int64_t of[STAT_COUNT];
};

/* What one child counts for. `status` is an enum roll_status, `sex` 1 or 2; `items` are the
 * child's, sealed ones included. */
struct stat_counts stat_of_child(int status, int sex, const Xueji__V1__StudentItems *items);

/* to += sign × what */
void stat_sum(struct stat_counts *to, const struct stat_counts *what, int sign);
bool stat_is_zero(const struct stat_counts *counts);
static inline int64_t stat_pupils(const struct stat_counts *counts)
{
	return counts->of[STAT_BOYS] + counts->of[STAT_GIRLS];
}
/* Enrolled or away: all who are on the roll. */
static inline int64_t stat_on_roll(const struct stat_counts *counts)
{
	return stat_pupils(counts) + counts->of[STAT_AWAY];
}
