#include "server/finder/keys.h"

#include "common/date.h"
#include "common/memory.h"
#include "server/finder/mix.h"

enum { DAYS = 1 << 16 };

const struct day_parts *day_parts_new(void)
{
	struct day_parts *days = memory_array(DAYS, sizeof *days);
	char text[DATE_TEXT_SIZE];
	for (int32_t day = 0; day < DAYS; day++) {
		date_format(day, text);
		days[day].year = (uint16_t)((text[0] - '0') * 1000 + (text[1] - '0') * 100 +
					    (text[2] - '0') * 10 + (text[3] - '0'));
		days[day].month = (uint8_t)((text[5] - '0') * 10 + (text[6] - '0'));
		days[day].day = (uint8_t)((text[8] - '0') * 10 + (text[9] - '0'));
	}
	return days;
}

/* Area, date and serial of a national number. */
struct number_parts {
	uint64_t area, year, month, day, serial;
};

static struct number_parts parts_of(uint64_t value)
{
	uint64_t body = value / 11;
	return (struct number_parts){.area = body / UINT64_C(100000000000),
		.year = body / UINT64_C(10000000) % 10000,
		.month = body / 100000 % 100,
		.day = body / 1000 % 100,
		.serial = body % 1000};
}

bool keys_number_is_odd(const struct day_parts *days, const struct crowd_row *row)
{
	if (!number_form_is_national(row->number_kind))
		return false;
	struct number_parts parts = parts_of(row->number);
	const struct day_parts *born = &days[row->born];
	return row->number_kind == DOCUMENT_WRONG || parts.year != born->year ||
	       parts.month != born->month || parts.day != born->day;
}

/* Of each three parts two are right when one digit is wrong. The century is left out, which 15
 * digits lack. */
static size_t number_parts(const struct crowd_row *row, uint64_t out[KEYS_MOST])
{
	if (!number_form_is_national(row->number_kind))
		return 0;
	struct number_parts p = parts_of(row->number);
	uint64_t year = p.year % 100, date = year * 10000 + p.month * 100 + p.day;
	out[0] = mix(mix(0, date), p.serial);
	out[1] = mix(mix(mix(1, p.area), p.month * 100 + p.day), p.serial);
	out[2] = mix(mix(mix(2, p.area), year * 100 + p.day), p.serial);
	out[3] = mix(mix(mix(3, p.area), year * 100 + p.month), p.serial);
	out[4] = mix(mix(mix(4, p.area), date), p.serial / 10);
	out[5] = mix(mix(mix(5, p.area), date), p.serial / 100 * 10 + p.serial % 10);
	out[6] = mix(mix(mix(6, p.area), date), p.serial % 100);
	return 7;
}

/* One slip at a time: of who has another birth date the sex is the same. */
static size_t birth_keys(const struct crowd_row *row, const struct crowd_name *name,
	const struct day_parts *born, uint64_t out[KEYS_MOST])
{
	uint64_t low = born->month, high = born->day, person = mix(row->sex, name->sorted);
	if (low > high) {
		low = born->day;
		high = born->month;
	}
	out[0] = mix(mix(10, person), born->year * 100u + born->month);
	out[1] = mix(mix(11, person), born->year * 100u + born->day);
	out[2] = mix(mix(12, person), born->month * 100u + born->day);
	out[3] = mix(mix(13, person), (born->year * 100u + low) * 100 + high);
	return 4;
}

static size_t part_keys(
	const struct crowd_row *row, const struct crowd_name *name, uint64_t out[KEYS_MOST])
{
	size_t n = 0;
	for (int i = 0; i < NAME_PARTS; i++)
		if (name->parts[i] != 0)
			out[n++] = mix(mix(20 + row->sex, name->parts[i]), row->born);
	return n;
}

static size_t guardian_keys(const struct crowd_row *row, uint64_t out[KEYS_MOST])
{
	size_t n = 0;
	for (int i = 0; i < PERSON_GUARDIANS; i++)
		if (row->guardians[i] != 0)
			out[n++] = mix(mix(30, row->guardians[i]), row->born);
	return n;
}

size_t keys_of(const struct crowd *crowd, const struct day_parts *days, enum key_ring ring,
	const struct crowd_row *row, uint64_t out[KEYS_MOST])
{
	const struct crowd_name *name = crowd_name(crowd, row->name);
	switch (ring) {
	case KEYS_SOUND:
		out[0] = mix(name->sound, row->born);
		return 1;
	case KEYS_SORTED:
		out[0] = mix(name->sorted, row->born);
		return 1;
	case KEYS_PARTS:
		return part_keys(row, name, out);
	case KEYS_BIRTH:
		return birth_keys(row, name, &days[row->born], out);
	case KEYS_GUARDIAN:
		return guardian_keys(row, out);
	case KEYS_NUMBER_PARTS:
		return number_parts(row, out);
	}
	return 0;
}
