/* The five tiers at which the registry is used, from the nation down (S1: two-level build,
 * five-level use). The numbers are those of xueji.v1.Tier and of the store. */
#pragma once

#include "domain/lang.h"

enum tier { TIER_NATION = 1, TIER_PROVINCE, TIER_CITY, TIER_COUNTY, TIER_SCHOOL };

struct tier_row {
	enum tier tier;
	const char *word; /* "county": in files and --output */
	struct sentence title;
};

const struct tier_row *tier_row(enum tier tier);
/* The row of a word; NULL for an unknown one. */
const struct tier_row *tier_find(const char *word);
