#include "server/finder/finder.h"

#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "server/finder/blocks.h"
#include "server/finder/mix.h"
#include "tests/bench/slips.h"
#include "tests/demo/nation.h"

enum { CHILDREN = 4000, SOME_FOUND = 4000, LIKELY = 900, POSSIBLE = 300 };

/* What a run has found. */
struct listed {
	struct found of[SOME_FOUND];
	size_t n;
	int calls, calls_left; /* until it is told to end; 0: never */
};

static struct crowd *crowd;
static struct listed *listed;
static int64_t next_id;

static void open_all(void)
{
	nation_open();
	crowd = crowd_new(nation_app.readings);
	listed = calloc(1, sizeof *listed);
	next_id = 1;
}

static void close_all(void)
{
	free(listed);
	crowd_free(crowd);
	nation_close();
}

static uint32_t guardian(const char *name)
{
	return *name == '\0' ? 0 : (uint32_t)mix_text(0, name) | 1;
}

static void add(const char *name, int sex, const char *born, const char *number, const char *father,
	const char *mother, int64_t school)
{
	struct person person = {.id = next_id++,
		.name = name,
		.sex = sex,
		.id_type = *number == '\0' ? "Z" : "1",
		.id_number = number,
		.guardians = {guardian(father), guardian(mother)},
		.school = school};
	ck_assert(date_parse(born, &person.born));
	crowd_add(crowd, &person);
}

/* The others, so that frequencies are those of a town: ids from 1. */
static void add_town(void)
{
	struct slip_record *records;
	size_t n;
	struct arena *arena = arena_new(0);
	struct population *population = demo_plan("510000", CHILDREN, 1).population;
	struct slips *slips = slips_new(population, nation_app.readings, 1);
	while (slips_next(slips, arena, &records, &n))
		for (size_t i = 0; i < n; i++) {
			char born[DATE_TEXT_SIZE];
			if (records[i].slip != SLIP_NONE || records[i].is_defect)
				continue;
			date_format(records[i].born, born);
			add(records[i].name, records[i].sex, born,
				strcmp(records[i].id_type, "1") == 0 ? records[i].id_number : "",
				records[i].guardians[0], records[i].guardians[1],
				records[i].school);
		}
	slips_free(slips);
	population_free(population);
	arena_free(arena);
}

static void take(void *arg, const struct found *found)
{
	struct listed *to = arg;
	if (to->n == SOME_FOUND)
		return;
	to->of[to->n++] = *found;
}

static bool goes_on(void *arg, int done)
{
	struct listed *to = arg;
	ck_assert_int_ge(done, 0);
	ck_assert_int_le(done, 1000);
	to->calls++;
	return to->calls_left == 0 || to->calls < to->calls_left;
}

static bool run(void)
{
	struct finder_report report;
	return finder_run(crowd,
		&(struct finder_plan){.likely = LIKELY,
			.possible = POSSIBLE,
			.take = take,
			.goes_on = goes_on,
			.arg = listed},
		&report);
}

/* What was found of the two records that were added last. */
static const struct found *of_the_last(void)
{
	for (size_t i = 0; i < listed->n; i++)
		if (listed->of[i].ids[0] == next_id - 2 && listed->of[i].ids[1] == next_id - 1)
			return &listed->of[i];
	return NULL;
}

START_TEST(what_agrees_outright_is_not_its_business)
{
	add("王浩宇", 1, "1990-06-15", "110105491231002", "", "", 1);
	add("王浩雨", 1, "1990-06-15", "11010519491231002X", "", "", 2);
	add("李思涵", 2, "2012-03-01", "", "", "", 1);
	add("李思涵", 2, "2012-03-01", "", "", "", 2);
	ck_assert(run());
	ck_assert_uint_eq(listed->n, 0);
}
END_TEST

START_TEST(slips_are_found_and_named)
{
	static const struct {
		const char *name, *born, *number;
		enum cause cause;
	} seconds[] = {
		{"鄢冉月", "2012-03-11", "510104201203110036", CAUSE_NUMBER_DIGIT},
		{"鄢冉月", "2012-03-11", "510104210203110026", CAUSE_NUMBER_SWAPPED},
		{"鄢冉月", "2012-03-11", "510104120311002", CAUSE_FIFTEEN_DIGITS},
		{"鄢冉月", "2012-11-03", "", CAUSE_DAY_AND_MONTH},
		{"鄢冉悦", "2012-03-11", "", CAUSE_HOMOPHONE},
		{"鄢再月", "2012-03-11", "", CAUSE_LOOK_ALIKE},
		{"鄢?月", "2012-03-11", "", CAUSE_STAND_IN},
		{"鄢思琪", "2012-03-11", "", CAUSE_OTHER_NAME},
		{"鄢冉月", "2012-03-11", "", CAUSE_NUMBER_MISSING},
	};
	add_town();
	for (size_t i = 0; i < sizeof seconds / sizeof *seconds; i++) {
		add("鄢冉月", 2, "2012-03-11", "510104201203110026", "鄢大山", "柏小兰", 1);
		add(seconds[i].name, 2, seconds[i].born, seconds[i].number, "鄢大山", "柏小兰", 2);
		listed->n = 0;
		ck_assert(run());
		const struct found *found = of_the_last();
		ck_assert_msg(found != NULL, "%s %s", seconds[i].name, seconds[i].number);
		ck_assert_msg(found->cause == seconds[i].cause, "%s: %s", seconds[i].name,
			cause_row(found->cause)->word);
		ck_assert_int_ge(found->permille, POSSIBLE);
		ck_assert(found->is_likely == (found->permille >= LIKELY));
		crowd_free(crowd);
		crowd = crowd_new(nation_app.readings);
		add_town();
	}
}
END_TEST

START_TEST(twins_and_sisters_are_not)
{
	add_town();
	add("鄢冉月", 2, "2012-03-11", "510104201203110026", "鄢大山", "柏小兰", 1);
	add("鄢冉星", 2, "2012-03-11", "510104201203110042", "鄢大山", "柏小兰", 1);
	ck_assert(run());
	ck_assert_ptr_null(of_the_last());
	add("鄢冉晨", 2, "2013-03-11", "", "鄢大山", "柏小兰", 1);
	ck_assert(run());
	ck_assert_ptr_null(of_the_last());
	/* In a town of 4,000 hardly anything is left to tell. */
	ck_assert_uint_lt(listed->n, CHILDREN / 400);
}
END_TEST

START_TEST(a_run_ends_when_it_is_told_to)
{
	add_town();
	listed->calls_left = 2;
	ck_assert(!run());
	ck_assert_int_eq(listed->calls, 2);
}
END_TEST

struct counted {
	size_t sets, rows;
	uint64_t sum;
};

static void count_set(void *arg, const uint32_t *rows, size_t n)
{
	struct counted *counted = arg;
	uint64_t hash = 0;
	counted->sets++;
	counted->rows += n;
	for (size_t i = 0; i < n; i++)
		hash = mix(hash, rows[i]);
	counted->sum += hash;
}

static bool never_ends(void *arg, int done)
{
	(void)arg, (void)done;
	return true;
}

START_TEST(little_memory_finds_the_same)
{
	add_town();
	const struct day_parts *days = day_parts_new();
	for (int ring = 0; ring < KEY_RINGS; ring++) {
		struct counted much = {0}, little = {0};
		struct blocks blocks = {.crowd = crowd,
			.days = days,
			.take = count_set,
			.goes_on = never_ends,
			.arg = &much};
		ck_assert(blocks_each(&blocks, (enum key_ring)ring));
		blocks.arg = &little;
		blocks.memory = 100000;
		ck_assert(blocks_each(&blocks, (enum key_ring)ring));
		ck_assert_uint_eq(much.sets, little.sets);
		ck_assert_uint_eq(much.rows, little.rows);
		ck_assert_uint_eq(much.sum, little.sum);
	}
	free((void *)days);
}
END_TEST

SUITE_WITH("finder", open_all, close_all, what_agrees_outright_is_not_its_business,
	slips_are_found_and_named, twins_and_sisters_are_not, a_run_ends_when_it_is_told_to,
	little_memory_finds_the_same)
