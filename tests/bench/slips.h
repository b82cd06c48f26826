/* A demonstration's children, with second records of some of them that differ from the first by one
 * slip each, as a second school makes them; the truth is kept beside. Namesakes, twins and siblings
 * are the demonstration's own, at their natural frequency.
 *
 * The last kind of slip is one that no finder is made for: it shows what is missed. */
#pragma once

#include "common/han_reading.h"
#include "server/demo/people.h"
#include "server/demo/population.h"

enum slip {
	SLIP_NONE,           /* a first record */
	SLIP_WRONG_DIGIT,    /* of the ID number; at times its check character is made to fit */
	SLIP_SWAPPED_DIGITS, /* two neighbours of the ID number */
	SLIP_DAY_AND_MONTH,  /* of birth, exchanged */
	SLIP_FIFTEEN_DIGITS, /* the ID number without century and check character */
	SLIP_HOMOPHONE,      /* a character that sounds the same */
	SLIP_LOOK_ALIKE,     /* a character that looks nearly the same and sounds otherwise */
	SLIP_VARIANT,        /* a traditional or variant form of a character */
	SLIP_RARE_GLYPH,     /* what stands for a character that a system cannot write */
	SLIP_DOT,            /* the dot between the parts of a name is missing */
	SLIP_ORDER,          /* the parts of a name are exchanged */
	SLIP_RENAMED,        /* another given name, the same guardians and day of birth */
	SLIP_MADE_OLDER,     /* a day of birth that lets a child enter school a year earlier */
	SLIPS
};
const char *slip_word(enum slip slip);

enum { SLIP_ID_SIZE = 24, SLIP_GUARDIANS = 2 };

struct slip_record {
	int64_t id;     /* 1, 2 … in the order of the stream */
	int64_t child;  /* the id of the first record of this child: the truth */
	enum slip slip; /* how it differs from that one */
	bool is_defect; /* the demonstration itself has made something of it wrong */
	char name[PERSON_NAME_SIZE];
	int sex;
	int32_t born;
	const char *id_type; /* code */
	char id_number[SLIP_ID_SIZE];
	char guardians[SLIP_GUARDIANS][PERSON_NAME_SIZE]; /* "": not named */
	int64_t school, county;
	int grade;
};

/* Makes of a first record a second one that differs by this slip; false when the record does not
 * lend itself to it. `other` is any record: who else brings a child, where else one is registered.
 */
struct slips;
bool slips_make(struct slips *slips, enum slip slip, const struct slip_record *other,
	struct slip_record *record);

/* The population, which stays the caller's, with slips at the rates of slips.c, thrown anew for
 * each seed. */
struct slips *slips_new(
	struct population *population, struct han_readings *readings, uint64_t seed);
void slips_free(struct slips *slips); /* NULL is fine */

/* The records of the next school, from the arena; false behind the last. */
bool slips_next(struct slips *slips, struct arena *arena, struct slip_record **out, size_t *n_out);
/* How many second records of a kind there are so far. */
int64_t slips_planted(const struct slips *slips, enum slip slip);
