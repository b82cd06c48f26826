#include "server/demo/serials.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/memory.h"

/* What a day can give: half of the thousand serials to each sex, but
 * for 996 and above, which were the centenarians. */
enum { DAYS = 30 * 366, ID_SERIALS = 498, FULL = 250, AREAS = 1 << 13 };

/* How many were given of each kind, by day. */
struct area {
	int code; /* 0: free */
	uint8_t men[DAYS], women[DAYS], j[DAYS];
	uint16_t l[DAYS];
};

struct serials {
	int32_t first_day;
	struct area *areas[AREAS]; /* by a hash of the code */
};

struct serials *serials_new(int32_t today)
{
	struct serials *serials = memory_new(sizeof *serials);
	serials->first_day = today - DAYS + 1;
	return serials;
}

void serials_free(struct serials *serials)
{
	for (int i = 0; serials != NULL && i < AREAS; i++)
		free(serials->areas[i]);
	free(serials);
}

static struct area *area_of(struct serials *serials, const char *text)
{
	int code = 0;
	for (int i = 0; i < 6; i++)
		code = code * 10 + (text[i] - '0');
	uint32_t at = (uint32_t)code * UINT32_C(2654435761) >> 19;
	while (serials->areas[at] != NULL && serials->areas[at]->code != code)
		at = (at + 1) % AREAS;
	if (serials->areas[at] == NULL) {
		serials->areas[at] = memory_new(sizeof *serials->areas[at]);
		serials->areas[at]->code = code;
	}
	return serials->areas[at];
}

static int index_of(const struct serials *serials, int32_t day)
{
	assert(day >= serials->first_day && day < serials->first_day + DAYS);
	return day - serials->first_day;
}

/* The k-th of n serials in an order that looks like none, another on each day; step and n have no
 * common factor. */
static unsigned scatter(int32_t day, int area, unsigned k, unsigned step, unsigned n)
{
	uint32_t start = ((uint32_t)day * 2654435761u) ^ ((uint32_t)area * 40503u);
	return (unsigned)(((uint64_t)k * step + start % n) % n);
}

/* YYYYMMDD */
static void put_day(int32_t day, char *out)
{
	char date[DATE_TEXT_SIZE];
	date_format(day, date);
	memcpy(out, date, 4);
	memcpy(out + 4, date + 5, 2);
	memcpy(out + 6, date + 8, 2);
}

void serials_id(struct serials *serials, const char *code, int32_t *born, int sex,
	char out[RESIDENT_ID_SIZE])
{
	struct area *area = area_of(serials, code);
	uint8_t *given = sex == 1 ? area->men : area->women;
	int day = index_of(serials, *born);
	while (given[day] >= FULL)
		day = day == 0 ? DAYS - 1 : day - 1;
	*born = serials->first_day + day;
	unsigned k = scatter(*born, area->code, given[day]++, 37, ID_SERIALS);
	unsigned serial = 2 * k + (sex == 1);
	memcpy(out, code, 6);
	put_day(*born, out + 6);
	out[14] = (char)('0' + serial / 100);
	out[15] = (char)('0' + serial / 10 % 10);
	out[16] = (char)('0' + serial % 10);
	out[17] = id_number_check_character(out);
	out[18] = '\0';
}

void serials_beside(const char *number, char out[RESIDENT_ID_SIZE])
{
	enum { SERIAL_AT = 14, SERIALS = 1000, FURTHER = 186 /* even: the sex stays */ };
	const char *digits = number + SERIAL_AT; /* the character behind them may be an X */
	unsigned serial = (unsigned)(digits[0] - '0') * 100 + (unsigned)(digits[1] - '0') * 10 +
			  (unsigned)(digits[2] - '0');
	snprintf(out, RESIDENT_ID_SIZE, "%.*s%03uX", SERIAL_AT, number,
		(serial + FURTHER) % SERIALS);
	out[SERIAL_AT + 3] = id_number_check_character(out);
}

bool serials_l(struct serials *serials, const char *code, int32_t born, const char *id_number,
	char out[STUDENT_NO_SIZE])
{
	struct area *area = area_of(serials, code);
	uint16_t *given = &area->l[index_of(serials, born)];
	while (*given < STUDENT_NO_L_SERIALS) {
		unsigned serial = scatter(born, area->code, (*given)++, 2741, STUDENT_NO_L_SERIALS);
		if (student_no_make_l(code, born, serial, id_number, out))
			return true;
	}
	return false;
}

bool serials_j(struct serials *serials, const char *code, int32_t born, char out[STUDENT_NO_SIZE])
{
	struct area *area = area_of(serials, code);
	uint8_t *given = &area->j[index_of(serials, born)];
	if (*given >= FULL)
		return false;
	unsigned serial = scatter(born, area->code, (*given)++, 37, STUDENT_NO_J_SERIALS);
	student_no_make_j(code, born, serial, out);
	return true;
}
