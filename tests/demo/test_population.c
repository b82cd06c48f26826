#include "server/demo/population.h"

#include "common/date.h"
#include "domain/items_check.h"
#include "server/registry/student_items.h"
#include "tests/demo/nation.h"
#include "tests/support/findings.h"

enum { FORMS = 3000, SOME = 10000, MANY = 100000 };

static struct arena *arena;

static void open_all(void)
{
	nation_open();
	arena = arena_new(0);
}

static void close_all(void)
{
	arena_free(arena);
	nation_close();
}

static const char *word_of(int item)
{
	return item_row((enum item)item)->word;
}

/* Does a thing with every child of a demonstration. */
typedef void child_fn(void *arg, const struct demo_school *school, const struct demo_child *child);
static void each_child(struct demo demo, child_fn *take, void *arg)
{
	struct demo_child *children;
	const struct demo_school *school;
	size_t n;
	while ((school = population_next(demo.population, arena, &children, &n)) != NULL) {
		ck_assert_int_eq((int64_t)n, school->n_pupils);
		for (size_t i = 0; i < n; i++)
			take(arg, school, &children[i]);
		arena_reset(arena);
	}
	population_free(demo.population);
}

/* ---- forms ---- */

static void check_form(void *arg, const struct demo_school *school, const struct demo_child *child)
{
	const char *values[ITEM_COUNT];
	struct found found = {.item_word = word_of};
	struct findings *findings = found_start(&found);
	const struct items_form form = {.form = FORM_SCHOOL,
		.stage = (enum stage)child->row.stage,
		.today = nation_today,
		.is_provisional = child->row.is_provisional};
	int *n_warned = arg;
	if (child->defect == DEFECT_WRONG_ID || child->defect == DEFECT_ITEMS_MISSING)
		return;
	student_items_to_values(&child->items, values);
	ck_assert_msg(items_check(&form, arena, values, findings), "%s, %s: %s", school->name,
		child->items.name, found.text);
	for (int i = 0; i < ITEM_COUNT; i++)
		ck_assert_str_eq(values[i], student_item(&child->items, (enum item)i));
	*n_warned += found.text[0] != '\0';
}

START_TEST(every_form_stands_the_check)
{
	int n_warned = 0;
	each_child(demo_plan("440000", FORMS, 1), check_form, &n_warned);
	ck_assert_int_lt(n_warned, FORMS / 50);
	n_warned = 0;
	each_child(demo_plan("650000", FORMS, 2), check_form, &n_warned);
	ck_assert_int_lt(n_warned, FORMS / 50);
}
END_TEST

static void check_old(void *arg, const struct demo_school *school, const struct demo_child *child)
{
	const char *values[ITEM_COUNT];
	struct found found = {.item_word = word_of};
	const struct items_form form = {
		.form = FORM_SCHOOL, .stage = (enum stage)child->row.stage, .today = nation_today};
	int *n_old = arg;
	(void)school;
	if (child->defect != DEFECT_WRONG_ID && child->defect != DEFECT_ITEMS_MISSING)
		return;
	student_items_to_values(&child->items, values);
	ck_assert(!items_check(&form, arena, values, found_start(&found)));
	ck_assert_ptr_nonnull(
		strstr(found.text, child->defect == DEFECT_WRONG_ID ? "id_number" : "postcode"));
	(*n_old)++;
}

START_TEST(some_came_with_a_wrong_number_or_without_items)
{
	int n_old = 0;
	each_child(demo_plan("440000", SOME, 1), check_old, &n_old);
	ck_assert_int_ge(n_old, SOME / 500);
}
END_TEST

START_TEST(it_does_so_all_year_round)
{
	static const int32_t days[] = {20332 /* 2025-09-01 */, 20331 /* the day before */,
		TODAY_IN_MAY, 21244 /* 2028-02-29 */};
	for (size_t i = 0; i < sizeof days / sizeof *days; i++) {
		int n_warned = 0;
		nation_today = days[i];
		each_child(demo_plan("510000", 1500, 1), check_form, &n_warned);
		ck_assert_int_lt(n_warned, 1500 / 50);
	}
}
END_TEST

/* ---- numbers ---- */

struct numbers {
	char (*all)[STUDENT_NO_SIZE];
	size_t n;
};

static int compare_numbers(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void take_numbers(
	void *arg, const struct demo_school *school, const struct demo_child *child)
{
	struct numbers *numbers = arg;
	(void)school;
	ck_assert_uint_gt(child->n_numbers, 0);
	ck_assert(child->numbers[0].is_current);
	ck_assert_int_eq(child->numbers[0].sort, child->row.number_kind);
	for (size_t i = 0; i < child->n_numbers; i++) {
		const struct number_row *number = &child->numbers[i];
		char text[STUDENT_NO_SIZE];
		ck_assert(number->is_current == (i == 0));
		if (number->sort == NUMBER_ALIAS)
			continue;
		ck_assert(student_no_parse(number->text, text));
		memcpy(numbers->all[numbers->n++], text, sizeof text);
	}
}

START_TEST(no_number_is_given_twice)
{
	struct numbers numbers = {.all = calloc(4 * SOME, STUDENT_NO_SIZE)};
	each_child(demo_plan("310000", SOME, 1), take_numbers, &numbers);
	qsort(numbers.all, numbers.n, STUDENT_NO_SIZE, compare_numbers);
	ck_assert_uint_ge(numbers.n, SOME);
	for (size_t i = 1; i < numbers.n; i++)
		ck_assert_str_ne(numbers.all[i - 1], numbers.all[i]);
	free(numbers.all);
}
END_TEST

/* ---- stays ---- */

static void check_stays(void *arg, const struct demo_school *school, const struct demo_child *child)
{
	const struct enrolment *last = &child->stays[child->n_stays - 1];
	bool is_on_roll = roll_status_row(child->row.status)->is_on_roll;
	size_t *n_elsewhere = arg;
	ck_assert_uint_gt(child->n_stays, 0);
	ck_assert_int_eq(last->school, school->id);
	ck_assert_int_eq(last->stage, child->row.stage);
	ck_assert_int_eq(last->grade, child->row.grade);
	ck_assert_int_eq(last->class_no, child->row.class_no);
	ck_assert(is_on_roll == (last->to_day[0] == '\0'));
	for (size_t i = 0; i < child->n_stays; i++) {
		const struct enrolment *stay = &child->stays[i];
		ck_assert_int_eq(stay->seq, (int)i + 1);
		ck_assert(stage_has_grade((enum stage)stay->stage, stay->years, stay->grade));
		ck_assert_int_ge(stay->year_in_stage, 1);
		ck_assert_int_le(stay->year_in_stage, stay->years);
		ck_assert((stay->to_day[0] == '\0') == (stay->ended == 0));
		ck_assert(stay->to_day[0] == '\0' || strcmp(stay->to_day, stay->from_day) >= 0);
		if (i > 0)
			ck_assert_str_lt(stay[-1].to_day, stay->from_day);
		*n_elsewhere += stay->school != school->id;
	}
}

START_TEST(children_have_been_somewhere_before)
{
	size_t n_elsewhere = 0;
	each_child(demo_plan("370000", SOME, 1), check_stays, &n_elsewhere);
	ck_assert_uint_gt(n_elsewhere, SOME / 20);
}
END_TEST

/* ---- rates ---- */

struct rates {
	int64_t n, boys, minority, boarders, left_behind, migrant, disabled, aid, meals, bus,
		no_document, temporary, formal, other, away, off_roll, provisional, over_age, twins,
		defects[DEFECTS];
	char before[80];
};

static bool is(const char *value, const char *code)
{
	return strcmp(value, code) == 0;
}

static void count(void *arg, const struct demo_school *school, const struct demo_child *child)
{
	struct rates *rates = arg;
	const Xueji__V1__StudentItems *items = &child->items;
	char now[sizeof rates->before];
	(void)school;
	snprintf(now, sizeof now, "%s %s", items->birth_date, items->family_1_name);
	rates->twins += is(now, rates->before);
	memcpy(rates->before, now, sizeof now);
	rates->n++;
	rates->boys += child->row.sex == 1;
	rates->minority += !is(items->ethnic_group, "01");
	rates->boarders += is(items->attendance, "2");
	rates->left_behind += !is(items->left_behind, "0");
	rates->migrant += is(items->is_migrant_child, "1");
	rates->disabled += !is(items->disability, "0");
	rates->aid += is(items->needs_aid, "1");
	rates->meals += is(items->has_school_meals, "1");
	rates->bus += is(items->needs_school_bus, "1");
	rates->no_document += is(items->id_type, ID_TYPE_OTHER);
	rates->temporary += child->row.number_kind == NUMBER_L;
	rates->formal += child->row.number_kind == NUMBER_G;
	rates->other += child->row.number_kind == NUMBER_J;
	rates->away += child->row.status > ROLL_ENROLLED && child->row.status <= ROLL_DROPPED_OUT;
	rates->off_roll += child->row.status > ROLL_DROPPED_OUT;
	rates->provisional += child->row.is_provisional;
	snprintf(now, sizeof now, "%d-09-01", 2026 - 6 - child->row.grade);
	rates->over_age += strcmp(items->birth_date, now) < 0;
	rates->defects[child->defect]++;
}

/* So many of 100,000, between two bounds. */
static void expect_rate(const char *what, int64_t n, int64_t of, int low, int high)
{
	int64_t rate = n * 100000 / of;
	ck_assert_msg(rate >= low && rate <= high, "%s: %lld of 100,000", what, (long long)rate);
}

START_TEST(rates_are_those_of_the_country)
{
	struct rates r = {0};
	each_child(demo_plan("510000", MANY, 1), count, &r);
	ck_assert_int_eq(r.n, MANY);
	expect_rate("boys", r.boys, r.n, 52700, 53400); /* 1.13 to a girl */
	expect_rate("minority", r.minority, r.n, 4000, 25000);
	expect_rate("boarders", r.boarders, r.n, 15000, 40000);
	expect_rate("left behind", r.left_behind, r.n, 13000, 28000);
	expect_rate("migrant", r.migrant, r.n, 3000, 10000);
	expect_rate("disabled", r.disabled, r.n, 150, 1200);
	expect_rate("aid", r.aid, r.n, 3000, 15000);
	expect_rate("meals", r.meals, r.n, 5000, 40000);
	expect_rate("bus", r.bus, r.n, 1000, 12000);
	expect_rate("no document", r.no_document, r.n, 120, 300);
	expect_rate("L", r.temporary, r.n, 8000, 16000);
	expect_rate("G", r.formal, r.n, 84000, 92000);
	expect_rate("J", r.other, r.n, 50, 300);
	expect_rate("away", r.away, r.n, 80, 500);
	expect_rate("off the roll", r.off_roll, r.n, 30, 200);
	expect_rate("provisional", r.provisional, r.n, 200, 400);
	expect_rate("over age", r.over_age, r.n, 3000, 15000);
	expect_rate("twins", r.twins, r.n, 800, 1300);
	/* Each of them is the second of a pair: 0.35 % of the records share a number. */
	expect_rate("same ID", r.defects[DEFECT_SAME_ID], r.n, 140, 210);
	expect_rate("not found", r.defects[DEFECT_NOT_FOUND], r.n, 90, 150);
	expect_rate("other name", r.defects[DEFECT_OTHER_NAME], r.n, 300, 400);
}
END_TEST

/* ---- chance ---- */

struct print {
	uint64_t hash;
};

static void hash_text(struct print *print, const char *text)
{
	for (; *text != '\0'; text++)
		print->hash = (print->hash ^ (uint8_t)*text) * UINT64_C(0x100000001b3);
}

static void hash_child(void *arg, const struct demo_school *school, const struct demo_child *child)
{
	hash_text(arg, school->name);
	for (int i = 0; i < ITEM_COUNT; i++)
		hash_text(arg, student_item(&child->items, (enum item)i));
	for (size_t i = 0; i < child->n_numbers; i++)
		hash_text(arg, child->numbers[i].text);
	for (size_t i = 0; i < child->n_stays; i++)
		hash_text(arg, child->stays[i].to_day);
}

static uint64_t print_of(uint64_t seed)
{
	struct print print = {.hash = UINT64_C(0xcbf29ce484222325)};
	each_child(demo_plan("440000", 3000, seed), hash_child, &print);
	return print.hash;
}

START_TEST(a_seed_always_makes_the_same_and_another_makes_another)
{
	uint64_t first = print_of(1);
	ck_assert_uint_eq(first, print_of(1));
	ck_assert_uint_ne(first, print_of(2));
}
END_TEST

START_TEST(applicants_are_new_and_fill_in_a_form)
{
	struct demo demo = demo_plan("440000", 3000, 1);
	const struct demo_school *school = &demo.plan->schools[demo.plan->home->first_school];
	struct demo_child a, b, none;
	int n_warned = 0;
	population_applicant(demo.population, arena, school, 1, 1, APPLICANT_USUAL, &a);
	population_applicant(demo.population, arena, school, 1, 1, APPLICANT_USUAL, &b);
	population_applicant(demo.population, arena, school, 1, 1, APPLICANT_NO_DOCUMENT, &none);
	ck_assert_str_ne(a.items.id_number, b.items.id_number);
	ck_assert_str_eq(none.items.id_number, "");
	check_form(&n_warned, school, &a);
	check_form(&n_warned, school, &none);
	population_free(demo.population);
}
END_TEST

SUITE_WITH("population", open_all, close_all, every_form_stands_the_check,
	some_came_with_a_wrong_number_or_without_items, it_does_so_all_year_round,
	no_number_is_given_twice, children_have_been_somewhere_before,
	rates_are_those_of_the_country, a_seed_always_makes_the_same_and_another_makes_another,
	applicants_are_new_and_fill_in_a_form)
