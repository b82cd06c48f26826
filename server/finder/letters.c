#include "server/finder/letters.h"

#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "domain/glyph.h"

/* Chinese ends before the fourth plane; there are some 430 syllables. */
enum { CODE_POINTS = 0x34000, SYLLABLES = 1024 };

struct known {
	uint32_t root; /* 0: not looked up yet */
	uint16_t sound, surname_sound;
};

struct letter_table {
	struct han_readings *readings;
	struct known *known; /* by code point */
	char syllables[SYLLABLES][HAN_READING_SIZE];
	uint16_t n_syllables;
};

struct letter_table *letter_table_new(struct han_readings *readings)
{
	struct letter_table *table = memory_new(sizeof *table);
	table->readings = readings;
	table->known = memory_array(CODE_POINTS, sizeof *table->known);
	table->n_syllables = 1;
	return table;
}

void letter_table_free(struct letter_table *table)
{
	if (table == NULL)
		return;
	free(table->known);
	free(table);
}

static uint16_t sound_of(struct letter_table *table, uint32_t c, bool as_surname)
{
	char syllable[HAN_READING_SIZE];
	uint16_t i = 1;
	if (!han_reading(table->readings, c, as_surname, syllable))
		return 0;
	while (i < table->n_syllables && strcmp(table->syllables[i], syllable) != 0)
		i++;
	if (i == SYLLABLES)
		return 0;
	if (i == table->n_syllables) {
		memcpy(table->syllables[i], syllable, sizeof syllable);
		table->n_syllables++;
	}
	return i;
}

static struct letter look_up(struct letter_table *table, uint32_t c)
{
	struct known *known = &table->known[c < CODE_POINTS ? c : 0];
	if (c >= CODE_POINTS)
		return (struct letter){.c = c, .root = c};
	if (known->root == 0) {
		known->root = glyph_root(c);
		known->sound = sound_of(table, c, false);
		known->surname_sound = sound_of(table, c, true);
	}
	return (struct letter){c, known->root, known->sound, known->surname_sound};
}

void letters_read(struct letter_table *table, const char *name, struct letters *out)
{
	out->n = 0;
	for (uint32_t c; out->n < LETTERS && (c = text_next(&name)) != 0;)
		out->of[out->n++] = look_up(table, c);
}

void letters_without_dots(const struct letters *letters, struct letters *out)
{
	out->n = 0;
	for (size_t i = 0; i < letters->n; i++)
		if (letters->of[i].c != LETTER_DOT)
			out->of[out->n++] = letters->of[i];
}

enum cause letter_compare(const struct letter *a, const struct letter *b, bool is_first)
{
	if (a->c == b->c)
		return CAUSE_NONE;
	if (a->root == b->root)
		return CAUSE_VARIANT;
	if (glyph_is_stand_in(a->c) || glyph_is_stand_in(b->c))
		return CAUSE_STAND_IN;
	if ((a->sound != 0 && a->sound == b->sound) ||
		(is_first && a->surname_sound != 0 && a->surname_sound == b->surname_sound))
		return CAUSE_HOMOPHONE;
	return glyph_is_alike(a->c, b->c) ? CAUSE_LOOK_ALIKE : CAUSE_OTHER_LETTER;
}
