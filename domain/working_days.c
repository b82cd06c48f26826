#include "domain/working_days.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"

static const struct day_off published[] = {
#define OFF(number)    {number, false},
#define WORKED(number) {number, true},
#include "domain/holidays.inc"
#undef OFF
#undef WORKED
};

const struct calendar calendar_published = {published, sizeof published / sizeof *published};

/* ---- asking ---- */

static int year_of(int32_t day)
{
	char text[DATE_TEXT_SIZE];
	date_format(day, text);
	return (int)strtol(text, NULL, 10);
}

/* The first row of a day or behind it. */
static size_t first_from(const struct calendar *calendar, int32_t day)
{
	size_t low = 0, high = calendar->n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (calendar->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int32_t first_of_year(int year)
{
	char text[DATE_TEXT_SIZE] = "0000-01-01";
	int32_t day = 0;
	for (int i = 3; i >= 0; i--, year /= 10)
		text[i] = (char)('0' + year % 10);
	return date_parse(text, &day) ? day : 0;
}

bool calendar_knows(const struct calendar *calendar, int32_t day)
{
	size_t at = first_from(calendar, first_of_year(year_of(day)));
	return at < calendar->n && year_of(calendar->days[at].day) == year_of(day);
}

int32_t calendar_end(const struct calendar *calendar)
{
	if (calendar->n == 0)
		return 0;
	return first_of_year(year_of(calendar->days[calendar->n - 1].day) + 1) - 1;
}

static bool is_weekend(int32_t day)
{
	int in_week = ((day + 3) % 7 + 7) % 7; /* 0 is Monday: 1970-01-01 was a Thursday */
	return in_week >= 5;
}

bool is_working_day(const struct calendar *calendar, int32_t day)
{
	size_t at = first_from(calendar, day);
	if (at < calendar->n && calendar->days[at].day == day)
		return calendar->days[at].is_worked;
	return !is_weekend(day);
}

int32_t working_day_after(const struct calendar *calendar, int32_t day, int n)
{
	assert(n > 0);
	while (n > 0)
		n -= is_working_day(calendar, ++day);
	return day;
}

int working_days_between(const struct calendar *calendar, int32_t from, int32_t to)
{
	int n = 0;
	for (int32_t day = from; day < to; day++)
		n += is_working_day(calendar, day + 1);
	for (int32_t day = to; day < from; day++)
		n -= is_working_day(calendar, day + 1);
	return n;
}

/* ---- reading ---- */

static bool read_line(char *line, struct day_off *out)
{
	char *kind = strchr(line, ',');
	if (kind == NULL)
		return false;
	*kind++ = '\0';
	char *festival = strchr(kind, ',');
	if (festival != NULL)
		*festival = '\0';
	out->is_worked = strcmp(kind, "workday") == 0;
	if (!date_parse(line, &out->day))
		return false;
	/* A make-up day on a day that is worked anyway is a slip of the pen. */
	return out->is_worked ? is_weekend(out->day) : strcmp(kind, "holiday") == 0;
}

static int by_day(const void *a, const void *b)
{
	const struct day_off *one = a, *other = b;
	return (one->day > other->day) - (one->day < other->day);
}

static void add_other_years(const struct calendar *given, struct day_off *days, size_t *n)
{
	for (size_t i = 0; i < calendar_published.n; i++)
		if (!calendar_knows(given, calendar_published.days[i].day))
			days[(*n)++] = calendar_published.days[i];
}

bool calendar_read(struct arena *arena, const char *text, struct calendar *out, char why[WHY_SIZE])
{
	size_t n = 0, lines = 1;
	for (const char *at = text; (at = strchr(at, '\n')) != NULL; at++)
		lines++;
	struct day_off *days = arena_array(arena, struct day_off, lines + calendar_published.n);
	char *rest = arena_strdup(arena, text);
	strsep(&rest, "\n"); /* the heading */
	for (int number = 2; rest != NULL; number++) {
		char *line = strsep(&rest, "\n");
		line[strcspn(line, "\r")] = '\0';
		if (line[0] != '\0' && !read_line(line, &days[n++]))
			return why_set(why,
				"line %d of the holidays must be DATE,holiday,NAME or, for a day "
				"of a weekend, DATE,workday,NAME",
				number);
	}
	qsort(days, n, sizeof *days, by_day);
	for (size_t i = 1; i < n; i++)
		if (days[i].day == days[i - 1].day)
			return why_set(why, "a day stands among the holidays twice");
	const struct calendar given = {days, n};
	size_t all = n;
	add_other_years(&given, days, &all);
	qsort(days, all, sizeof *days, by_day);
	*out = (struct calendar){days, all};
	return true;
}
