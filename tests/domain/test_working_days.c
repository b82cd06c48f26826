#include "domain/working_days.h"

#include "common/date.h"
#include "tests/support/suite.h"

static const struct calendar *const published = &calendar_published;

static int32_t day(const char *text)
{
	int32_t out;
	ck_assert(date_parse(text, &out));
	return out;
}

static void due(const struct calendar *calendar, const char *arrives, int n, const char *wanted)
{
	char text[DATE_TEXT_SIZE];
	date_format(working_day_after(calendar, day(arrives), n), text);
	ck_assert_msg(strcmp(text, wanted) == 0, "%d working days after %s: %s, not %s", n, arrives,
		text, wanted);
}

START_TEST(the_tenth_working_day_is_counted_through_festivals)
{
	due(published, "2026-03-02", 10, "2026-03-16"); /* two plain weeks */
	due(published, "2026-03-01", 10, "2026-03-13"); /* arrived on a Sunday */
	/* Spring Festival of 2026: 15 to 23 February off, 14 and 28 worked */
	due(published, "2026-02-12", 1, "2026-02-13");
	due(published, "2026-02-13", 1, "2026-02-14");
	due(published, "2026-02-13", 2, "2026-02-24");
	due(published, "2026-02-11", 10, "2026-03-03");
	/* National Day of 2026: 1 to 7 October off, 20 September and 10 October worked */
	due(published, "2026-09-30", 3, "2026-10-10");
	due(published, "2026-09-18", 10, "2026-10-09");
	/* over the turn of a year, both known */
	due(published, "2024-12-30", 1, "2024-12-31");
	due(published, "2024-12-30", 10, "2025-01-14");
}
END_TEST

START_TEST(days_left_are_counted_and_so_are_days_late)
{
	ck_assert_int_eq(working_days_between(published, day("2026-03-02"), day("2026-03-16")), 10);
	ck_assert_int_eq(working_days_between(published, day("2026-03-16"), day("2026-03-16")), 0);
	ck_assert_int_eq(working_days_between(published, day("2026-03-19"), day("2026-03-16")), -3);
	ck_assert_int_eq(working_days_between(published, day("2026-03-21"), day("2026-03-20")), 0);
	ck_assert_int_eq(working_days_between(published, day("2026-09-30"), day("2026-10-08")), 1);
}
END_TEST

START_TEST(counting_on_and_counting_between_agree)
{
	for (int32_t from = day("2013-01-01"); from < day("2027-06-01"); from += 5)
		for (int n = 1; n <= 23; n += 11)
			ck_assert_int_eq(n, working_days_between(published, from,
						    working_day_after(published, from, n)));
}
END_TEST

START_TEST(a_year_that_is_not_known_counts_monday_to_friday)
{
	ck_assert(calendar_knows(published, day("2013-01-01")));
	ck_assert(calendar_knows(published, day("2026-12-31")));
	ck_assert(!calendar_knows(published, day("2012-12-31")));
	ck_assert(!calendar_knows(published, day("2027-01-01")));
	ck_assert_int_eq(calendar_end(published), day("2026-12-31"));
	ck_assert(is_working_day(published, day("2027-01-01")));
	due(published, "2026-12-30", 10, "2027-01-13");
}
END_TEST

START_TEST(a_file_gives_the_years_it_names)
{
	struct arena *arena = arena_new(0);
	struct calendar calendar;
	char why[WHY_SIZE];
	ck_assert(calendar_read(arena,
		"date,kind,festival\n2027-01-01,holiday,元旦\r\n2027-01-03,workday,元旦\n"
		"2026-10-02,holiday,国庆节\n",
		&calendar, why));
	due(&calendar, "2026-12-30", 2, "2027-01-03");
	ck_assert_int_eq(calendar_end(&calendar), day("2027-12-31"));
	/* a year is taken whole: of 2026 nothing else is left, 2025 is as it was */
	ck_assert(!is_working_day(&calendar, day("2026-10-02")));
	ck_assert(is_working_day(&calendar, day("2026-10-01")));
	ck_assert(!is_working_day(&calendar, day("2025-10-01")));
	arena_free(arena);
}
END_TEST

START_TEST(a_slip_in_the_file_is_named)
{
	static const char *const slips[] = {
		"date,kind,festival\n2027-02-30,holiday,x\n",
		"date,kind,festival\n2027-01-01,feast,x\n",
		"date,kind,festival\n2027-01-01\n",
		"date,kind,festival\n2027-01-04,workday,a Monday\n",
		"date,kind,festival\n2027-01-01,holiday,x\n2027-01-01,holiday,y\n",
	};
	struct arena *arena = arena_new(0);
	for (size_t i = 0; i < sizeof slips / sizeof *slips; i++) {
		struct calendar calendar = {NULL, 7};
		char why[WHY_SIZE] = "";
		ck_assert_msg(!calendar_read(arena, slips[i], &calendar, why), "%s", slips[i]);
		ck_assert(why[0] != '\0');
		ck_assert_uint_eq(calendar.n, 7);
	}
	arena_free(arena);
}
END_TEST

SUITE("working_days", the_tenth_working_day_is_counted_through_festivals,
	days_left_are_counted_and_so_are_days_late, counting_on_and_counting_between_agree,
	a_year_that_is_not_known_counts_monday_to_friday, a_file_gives_the_years_it_names,
	a_slip_in_the_file_is_named)
