/* An adversary who knows everything but the counts and the first carry tries to work them out: he
 * goes through all that there could be, and sees what would have been told. */
#include "server/registry/rounding.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/chance.h"
#include "tests/support/suite.h"

/* Two counties, of three schools and of two; counts below LIMIT. */
enum { BASE = 5, LIMIT = 10, SCHOOLS = 5, FIRST_COUNTY = 3, FIGURES = SCHOOLS + 3, TABLES = 25 };

static uint64_t chance;

/* What is told of five counts: the schools', the counties', the total. -1: masked. */
typedef void telling(const int counts[SCHOOLS], int secret, int out[FIGURES]);

static void add_totals(const int cells[SCHOOLS], int out[FIGURES])
{
	memcpy(out, cells, SCHOOLS * sizeof *cells);
	memset(out + SCHOOLS, 0, 3 * sizeof *out);
	for (int i = 0; i < SCHOOLS; i++) {
		out[SCHOOLS + (i >= FIRST_COUNTY)] += cells[i];
		out[SCHOOLS + 2] += cells[i];
	}
}

static void tell_rounded(const int counts[SCHOOLS], int secret, int out[FIGURES])
{
	struct rounding rounding = {.base = BASE, .carry = secret};
	int cells[SCHOOLS];
	for (int i = 0; i < SCHOOLS; i++)
		cells[i] = (int)rounding_next(&rounding, counts[i]);
	add_totals(cells, out);
}

/* What one would do at first: leave out the small ones, and tell the rest as it is. */
static void tell_masked(const int counts[SCHOOLS], int secret, int out[FIGURES])
{
	(void)secret;
	add_totals(counts, out);
	for (int i = 0; i < FIGURES; i++)
		out[i] = out[i] > 0 && out[i] < BASE ? -1 : out[i];
}

/* Or round each figure by itself, totals too. */
static void tell_rounded_apart(const int counts[SCHOOLS], int secret, int out[FIGURES])
{
	(void)secret;
	add_totals(counts, out);
	for (int i = 0; i < FIGURES; i++)
		out[i] = (out[i] + BASE / 2) / BASE * BASE;
}

/* Of each school how many counts it may have, for one who was told this. */
static void attack(telling *tell, const int told[FIGURES], int choices_out[SCHOOLS])
{
	enum { ALL = LIMIT * LIMIT * LIMIT * LIMIT * LIMIT };
	bool may_be[SCHOOLS][LIMIT] = {{false}};
	for (int number = 0; number < ALL; number++) {
		int counts[SCHOOLS], would[FIGURES];
		for (int i = 0, rest = number; i < SCHOOLS; i++, rest /= LIMIT)
			counts[i] = rest % LIMIT;
		for (int secret = 0; secret < BASE; secret++) {
			tell(counts, secret, would);
			if (memcmp(would, told, sizeof would) == 0)
				for (int i = 0; i < SCHOOLS; i++)
					may_be[i][counts[i]] = true;
		}
	}
	for (int i = 0; i < SCHOOLS; i++) {
		choices_out[i] = 0;
		for (int count = 0; count < LIMIT; count++)
			choices_out[i] += may_be[i][count];
	}
}

/* The fewest counts that a small count may be taken for, among random tables. */
static int fewest_choices(telling *tell)
{
	int fewest = LIMIT;
	chance = 7;
	for (int table = 0; table < TABLES; table++) {
		int counts[SCHOOLS], told[FIGURES], choices[SCHOOLS];
		for (int i = 0; i < SCHOOLS; i++)
			counts[i] = chance_below(&chance, BASE + 1);
		tell(counts, chance_below(&chance, BASE), told);
		attack(tell, told, choices);
		for (int i = 0; i < SCHOOLS; i++)
			if (counts[i] > 0 && counts[i] < BASE && choices[i] < fewest)
				fewest = choices[i];
	}
	return fewest;
}

START_TEST(a_small_count_cannot_be_worked_out_of_all_that_is_ever_told)
{
	ck_assert_int_ge(fewest_choices(tell_rounded), BASE);
}
END_TEST

START_TEST(the_same_adversary_gets_at_what_is_only_masked_or_rounded_apart)
{
	ck_assert_int_eq(fewest_choices(tell_masked), 1);
	ck_assert_int_lt(fewest_choices(tell_rounded_apart), BASE - 2);
}
END_TEST

/* ---- two kinds that bound one another ---- */

enum { SIDES = 2 /* schools */, PAIRS = LIMIT * LIMIT };

/* Which pairs of counts would be told as this pair was. */
static size_t pairs_like(const int counts[SIDES], int secret, int out[PAIRS][SIDES])
{
	size_t n = 0;
	int told[SIDES];
	struct rounding rounding = {.base = BASE, .carry = secret};
	for (int i = 0; i < SIDES; i++)
		told[i] = (int)rounding_next(&rounding, counts[i]);
	for (int number = 0; number < PAIRS; number++) {
		const int pair[SIDES] = {number % LIMIT, number / LIMIT};
		bool is_like = false;
		for (int carry = 0; carry < BASE && !is_like; carry++) {
			rounding.carry = carry;
			is_like = rounding_next(&rounding, pair[0]) == told[0] &&
				  rounding_next(&rounding, pair[1]) == told[1];
		}
		if (is_like)
			memcpy(out[n++], pair, sizeof pair);
	}
	return n;
}

struct choices {
	bool may_be[3][SIDES][LIMIT]; /* boys, girls, boarders */
};

static void join(const int boys[SIDES], const int girls[SIDES], const int boarders[SIDES],
	struct choices *out)
{
	for (int i = 0; i < SIDES; i++)
		if (boarders[i] > boys[i] + girls[i])
			return;
	for (int i = 0; i < SIDES; i++) {
		out->may_be[0][i][boys[i]] = true;
		out->may_be[1][i][girls[i]] = true;
		out->may_be[2][i][boarders[i]] = true;
	}
}

static int fewest_of(const struct choices *choices)
{
	int fewest = LIMIT;
	for (int kind = 0; kind < 3; kind++)
		for (int i = 0; i < SIDES; i++) {
			int n = 0;
			for (int count = 0; count < LIMIT; count++)
				n += choices->may_be[kind][i][count];
			fewest = n < fewest ? n : fewest;
		}
	return fewest;
}

START_TEST(nor_when_one_kind_of_children_is_part_of_another)
{
	static int boys[PAIRS][SIDES], girls[PAIRS][SIDES], boarders[PAIRS][SIDES];
	chance = 11;
	for (int table = 0; table < TABLES; table++) {
		int counts[3][SIDES];
		struct choices choices = {0};
		for (int i = 0; i < SIDES; i++) {
			counts[0][i] = chance_below(&chance, BASE);
			counts[1][i] = chance_below(&chance, BASE);
			counts[2][i] = counts[0][i] + counts[1][i]; /* all board */
		}
		size_t n = pairs_like(counts[0], chance_below(&chance, BASE), boys);
		size_t m = pairs_like(counts[1], chance_below(&chance, BASE), girls);
		size_t k = pairs_like(counts[2], chance_below(&chance, BASE), boarders);
		for (size_t a = 0; a < n; a++)
			for (size_t b = 0; b < m; b++)
				for (size_t c = 0; c < k; c++)
					join(boys[a], girls[b], boarders[c], &choices);
		ck_assert_int_ge(fewest_of(&choices), BASE - 2);
	}
}
END_TEST

/* ---- how far from the truth ---- */

START_TEST(any_row_of_schools_is_told_to_less_than_a_base)
{
	enum { MANY = 300 };
	int64_t counts[MANY], figures[MANY];
	struct rounding rounding = {.base = BASE, .carry = 3};
	chance = 13;
	for (int i = 0; i < MANY; i++) {
		counts[i] = chance_below(&chance, 4) == 0 ? chance_below(&chance, 200)
							  : chance_below(&chance, 3);
		figures[i] = rounding_next(&rounding, counts[i]);
		ck_assert_int_ge(figures[i], 0);
		ck_assert_int_eq(figures[i] % BASE, 0);
	}
	for (int from = 0; from < MANY; from++) {
		int64_t off = 0;
		for (int to = from; to < MANY; to++) {
			off += figures[to] - counts[to];
			ck_assert_int_lt(llabs(off), BASE);
		}
	}
}
END_TEST

SUITE("rounding", a_small_count_cannot_be_worked_out_of_all_that_is_ever_told,
	the_same_adversary_gets_at_what_is_only_masked_or_rounded_apart,
	nor_when_one_kind_of_children_is_part_of_another,
	any_row_of_schools_is_told_to_less_than_a_base)
