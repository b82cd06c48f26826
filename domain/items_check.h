/* Checking a form: every value by itself and all of them together, reporting everything at once.
 *
 * Faults refuse the form; warnings are shown and may stand. A finding's item says where to look. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "domain/finding.h"
#include "domain/items.h"
#include "domain/stages.h"

struct items_form {
	enum which_form form;
	enum stage stage; /* of FORM_SCHOOL */
	int32_t today;
	/* Filled in while papers are missing: what is required and empty is only warned of, but for
	 * name, sex, birth date and ID type. The child's file stays "to be confirmed". */
	bool is_provisional;
};

/* Checks values, indexed by item, NULL or "" for none, and puts each into the form in which it is
 * stored (from the arena), also when there are faults. True when there is no fault. */
bool items_check(const struct items_form *form, struct arena *arena, const char *values[ITEM_COUNT],
	struct findings *findings) MUST_CHECK;

/* One value as it is stored: white space and full-width digits gone, dates in ISO, a code's lost
 * zero put back …; what cannot be understood stays as it was typed. "" for a blank. From the arena,
 * or `typed` itself. */
const char *item_tidy(enum item item, struct arena *arena, const char *typed);

/* The same of a sheet's cell, where a code may be written by its label. */
const char *item_tidy_cell(enum item item, struct arena *arena, const char *typed);

/* Checks one tidy, non-empty value by itself, as far as that goes: an ID number needs its type, and
 * a date its today, so these are judged with the whole form. findings->item is set. */
bool item_check(enum item item, const char *value, struct findings *findings);
