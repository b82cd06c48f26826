/* Values as people and sheets write them, made into what is stored: one function a kind. */
#include "domain/items_check.h"

#include <string.h>

#include "common/nfc.h"
#include "common/text.h"
#include "domain/lookalike.h"
#include "domain/name_text.h"
#include "domain/number_text.h"

#define FOREVER "长期" /* as ID cards of the old have it */

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xa0 || c == 0x3000;
}

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Full-width characters in plain width: letters and digits alone, or all of them. */
static uint32_t narrow(uint32_t c, bool all)
{
	char ascii = lookalike_is_full_width(c) ? lookalike_ascii(c) : 0;
	return ascii != 0 && (all || is_letter_or_digit(ascii)) ? (unsigned char)ascii : c;
}

/* Nearly all is. */
static bool is_trim(const char *typed, bool all_narrow)
{
	uint32_t last = ' ';
	if (*typed == '\0')
		return true;
	for (uint32_t c; (c = text_next(&typed)) != 0; last = c)
		if ((is_space(c) && is_space(last)) || narrow(c, all_narrow) != c)
			return false;
	return !is_space(last);
}

static const char *trim(struct arena *arena, const char *typed, bool all_narrow)
{
	if (is_trim(typed, all_narrow))
		return typed;
	char *out = arena_alloc(arena, strlen(typed) + 1), *at = out, *end = out;
	for (uint32_t c; (c = text_next(&typed)) != 0;) {
		if (at == out && is_space(c))
			continue;
		at += text_put(at, narrow(c, all_narrow));
		if (!is_space(c))
			end = at;
	}
	*end = '\0';
	return out;
}

static const char *tidy_text(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	return text_nfc(arena, trim(arena, typed, false));
}

static const char *tidy_name(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	return name_tidy(arena, typed);
}

/* What is written in ASCII alone, so that full-width punctuation is a slip, too. */
static const char *tidy_ascii(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	return trim(arena, typed, true);
}

/* A document's number keeps full-width digits, which are named as a fault with it. */
static const char *tidy_number(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	size_t size = strlen(typed) + 1;
	char *out = arena_alloc(arena, size);
	number_tidy(typed, out, size);
	return out;
}

/* Sheets lose the zero of "01". */
static const char *tidy_code(const struct item_row *row, struct arena *arena, const char *typed)
{
	if (code_find(row->codes, typed) != NULL)
		return typed;
	const char *text = trim(arena, typed, true);
	char *code = arena_alloc(arena, strlen(text) + 1);
	number_tidy(text, code, strlen(text) + 1);
	if (code[0] == '\0' || code_find(row->codes, code) != NULL)
		return code;
	const char *with_zero = arena_printf(arena, "0%s", code);
	return code_find(row->codes, with_zero) != NULL ? with_zero : code;
}

/* The digits of a number written with spaces and brackets. */
static const char *tidy_phone(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	const char *text = trim(arena, typed, true);
	char *out = arena_strdup(arena, text), *end = out;
	for (const char *at = text; *at != '\0'; at++)
		if (strchr(" ()", *at) == NULL)
			*end++ = *at;
	*end = '\0';
	return end > out ? out : text;
}

/* Six digits name a county; what lies below it is then unknown. */
static const char *tidy_area(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	const char *area = trim(arena, typed, true);
	return number_fits(area, "999999") ? arena_printf(arena, "%s000000", area) : area;
}

/* The groups of digits in a text, at most `max`; -1 when it has more or a group is too long. What
 * stands between them may only be punctuation and 年月日至. */
static int digit_groups(const char *text, int values[], int lengths[], int max)
{
	static const char between[] = " .-/~年月日至－—～";
	int n = 0, length = 0;
	for (uint32_t c; (c = text_next(&text)) != 0;) {
		char bytes[5] = "";
		text_put(bytes, c);
		if (c >= '0' && c <= '9') {
			if (length == 0 && ++n > max)
				return -1;
			if (++length > 8)
				return -1;
			values[n - 1] = (length == 1 ? 0 : values[n - 1] * 10) + (int)(c - '0');
			lengths[n - 1] = length;
		} else if (strstr(between, bytes) != NULL) {
			length = 0;
		} else {
			return -1;
		}
	}
	return n;
}

/* Splits 20150901 into three. */
static bool as_date(const int values[], const int lengths[], int n, int date[3])
{
	if (n == 1 && lengths[0] == 8) {
		date[0] = values[0] / 10000;
		date[1] = values[0] / 100 % 100;
		date[2] = values[0] % 100;
		return true;
	}
	if (n != 3 || lengths[0] != 4)
		return false;
	memcpy(date, values, 3 * sizeof *date);
	return true;
}

static const char *tidy_date(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	int values[3], lengths[3], date[3];
	const char *text = trim(arena, typed, true);
	int n = digit_groups(text, values, lengths, 3);
	if (!as_date(values, lengths, n, date))
		return text;
	return arena_printf(arena, "%04d-%02d-%02d", date[0], date[1], date[2]);
}

static const char *tidy_month(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	int values[2], lengths[2];
	const char *text = trim(arena, typed, true);
	int n = digit_groups(text, values, lengths, 2);
	if (n == 1 && lengths[0] == 6)
		return arena_printf(arena, "%04d-%02d", values[0] / 100, values[0] % 100);
	/* 2015.1 may be what a spreadsheet has made of 2015.10. */
	bool is_cut = n == 2 && lengths[1] == 1 && values[1] == 1 && strchr(text, '.') != NULL;
	if (n == 2 && lengths[0] == 4 && !is_cut)
		return arena_printf(arena, "%04d-%02d", values[0], values[1]);
	return text;
}

static const char *tidy_period(const struct item_row *row, struct arena *arena, const char *typed)
{
	(void)row;
	int values[6], lengths[6], from[3], to[3];
	const char *text = trim(arena, typed, true), *forever = strstr(text, FOREVER);
	const char *digits =
		forever == NULL ? text : arena_strndup(arena, text, (size_t)(forever - text));
	int n = digit_groups(digits, values, lengths, 6);
	int half = forever != NULL ? n : n / 2;
	if (n < 1 || !as_date(values, lengths, half, from))
		return text;
	const char *begin = arena_printf(arena, "%04d.%02d.%02d", from[0], from[1], from[2]);
	if (forever != NULL)
		return arena_printf(arena, "%s-" FOREVER, begin);
	if (!as_date(values + half, lengths + half, n - half, to))
		return text;
	return arena_printf(arena, "%s-%04d.%02d.%02d", begin, to[0], to[1], to[2]);
}

static const char *(*const kinds[KIND_COUNT])(
	const struct item_row *row, struct arena *arena, const char *typed) = {
	[KIND_TEXT] = tidy_text,
	[KIND_NAME] = tidy_name,
	[KIND_PINYIN] = tidy_text,
	[KIND_CODE] = tidy_code,
	[KIND_DATE] = tidy_date,
	[KIND_MONTH] = tidy_month,
	[KIND_PERIOD] = tidy_period,
	[KIND_INTEGER] = tidy_ascii,
	[KIND_GRADE] = tidy_ascii,
	[KIND_AREA] = tidy_area,
	[KIND_PHONE] = tidy_phone,
	[KIND_POSTCODE] = tidy_ascii,
	[KIND_EMAIL] = tidy_ascii,
	[KIND_URL] = tidy_ascii,
	[KIND_TOKEN] = tidy_ascii,
	[KIND_ID_NUMBER] = tidy_number,
	[KIND_ATTACHMENT] = tidy_ascii,
};

const char *item_tidy(enum item item, struct arena *arena, const char *typed)
{
	const struct item_row *row = item_row(item);
	return kinds[row->kind](row, arena, typed);
}

const char *item_tidy_cell(enum item item, struct arena *arena, const char *typed)
{
	const struct item_row *row = item_row(item);
	if (row->kind == KIND_CODE) {
		const struct code *code = code_match(row->codes, trim(arena, typed, false));
		if (code != NULL)
			return code->code;
	}
	return item_tidy(item, arena, typed);
}
