/* The characters of a name with what is known of each: the form that stands for all its variants,
 * and how it sounds. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/han_reading.h"
#include "server/finder/cause.h"

enum { LETTERS = 50, LETTER_DOT = 0xb7 };

struct letter {
	uint32_t c, root;
	/* Numbers of syllables, in general and as a surname; 0: no reading. */
	uint16_t sound, surname_sound;
};
struct letters {
	size_t n;
	struct letter of[LETTERS];
};

/* Remembers what it has looked up: nanoseconds for a character seen before. One thread at a time.
 */
struct letter_table;
struct letter_table *letter_table_new(struct han_readings *readings);
void letter_table_free(struct letter_table *table); /* NULL is fine */

/* What is longer than LETTERS is cut off. */
void letters_read(struct letter_table *table, const char *name, struct letters *out);
/* The same without dots. */
void letters_without_dots(const struct letters *letters, struct letters *out);

/* Why one character stands for another. */
enum cause letter_compare(const struct letter *a, const struct letter *b, bool is_first);
