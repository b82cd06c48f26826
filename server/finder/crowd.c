#include "server/finder/crowd.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "server/finder/mix.h"
#include "server/finder/pile.h"

/* Guardians are counted by a hash: of two that share a cell the more frequent one is believed. */
enum { GUARDIAN_CELLS = 1 << 22, MIDDLE_NAME = 16, MIDDLE_GUARDIAN = 14 };

struct crowd {
	struct letter_table *letters;
	struct pile rows, names, texts;
	uint32_t *slots; /* of a hash table: number of the name + 1 */
	size_t n_slots;
	uint32_t *guardians;
	float *letter_bits[2], *sound_bits[2];
	struct scales scales;
};

struct crowd *crowd_new(struct han_readings *readings)
{
	enum { FIRST_SLOTS = 1 << 12 };
	struct crowd *crowd = memory_new(sizeof *crowd);
	crowd->letters = letter_table_new(readings);
	crowd->rows = pile_of(sizeof(struct crowd_row));
	crowd->names = pile_of(sizeof(struct crowd_name));
	crowd->texts = pile_of(1);
	crowd->n_slots = FIRST_SLOTS;
	crowd->slots = memory_array(crowd->n_slots, sizeof *crowd->slots);
	crowd->guardians = memory_array(GUARDIAN_CELLS, sizeof *crowd->guardians);
	return crowd;
}

static void free_bits(struct crowd *crowd)
{
	for (int i = 0; i < 2; i++) {
		free(crowd->letter_bits[i]);
		free(crowd->sound_bits[i]);
	}
}

void crowd_free(struct crowd *crowd)
{
	if (crowd == NULL)
		return;
	letter_table_free(crowd->letters);
	pile_wipe(&crowd->rows);
	pile_wipe(&crowd->names);
	pile_wipe(&crowd->texts);
	free(crowd->slots);
	free(crowd->guardians);
	free_bits(crowd);
	free(crowd);
}

size_t crowd_size(const struct crowd *crowd)
{
	return crowd->rows.n;
}

const struct crowd_row *crowd_row(const struct crowd *crowd, uint32_t at)
{
	return pile_at(&crowd->rows, at);
}

const struct crowd_name *crowd_name(const struct crowd *crowd, uint32_t name)
{
	return pile_at(&crowd->names, name);
}

static const char *name_text(const struct crowd *crowd, const struct crowd_name *name)
{
	return pile_at(&crowd->texts, name->text);
}

/* ---- names ---- */

static uint32_t hash_roots(const struct letters *letters, size_t from, size_t to, size_t without)
{
	uint64_t hash = 1;
	for (size_t i = from; i < to; i++)
		if (i != without)
			hash = mix(hash, letters->of[i].root);
	return (uint32_t)hash | 1;
}

/* Of two characters each alone, and both, which are what is left of three; of three any two; of
 * more the first two and the last two. */
static void hash_parts(const struct letters *letters, uint32_t out[NAME_PARTS])
{
	size_t n = letters->n;
	memset(out, 0, NAME_PARTS * sizeof *out);
	for (size_t i = 0; i < n && (n == 2 || n == 3); i++)
		out[i] = hash_roots(letters, 0, n, i);
	if (n == 2)
		out[2] = hash_roots(letters, 0, n, n);
	if (n > 3) {
		out[0] = hash_roots(letters, 0, 2, n);
		out[1] = hash_roots(letters, n - 2, n, n);
	}
}

static int by_root(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static uint32_t hash_sorted(const struct letters *letters)
{
	uint32_t roots[LETTERS];
	uint64_t hash = 2;
	for (size_t i = 0; i < letters->n; i++)
		roots[i] = letters->of[i].root;
	qsort(roots, letters->n, sizeof *roots, by_root);
	for (size_t i = 0; i < letters->n; i++)
		hash = mix(hash, roots[i]);
	return (uint32_t)hash;
}

static uint32_t hash_sounds(const struct letters *letters)
{
	uint64_t hash = 3;
	for (size_t i = 0; i < letters->n; i++) {
		const struct letter *letter = &letters->of[i];
		uint32_t sound = i == 0 ? letter->surname_sound : letter->sound;
		hash = mix(hash, sound != 0 ? sound : letter->root);
	}
	return (uint32_t)hash;
}

static void hash_name(struct crowd *crowd, const char *text, struct crowd_name *out)
{
	struct letters written, letters;
	letters_read(crowd->letters, text, &written);
	letters_without_dots(&written, &letters);
	out->sound = hash_sounds(&letters);
	out->sorted = hash_sorted(&letters);
	hash_parts(&letters, out->parts);
}

static uint32_t *find_slot(struct crowd *crowd, const char *text, uint32_t exact)
{
	for (size_t at = exact;; at++) {
		uint32_t *slot = &crowd->slots[at & (crowd->n_slots - 1)];
		const struct crowd_name *name;
		if (*slot == 0)
			return slot;
		name = crowd_name(crowd, *slot - 1);
		if (name->exact == exact && strcmp(name_text(crowd, name), text) == 0)
			return slot;
	}
}

static void grow_slots(struct crowd *crowd)
{
	free(crowd->slots);
	crowd->n_slots *= 2;
	crowd->slots = memory_array(crowd->n_slots, sizeof *crowd->slots);
	for (uint32_t i = 0; i < crowd->names.n; i++) {
		size_t at = crowd_name(crowd, i)->exact;
		while (crowd->slots[at & (crowd->n_slots - 1)] != 0)
			at++;
		crowd->slots[at & (crowd->n_slots - 1)] = i + 1;
	}
}

static uint32_t number_of_name(struct crowd *crowd, const char *text)
{
	uint32_t exact = (uint32_t)mix_text(0, text);
	uint32_t *slot = find_slot(crowd, text, exact);
	if (*slot == 0) {
		struct crowd_name *name = pile_add(&crowd->names, 1);
		size_t size = strlen(text) + 1;
		name->exact = exact;
		memcpy(pile_add(&crowd->texts, size), text, size);
		name->text = (uint32_t)(crowd->texts.n - size);
		hash_name(crowd, text, name);
		*slot = (uint32_t)crowd->names.n;
	}
	uint32_t number = *slot - 1;
	((struct crowd_name *)pile_at(&crowd->names, number))->count++;
	if (crowd->names.n * 3 > crowd->n_slots * 2)
		grow_slots(crowd);
	return number;
}

/* ---- rows ---- */

void crowd_add(struct crowd *crowd, const struct person *person)
{
	struct number_form number = number_form_read(person->id_type, person->id_number);
	uint32_t name = number_of_name(crowd, person->name);
	struct crowd_row *row = pile_add(&crowd->rows, 1);
	*row = (struct crowd_row){.id = person->id,
		.number = number.value,
		.number_kind = (uint8_t)number.kind,
		.name = name,
		.school = (uint32_t)mix(0, (uint64_t)person->school),
		.born = (uint16_t)(person->born < 0 ? 0 : person->born),
		.sex = (uint8_t)person->sex};
	for (int i = 0; i < PERSON_GUARDIANS; i++) {
		row->guardians[i] = person->guardians[i];
		if (row->guardians[i] != 0)
			crowd->guardians[row->guardians[i] % GUARDIAN_CELLS]++;
	}
}

/* ---- frequencies ---- */

static float bits_of(double count, double all)
{
	return (float)log2(all / (count < 0.5 ? 0.5 : count));
}

static void count_name(struct crowd *crowd, const struct crowd_name *name, uint32_t *letters[2],
	uint32_t *sounds[2])
{
	struct letters written;
	letters_read(crowd->letters, name_text(crowd, name), &written);
	for (size_t i = 0; i < written.n; i++) {
		const struct letter *letter = &written.of[i];
		if (letter->root < SCALE_LETTERS)
			letters[i > 0][letter->root] += name->count;
		sounds[i > 0][letter->sound] += name->count;
	}
}

static float *bits_of_counts(uint32_t *counts, size_t n)
{
	float *bits = memory_array(n, sizeof *bits);
	double all = 1;
	for (size_t i = 0; i < n; i++)
		all += counts[i];
	for (size_t i = 0; i < n; i++)
		bits[i] = bits_of(counts[i], all);
	free(counts);
	return bits;
}

void crowd_measure(struct crowd *crowd)
{
	uint32_t *letters[2], *sounds[2];
	free_bits(crowd); /* of an earlier run */
	for (int i = 0; i < 2; i++) {
		letters[i] = memory_array(SCALE_LETTERS, sizeof **letters);
		sounds[i] = memory_array(SCALE_SOUNDS, sizeof **sounds);
	}
	for (uint32_t i = 0; i < crowd->names.n; i++)
		count_name(crowd, crowd_name(crowd, i), letters, sounds);
	for (int i = 0; i < 2; i++) {
		crowd->scales.letter_bits[i] = crowd->letter_bits[i] =
			bits_of_counts(letters[i], SCALE_LETTERS);
		crowd->scales.sound_bits[i] = crowd->sound_bits[i] =
			bits_of_counts(sounds[i], SCALE_SOUNDS);
	}
	crowd->scales.people = fmax(SCALE_LEAST_PEOPLE, (double)crowd->rows.n);
}

const struct scales *crowd_scales(const struct crowd *crowd)
{
	return &crowd->scales;
}

/* One of those who bear a rare name is the other record of the pair itself. */
void crowd_form(struct crowd *crowd, uint32_t at, struct form *out)
{
	const struct crowd_row *row = crowd_row(crowd, at);
	const struct crowd_name *name = crowd_name(crowd, row->name);
	letters_read(crowd->letters, name_text(crowd, name), &out->name);
	out->name_bits = bits_of(name->count - 1.0, crowd->scales.people);
	out->sex = row->sex;
	out->born = row->born;
	out->number = (struct number_form){row->number_kind, row->number};
	out->school = row->school;
	for (int i = 0; i < PERSON_GUARDIANS; i++) {
		uint32_t count = crowd->guardians[row->guardians[i] % GUARDIAN_CELLS];
		out->guardians[i] = row->guardians[i];
		out->guardian_bits[i] = bits_of(count - 1.0, crowd->scales.people);
	}
}

void form_read(struct letter_table *table, const struct person *person, struct form *out)
{
	letters_read(table, person->name, &out->name);
	out->name_bits = MIDDLE_NAME;
	out->sex = person->sex;
	out->born = person->born;
	out->number = number_form_read(person->id_type, person->id_number);
	out->school = (uint32_t)mix(0, (uint64_t)person->school);
	for (int i = 0; i < PERSON_GUARDIANS; i++) {
		out->guardians[i] = person->guardians[i];
		out->guardian_bits[i] = MIDDLE_GUARDIAN;
	}
}
