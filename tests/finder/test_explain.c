#include "server/finder/explain.h"

#include <string.h>

#include "server/finder/letters.h"
#include "tests/support/suite.h"

static struct han_readings *readings;
static struct letter_table *table;
static struct explanation found;

static void open_all(void)
{
	readings = han_readings_open();
	table = letter_table_new(readings);
}

static void close_all(void)
{
	letter_table_free(table);
	han_readings_close(readings);
}

static struct explain_side somebody(void)
{
	return (struct explain_side){.name = "王浩宇",
		.sex = 1,
		.born = 15400 /* 2012-03-01 */,
		.id_type = "1",
		.id_number = "510104201203010017",
		.guardians = {"王建国", "李秀英"}};
}

static void compare(const struct explain_side *b)
{
	const struct explain_side a = somebody();
	explain(table, &a, b, &found);
}

static void assert_span(size_t i, enum explain_field field, enum cause cause, int a_from, int a_to,
	int b_from, int b_to)
{
	ck_assert_uint_lt(i, found.n);
	const struct explain_span *span = &found.spans[i];
	ck_assert_int_eq(span->field, field);
	ck_assert_msg(span->cause == cause, "%s", cause_row(span->cause)->word);
	ck_assert_int_eq(span->a_from, a_from);
	ck_assert_int_eq(span->a_to, a_to);
	ck_assert_int_eq(span->b_from, b_from);
	ck_assert_int_eq(span->b_to, b_to);
}

START_TEST(the_same_record_has_no_difference)
{
	const struct explain_side b = somebody();
	compare(&b);
	ck_assert_uint_eq(found.n, 0);
	ck_assert_int_eq(found.guardians_in_common, 2);
	for (int i = 0; i < EXPLAIN_FIELDS; i++)
		ck_assert_int_eq(found.causes[i], CAUSE_NONE);
}
END_TEST

START_TEST(a_character_is_marked_with_its_cause)
{
	struct explain_side b = somebody();
	b.name = "王浩雨";
	compare(&b);
	ck_assert_uint_eq(found.n, 1);
	assert_span(0, EXPLAIN_NAME, CAUSE_HOMOPHONE, 2, 3, 2, 3);
	b.name = "王宇";
	compare(&b);
	assert_span(0, EXPLAIN_NAME, CAUSE_EXTRA_LETTER, 1, 2, 1, 1);
	b.name = "宇王浩";
	compare(&b);
	assert_span(0, EXPLAIN_NAME, CAUSE_ORDER, 0, 3, 0, 3);
}
END_TEST

START_TEST(digits_are_marked_and_check_characters_judged)
{
	struct explain_side b = somebody();
	b.id_number = "510140201203010017";
	compare(&b);
	ck_assert_uint_eq(found.n, 1);
	assert_span(0, EXPLAIN_NUMBER, CAUSE_NUMBER_SWAPPED, 4, 6, 4, 6);
	ck_assert_int_eq(found.number_a, DOCUMENT_RIGHT);
	ck_assert_int_eq(found.number_b, DOCUMENT_WRONG);
	b.id_number = "510104120301001";
	compare(&b);
	assert_span(0, EXPLAIN_NUMBER, CAUSE_FIFTEEN_DIGITS, 0, 18, 0, 15);
	b.id_number = "510104201203010018";
	compare(&b);
	assert_span(0, EXPLAIN_NUMBER, CAUSE_CHECK_CHARACTER, 17, 18, 17, 18);
	b.id_number = "";
	compare(&b);
	assert_span(0, EXPLAIN_NUMBER, CAUSE_NUMBER_MISSING, 0, 18, 0, 0);
}
END_TEST

START_TEST(day_and_month_are_marked)
{
	struct explain_side b = somebody();
	b.born = 15342; /* 2012-01-03 */
	compare(&b);
	ck_assert_uint_eq(found.n, 2);
	assert_span(0, EXPLAIN_BIRTH, CAUSE_DAY_AND_MONTH, 6, 7, 6, 7);
	assert_span(1, EXPLAIN_BIRTH, CAUSE_DAY_AND_MONTH, 9, 10, 9, 10);
}
END_TEST

START_TEST(what_is_no_slip_is_said_to_be_none)
{
	const struct explain_side b = {.name = "艾力·买买提",
		.sex = 2,
		.born = 16000,
		.id_type = "A",
		.id_number = "E12345678",
		.guardians = {"李秀英", ""}};
	compare(&b);
	ck_assert_int_eq(found.causes[EXPLAIN_NAME], CAUSE_OTHER_NAME);
	ck_assert_int_eq(found.causes[EXPLAIN_SEX], CAUSE_OTHER_SEX);
	ck_assert_int_eq(found.causes[EXPLAIN_NUMBER], CAUSE_OTHER_NUMBER);
	ck_assert_int_eq(found.causes[EXPLAIN_GUARDIANS], CAUSE_OTHER_NAME);
	ck_assert_int_eq(found.guardians_in_common, 1);
	ck_assert_int_eq(found.number_b, DOCUMENT_OTHER);
}
END_TEST

START_TEST(any_texts_are_compared)
{
	static char longest[4 * 60 + 1];
	struct explain_side a = somebody(), b = somebody();
	for (size_t i = 0; i < 60; i++)
		memcpy(longest + 4 * i, i % 2 ? "\xf0\xac\xb1\x96" : "\xf0\xa3\x81\xbd", 4);
	a.name = longest;
	b.name = "";
	b.id_number = "\xe4\xb8\x80";
	explain(table, &a, &b, &found);
	ck_assert_int_eq(found.causes[EXPLAIN_NAME], CAUSE_OTHER_NAME);
	assert_span(0, EXPLAIN_NAME, CAUSE_EXTRA_LETTER, 0, LETTERS, 0, 0);
}
END_TEST

SUITE_ONCE("explain", open_all, close_all, NULL, NULL, the_same_record_has_no_difference,
	a_character_is_marked_with_its_cause, digits_are_marked_and_check_characters_judged,
	day_and_month_are_marked, what_is_no_slip_is_said_to_be_none, any_texts_are_compared)
