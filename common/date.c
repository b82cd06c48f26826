#include "common/date.h"

#include <stdio.h>
#include <string.h>

static const int64_t beijing = INT64_C(8) * 3600 * US_PER_SECOND;

static int64_t read_clock(clockid_t id)
{
	struct timespec t;
	clock_gettime(id, &t);
	return (int64_t)t.tv_sec * US_PER_SECOND + t.tv_nsec / 1000;
}

int64_t clock_now_us(void)
{
	return read_clock(CLOCK_REALTIME);
}

int64_t clock_monotonic_us(void)
{
	return read_clock(CLOCK_MONOTONIC);
}

struct timespec clock_in_ms(int ms)
{
	int64_t us = clock_monotonic_us() + ms * INT64_C(1000);
	return (struct timespec){us / US_PER_SECOND, us % US_PER_SECOND * 1000};
}

int32_t date_of_instant(int64_t us)
{
	us += beijing;
	int64_t day = us / US_PER_DAY;
	return (int32_t)(us % US_PER_DAY < 0 ? day - 1 : day);
}

int64_t date_start(int32_t day)
{
	return day * US_PER_DAY - beijing;
}

static int digits(const char *text, int n)
{
	int value = 0;
	for (int i = 0; i < n; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		value = value * 10 + (text[i] - '0');
	}
	return value;
}

/* YYYY-MM-DD of a year that there is a date in. */
static bool is_shaped(const char *text)
{
	return strlen(text) == 10 && text[4] == '-' && text[7] == '-' && digits(text, 4) >= 1900 &&
	       digits(text + 5, 2) >= 0 && digits(text + 8, 2) >= 0;
}

bool date_parse(const char *text, int32_t *day_out)
{
	if (!is_shaped(text))
		return false;
	int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
	if (month < 1 || month > 12 || day < 1)
		return false;
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
	time_t t = timegm(&tm);
	if (tm.tm_mday != day || tm.tm_mon != month - 1)
		return false; /* timegm moved 30 February on */
	*day_out = (int32_t)(t / 86400 - (t % 86400 < 0 ? 1 : 0));
	return true;
}

bool date_is_no_day(const char *text)
{
	int32_t day;
	return is_shaped(text) && !date_parse(text, &day);
}

static void put_digits(char *out, int n, int32_t value)
{
	for (; n-- > 0; value /= 10)
		out[n] = (char)('0' + value % 10);
}

/* By hand, since dates are written by the million: years begin in March here, so that the leap day
 * is the last one, and 153 days are five months. */
void date_format(int32_t day, char out[DATE_TEXT_SIZE])
{
	enum { FROM_0000 = 719468, ERA = 146097 };
	int32_t since = day + FROM_0000, era = since / ERA, in_era = since % ERA;
	int32_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int32_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int32_t month = (5 * in_year + 2) / 153;
	year += 400 * era + (month >= 10);
	put_digits(out, 4, year);
	put_digits(out + 5, 2, month < 10 ? month + 3 : month - 9);
	put_digits(out + 8, 2, in_year - (153 * month + 2) / 5 + 1);
	out[4] = out[7] = '-';
	out[DATE_TEXT_SIZE - 1] = '\0';
}

int32_t date_add_months(int32_t day, int months)
{
	time_t t = (time_t)day * 86400;
	struct tm tm;
	gmtime_r(&t, &tm);
	struct tm first = {.tm_year = tm.tm_year, .tm_mon = tm.tm_mon + months, .tm_mday = 1};
	struct tm next = {.tm_year = tm.tm_year, .tm_mon = tm.tm_mon + months + 1, .tm_mday = 1};
	int32_t begin = (int32_t)(timegm(&first) / 86400), end = (int32_t)(timegm(&next) / 86400);
	int32_t same = begin + tm.tm_mday - 1;
	return same < end ? same : end - 1;
}
