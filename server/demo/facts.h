/* What a demonstration is made of: common names, ethnic groups, rates and words for places, from
 * the tables in etc/demo-data, which are embedded in the program. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "server/demo/dice.h"

/* Texts, each with its share of the throws. */
struct words {
	const char **texts;
	uint32_t *up_to; /* the shares so far */
	size_t n;
};
/* `words` has some. */
const char *words_pick(const struct words *words, struct dice *dice);

enum { SEXES = 3, ERAS = 6, GROUP_CODES = 100, PROVINCE_GROUPS = 24, GROUP_HAN = 1 };

/* Given names of those born from a year on, by sex (1, 2). */
struct given_names {
	int born_from;
	int whole_share, single_share; /* of 100; the others are a first and a second character */
	struct words whole, single, first, second, rare;
};

/* How an ethnic group names its children, by sex; 0 where sexes share. What is empty is done as the
 * Han do. */
struct group_names {
	struct words surname; /* Han given names behind it */
	struct words clan;    /* clan, dot, given name */
	struct words given;   /* without a clan: given name, dot, the father's given name */
	struct words pair;    /* two of these, without a surname */
	struct words whole;   /* a name without a surname, as usual as one with */
};

struct province_facts {
	const char *code; /* two digits */
	bool is_south;
	const char *postcode; /* its first two digits */
	/* Per thousand of the pupils in the compulsory stages. */
	int migrant, left_behind, boarders, five_four;
	struct {
		int group, share; /* per 10,000 people; the rest are Han */
	} groups[PROVINCE_GROUPS];
	size_t n_groups;
};

enum place_kind {
	PLACE_TOWN,
	PLACE_VILLAGE,
	PLACE_ROAD,
	PLACE_ESTATE,
	PLACE_EMPLOYER,
	PLACE_CITY_EMPLOYER,
	PLACE_TALENT,
	PLACE_SCHOOL,
	PLACE_PRIVATE,
	PLACE_KINDS
};

struct facts {
	struct words surnames[2]; /* north, south */
	struct given_names given[SEXES][ERAS];
	size_t n_eras[SEXES];
	struct group_names groups[GROUP_CODES][SEXES];
	struct province_facts provinces[40];
	size_t n_provinces;
	struct words places[PLACE_KINDS];
};

/* Reads the tables; all of it lies in the arena. A faulty table is a fault of the program. */
const struct facts *facts_read(struct arena *arena);
/* Of a division's code; those of the first province when it has none of its own. */
const struct province_facts *facts_province(const struct facts *facts, const char *code);
