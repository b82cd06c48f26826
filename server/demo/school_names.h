/* The kinds of school in a demonstration, and their names. */
#pragma once

#include "server/demo/schools.h"

enum kind {
	TOWN_PRIMARY,
	VILLAGE_PRIMARY,
	TEACHING_POINT,
	FIVE_YEAR_PRIMARY,
	JUNIOR,
	TOWNSHIP_JUNIOR,
	FOUR_YEAR_JUNIOR,
	NINE_YEAR,
	COMPLETE,
	SENIOR,
	PROVINCIAL_SENIOR,
	PRIVATE_TWELVE,
	SPECIAL,
	REFORM,
	KINDS
};

struct school_kind {
	const char *category; /* R76 */
	struct programme programme;
	int pupils;     /* usual size */
	int class_size; /* at most so many in a class */
	int last_grade; /* higher ones are empty; 0: none are */
	int bureau;     /* the tier of its competent bureau; 0: the county */
	bool is_town, is_private, is_special;
};

/* What a county has named so far, so that no two schools have one name. */
struct school_naming {
	const struct demo_county *county;
	int n_primary, n_secondary; /* those with a number in their name */
	int n_of[KINDS];
	const char **names;
	size_t n_names;
};

/* "始兴县第二小学". `town` is NULL for a school in the county town. */
const char *school_name(struct arena *arena, const struct facts *facts,
	struct school_naming *naming, enum kind kind, const char *town, struct dice *dice);
