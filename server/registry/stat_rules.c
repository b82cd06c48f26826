#include "server/registry/stat_rules.h"

#include <string.h>

#include "domain/roll.h"

static bool is(const char *value, const char *code)
{
	return strcmp(value, code) == 0;
}

/* A code other than "none" is given. */
static bool is_some(const char *value)
{
	return *value != '\0' && !is(value, "0");
}

struct stat_counts stat_of_child(int status, int sex, const Xueji__V1__StudentItems *items)
{
	struct stat_counts c = {{0}};
	if (status != ROLL_ENROLLED) {
		const struct roll_status_row *row = roll_status_row(status);
		c.of[STAT_AWAY] = row != NULL && row->is_on_roll;
		c.of[STAT_PENDING] = status == ROLL_PENDING;
		return c;
	}
	c.of[STAT_BOYS] = sex == 1;
	c.of[STAT_GIRLS] = sex != 1;
	c.of[STAT_BOARDERS] = is(items->attendance, "2");
	c.of[STAT_LEFT_BEHIND] = is_some(items->left_behind);
	c.of[STAT_MIGRANT] = is(items->is_migrant_child, "1");
	c.of[STAT_DISABLED] = is_some(items->disability);
	c.of[STAT_AID] = is(items->needs_aid, "1") || is(items->receives_subsidy, "1");
	c.of[STAT_MEALS] = is(items->has_school_meals, "1");
	c.of[STAT_BUS] = is(items->needs_school_bus, "1");
	c.of[STAT_MINORITY] = *items->ethnic_group != '\0' && !is(items->ethnic_group, "01");
	return c;
}

void stat_sum(struct stat_counts *to, const struct stat_counts *what, int sign)
{
	for (int i = 0; i < STAT_COUNT; i++)
		to->of[i] += sign * what->of[i];
}

bool stat_is_zero(const struct stat_counts *counts)
{
	for (int i = 0; i < STAT_COUNT; i++)
		if (counts->of[i] != 0)
			return false;
	return true;
}
