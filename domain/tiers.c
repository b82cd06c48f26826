#include "domain/tiers.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

static const struct tier_row rows[] = {
	{TIER_NATION, "nation", {.en = "nation", .zh = "国家"}},
	{TIER_PROVINCE, "province", {.en = "province", .zh = "省"}},
	{TIER_CITY, "city", {.en = "city", .zh = "市"}},
	{TIER_COUNTY, "county", {.en = "county", .zh = "县"}},
	{TIER_SCHOOL, "school", {.en = "school", .zh = "学校"}},
};
enum { N_ROWS = sizeof rows / sizeof *rows };

const struct tier_row *tier_row(enum tier tier)
{
	assert(tier >= TIER_NATION && tier <= TIER_SCHOOL);
	return &rows[tier - TIER_NATION];
}

const struct tier_row *tier_find(const char *word)
{
	for (size_t i = 0; i < N_ROWS; i++)
		if (strcmp(rows[i].word, word) == 0)
			return &rows[i];
	return NULL;
}
