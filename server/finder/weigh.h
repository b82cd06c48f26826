/* How likely two records are of one child, by the weights of Fellegi and Sunter: for each field,
 * how much oftener it is found so in two records of one child than in those of two, in bits. What
 * is rare weighs more: to share the name 张伟 says little, to share 鄢冉 much.
 *
 * Twins and siblings agree in guardians, and in birth or name besides, without being one child; for
 * them the weights of independent fields would be far too high. So the result is at most what
 * speaks for one child against twins, and sisters and brothers are told by differing in both. */
#pragma once

#include "server/finder/letters.h"
#include "server/finder/number_form.h"
#include "server/finder/person.h"

/* A record, ready to be compared. Bits are the negative logarithms of frequencies. */
struct form {
	struct letters name;
	float name_bits; /* of the whole name */
	int sex;
	int32_t born;
	struct number_form number;
	uint32_t guardians[PERSON_GUARDIANS];
	float guardian_bits[PERSON_GUARDIANS];
	uint32_t school; /* any number that is the same for the same school */
};

/* How frequent things are; where a table is NULL, as they are in the middle. */
struct scales {
	double people;               /* how many records there are; at least SCALE_LEAST_PEOPLE */
	const float *letter_bits[2]; /* by root: of first characters, of others */
	const float *sound_bits[2];  /* by number of the syllable */
};
/* A handful of records is taken for a part of a town: in less, everything would seem to be rare. */
enum { SCALE_LETTERS = 0x34000, SCALE_SOUNDS = 1024, SCALE_LEAST_PEOPLE = 10000 };

struct weight {
	/* Odds that they are of one child, as a logarithm: 0 is one to one, 10 a thousand to one.
	 */
	double bits;
	/* The difference that tells most; NONE: nothing differs. Not looked for where the odds are
	 * hopeless. */
	enum cause cause;
};
struct weight weigh(const struct scales *scales, const struct form *a, const struct form *b);

/* Of 1,000 such pairs, how many are one child. */
int weight_permille(double bits);
