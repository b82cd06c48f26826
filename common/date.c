#include "common/date.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

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

bool date_parse(const char *text, int32_t *day_out)
{
	if (strlen(text) != 10 || text[4] != '-' || text[7] != '-')
		return false;
	int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
	if (year < 1900 || month < 1 || month > 12 || day < 1)
		return false;
	struct tm tm = {.tm_year = year - 1900, .tm_mon = month - 1, .tm_mday = day};
	time_t t = timegm(&tm);
	if (tm.tm_mday != day || tm.tm_mon != month - 1)
		return false; /* timegm moved 30 February on */
	*day_out = (int32_t)(t / 86400 - (t % 86400 < 0 ? 1 : 0));
	return true;
}

void date_format(int32_t day, char out[DATE_TEXT_SIZE])
{
	time_t t = (time_t)day * 86400;
	struct tm tm;
	gmtime_r(&t, &tm);
	char text[32];
	strftime(text, sizeof text, "%Y-%m-%d", &tm);
	memcpy(out, text, DATE_TEXT_SIZE - 1);
	out[DATE_TEXT_SIZE - 1] = '\0';
}
