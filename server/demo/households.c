#include "server/demo/households.h"

#include <stdlib.h>

#include "common/memory.h"

/* Those of whom more children may come; the oldest give way. */
enum { KEPT = 2048, TRIES = 4, HAS_SIBLINGS = 38000 };

struct households {
	const struct facts *facts;
	const struct elsewhere *elsewhere;
	const struct demo_county *county;
	uint32_t n, next;
	struct demo_family only; /* of a child who has no siblings */
	struct demo_family kept[KEPT];
};

struct households *households_new(const struct facts *facts, const struct elsewhere *elsewhere)
{
	struct households *households = memory_new(sizeof *households);
	households->facts = facts;
	households->elsewhere = elsewhere;
	return households;
}

void households_free(struct households *households)
{
	free(households);
}

static struct demo_family *find_parents(struct households *households, struct dice *dice,
	const struct demo_school *school, int32_t born)
{
	if (households->n == 0 || !dice_chance(dice, HAS_SIBLINGS))
		return NULL;
	for (int i = 0; i < TRIES; i++) {
		struct demo_family *family = &households->kept[dice_below(dice, households->n)];
		if (family_fits(family, school, born))
			return family;
	}
	return NULL;
}

static struct demo_family *keep(struct households *households)
{
	struct demo_family *kept = &households->kept[households->next];
	*kept = households->only;
	households->next = (households->next + 1) % KEPT;
	if (households->n < KEPT)
		households->n++;
	return kept;
}

struct demo_family *households_find(struct households *households, struct dice *dice,
	const struct demo_school *school, int32_t born)
{
	if (households->county != school->county) {
		households->county = school->county;
		households->n = households->next = 0;
	}
	struct demo_family *family = find_parents(households, dice, school, born);
	if (family != NULL) {
		family_add(family, born);
		return family;
	}
	family_make(
		households->facts, households->elsewhere, dice, school, born, &households->only);
	return households->only.is_only_child ? &households->only : keep(households);
}
