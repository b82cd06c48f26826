/* By what two records can meet: records are compared when they share a key of some ring. Each ring
 * is for certain slips; a key joins few records, so that comparing them all costs little. */
#pragma once

#include "server/finder/crowd.h"

enum key_ring {
	KEYS_SOUND,       /* a name that sounds the same, and birth */
	KEYS_SORTED,      /* the same characters in any order, and birth */
	KEYS_PARTS,       /* a name but for one character, sex and birth */
	KEYS_BIRTH,       /* name, sex, and birth but for one part, or day and month exchanged */
	KEYS_GUARDIAN,    /* a guardian, and birth */
	KEYS_NUMBER_PARTS /* parts of the number, for those whose number cannot be right */
};
enum { KEY_RINGS = KEYS_NUMBER_PARTS + 1, KEYS_MOST = 8 };

/* A day's parts, by day: worked out once. */
struct day_parts {
	uint16_t year;
	uint8_t month, day;
};
const struct day_parts *day_parts_new(void); /* of the days of struct crowd_row.born; free it */

/* The keys of a record; returns how many. */
size_t keys_of(const struct crowd *crowd, const struct day_parts *days, enum key_ring ring,
	const struct crowd_row *row, uint64_t out[KEYS_MOST]);
/* A number that is wrong, or another birthday's. */
bool keys_number_is_odd(const struct day_parts *days, const struct crowd_row *row);
