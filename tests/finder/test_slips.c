#include "tests/bench/slips.h"

#include "common/text.h"
#include "domain/id_number.h"
#include "tests/demo/nation.h"

enum { CHILDREN = 20000 };

static struct slips *slips;
static struct arena *arena;
static struct population *population;

static void open_all(void)
{
	nation_open();
	arena = arena_new(0);
	population = demo_plan("510000", CHILDREN, 1).population;
	slips = slips_new(population, nation_app.readings, 7);
}

static void close_all(void)
{
	slips_free(slips);
	population_free(population);
	arena_free(arena);
	nation_close();
}

static struct slip_record somebody(void)
{
	return (struct slip_record){.id = 1,
		.child = 1,
		.name = "王浩宇",
		.sex = 1,
		.born = 15400 /* 2012-03-01 */,
		.id_type = ID_TYPE_RESIDENT,
		.id_number = "510104201203010017",
		.guardians = {"王建国", "李秀英"}};
}

START_TEST(all_children_come_and_second_records_name_the_first)
{
	struct slip_record *records;
	int64_t next = 1, n_second = 0, planted = 0;
	size_t n;
	while (slips_next(slips, arena, &records, &n)) {
		for (size_t i = 0; i < n; i++) {
			ck_assert_int_eq(records[i].id, next++);
			ck_assert((records[i].slip == SLIP_NONE) ==
				  (records[i].child == records[i].id));
			ck_assert_int_le(records[i].child, records[i].id);
			n_second += records[i].slip != SLIP_NONE;
		}
		arena_reset(arena);
	}
	for (enum slip slip = SLIP_NONE + 1; slip < SLIPS; slip++)
		planted += slips_planted(slips, slip);
	ck_assert_int_eq(n_second, planted);
	ck_assert_int_eq(next - 1, CHILDREN + n_second);
	ck_assert_int_gt(n_second, CHILDREN / 250);
	ck_assert_int_lt(n_second, CHILDREN / 50);
}
END_TEST

START_TEST(a_slip_of_the_number_leaves_name_and_birth)
{
	static const enum slip kinds[] = {
		SLIP_WRONG_DIGIT, SLIP_SWAPPED_DIGITS, SLIP_FIFTEEN_DIGITS};
	const struct slip_record first = somebody();
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct slip_record second = first;
		ck_assert(slips_make(slips, kinds[i], &first, &second));
		ck_assert_str_ne(second.id_number, first.id_number);
		ck_assert_str_eq(second.name, first.name);
		ck_assert_int_eq(second.born, first.born);
	}
}
END_TEST

START_TEST(a_slip_of_the_name_changes_one_character)
{
	static const enum slip kinds[] = {SLIP_HOMOPHONE, SLIP_LOOK_ALIKE};
	struct slip_record *records, first = somebody();
	size_t n;
	ck_assert(slips_next(slips, arena, &records, &n));
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct slip_record second = first;
		ck_assert(slips_make(slips, kinds[i], &first, &second));
		ck_assert_uint_eq(text_length(second.name), 3);
		ck_assert_str_ne(second.name, first.name);
		ck_assert_str_eq(second.id_number, "");
	}
}
END_TEST

START_TEST(parts_of_a_name_are_joined_or_exchanged)
{
	struct slip_record first = somebody(), joined, exchanged;
	memcpy(first.name, "艾力·买买提", sizeof "艾力·买买提");
	joined = exchanged = first;
	ck_assert(slips_make(slips, SLIP_DOT, &first, &joined));
	ck_assert_str_eq(joined.name, "艾力买买提");
	ck_assert(slips_make(slips, SLIP_ORDER, &first, &exchanged));
	ck_assert_str_eq(exchanged.name, "买买提·艾力");
}
END_TEST

START_TEST(what_does_not_lend_itself_is_left)
{
	struct slip_record first = somebody();
	ck_assert(!slips_make(slips, SLIP_DOT, &first, &first));
	ck_assert(!slips_make(slips, SLIP_RARE_GLYPH, &first, &first));
	ck_assert(!slips_make(slips, SLIP_MADE_OLDER, &first, &first));
	ck_assert_str_eq(first.name, "王浩宇");
	ck_assert_str_eq(first.id_number, "510104201203010017");
}
END_TEST

SUITE_WITH("slips", open_all, close_all, all_children_come_and_second_records_name_the_first,
	a_slip_of_the_number_leaves_name_and_birth, a_slip_of_the_name_changes_one_character,
	parts_of_a_name_are_joined_or_exchanged, what_does_not_lend_itself_is_left)
