/* The rules between the items of one form, for items_check.c alone. */
#pragma once

#include "domain/id_number.h"
#include "domain/items_check.h"

enum { PERSONS = 1 + FAMILY_MEMBERS }; /* the pupil, and the members */

/* A form under check. Values are tidy, "" for none; good tells which of them stood the check by
 * themselves. */
struct items_state {
	const struct items_form *form;
	struct arena *arena;
	const char **values;
	bool good[ITEM_COUNT];
	struct findings *findings;
	struct id_number ids[PERSONS]; /* text "" where there is none */
};

/* A value that rules may rely on: "" when it is empty or faulty. */
const char *items_value(const struct items_state *state, enum item item);
/* Another nationality than CHN is given. */
bool items_are_foreigners(const struct items_state *state);

/* All of them, in the order of the form. */
void items_apply_rules(struct items_state *state);
