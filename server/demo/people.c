#include "server/demo/people.h"

#include <stdio.h>
#include <string.h>

#define DOT "·"

enum { MALE = 1, RARE = 100, WHOLE = 50000, MINORITY_SURNAME = 70000 };

/* Names after one's father: given names, but no clans. */
static bool bears_fathers_name(const struct facts *facts, int group)
{
	return facts->groups[group][MALE].given.n > 0 && facts->groups[group][0].clan.n == 0;
}

static const char *surname(const struct facts *facts, struct dice *dice, int group, bool is_south)
{
	const struct words *own = &facts->groups[group][0].surname;
	if (own->n > 0 && dice_chance(dice, MINORITY_SURNAME))
		return words_pick(own, dice);
	return words_pick(&facts->surnames[is_south], dice);
}

void people_family(const struct facts *facts, struct dice *dice, int group, bool is_south,
	char out[PERSON_NAME_SIZE])
{
	const struct group_names *men = &facts->groups[group][MALE];
	const struct words *clans = &facts->groups[group][0].clan;
	bool has_whole = men->whole.n > 0 && dice_chance(dice, WHOLE);
	const char *text = "";
	if (clans->n > 0)
		text = words_pick(clans, dice);
	else if (men->given.n > 0)
		text = words_pick(&men->given, dice);
	else if (men->pair.n == 0 && !has_whole)
		text = surname(facts, dice, group, is_south);
	snprintf(out, PERSON_NAME_SIZE, "%s", text);
}

static const struct given_names *era(const struct facts *facts, int sex, int born)
{
	const struct given_names *found = &facts->given[sex][0];
	for (size_t i = 1; i < facts->n_eras[sex] && facts->given[sex][i].born_from <= born; i++)
		found = &facts->given[sex][i];
	return found;
}

static void han_name(const struct facts *facts, struct dice *dice, const char *family, int sex,
	int born, char out[PERSON_NAME_SIZE])
{
	const struct given_names *names = era(facts, sex, born);
	int thrown = (int)dice_below(dice, 100);
	if (names->rare.n > 0 && dice_chance(dice, RARE))
		snprintf(out, PERSON_NAME_SIZE, "%s%s", family, words_pick(&names->rare, dice));
	else if (thrown < names->whole_share)
		snprintf(out, PERSON_NAME_SIZE, "%s%s", family, words_pick(&names->whole, dice));
	else if (thrown < names->whole_share + names->single_share)
		snprintf(out, PERSON_NAME_SIZE, "%s%s", family, words_pick(&names->single, dice));
	else
		snprintf(out, PERSON_NAME_SIZE, "%s%s%s", family, words_pick(&names->first, dice),
			words_pick(&names->second, dice));
}

static void pair_name(const struct words *words, struct dice *dice, char out[PERSON_NAME_SIZE])
{
	const char *first = words_pick(words, dice), *second;
	do
		second = words_pick(words, dice);
	while (second == first);
	snprintf(out, PERSON_NAME_SIZE, "%s%s", first, second);
}

void people_name(const struct facts *facts, struct dice *dice, int group, const char *family,
	int sex, int born, char out[PERSON_NAME_SIZE])
{
	const struct group_names *names = &facts->groups[group][sex];
	if (family[0] == '\0' && names->pair.n > 0)
		pair_name(&names->pair, dice, out);
	else if (family[0] == '\0' && names->whole.n > 0)
		snprintf(out, PERSON_NAME_SIZE, "%s", words_pick(&names->whole, dice));
	else if (names->given.n == 0)
		han_name(facts, dice, family, sex, born, out);
	else if (bears_fathers_name(facts, group))
		snprintf(out, PERSON_NAME_SIZE, "%s" DOT "%s", words_pick(&names->given, dice),
			family);
	else
		snprintf(out, PERSON_NAME_SIZE, "%s" DOT "%s", family,
			words_pick(&names->given, dice));
}

void people_passes_on(const struct facts *facts, int group, const char *name, const char *family,
	char out[PERSON_NAME_SIZE])
{
	if (!bears_fathers_name(facts, group)) {
		snprintf(out, PERSON_NAME_SIZE, "%s", family);
		return;
	}
	size_t size =
		strcspn(name, "\xc2"); /* the dot's first byte, which no other character has */
	snprintf(out, PERSON_NAME_SIZE, "%.*s", (int)size, name);
}
