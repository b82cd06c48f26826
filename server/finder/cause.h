/* Why two records of one child differ: the slips that people make, and what is no slip. A cause has
 * a stable word, which stands in the problem's record, and a sentence for people. */
#pragma once

#include <stdbool.h>

#include "domain/lang.h"

enum cause {
	CAUSE_NONE, /* no difference */
	/* of the name */
	CAUSE_VARIANT,
	CAUSE_STAND_IN,
	CAUSE_HOMOPHONE,
	CAUSE_LOOK_ALIKE,
	CAUSE_DOT,
	CAUSE_ORDER,
	CAUSE_EXTRA_LETTER,
	CAUSE_OTHER_LETTER,
	CAUSE_OTHER_NAME,
	/* of the day of birth */
	CAUSE_DAY_AND_MONTH,
	CAUSE_BIRTH_DIGIT,
	CAUSE_BIRTH_SWAPPED,
	CAUSE_OTHER_BIRTH,
	/* of the ID number */
	CAUSE_NUMBER_DIGIT,
	CAUSE_NUMBER_SWAPPED,
	CAUSE_FIFTEEN_DIGITS,
	CAUSE_CHECK_CHARACTER,
	CAUSE_NUMBER_MISSING,
	CAUSE_OTHER_NUMBER,
	/* of the sex */
	CAUSE_OTHER_SEX,
	CAUSES
};

struct cause_row {
	const char *word;
	struct sentence sentence;
};
/* Of any cause but CAUSES. */
const struct cause_row *cause_row(enum cause cause);
/* CAUSES when there is none of that word. */
enum cause cause_find(const char *word);

/* Who knows one of the numbers could work out the other from it. */
bool cause_tells_number(enum cause cause);

/* Where a slip changes single characters of the name. */
bool cause_is_of_letter(enum cause cause);
