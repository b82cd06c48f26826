#include "server/registry/delete_rules.h"

#include <assert.h>

#include "domain/roll.h"
#include "domain/stages.h"

static const struct sentence titles[ABSENCE_COUNT] = {
	[ABSENCE_NONE] = {.en = "recorded twice", .zh = "重复建籍"},
	[ABSENCE_ELSEWHERE] = {.en = "at another school", .zh = "在其他学校就读"},
	[ABSENCE_NEVER_HERE] = {.en = "never here", .zh = "查无此人"},
	[ABSENCE_DROPPED_OUT] = {.en = "dropped out", .zh = "辍学"},
	[ABSENCE_ABROAD] = {.en = "abroad", .zh = "出国（境）"},
	[ABSENCE_DECEASED] = {.en = "deceased", .zh = "死亡"},
};

const struct sentence *absence_title(enum absence absence)
{
	assert(absence >= 0 && absence < ABSENCE_COUNT);
	return &titles[absence];
}

enum delete_authority delete_needs(const struct delete_facts *facts)
{
	if (facts->has_g)
		return DELETE_BY_NATION;
	return facts->has_twin ? DELETE_BY_SCHOOL : DELETE_BY_BUREAU;
}

/* A child who is not there for such a reason is a child all the same: its status changes, and the
 * record stays. */
static bool is_status(enum absence why)
{
	return why == ABSENCE_DROPPED_OUT || why == ABSENCE_ABROAD || why == ABSENCE_DECEASED;
}

static bool is_kept_dropout(const struct delete_facts *facts)
{
	return facts->status == ROLL_DROPPED_OUT && facts->stage != STAGE_SENIOR;
}

bool delete_is_allowed(
	const struct delete_facts *facts, enum delete_authority has, enum reason *refusal_out)
{
	const struct {
		bool applies;
		enum reason refusal;
	} bars[] = {
		{!roll_is_kept_here(facts->status), REASON_RECORD_NOT_LIVE},
		{!facts->has_twin && is_kept_dropout(facts), REASON_DROPOUT_IS_KEPT},
		{!facts->has_twin && is_status(facts->why), REASON_STATUS_NOT_DELETION},
		{!facts->has_twin && facts->why == ABSENCE_NONE, REASON_ABSENCE_MISSING},
		{has < DELETE_BY_NATION && delete_needs(facts) == DELETE_BY_NATION,
			REASON_DELETE_NEEDS_NATION},
		{has < delete_needs(facts), REASON_DELETE_NEEDS_BUREAU},
	};
	for (size_t i = 0; i < sizeof bars / sizeof *bars; i++) {
		if (!bars[i].applies)
			continue;
		*refusal_out = bars[i].refusal;
		return false;
	}
	return true;
}
