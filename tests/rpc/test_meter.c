#include "server/rpc/meter.h"

#include <string.h>

#include "tests/support/suite.h"

#define MINUTE INT64_C(60000000)

static struct meter meter;
static struct meter_sums sums;

static void before(void)
{
	memset(&meter, 0, sizeof meter);
	memset(&sums, 0, sizeof sums);
}

static void add(int64_t now_us)
{
	memset(&sums, 0, sizeof sums);
	meter_add(&meter, now_us, &sums);
}

START_TEST(a_percentile_is_never_less_than_the_truth_and_a_quarter_more_at_most)
{
	static const int64_t times[] = {
		0, 1, 7, 8, 9, 15, 16, 100, 999, 1000, 12345, 1000000, 3600000000};
	for (size_t i = 0; i < sizeof times / sizeof *times; i++) {
		before();
		meter_note(&meter, METER_READ, MINUTE, times[i]);
		add(MINUTE);
		int64_t told = meter_percentile(&sums, METER_READ, 50);
		ck_assert_int_ge(told, times[i]);
		ck_assert_int_le(told, times[i] + times[i] / 4);
	}
}
END_TEST

START_TEST(percentiles_are_those_of_their_own_class)
{
	for (int i = 0; i < 100; i++)
		meter_note(&meter, METER_READ, MINUTE, i < 95 ? 4 : 1000);
	meter_note(&meter, METER_WRITE, MINUTE, 6);
	add(MINUTE);
	ck_assert_int_eq(meter_calls(&sums, METER_READ), 100);
	ck_assert_int_eq(meter_percentile(&sums, METER_READ, 50), 4);
	ck_assert_int_eq(meter_percentile(&sums, METER_READ, 95), 4);
	ck_assert_int_ge(meter_percentile(&sums, METER_READ, 99), 1000);
	ck_assert_int_eq(meter_percentile(&sums, METER_WRITE, 99), 6);
	ck_assert_int_eq(meter_percentile(&sums, METER_STREAM, 99), 0);
}
END_TEST

START_TEST(what_is_older_than_the_window_is_forgotten)
{
	meter_note(&meter, METER_READ, 10 * MINUTE, 5);
	add(15 * MINUTE);
	ck_assert_int_eq(meter_calls(&sums, METER_READ), 1);
	add(16 * MINUTE);
	ck_assert_int_eq(meter_calls(&sums, METER_READ), 0);
	meter_note(&meter, METER_READ, 17 * MINUTE, 5); /* the same slot again */
	add(17 * MINUTE);
	ck_assert_int_eq(meter_calls(&sums, METER_READ), 1);
}
END_TEST

SUITE_WITH("meter", before, NULL,
	a_percentile_is_never_less_than_the_truth_and_a_quarter_more_at_most,
	percentiles_are_those_of_their_own_class, what_is_older_than_the_window_is_forgotten)
