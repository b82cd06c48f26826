#include "common/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/support/suite.h"

static int32_t day_of(const char *text)
{
	int32_t day;
	ck_assert_msg(date_parse(text, &day), "%s is a date", text);
	return day;
}

START_TEST(dates_are_days_since_1970)
{
	static const struct {
		const char *text;
		int32_t day;
	} rows[] = {
		{"1970-01-01", 0},
		{"1970-01-02", 1},
		{"1969-12-31", -1},
		{"1900-01-01", -25567},
		{"2000-02-29", 11016},
		{"2000-03-01", 11017},
		{"2026-09-01", 20697},
		{"2038-01-20", 24856}, /* beyond 32 bits of seconds */
		{"9999-12-31", 2932896},
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_int_eq(day_of(rows[i].text), rows[i].day);
}
END_TEST

START_TEST(every_day_of_two_centuries_reads_back)
{
	int32_t end = day_of("2100-12-31");
	char text[DATE_TEXT_SIZE], before[DATE_TEXT_SIZE] = "";
	for (int32_t day = day_of("1900-01-01"); day <= end; day++) {
		date_format(day, text);
		int32_t again;
		if (!date_parse(text, &again) || again != day)
			ck_abort_msg("%s does not read back", text);
		if (strcmp(text, before) <= 0) /* ISO text sorts as time does */
			ck_abort_msg("%s sorts before %s", text, before);
		memcpy(before, text, sizeof before);
	}
	ck_assert_str_eq(text, "2100-12-31");
}
END_TEST

START_TEST(months_have_their_own_ends)
{
	static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	static const struct {
		int year, february;
	} years[] = {{1900, 28}, {2000, 29}, {2023, 28}, {2024, 29}, {2100, 28}, {2400, 29}};
	for (size_t y = 0; y < sizeof years / sizeof *years; y++)
		for (int month = 1; month <= 12; month++) {
			int last = month == 2 ? years[y].february : lengths[month - 1];
			char text[32];
			int32_t day;
			snprintf(text, sizeof text, "%04d-%02d-%02d", years[y].year, month, last);
			ck_assert_msg(date_parse(text, &day), "%s is a date", text);
			snprintf(text, sizeof text, "%04d-%02d-%02d", years[y].year, month,
				last + 1);
			ck_assert_msg(!date_parse(text, &day), "%s is no date", text);
		}
}
END_TEST

START_TEST(what_is_not_a_date_is_refused_and_changes_nothing)
{
	static const char *const rows[] = {"", "2026", "2026-9-1", "2026-09-1", "26-09-01",
		"2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32", "2026/09/01", "2026-09-01 ",
		" 2026-09-01", "2026-09-01T00:00", "+026-09-01", "-026-09-01", "2026-+9-01",
		"2026- 9-01", "1899-12-31", "0000-01-01", "20260901", "２０２６-09-01",
		"2026-0a-01", "2026-09-0x", "10000-01-01", "2026-09-31", "2025-02-29"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int32_t day = 4711;
		ck_assert_msg(!date_parse(rows[i], &day), "'%s' is no date", rows[i]);
		ck_assert_int_eq(day, 4711);
	}
}
END_TEST

START_TEST(a_day_begins_at_midnight_in_beijing)
{
	int64_t start = date_start(day_of("2026-11-22"));
	ck_assert_int_eq(start, INT64_C(1795276800) * US_PER_SECOND); /* 2026-11-21T16:00:00Z */
	ck_assert_int_eq(date_of_instant(start), day_of("2026-11-22"));
	ck_assert_int_eq(date_of_instant(start - 1), day_of("2026-11-21"));
	ck_assert_int_eq(date_of_instant(start + US_PER_DAY - 1), day_of("2026-11-22"));
	ck_assert_int_eq(date_of_instant(start + US_PER_DAY), day_of("2026-11-23"));
}
END_TEST

START_TEST(days_before_1970_begin_at_midnight_too)
{
	static const char *const rows[] = {"1900-01-01", "1969-12-31", "1970-01-01", "1970-01-02"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		int32_t day = day_of(rows[i]);
		ck_assert_int_eq(date_of_instant(date_start(day)), day);
		ck_assert_int_eq(date_of_instant(date_start(day) - 1), day - 1);
		ck_assert_int_eq(date_of_instant(date_start(day) + US_PER_DAY - 1), day);
	}
}
END_TEST

START_TEST(the_zone_of_the_host_does_not_matter)
{
	static const char *const zones[] = {
		"Asia/Shanghai", "America/New_York", "UTC0", "<+14>-14"};
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++) {
		char text[DATE_TEXT_SIZE];
		setenv("TZ", zones[i], 1);
		tzset();
		ck_assert_int_eq(day_of("2026-09-01"), 20697);
		date_format(20697, text);
		ck_assert_str_eq(text, "2026-09-01");
		ck_assert_int_eq(date_of_instant(INT64_C(1795276800) * US_PER_SECOND), 20779);
	}
}
END_TEST

START_TEST(clocks_move_on_and_the_wall_clock_is_the_wall_clock)
{
	int64_t wall = clock_now_us(), steady = clock_monotonic_us();
	ck_assert_int_ge(wall / US_PER_SECOND, (int64_t)time(NULL) - 2);
	ck_assert_int_le(wall / US_PER_SECOND, (int64_t)time(NULL) + 2);
	nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
	ck_assert_int_ge(clock_monotonic_us() - steady, 2000);
}
END_TEST

START_TEST(months_are_added_and_short_ones_end_early)
{
	static const struct {
		const char *day;
		int months;
		const char *then;
	} cases[] = {
		{"2026-11-22", 6, "2027-05-22"},
		{"2026-08-31", 6, "2027-02-28"},
		{"2027-08-31", 6, "2028-02-29"},
		{"2026-12-31", 1, "2027-01-31"},
		{"2027-03-31", -1, "2027-02-28"},
		{"2026-05-31", 0, "2026-05-31"},
	};
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int32_t day;
		char text[DATE_TEXT_SIZE];
		ck_assert(date_parse(cases[i].day, &day));
		date_format(date_add_months(day, cases[i].months), text);
		ck_assert_str_eq(text, cases[i].then);
	}
}
END_TEST

SUITE("date", months_are_added_and_short_ones_end_early, dates_are_days_since_1970,
	every_day_of_two_centuries_reads_back, months_have_their_own_ends,
	what_is_not_a_date_is_refused_and_changes_nothing, a_day_begins_at_midnight_in_beijing,
	days_before_1970_begin_at_midnight_too, the_zone_of_the_host_does_not_matter,
	clocks_move_on_and_the_wall_clock_is_the_wall_clock)
