#include "server/finder/number_form.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "domain/id_number.h"
#include "server/finder/mix.h"

enum { BODY = NATIONAL_DIGITS - 1, CENTURY = 6, MONTH = 10, DATE_DIGITS = 8 };

static bool is_digits(const char *text, size_t n)
{
	return strspn(text, "0123456789") >= n;
}

static uint64_t pack(const char *text)
{
	uint64_t value = 0;
	for (int i = 0; i < BODY; i++)
		value = value * 10 + (uint64_t)(text[i] - '0');
	return value * 11 + (text[BODY] == 'X' ? 10 : (uint64_t)(text[BODY] - '0'));
}

void number_form_digits(uint64_t value, uint8_t out[NATIONAL_DIGITS])
{
	out[BODY] = (uint8_t)(value % 11);
	value /= 11;
	for (int i = BODY - 1; i >= 0; i--, value /= 10)
		out[i] = (uint8_t)(value % 10);
}

static bool is_national_shape(const char *number)
{
	return strlen(number) == NATIONAL_DIGITS && is_digits(number, BODY) &&
	       (is_digits(number + BODY, 1) || number[BODY] == 'X');
}

struct number_form number_form_read(const char *type, const char *number)
{
	struct id_number national;
	struct number_form form = {.kind = DOCUMENT_OTHER};
	if (*number == '\0')
		return (struct number_form){.kind = DOCUMENT_NONE};
	if (id_number_parse(number, &national))
		return (struct number_form){DOCUMENT_RIGHT, pack(national.text)};
	if (is_national_shape(number))
		return (struct number_form){DOCUMENT_WRONG, pack(number)};
	form.value = mix_text(mix_text(0, type), number);
	return form;
}

/* ---- differences ---- */

struct digits {
	size_t n, first, second; /* how many differ, and where the first two do */
};

static struct digits differing(const uint8_t *a, const uint8_t *b, size_t n)
{
	struct digits found = {0, 0, 0};
	for (size_t i = 0; i < n; i++) {
		if (a[i] == b[i])
			continue;
		if (found.n == 0)
			found.first = i;
		else if (found.n == 1)
			found.second = i;
		found.n++;
	}
	return found;
}

static bool is_swapped(const uint8_t *a, const uint8_t *b, const struct digits *found)
{
	return found->n == 2 && found->second == found->first + 1 &&
	       a[found->first] == b[found->second] && a[found->second] == b[found->first];
}

static bool day_is_month(const uint8_t *a, const uint8_t *b)
{
	return memcmp(a, b + 2, 2) == 0 && memcmp(a + 2, b, 2) == 0;
}

static enum cause compare_national(const uint8_t *a, const uint8_t *b)
{
	struct digits found = differing(a, b, BODY);
	size_t in_century = (size_t)(a[CENTURY] != b[CENTURY]) + (a[CENTURY + 1] != b[CENTURY + 1]);
	if (found.n == 0)
		return CAUSE_CHECK_CHARACTER;
	if (in_century > 0 && found.n == in_century && (a[CENTURY] == 1) != (b[CENTURY] == 1))
		return CAUSE_FIFTEEN_DIGITS;
	if (found.n == 1)
		return CAUSE_NUMBER_DIGIT;
	if (is_swapped(a, b, &found))
		return CAUSE_NUMBER_SWAPPED;
	if (day_is_month(a + MONTH, b + MONTH) && differing(a, b, MONTH).n == 0 &&
		differing(a + MONTH + 4, b + MONTH + 4, 3).n == 0)
		return CAUSE_DAY_AND_MONTH;
	return CAUSE_OTHER_NUMBER;
}

enum cause number_form_compare(const struct number_form *a, const struct number_form *b)
{
	uint8_t of_a[NATIONAL_DIGITS], of_b[NATIONAL_DIGITS];
	if (a->kind == DOCUMENT_NONE || b->kind == DOCUMENT_NONE)
		return a->kind == b->kind ? CAUSE_NONE : CAUSE_NUMBER_MISSING;
	if (a->value == b->value && a->kind == b->kind)
		return CAUSE_NONE;
	if (!number_form_is_national(a->kind) || !number_form_is_national(b->kind))
		return CAUSE_OTHER_NUMBER;
	number_form_digits(a->value, of_a);
	number_form_digits(b->value, of_b);
	return compare_national(of_a, of_b);
}

static void date_digits(int32_t day, uint8_t out[DATE_DIGITS])
{
	char text[DATE_TEXT_SIZE];
	date_format(day, text);
	for (int i = 0, k = 0; text[i] != '\0'; i++)
		if (text[i] != '-')
			out[k++] = (uint8_t)(text[i] - '0');
}

enum cause birth_compare(int32_t a, int32_t b)
{
	uint8_t of_a[DATE_DIGITS], of_b[DATE_DIGITS];
	if (a == b)
		return CAUSE_NONE;
	date_digits(a, of_a);
	date_digits(b, of_b);
	struct digits found = differing(of_a, of_b, DATE_DIGITS);
	if (memcmp(of_a, of_b, 4) == 0 && day_is_month(of_a + 4, of_b + 4))
		return CAUSE_DAY_AND_MONTH;
	if (found.n == 1)
		return CAUSE_BIRTH_DIGIT;
	return is_swapped(of_a, of_b, &found) ? CAUSE_BIRTH_SWAPPED : CAUSE_OTHER_BIRTH;
}

/* ---- what a slip makes of a date ---- */

struct slips {
	int32_t born, *out;
	size_t n;
};

static void add_slip(struct slips *slips, const uint8_t digits[DATE_DIGITS])
{
	char text[DATE_TEXT_SIZE];
	int32_t day;
	for (int i = 0, k = 0; i < DATE_TEXT_SIZE - 1; i++)
		text[i] = i == 4 || i == 7 ? '-' : (char)('0' + digits[k++]);
	text[DATE_TEXT_SIZE - 1] = '\0';
	if (date_parse(text, &day) && day != slips->born && slips->n < BIRTH_SLIPS)
		slips->out[slips->n++] = day;
}

static void exchange(uint8_t *a, uint8_t *b)
{
	uint8_t kept = *a;
	*a = *b;
	*b = kept;
}

size_t birth_slips(int32_t born, int32_t out[BIRTH_SLIPS])
{
	enum { DECADE = 2, MONTH_AT = 4, DAY_AT = 6 };
	struct slips slips = {.born = born, .out = out};
	uint8_t digits[DATE_DIGITS];
	date_digits(born, digits);
	for (int i = DECADE; i < DATE_DIGITS; i++) {
		uint8_t kept = digits[i];
		for (digits[i] = 0; digits[i] < 10; digits[i]++)
			add_slip(&slips, digits);
		digits[i] = kept;
	}
	for (int i = DECADE; i + 1 < DATE_DIGITS; i++) {
		exchange(&digits[i], &digits[i + 1]);
		add_slip(&slips, digits);
		exchange(&digits[i], &digits[i + 1]);
	}
	exchange(&digits[MONTH_AT], &digits[DAY_AT]);
	exchange(&digits[MONTH_AT + 1], &digits[DAY_AT + 1]);
	add_slip(&slips, digits);
	return slips.n;
}
