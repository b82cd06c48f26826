/* Instants and dates. Instants are microseconds since 1970-01-01 UTC; a date is a day number since
 * 1970-01-01 or ISO text (2026-11-22). A date is always a Beijing date (+08:00, which knows no
 * summer time), never the host's zone. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define US_PER_SECOND INT64_C(1000000)
#define US_PER_DAY    (86400 * US_PER_SECOND)

enum { DATE_TEXT_SIZE = 11 }; /* with the NUL */

int64_t clock_now_us(void);          /* the wall clock */
int64_t clock_monotonic_us(void);    /* for durations */
struct timespec clock_in_ms(int ms); /* of the monotonic clock, to wait until */

int32_t date_of_instant(int64_t us);                 /* the Beijing day that an instant falls on */
int64_t date_start(int32_t day);                     /* the instant at which a Beijing day begins */
bool date_parse(const char *text, int32_t *day_out); /* exactly YYYY-MM-DD, years 1900–9999 */
/* Written as date_parse wants it, of a year that it takes, but no such day: 2019-02-30. */
bool date_is_no_day(const char *text);
/* The same day so many months on, or the month's last where it has no such day. */
int32_t date_add_months(int32_t day, int months);
void date_format(int32_t day, char out[DATE_TEXT_SIZE]);
