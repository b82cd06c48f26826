/* Names of people as they are given: by ethnic group, sex and year of birth. */
#pragma once

#include "server/demo/facts.h"

/* Names are short: 14 characters of four bytes, and the NUL. */
enum { PERSON_NAME_SIZE = 64 };

/* What passes from parents to children: a surname, a clan's name, or for those who bear their
 * father's name behind their own, his; "" where nothing does. */
void people_family(const struct facts *facts, struct dice *dice, int group, bool is_south,
	char out[PERSON_NAME_SIZE]);
/* A person of that family. */
void people_name(const struct facts *facts, struct dice *dice, int group, const char *family,
	int sex, int born, char out[PERSON_NAME_SIZE]);
/* The name that the children of this person bear behind their own; of who has a surname, that. */
void people_passes_on(const struct facts *facts, int group, const char *name, const char *family,
	char out[PERSON_NAME_SIZE]);
