#include "domain/id_number.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "domain/codes.h"
#include "domain/number_text.h"
#include "domain/term.h"

enum { NEW_LENGTH = 18, OLD_LENGTH = 15, PASSPORT_LENGTH = 9 };

/* What is known of each document's numbers. Certain: 1 and B (GB 11643); the residence permits that
 * may stand for 6, 7, 8 (GB 11643 with an area of their own); the Hong Kong card's check digit;
 * nine characters at most for a passport (ICAO 9303). The other shapes are those in use; a number
 * that has none of them is warned of, not refused. Of 2 to 5 and Z nothing is known. */
static const struct document {
	char type;
	uint8_t min, max;   /* characters */
	bool is_national;   /* always a number of GB 11643 */
	bool is_free;       /* any text */
	const char *permit; /* the area that a residence permit's number begins with */
	const char *card;   /* the Hong Kong card, whose check digit can be verified */
	const char *usual[5];
} documents[] = {
	{.type = '1', .is_national = true},
	{.type = '2', .min = 1, .max = 30, .is_free = true},
	{.type = '3', .min = 1, .max = 30, .is_free = true},
	{.type = '4', .min = 1, .max = 30, .is_free = true},
	{.type = '5', .min = 1, .max = 30, .is_free = true},
	{.type = '6',
		.min = 7,
		.max = 18,
		.permit = "810000",
		.card = "A999999*",
		/* card of two letters or passport; permit for the mainland with and without its
		   issue */
		.usual = {"AA999999*", "H99999999", "H9999999999", "K99999999"}},
	{.type = '7',
		.min = 7,
		.max = 18,
		.permit = "820000",
		/* card, passport, permit for the mainland */
		.usual = {"99999999", "MA9999999", "M99999999", "M9999999999"}},
	{.type = '8',
		.min = 8,
		.max = 18,
		.permit = "830000",
		/* card since 2015, older booklets */
		.usual = {"99999999", "9999999999", "9999999999A"}},
	{.type = '9',
		.min = 5,
		.max = 20,
		/* China's card for foreigners, old and since 2023; other countries have their own
		 */
		.usual = {"AAA999999999999", "99999999999999999#"}},
	{.type = 'A', .min = 5, .max = 20},
	{.type = 'B', .is_national = true},
	{.type = 'Z', .min = 1, .max = 30, .is_free = true},
};

static const struct document *document_of(const char *type)
{
	for (size_t i = 0; i < sizeof documents / sizeof *documents; i++)
		if (type[0] == documents[i].type && type[1] == '\0')
			return &documents[i];
	return NULL;
}

char id_number_check_character(const char digits[17])
{
	static const int weights[17] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
	int sum = 0;
	for (int i = 0; i < 17; i++)
		sum += weights[i] * (digits[i] - '0');
	return "10X98765432"[sum % 11];
}

/* A number of 15 becomes one of 18: the century, and a check character. The serials 996 to 999 were
 * for people over a hundred when it was given, whose century is another. */
static bool lengthen(char text[ID_NUMBER_SIZE], struct findings *findings)
{
	if (strcmp(text + 12, "996") >= 0) {
		finding_fault(findings, REASON_ID_OLD_CENTENARIAN, NULL);
		return false;
	}
	finding_warn(findings, REASON_ID_OLD_FORM, NULL);
	memmove(text + 8, text + 6, 9);
	memcpy(text + 6, "19", 2);
	text[17] = id_number_check_character(text);
	text[18] = '\0';
	return true;
}

static void check_area(const char *area, const char *permit, struct findings *findings)
{
	/* The Production Corps has a province's rank and pseudo-code, but its people's numbers
	 * begin with Xinjiang's. */
	char province[3] = {area[0], area[1], '\0'};
	bool is_known = code_find(CODES_PROVINCE, province) != NULL && strcmp(province, "66") != 0;
	if (permit == NULL && !is_known)
		finding_fault(findings, REASON_ID_PROVINCE, province);
}

static void check_born(const struct id_claim *claim, const char *eight, struct findings *findings,
	struct id_number *out)
{
	char date[DATE_TEXT_SIZE];
	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", eight, eight + 4, eight + 6);
	if (!date_parse(date, &out->born))
		finding_fault(findings, REASON_ID_BIRTH_DATE, date);
	else if (out->born > claim->today)
		finding_fault(findings, REASON_ID_FUTURE, date);
	else if (claim->birth_date[0] != '\0' && strcmp(claim->birth_date, date) != 0)
		finding_fault(findings, REASON_ID_NOT_BIRTH_DATE, date, claim->birth_date);
}

static void check_sex(
	const struct id_claim *claim, char digit, struct findings *findings, struct id_number *out)
{
	out->sex[0] = (digit - '0') % 2 == 1 ? '1' : '2';
	if (claim->sex[0] != '\0' && strcmp(claim->sex, out->sex) != 0)
		finding_fault(findings, REASON_ID_NOT_SEX, term_code(CODES_SEX, out->sex).text,
			term_code(CODES_SEX, claim->sex).text);
}

static void check_national(const struct id_claim *claim, const char *permit,
	struct findings *findings, struct id_number *out)
{
	size_t length = text_length(out->text);
	const char *pattern = length == OLD_LENGTH ? "999999999999999" : "99999999999999999#";
	bool is_shaped = number_check_characters(out->text, pattern, findings);
	if (length != NEW_LENGTH && length != OLD_LENGTH) {
		char count[24];
		snprintf(count, sizeof count, "%zu", length);
		finding_fault(findings, REASON_ID_LENGTH, count);
		return;
	}
	if (!is_shaped || (length == OLD_LENGTH && !lengthen(out->text, findings)))
		return;
	out->is_national = true;
	memcpy(out->area, out->text, 6);
	check_area(out->area, permit, findings);
	check_born(claim, out->text + 6, findings, out);
	check_sex(claim, out->text[16], findings, out);
	if (strncmp(out->text + 14, "996", 3) >= 0)
		finding_warn(findings, REASON_ID_CENTENARIAN, NULL);
	if (out->text[17] != id_number_check_character(out->text))
		finding_fault(findings, REASON_ID_CHECK, NULL);
}

static void drop_brackets(char *text)
{
	static const char *const brackets[] = {"(", ")", "（", "）"};
	for (size_t i = 0; i < sizeof brackets / sizeof *brackets; i++)
		for (char *at; (at = strstr(text, brackets[i])) != NULL;) {
			size_t size = strlen(brackets[i]);
			memmove(at, at + size, strlen(at + size) + 1);
		}
}

/* The Hong Kong card: letters count from A = 10, a missing first letter as 36, weights 9 to 2; the
 * check digit makes the sum divisible by 11, A standing for 10. */
static bool card_is_right(const char *text)
{
	int sum = 36 * 9 + (text[0] - 'A' + 10) * 8;
	for (int i = 1; i < 7; i++)
		sum += (text[i] - '0') * (8 - i);
	return text[7] == "0123456789A"[(11 - sum % 11) % 11];
}

static bool is_usual(const struct document *document, const char *text)
{
	size_t n = 0;
	for (; document->usual[n] != NULL; n++)
		if (number_fits(text, document->usual[n]))
			return true;
	return n == 0 && (document->type != 'A' || strlen(text) <= PASSPORT_LENGTH);
}

static bool check_length(
	const struct document *document, const char *text, struct findings *findings)
{
	size_t length = text_length(text);
	char limit[4];
	snprintf(limit, sizeof limit, "%d", length < document->min ? document->min : document->max);
	if (length < document->min)
		finding_fault(findings, REASON_TOO_SHORT, limit);
	else if (length > document->max)
		finding_fault(findings, REASON_TOO_LONG, limit);
	return length >= document->min && length <= document->max;
}

static void check_other(const struct document *document, struct findings *findings, char *text)
{
	uint32_t forbidden = text_find_forbidden(text);
	if (forbidden != 0)
		finding_fault_character(
			findings, REASON_FORBIDDEN_CHARACTER, forbidden, NULL, NULL);
	if (!document->is_free)
		drop_brackets(text);
	bool is_sized = check_length(document, text, findings);
	if (document->is_free || !number_check_characters(text, "", findings) || !is_sized)
		return;
	if (document->card != NULL && number_fits(text, document->card)) {
		if (!card_is_right(text))
			finding_fault(findings, REASON_ID_CHECK, NULL);
	} else if (!is_usual(document, text)) {
		char type[2] = {document->type, '\0'};
		finding_warn(findings, REASON_ID_UNUSUAL, term_code(CODES_ID_TYPE, type).text);
	}
}

bool id_number_check(const struct id_claim *claim, struct findings *findings, struct id_number *out)
{
	const struct document *document = document_of(claim->type);
	assert(document != NULL);
	struct id_number number = {.is_national = false};
	size_t faults = findings->faults;
	bool is_whole = number_tidy(claim->number, number.text, sizeof number.text);
	bool is_permit = document->permit != NULL && text_length(number.text) == NEW_LENGTH &&
			 strncmp(number.text, document->permit, 6) == 0;
	if (!is_whole)
		finding_fault(findings, REASON_TOO_LONG, "30");
	else if (document->is_national || is_permit)
		check_national(claim, document->permit, findings, &number);
	else
		check_other(document, findings, number.text);
	if (findings->faults > faults)
		return false;
	*out = number;
	return true;
}

static void ignore(void *to, const struct finding *finding)
{
	(void)to;
	(void)finding;
}

bool id_number_parse(const char *text, struct id_number *out)
{
	struct findings findings = {.report = ignore};
	struct id_claim claim = {ID_TYPE_RESIDENT, text, "", "", INT32_MAX};
	return id_number_check(&claim, &findings, out);
}

void id_number_mask(const char *number, char *out, size_t size)
{
	size_t length = text_length(number), shown = length > 4 ? 2 : 0, stars = length - shown;
	const char *end = number + strlen(number);
	for (; shown > 0; shown--)
		do
			end--;
		while (((unsigned char)*end & 0xc0) == 0x80);
	assert(stars + strlen(end) < size);
	memset(out, '*', stars);
	memcpy(out + stars, end, strlen(end) + 1);
}
