#include "server/finder/number_form.h"

#include "common/date.h"
#include "tests/support/suite.h"

static enum cause difference(const char *a, const char *b)
{
	struct number_form of_a = number_form_read("1", a), of_b = number_form_read("1", b);
	return number_form_compare(&of_a, &of_b);
}

START_TEST(each_slip_of_a_number_is_named)
{
	static const struct {
		const char *a, *b;
		enum cause cause;
	} cases[] = {
		{"441302201006151233", "441302201006151233", CAUSE_NONE},
		{"441302201006151233", "441302201006151223", CAUSE_NUMBER_DIGIT},
		{"441302201006151233", "443102201006151233", CAUSE_NUMBER_SWAPPED},
		{"441302201006151233", "441302201006151234", CAUSE_CHECK_CHARACTER},
		{"441302201006151233", "441302100615123", CAUSE_FIFTEEN_DIGITS},
		{"441302201006051233", "441302201005061233", CAUSE_DAY_AND_MONTH},
		{"441302201006151233", "", CAUSE_NUMBER_MISSING},
		{"441302201006151233", "510104201203010017", CAUSE_OTHER_NUMBER},
		{"11010519491231002X", "110105194912310021", CAUSE_CHECK_CHARACTER},
		{"", "", CAUSE_NONE},
		{"E12345678", "441302201006151233", CAUSE_OTHER_NUMBER},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		ck_assert_msg(difference(cases[i].a, cases[i].b) == cases[i].cause, "%s, %s: %s",
			cases[i].a, cases[i].b,
			cause_row(difference(cases[i].a, cases[i].b))->word);
		ck_assert_int_eq(difference(cases[i].b, cases[i].a), cases[i].cause);
	}
}
END_TEST

START_TEST(documents_of_two_kinds_with_one_number_are_two)
{
	struct number_form card = number_form_read("6", "H12345678");
	struct number_form passport = number_form_read("A", "H12345678");
	ck_assert_int_eq(card.kind, DOCUMENT_OTHER);
	ck_assert_int_eq(number_form_compare(&card, &passport), CAUSE_OTHER_NUMBER);
}
END_TEST

START_TEST(digits_come_back)
{
	uint8_t digits[NATIONAL_DIGITS];
	struct number_form form = number_form_read("1", "11010519491231002X");
	ck_assert_int_eq(form.kind, DOCUMENT_RIGHT);
	number_form_digits(form.value, digits);
	for (int i = 0; i < NATIONAL_DIGITS - 1; i++)
		ck_assert_int_eq(digits[i], "11010519491231002X"[i] - '0');
	ck_assert_int_eq(digits[NATIONAL_DIGITS - 1], 10);
	ck_assert_int_eq(number_form_read("1", "110105194912310021").kind, DOCUMENT_WRONG);
}
END_TEST

static enum cause of_days(const char *a, const char *b)
{
	int32_t day_a, day_b;
	ck_assert(date_parse(a, &day_a) && date_parse(b, &day_b));
	ck_assert_int_eq(birth_compare(day_a, day_b), birth_compare(day_b, day_a));
	return birth_compare(day_a, day_b);
}

START_TEST(each_slip_of_a_birth_date_is_named)
{
	ck_assert_int_eq(of_days("2015-03-11", "2015-03-11"), CAUSE_NONE);
	ck_assert_int_eq(of_days("2015-03-11", "2015-11-03"), CAUSE_DAY_AND_MONTH);
	ck_assert_int_eq(of_days("2015-03-11", "2014-03-11"), CAUSE_BIRTH_DIGIT);
	ck_assert_int_eq(of_days("2015-03-12", "2015-03-21"), CAUSE_BIRTH_SWAPPED);
	ck_assert_int_eq(of_days("2015-03-12", "2013-08-21"), CAUSE_OTHER_BIRTH);
}
END_TEST

static bool is_among(int32_t day, const int32_t *days, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (days[i] == day)
			return true;
	return false;
}

START_TEST(the_dates_that_a_slip_makes_are_those_that_compare_as_one)
{
	int32_t slips[BIRTH_SLIPS], first, last, born;
	const char *const births[] = {
		"2015-03-11", "2016-02-29", "2012-12-12", "2009-10-01", "2018-01-31", "2000-02-20"};
	ck_assert(date_parse("2000-01-01", &first) && date_parse("2099-12-31", &last));
	for (size_t i = 0; i < sizeof births / sizeof *births; i++) {
		ck_assert(date_parse(births[i], &born));
		size_t n = birth_slips(born, slips);
		for (int32_t day = first; day <= last; day++)
			ck_assert_int_eq(is_among(day, slips, n),
				day != born && birth_compare(born, day) < CAUSE_OTHER_BIRTH);
	}
}
END_TEST

SUITE("number_form", each_slip_of_a_number_is_named, documents_of_two_kinds_with_one_number_are_two,
	digits_come_back, each_slip_of_a_birth_date_is_named,
	the_dates_that_a_slip_makes_are_those_that_compare_as_one)
