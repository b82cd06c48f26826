#include "server/registry/unit_rules.h"

#include "domain/unit_code.h"

/* What may hang under what. Schools hang under the lowest division there is: some provinces and
 * cities have none below them. */
static const struct {
	enum tier above, below;
} places[] = {
	{TIER_NATION, TIER_PROVINCE},
	{TIER_PROVINCE, TIER_CITY},
	{TIER_PROVINCE, TIER_COUNTY},
	{TIER_PROVINCE, TIER_SCHOOL},
	{TIER_CITY, TIER_COUNTY},
	{TIER_CITY, TIER_SCHOOL},
	{TIER_COUNTY, TIER_SCHOOL},
};

static bool may_hold(enum tier above, int below)
{
	for (size_t i = 0; i < sizeof places / sizeof *places; i++)
		if (places[i].above == above && (int)places[i].below == below)
			return true;
	return false;
}

enum reason unit_place_fault(const char *code, const struct unit *parent, bool holds_divisions)
{
	int tier = unit_code_tier(code);
	if (!may_hold(parent->tier, tier))
		return REASON_WRONG_PLACE;
	if (tier == TIER_SCHOOL && holds_divisions)
		return REASON_HAS_DIVISIONS;
	if (parent->tier != TIER_NATION && !unit_code_same_province(parent->code, code))
		return REASON_WRONG_PROVINCE;
	return NO_REASON;
}

/* Each stage goes on where the one before it ended. */
static bool stages_join(const struct programme *programme)
{
	int grade = 0; /* the last one so far */
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++) {
		int years = programme->years[stage];
		if (years == 0)
			continue;
		if (grade != 0 && stage_first_grade(stage, years) != grade + 1)
			return false;
		grade = stage_last_grade(stage, years);
	}
	return true;
}

static enum reason stage_fault(const struct school_category *category, int stage, int years)
{
	const struct stage_row *row = stage_row(stage);
	uint32_t bit = UINT32_C(1) << stage;
	if (years == 0)
		return category->must & bit ? REASON_STAGE_MISSING : NO_REASON;
	if (!((category->must | category->may) & bit))
		return REASON_STAGE_NOT_TAUGHT;
	return years < row->shortest || years > row->longest ? REASON_BAD_YEARS : NO_REASON;
}

enum reason unit_programme_fault(
	const struct school_category *category, const struct programme *programme, int *stage_out)
{
	bool is_empty = true;
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++) {
		enum reason reason = stage_fault(category, stage, programme->years[stage]);
		*stage_out = stage;
		if (reason != NO_REASON)
			return reason;
		is_empty = is_empty && programme->years[stage] == 0;
	}
	if (is_empty)
		return REASON_NO_STAGES;
	return stages_join(programme) ? NO_REASON : REASON_STAGES_APART;
}

int64_t unit_bureau_after(
	const struct unit *before, const struct unit *const above[], size_t n_above)
{
	const struct unit *same_tier = NULL;
	for (size_t i = 0; i < n_above; i++) {
		if (above[i]->id == before->id)
			return before->id;
		if (above[i]->tier == before->tier)
			same_tier = above[i];
	}
	return same_tier != NULL ? same_tier->id : above[0]->id;
}

static const struct unit_change_rule rules[] = {
	{UNIT_RENAME, ACTION_UNIT_RENAME, .from_most = 1, .takes_name = true},
	{UNIT_MOVE, ACTION_UNIT_MOVE, .from_most = 50, .takes_parent = true},
	{UNIT_MERGE, ACTION_UNIT_MERGE, .from_most = 50, .to_least = 1, .to_most = 1},
	{UNIT_SPLIT, ACTION_UNIT_SPLIT, .from_most = 1, .to_least = 2, .to_most = 20,
		.takes_keeper = true},
	{UNIT_CLOSE, ACTION_UNIT_CLOSE, .from_most = 50, .takes_keeper = true},
};

const struct unit_change_rule *unit_change_rule(int kind)
{
	for (size_t i = 0; i < sizeof rules / sizeof *rules; i++)
		if ((int)rules[i].kind == kind)
			return &rules[i];
	return NULL;
}
