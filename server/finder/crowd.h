/* Everybody who is compared, in memory: 40 bytes a record, and some 50 for each different name.
 * From it come the frequencies that weights are made of. */
#pragma once

#include "server/finder/weigh.h"

struct crowd_row {
	int64_t id;
	uint64_t number;
	uint32_t guardians[PERSON_GUARDIANS];
	uint32_t name; /* number of the name */
	uint32_t school;
	uint16_t born; /* days since 1970-01-01 */
	uint8_t sex;
	uint8_t number_kind;
};

/* A name that somebody bears, with hashes by which names that differ a little meet. */
enum { NAME_PARTS = 3 };
struct crowd_name {
	uint32_t text; /* where it stands */
	uint32_t count;
	uint32_t exact, sound, sorted;
	uint32_t parts[NAME_PARTS]; /* without one of its characters; 0: none */
};

struct crowd;
struct crowd *crowd_new(struct han_readings *readings);
void crowd_free(struct crowd *crowd); /* wipes what is personal; NULL is fine */

void crowd_add(struct crowd *crowd, const struct person *person);
size_t crowd_size(const struct crowd *crowd);
const struct crowd_row *crowd_row(const struct crowd *crowd, uint32_t at);
const struct crowd_name *crowd_name(const struct crowd *crowd, uint32_t name);

/* Once everybody is there: works out frequencies. */
void crowd_measure(struct crowd *crowd);
const struct scales *crowd_scales(const struct crowd *crowd);
void crowd_form(struct crowd *crowd, uint32_t at, struct form *out);

/* What one record becomes for the comparison of two alone, without a crowd: all in the middle. */
void form_read(struct letter_table *table, const struct person *person, struct form *out);
