/* Slips in names. */
#pragma once

#include "tests/bench/slips.h"

/* Characters of names, from which homophones are taken. */
enum { POOL_CHARACTERS = 4096 };
struct name_pool {
	struct han_readings *readings;
	uint32_t known[POOL_CHARACTERS];
	size_t n_known;
};
void slip_names_remember(struct name_pool *pool, const char *name);

/* Each false, and the name as it was, when it does not lend itself to it. */

/* SLIP_HOMOPHONE, SLIP_LOOK_ALIKE, SLIP_VARIANT, SLIP_RARE_GLYPH: one character is another. */
bool slip_names_change(
	struct name_pool *pool, struct dice *dice, enum slip slip, char name[PERSON_NAME_SIZE]);
bool slip_names_join(char name[PERSON_NAME_SIZE]);
bool slip_names_exchange(char name[PERSON_NAME_SIZE]);
/* The surname stays; the given name is the other's. */
bool slip_names_rename(const char *other, char name[PERSON_NAME_SIZE]);
