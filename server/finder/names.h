/* What differs between two names, character by character. */
#pragma once

#include "server/finder/letters.h"

/* Two characters that stand in each other's place; -1 where the other name has one more. */
struct letter_pair {
	int a, b;
	enum cause cause;
};
enum { LETTER_PAIRS = 2 * LETTERS };
/* Pairs them in the order of the names; returns how many pairs there are. */
size_t names_align(
	const struct letters *a, const struct letters *b, struct letter_pair out[LETTER_PAIRS]);

/* What it comes to. DOT and ORDER: the same characters. Otherwise the gravest cause of all pairs,
 * and OTHER_NAME when no given name is left in common. */
enum cause names_compare(const struct letters *a, const struct letters *b,
	const struct letter_pair pairs[], size_t n);
