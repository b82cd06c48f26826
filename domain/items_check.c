#include "domain/items_check.h"

#include <string.h>

#include "domain/items_rules.h"

const char *items_value(const struct items_state *state, enum item item)
{
	return state->good[item] ? state->values[item] : "";
}

bool items_are_foreigners(const struct items_state *state)
{
	const char *nationality = items_value(state, ITEM_NATIONALITY);
	return nationality[0] != '\0' && strcmp(nationality, "CHN") != 0;
}

static bool member_is_given(const struct items_state *state, int member)
{
	for (int i = 0; i < ITEM_COUNT; i++)
		if (item_row((enum item)i)->member == member && state->values[i][0] != '\0')
			return true;
	return member == 1;
}

static bool is_needed(const struct items_state *state, enum item item)
{
	bool is_member = member_is_given(state, item_row(item)->member);
	switch (item_need(state->form->form, item)) {
	case NEED_YES:
		return true;
	case NEED_DOCUMENT:
		return strcmp(items_value(state, ITEM_ID_TYPE), ID_TYPE_OTHER) != 0;
	case NEED_CITIZEN:
		return !items_are_foreigners(state);
	case NEED_MEMBER:
		return is_member;
	case NEED_MEMBER_CITIZEN:
		return is_member && !items_are_foreigners(state);
	case NEED_NO:
	case NEED_COUNT:
		break;
	}
	return false;
}

/* Without these there is no record to be completed later. */
static bool is_essential(enum item item)
{
	return item_row(item)->is_controlled && item != ITEM_ID_NUMBER;
}

static void check_needs(struct items_state *state)
{
	for (int i = 0; i < ITEM_COUNT; i++) {
		enum item item = (enum item)i;
		if (state->values[i][0] != '\0' || !is_needed(state, item))
			continue;
		state->findings->item = i;
		if (state->form->is_provisional && !is_essential(item))
			finding_warn(state->findings, REASON_REQUIRED, NULL);
		else
			finding_fault(state->findings, REASON_REQUIRED, NULL);
	}
}

bool items_check(const struct items_form *form, struct arena *arena, const char *values[ITEM_COUNT],
	struct findings *findings)
{
	struct items_state state = {
		.form = form, .arena = arena, .values = values, .findings = findings};
	size_t faults = findings->faults;
	for (int i = 0; i < ITEM_COUNT; i++) {
		enum item item = (enum item)i;
		values[i] = values[i] == NULL ? "" : item_tidy(item, arena, values[i]);
		state.good[i] = values[i][0] == '\0' || item_check(item, values[i], findings);
	}
	check_needs(&state);
	items_apply_rules(&state);
	findings->item = -1;
	return findings->faults == faults;
}
