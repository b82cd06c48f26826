#include "tests/bench/slips.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/memory.h"
#include "domain/id_number.h"
#include "tests/bench/slip_names.h"

enum { WAIT_SCHOOLS = 30 /* so many schools later a second record turns up, at most */ };

/* Of 100,000 children who lend themselves to it. */
static const struct {
	const char *word;
	int of_100000;
} kinds[SLIPS] = {
	[SLIP_NONE] = {"none", 0},
	[SLIP_WRONG_DIGIT] = {"wrong digit", 90},
	[SLIP_SWAPPED_DIGITS] = {"swapped digits", 60},
	[SLIP_DAY_AND_MONTH] = {"day and month", 200},
	[SLIP_FIFTEEN_DIGITS] = {"15 digits", 50},
	[SLIP_HOMOPHONE] = {"homophone", 100},
	[SLIP_LOOK_ALIKE] = {"look-alike", 120},
	[SLIP_VARIANT] = {"variant", 120},
	[SLIP_RARE_GLYPH] = {"rare glyph", 30000},
	[SLIP_DOT] = {"missing dot", 2500},
	[SLIP_ORDER] = {"order", 2500},
	[SLIP_RENAMED] = {"renamed", 70},
	[SLIP_MADE_OLDER] = {"made older", 50},
};

/* Of 100,000 second records, or wrong digits. */
enum {
	OTHER_GUARDIAN = 12000,  /* a grandparent in the place of a parent */
	NO_GUARDIAN = 5000,      /* nobody was named */
	GUARDIANS_ORDER = 25000, /* the other one was named first */
	MADE_TO_FIT = 30000,     /* the check character follows the wrong digit */
	NEW_NUMBER = 20000,      /* registered anew elsewhere, with another number */
	SWAPPED_NUMBER = 50000,  /* day and month are exchanged in the number too */
};

struct waiting {
	int64_t due; /* school */
	struct slip_record record;
};

struct slips {
	struct population *population;
	struct name_pool pool;
	struct dice dice;
	int64_t next_id, school;
	int64_t planted[SLIPS];
	struct slip_record other; /* somebody who was seen lately */
	struct waiting *waiting;
	size_t n_waiting, capacity;
	bool is_over;
};

const char *slip_word(enum slip slip)
{
	return kinds[slip].word;
}

int64_t slips_planted(const struct slips *slips, enum slip slip)
{
	return slips->planted[slip];
}

struct slips *slips_new(struct population *population, struct han_readings *readings, uint64_t seed)
{
	struct slips *slips = memory_new(sizeof *slips);
	slips->population = population;
	slips->pool.readings = readings;
	slips->dice = dice_new(seed, "slips", 0);
	slips->next_id = 1;
	return slips;
}

void slips_free(struct slips *slips)
{
	if (slips == NULL)
		return;
	free(slips->waiting);
	free(slips);
}

/* ---- numbers and days ---- */

static bool has_number(const struct slip_record *record)
{
	return strcmp(record->id_type, ID_TYPE_RESIDENT) == 0 && strlen(record->id_number) == 18;
}

static void take_number_away(struct slip_record *record)
{
	record->id_type = ID_TYPE_OTHER;
	record->id_number[0] = '\0';
}

static bool wrong_digit(struct slips *slips, struct slip_record *record)
{
	char *digit = &record->id_number[dice_below(&slips->dice, 17)];
	if (!has_number(record))
		return false;
	*digit = (char)('0' + (*digit - '0' + dice_between(&slips->dice, 1, 9)) % 10);
	if (dice_chance(&slips->dice, MADE_TO_FIT))
		record->id_number[17] = id_number_check_character(record->id_number);
	return true;
}

static bool swapped_digits(struct slips *slips, struct slip_record *record)
{
	size_t start = dice_below(&slips->dice, 16);
	for (size_t i = 0; has_number(record) && i < 16; i++) {
		char *at = &record->id_number[(start + i) % 16];
		if (at[0] == at[1])
			continue;
		char first = at[0];
		at[0] = at[1];
		at[1] = first;
		return true;
	}
	return false;
}

static bool fifteen_digits(struct slip_record *record)
{
	if (!has_number(record))
		return false;
	memmove(record->id_number + 6, record->id_number + 8, 9);
	record->id_number[15] = '\0';
	return true;
}

static void put_birth(struct slip_record *record)
{
	char date[DATE_TEXT_SIZE];
	date_format(record->born, date);
	memcpy(record->id_number + 6, date, 4);
	memcpy(record->id_number + 10, date + 5, 2);
	memcpy(record->id_number + 12, date + 8, 2);
}

static bool day_and_month(struct slips *slips, struct slip_record *record)
{
	char date[DATE_TEXT_SIZE], exchanged[DATE_TEXT_SIZE];
	date_format(record->born, date);
	memcpy(exchanged, date, sizeof date);
	memcpy(exchanged + 5, date + 8, 2);
	memcpy(exchanged + 8, date + 5, 2);
	if (strcmp(date, exchanged) == 0 || !date_parse(exchanged, &record->born))
		return false;
	if (has_number(record) && dice_chance(&slips->dice, SWAPPED_NUMBER))
		put_birth(record);
	else
		take_number_away(record);
	return true;
}

/* A number that is right, of another area if `area` is given. */
static void new_number(struct slips *slips, const char *area, struct slip_record *record)
{
	if (area != NULL)
		memcpy(record->id_number, area, 6);
	put_birth(record);
	int serial = dice_between(&slips->dice, 0, 497) * 2 + (record->sex == 1);
	for (int i = 16; i >= 14; i--, serial /= 10)
		record->id_number[i] = (char)('0' + serial % 10);
	record->id_number[17] = id_number_check_character(record->id_number);
}

static bool renamed(
	struct slips *slips, const struct slip_record *other, struct slip_record *record)
{
	bool is_sibling = strcmp(other->guardians[0], record->guardians[0]) == 0;
	if (is_sibling || !slip_names_rename(other->name, record->name))
		return false;
	bool is_new = has_number(record) && has_number(other) &&
		      strncmp(other->id_number, record->id_number, 6) != 0 &&
		      dice_chance(&slips->dice, NEW_NUMBER);
	if (is_new)
		new_number(slips, other->id_number, record);
	else
		take_number_away(record);
	return true;
}

/* Born in autumn, said to be born before. */
static bool made_older(struct slips *slips, struct slip_record *record)
{
	char date[DATE_TEXT_SIZE];
	date_format(record->born, date);
	if (strncmp(date + 5, "09", 2) < 0)
		return false;
	record->born -= dice_between(&slips->dice, 125, 360);
	if (has_number(record) && dice_chance(&slips->dice, 50000))
		new_number(slips, NULL, record);
	else
		take_number_away(record);
	return true;
}

/* ---- a second record ---- */

static void bring_guardians(
	struct slips *slips, const struct slip_record *other, struct slip_record *record)
{
	char(*names)[PERSON_NAME_SIZE] = record->guardians;
	if (record->slip != SLIP_RENAMED && dice_chance(&slips->dice, NO_GUARDIAN))
		names[0][0] = names[1][0] = '\0';
	else if (record->slip != SLIP_RENAMED && dice_chance(&slips->dice, OTHER_GUARDIAN))
		memcpy(names[1], other->guardians[0], PERSON_NAME_SIZE);
	if (names[1][0] != '\0' && dice_chance(&slips->dice, GUARDIANS_ORDER)) {
		char first[PERSON_NAME_SIZE];
		memcpy(first, names[0], sizeof first);
		memcpy(names[0], names[1], sizeof first);
		memcpy(names[1], first, sizeof first);
	}
}

static bool make_slip(struct slips *slips, enum slip slip, const struct slip_record *other,
	struct slip_record *record)
{
	switch (slip) {
	case SLIP_WRONG_DIGIT:
		return wrong_digit(slips, record);
	case SLIP_SWAPPED_DIGITS:
		return swapped_digits(slips, record);
	case SLIP_DAY_AND_MONTH:
		return day_and_month(slips, record);
	case SLIP_FIFTEEN_DIGITS:
		return fifteen_digits(record);
	case SLIP_RENAMED:
		return renamed(slips, other, record);
	case SLIP_MADE_OLDER:
		return made_older(slips, record);
	case SLIP_DOT:
		take_number_away(record);
		return slip_names_join(record->name);
	case SLIP_ORDER:
		take_number_away(record);
		return slip_names_exchange(record->name);
	default:
		take_number_away(record);
		return slip_names_change(&slips->pool, &slips->dice, slip, record->name);
	}
}

bool slips_make(struct slips *slips, enum slip slip, const struct slip_record *other,
	struct slip_record *record)
{
	struct slip_record second = *record;
	second.slip = slip;
	if (!make_slip(slips, slip, other, &second))
		return false;
	bring_guardians(slips, other, &second);
	*record = second;
	return true;
}

static void put_off(struct slips *slips, const struct slip_record *record)
{
	if (slips->n_waiting == slips->capacity) {
		slips->capacity = slips->capacity == 0 ? 256 : 2 * slips->capacity;
		slips->waiting = realloc(slips->waiting, slips->capacity * sizeof *slips->waiting);
		if (slips->waiting == NULL)
			memory_exhausted();
	}
	int64_t later = dice_between(&slips->dice, 1, WAIT_SCHOOLS);
	slips->waiting[slips->n_waiting++] = (struct waiting){slips->school + later, *record};
	slips->planted[record->slip]++;
}

static void plant(struct slips *slips, const struct slip_record *first)
{
	for (enum slip slip = SLIP_NONE + 1; slip < SLIPS; slip++) {
		struct slip_record record = *first;
		if (dice_chance(&slips->dice, kinds[slip].of_100000) &&
			slips_make(slips, slip, &slips->other, &record)) {
			put_off(slips, &record);
			return;
		}
	}
}

/* ---- the stream ---- */

static void first_record(struct slips *slips, const struct demo_school *school,
	const struct demo_child *child, struct slip_record *out)
{
	const Xueji__V1__StudentItems *items = &child->items;
	*out = (struct slip_record){.id = slips->next_id,
		.child = slips->next_id,
		.is_defect = child->defect == DEFECT_SAME_ID,
		.sex = child->row.sex,
		.id_type = items->id_type,
		.school = school->id,
		.county = child->row.county,
		.grade = child->row.grade};
	slips->next_id++;
	bool is_date = date_parse(items->birth_date, &out->born);
	assert(is_date);
	snprintf(out->name, sizeof out->name, "%s", items->name);
	snprintf(out->id_number, sizeof out->id_number, "%s", items->id_number);
	snprintf(out->guardians[0], PERSON_NAME_SIZE, "%s", items->family_1_name);
	snprintf(out->guardians[1], PERSON_NAME_SIZE, "%s", items->family_2_name);
}

/* Those whose turn has come; all when the schools are over. */
static size_t take_waiting(
	struct slips *slips, const struct demo_school *school, struct slip_record *out)
{
	size_t n = 0;
	for (size_t i = 0; i < slips->n_waiting;) {
		struct waiting *waiting = &slips->waiting[i];
		if (school != NULL && waiting->due > slips->school) {
			i++;
			continue;
		}
		out[n] = waiting->record;
		out[n].id = slips->next_id++;
		out[n].school = school != NULL ? school->id : slips->other.school;
		out[n].county = school != NULL ? school->county->unit->id : slips->other.county;
		*waiting = slips->waiting[--slips->n_waiting];
		n++;
	}
	return n;
}

static void take_child(struct slips *slips, const struct demo_school *school,
	const struct demo_child *child, struct slip_record *out)
{
	first_record(slips, school, child, out);
	slip_names_remember(&slips->pool, out->name);
	if (!out->is_defect)
		plant(slips, out);
	slips->other = *out;
}

bool slips_next(struct slips *slips, struct arena *arena, struct slip_record **out, size_t *n_out)
{
	struct demo_child *children = NULL;
	size_t n_children = 0;
	if (slips->is_over)
		return false;
	const struct demo_school *school =
		population_next(slips->population, arena, &children, &n_children);
	slips->is_over = school == NULL;
	*out = arena_array(arena, struct slip_record, n_children + slips->n_waiting);
	*n_out = take_waiting(slips, school, *out);
	for (size_t i = 0; i < n_children; i++)
		take_child(slips, school, &children[i], &(*out)[(*n_out)++]);
	slips->school++;
	return true;
}
