/* Values by themselves: one function a kind. */
#include "domain/items_check.h"

#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "domain/id_number.h"
#include "domain/name_text.h"
#include "domain/number_text.h"
#include "domain/term.h"

#define FOREVER "长期"

static bool is_letter_or_digit(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static void check_length(const struct item_row *row, const char *value, struct findings *findings)
{
	char limit[12];
	snprintf(limit, sizeof limit, "%d", row->max);
	if (text_length(value) > (size_t)row->max)
		finding_fault(findings, REASON_TOO_LONG, limit);
}

static void check_text(const struct item_row *row, const char *value, struct findings *findings)
{
	uint32_t forbidden = text_find_forbidden(value);
	if (forbidden != 0)
		finding_fault_character(
			findings, REASON_FORBIDDEN_CHARACTER, forbidden, NULL, NULL);
	check_length(row, value, findings);
}

static void check_name(const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row;
	name_check(value, findings);
}

static void check_pinyin(const struct item_row *row, const char *value, struct findings *findings)
{
	name_check_pinyin(value, findings);
	check_length(row, value, findings);
}

static void check_code(const struct item_row *row, const char *value, struct findings *findings)
{
	const struct code *code = code_find(row->codes, value);
	if (code != NULL && code->on_form)
		return;
	if (code_set_is_short(row->codes))
		finding_fault(findings, REASON_NOT_A_CHOICE, term_choices(row->codes).text);
	else
		finding_fault(findings, REASON_NOT_IN_LIST, term_code_set(row->codes).text);
}

static void check_date(const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row;
	int32_t day;
	if (!date_parse(value, &day))
		finding_fault(findings,
			date_is_no_day(value) ? REASON_NO_SUCH_DAY : REASON_NOT_A_DATE, NULL);
}

static void check_month(const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row;
	char first[DATE_TEXT_SIZE + 1];
	int32_t day;
	snprintf(first, sizeof first, "%.7s-01", value);
	if (strlen(value) != 7 || !date_parse(first, &day))
		finding_fault(findings, REASON_NOT_A_MONTH, NULL);
}

/* A day as periods have it, 2010.06.01. */
static bool parse_dotted(const char *text, int32_t *day_out)
{
	char iso[DATE_TEXT_SIZE];
	snprintf(iso, sizeof iso, "%.4s-%.2s-%.2s", text, text + 5, text + 8);
	return date_parse(iso, day_out);
}

static void check_period(const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row;
	int32_t from = 0, to = INT32_MAX;
	bool is_open = strlen(value) > 11 && strcmp(value + 11, FOREVER) == 0;
	bool is_shaped = is_open || number_fits(value, "9999.99.99-9999.99.99");
	if (!is_shaped || !parse_dotted(value, &from) ||
		(!is_open && !parse_dotted(value + 11, &to)))
		finding_fault(findings, REASON_NOT_A_PERIOD, NULL);
	else if (from >= to)
		finding_fault(findings, REASON_PERIOD_BACKWARDS, NULL);
}

static void check_range(
	const struct item_row *row, const char *value, int min, struct findings *findings)
{
	char low[12], high[12];
	int number = 0;
	const char *at = value;
	for (; *at >= '0' && *at <= '9' && number <= row->max; at++)
		number = number * 10 + (*at - '0');
	if (*at != '\0' && !(*at >= '0' && *at <= '9')) {
		finding_fault(findings, REASON_NOT_A_WHOLE_NUMBER, NULL);
		return;
	}
	snprintf(low, sizeof low, "%d", min);
	snprintf(high, sizeof high, "%d", row->max);
	if (number < min || number > row->max)
		finding_fault(findings, REASON_OUT_OF_RANGE, low, high);
}

static void check_integer(const struct item_row *row, const char *value, struct findings *findings)
{
	check_range(row, value, 0, findings);
}

static void check_grade(const struct item_row *row, const char *value, struct findings *findings)
{
	check_range(row, value, GRADE_FIRST, findings);
}

static void check_area(const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row;
	char province[3] = "";
	snprintf(province, sizeof province, "%s", value);
	if (!number_fits(value, "999999999999") || code_find(CODES_PROVINCE, province) == NULL)
		finding_fault(findings, REASON_NOT_AN_AREA, NULL);
}

/* 7 digits of a small town to 15 of the longest international number (E.164). */
static void check_phone(const struct item_row *row, const char *value, struct findings *findings)
{
	size_t digits = 0;
	const char *at = value + (value[0] == '+');
	for (; *at != '\0' && strchr("0123456789-", *at) != NULL; at++)
		digits += *at != '-';
	if (*at != '\0' || digits < 7 || digits > 15)
		finding_fault(findings, REASON_NOT_ONE_PHONE, NULL);
	check_length(row, value, findings);
}

static void check_postcode(const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row;
	if (!number_fits(value, "999999"))
		finding_fault(findings, REASON_NOT_A_POSTCODE, NULL);
}

static bool is_visible_ascii(const char *text)
{
	for (; *text != '\0'; text++)
		if (*text <= ' ' || *text > '~')
			return false;
	return true;
}

/* A host: parts of letters, digits and hyphens, at least two, with points between them. */
static bool is_host(const char *text, size_t size)
{
	size_t points = 0;
	for (size_t i = 0; i < size; i++) {
		bool is_end = i == 0 || i + 1 == size || text[i - 1] == '.' || text[i + 1] == '.';
		if (!is_letter_or_digit(text[i]) && (is_end || (text[i] != '-' && text[i] != '.')))
			return false;
		points += text[i] == '.';
	}
	return points > 0;
}

static void check_email(const struct item_row *row, const char *value, struct findings *findings)
{
	const char *at = strchr(value, '@');
	if (at == NULL || at == value || !is_visible_ascii(value) ||
		!is_host(at + 1, strlen(at + 1)))
		finding_fault(findings, REASON_NOT_AN_EMAIL, NULL);
	check_length(row, value, findings);
}

static void check_url(const struct item_row *row, const char *value, struct findings *findings)
{
	const char *host = value;
	if (strncmp(value, "https://", 8) == 0)
		host += 8;
	else if (strncmp(value, "http://", 7) == 0)
		host += 7;
	if (!is_visible_ascii(value) || !is_host(host, strcspn(host, "/:?#")))
		finding_fault(findings, REASON_NOT_A_URL, NULL);
	check_length(row, value, findings);
}

/* 1.10105200703074E+17: what a spreadsheet makes of a long number in a cell that is not text. */
static bool has_lost_digits(const char *value)
{
	size_t whole = strspn(value, "0123456789.");
	bool is_power = (value[whole] == 'E' || value[whole] == 'e') && value[whole + 1] == '+';
	return whole > 0 && is_power &&
	       strspn(value + whole + 2, "0123456789") == strlen(value + whole + 2);
}

/* 110105200703074000: the same where the cell was made to show all digits of a number. */
static bool has_zeroed_digits(const char *value)
{
	enum { DIGITS = 17 };
	return strlen(value) == DIGITS + 1 && strspn(value, "0123456789") == DIGITS + 1 &&
	       strcmp(value + DIGITS - 2, "000") == 0 &&
	       id_number_check_character(value) != value[DIGITS];
}

static void check_id_number(
	const struct item_row *row, const char *value, struct findings *findings)
{
	(void)row; /* all else is judged with its type */
	if (has_lost_digits(value) || has_zeroed_digits(value))
		finding_fault(findings, REASON_DIGITS_LOST, NULL);
}

static void check_token(const struct item_row *row, const char *value, struct findings *findings)
{
	if (has_lost_digits(value)) {
		finding_fault(findings, REASON_DIGITS_LOST, NULL);
		return;
	}
	for (const char *at = value; (uint32_t)*at != 0;) {
		const char *here = at;
		uint32_t c = text_next(&at);
		if (!is_letter_or_digit(*here) && *here != '-') {
			finding_fault_character(findings, REASON_NOT_A_TOKEN, c, NULL, NULL);
			break;
		}
	}
	check_length(row, value, findings);
}

static void check_attachment(
	const struct item_row *row, const char *value, struct findings *findings)
{
	if (strspn(value, "0123456789") != strlen(value) || strlen(value) > (size_t)row->max)
		finding_fault(findings, REASON_NOT_AN_ID, NULL);
}

static void (*const kinds[KIND_COUNT])(
	const struct item_row *row, const char *value, struct findings *findings) = {
	[KIND_TEXT] = check_text,
	[KIND_NAME] = check_name,
	[KIND_PINYIN] = check_pinyin,
	[KIND_CODE] = check_code,
	[KIND_DATE] = check_date,
	[KIND_MONTH] = check_month,
	[KIND_PERIOD] = check_period,
	[KIND_INTEGER] = check_integer,
	[KIND_GRADE] = check_grade,
	[KIND_AREA] = check_area,
	[KIND_PHONE] = check_phone,
	[KIND_POSTCODE] = check_postcode,
	[KIND_EMAIL] = check_email,
	[KIND_URL] = check_url,
	[KIND_TOKEN] = check_token,
	[KIND_ID_NUMBER] = check_id_number,
	[KIND_ATTACHMENT] = check_attachment,
};

bool item_check(enum item item, const char *value, struct findings *findings)
{
	const struct item_row *row = item_row(item);
	size_t faults = findings->faults;
	findings->item = item;
	if (kinds[row->kind] != NULL)
		kinds[row->kind](row, value, findings);
	return findings->faults == faults;
}
