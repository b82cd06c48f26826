/* Working days of the Chinese calendar, in which the deadlines of cases are counted (R23, Q17):
 * Monday to Friday, without the public holidays, with the weekend days that make up for them. The
 * State Council publishes both each November for the year that follows; etc/holidays.csv holds what
 * was published and is built in. Later years come from a file that the administrator gives (setting
 * holidays_file). A year of which nothing is known counts Monday to Friday, and calendar_knows says
 * so. Days are Beijing dates. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/why.h"

/* A day that is not what its place in the week says. */
struct day_off {
	int32_t day;
	bool is_worked; /* false: a holiday */
};

struct calendar {
	const struct day_off *days; /* in the order of days */
	size_t n;
};

/* The years that are built in. */
extern const struct calendar calendar_published;

/* Reads date,kind,festival below a heading, kind being holiday or workday. Each year that the text
 * names takes the place of the built-in one. On failure `why` names the line, and *out is as it
 * was. What *out points to is the arena's. */
bool calendar_read(
	struct arena *arena, const char *text, struct calendar *out, char why[WHY_SIZE]) MUST_CHECK;

/* Are the holidays of this day's year known? */
bool calendar_knows(const struct calendar *calendar, int32_t day);
/* How far ahead a calendar must reach for deadlines to be right: ten working days over a festival,
 * and room to act. */
enum { CALENDAR_AHEAD = 40 };
/* The last day up to which they are known; 0 for an empty calendar. */
int32_t calendar_end(const struct calendar *calendar);

bool is_working_day(const struct calendar *calendar, int32_t day);
/* The nth working day after a day, which itself does not count: a case that arrives then is due at
 * 24:00 of that day. n is at least 1. */
int32_t working_day_after(const struct calendar *calendar, int32_t day, int n);
/* How many working days lie behind `from` up to and with `to`; negative when `to` is the earlier:
 * the working days by which something due on `to` is late on `from`. */
int working_days_between(const struct calendar *calendar, int32_t from, int32_t to);
