#include "tests/bench/slip_names.h"

#include <string.h>

#include "common/text.h"
#include "domain/name_text.h"
#include "tests/bench/slip_characters.h"

#define DOT 0xb7

enum { NAME_CHARACTERS = 20 };

struct letters {
	uint32_t of[NAME_CHARACTERS];
	size_t n;
};

static struct letters letters_of(const char *name)
{
	struct letters letters = {.n = 0};
	for (uint32_t c; letters.n < NAME_CHARACTERS && (c = text_next(&name)) != 0;)
		letters.of[letters.n++] = c;
	return letters;
}

static void put_letters(const struct letters *letters, char out[PERSON_NAME_SIZE])
{
	size_t at = 0;
	for (size_t i = 0; i < letters->n && at + 4 < PERSON_NAME_SIZE; i++)
		at += text_put(out + at, letters->of[i]);
	out[at] = '\0';
}

void slip_names_remember(struct name_pool *pool, const char *name)
{
	struct letters letters = letters_of(name);
	for (size_t i = 0; i < letters.n && pool->n_known < POOL_CHARACTERS; i++) {
		size_t k = 0;
		while (k < pool->n_known && pool->known[k] != letters.of[i])
			k++;
		if (k == pool->n_known && name_is_han(letters.of[i]))
			pool->known[pool->n_known++] = letters.of[i];
	}
}

static bool sounds_same(struct name_pool *pool, uint32_t a, uint32_t b)
{
	char of_a[HAN_READING_SIZE], of_b[HAN_READING_SIZE];
	return han_reading(pool->readings, a, false, of_a) &&
	       han_reading(pool->readings, b, false, of_b) && strcmp(of_a, of_b) == 0;
}

/* Another character that sounds the same, of those that names have; 0 if none. */
static uint32_t homophone(struct name_pool *pool, struct dice *dice, uint32_t c)
{
	size_t start = pool->n_known > 0 ? dice_below(dice, (uint32_t)pool->n_known) : 0;
	for (size_t i = 0; i < pool->n_known; i++) {
		uint32_t known = pool->known[(start + i) % pool->n_known];
		if (known != c && sounds_same(pool, known, c))
			return known;
	}
	return 0;
}

/* Another character of a group with this one; 0 if none. */
static uint32_t of_group(struct name_pool *pool, const char *const groups[], size_t n, uint32_t c,
	bool sounds_otherwise)
{
	for (size_t i = 0; i < n; i++) {
		struct letters group = letters_of(groups[i]);
		for (size_t k = 0; k < group.n; k++) {
			uint32_t other = group.of[(k + 1) % group.n];
			if (group.of[k] == c && other != c &&
				!(sounds_otherwise && sounds_same(pool, c, other)))
				return other;
		}
	}
	return 0;
}

/* What old systems write for characters that they do not have: one of their own. */
static uint32_t rare(struct dice *dice, uint32_t c)
{
	bool is_rare = c > 0xffff || (c >= 0x3400 && c < 0x4dc0);
	return is_rare ? 0xe000 + dice_below(dice, 200) : 0;
}

static uint32_t other_character(
	struct name_pool *pool, struct dice *dice, enum slip slip, uint32_t c)
{
	switch (slip) {
	case SLIP_HOMOPHONE:
		return homophone(pool, dice, c);
	case SLIP_LOOK_ALIKE:
		return of_group(pool, slip_alike, sizeof slip_alike / sizeof *slip_alike, c, true);
	case SLIP_VARIANT:
		return of_group(pool, slip_variants, sizeof slip_variants / sizeof *slip_variants,
			c, false);
	default:
		return rare(dice, c);
	}
}

bool slip_names_change(
	struct name_pool *pool, struct dice *dice, enum slip slip, char name[PERSON_NAME_SIZE])
{
	struct letters letters = letters_of(name);
	size_t start = dice_below(dice, (uint32_t)letters.n);
	for (size_t i = 0; i < letters.n; i++) {
		uint32_t *at = &letters.of[(start + i) % letters.n];
		uint32_t other = other_character(pool, dice, slip, *at);
		if (other == 0)
			continue;
		*at = other;
		put_letters(&letters, name);
		return true;
	}
	return false;
}

static size_t find_dot(const struct letters *letters)
{
	size_t at = 0;
	while (at < letters->n && letters->of[at] != DOT)
		at++;
	return at;
}

bool slip_names_join(char name[PERSON_NAME_SIZE])
{
	struct letters letters = letters_of(name);
	size_t dot = find_dot(&letters);
	if (dot == letters.n)
		return false;
	memmove(&letters.of[dot], &letters.of[dot + 1], (letters.n - dot - 1) * sizeof *letters.of);
	letters.n--;
	put_letters(&letters, name);
	return true;
}

bool slip_names_exchange(char name[PERSON_NAME_SIZE])
{
	struct letters letters = letters_of(name), exchanged = {.n = letters.n};
	size_t dot = find_dot(&letters), n = 0;
	if (dot == letters.n)
		return false;
	for (size_t i = dot + 1; i < letters.n; i++)
		exchanged.of[n++] = letters.of[i];
	exchanged.of[n++] = DOT;
	for (size_t i = 0; i < dot; i++)
		exchanged.of[n++] = letters.of[i];
	put_letters(&exchanged, name);
	return true;
}

bool slip_names_rename(const char *other, char name[PERSON_NAME_SIZE])
{
	struct letters letters = letters_of(name), given = letters_of(other);
	size_t dot = find_dot(&letters), dot_of_other = find_dot(&given);
	if (dot < letters.n || dot_of_other < given.n || letters.n < 2 || given.n < 2)
		return false;
	letters.n = 1;
	for (size_t i = 1; i < given.n && letters.n < NAME_CHARACTERS; i++)
		letters.of[letters.n++] = given.of[i];
	char renamed[PERSON_NAME_SIZE];
	put_letters(&letters, renamed);
	if (strcmp(renamed, name) == 0)
		return false;
	memcpy(name, renamed, PERSON_NAME_SIZE);
	return true;
}
