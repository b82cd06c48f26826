#include "domain/student_no.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "common/date.h"
#include "common/text.h"
#include "domain/number_text.h"

#define BODY "99999999999999999#"

enum { LENGTH = STUDENT_NO_SIZE - 1, TYPED_SIZE = 64 };

static bool is_kind(char c)
{
	return c == 'G' || c == 'L' || c == 'J';
}

bool student_no_parse(const char *typed, char out[STUDENT_NO_SIZE])
{
	char text[STUDENT_NO_SIZE];
	if (!number_tidy(typed, text, sizeof text) || !is_kind(text[0]) ||
		!number_fits(text + 1, BODY))
		return false;
	memcpy(out, text, sizeof text);
	return true;
}

static bool check_shape(const char *text, struct findings *findings)
{
	struct id_number id;
	char count[24];
	if (id_number_parse(text, &id)) {
		finding_fault(findings, REASON_STUDENT_NO_IS_ID, NULL);
		return false;
	}
	bool is_shaped = number_check_characters(text, "*" BODY, findings);
	size_t length = text_length(text);
	snprintf(count, sizeof count, "%zu", length);
	if (length != LENGTH)
		finding_fault(findings, REASON_STUDENT_NO_LENGTH, count);
	if (!is_kind(text[0]))
		finding_fault(findings, REASON_STUDENT_NO_KIND, NULL);
	return is_shaped && length == LENGTH && is_kind(text[0]);
}

static void check_body(const char *text, int32_t today, struct findings *findings)
{
	char date[DATE_TEXT_SIZE];
	int32_t born;
	snprintf(date, sizeof date, "%.4s-%.2s-%.2s", text + 7, text + 11, text + 13);
	if (!date_parse(date, &born) || born > today)
		finding_warn(findings, REASON_STUDENT_NO_BIRTH_DATE, date);
	if (text[0] == 'J' && text[18] != id_number_check_character(text + 1))
		finding_warn(findings, REASON_STUDENT_NO_CHECK, NULL);
}

bool student_no_check(
	const char *typed, int32_t today, struct findings *findings, char out[STUDENT_NO_SIZE])
{
	char text[TYPED_SIZE];
	size_t faults = findings->faults;
	number_tidy(typed, text, sizeof text);
	if (!check_shape(text, findings))
		return false;
	struct id_claim claim = {ID_TYPE_RESIDENT, text + 1, "", "", today};
	struct id_number id;
	if (text[0] != 'G')
		check_body(text, today, findings);
	else if (!id_number_check(&claim, findings, &id))
		return false;
	memcpy(out, text, STUDENT_NO_SIZE);
	return findings->faults == faults;
}

void student_no_make_g(const struct id_number *id, char out[STUDENT_NO_SIZE])
{
	assert(id->is_national);
	snprintf(out, STUDENT_NO_SIZE, "G%.18s", id->text);
}

/* The kind, area and birth date; the rest is still to come. */
static void begin(char kind, const char *area, int32_t born, char out[STUDENT_NO_SIZE])
{
	char date[DATE_TEXT_SIZE];
	assert(strlen(area) >= 6);
	date_format(born, date);
	snprintf(out, STUDENT_NO_SIZE, "%c%.6s%.4s%.2s%.2s", kind, area, date, date + 5, date + 8);
}

bool student_no_make_l(const char *area, int32_t born, unsigned serial, const char *id_number,
	char out[STUDENT_NO_SIZE])
{
	assert(serial < STUDENT_NO_L_SERIALS);
	begin('L', area, born, out);
	snprintf(out + 15, 5, "%04u", serial);
	return out[18] != id_number_check_character(out + 1) && strcmp(out + 1, id_number) != 0;
}

void student_no_make_j(const char *area, int32_t born, unsigned serial, char out[STUDENT_NO_SIZE])
{
	assert(serial < STUDENT_NO_J_SERIALS);
	begin('J', area, born, out);
	snprintf(out + 15, 5, "%03u", serial);
	out[18] = id_number_check_character(out + 1);
	out[19] = '\0';
}

void student_no_format(const char *no, char out[STUDENT_NO_FORMAT_SIZE])
{
	assert(strlen(no) == LENGTH);
	snprintf(out, STUDENT_NO_FORMAT_SIZE, "%.1s %.6s %.8s %.4s", no, no + 1, no + 7, no + 15);
}

void student_no_mask(const char *no, char out[STUDENT_NO_SIZE])
{
	assert(strlen(no) == LENGTH);
	out[0] = no[0];
	id_number_mask(no + 1, out + 1, STUDENT_NO_SIZE - 1);
}

enum number_kind number_kind(const char *typed)
{
	char text[TYPED_SIZE], student_no[STUDENT_NO_SIZE];
	struct id_number id;
	bool has_digit = false;
	if (!number_tidy(typed, text, sizeof text))
		return NUMBER_NONE;
	if (student_no_parse(text, student_no))
		return NUMBER_STUDENT;
	if (id_number_parse(text, &id))
		return NUMBER_ID;
	if (number_fits(text, "9999999999"))
		return NUMBER_SCHOOL;
	for (const char *at = text; *at != '\0'; at++) {
		if (strchr("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ()-", *at) == NULL)
			return NUMBER_NONE;
		has_digit |= *at >= '0' && *at <= '9';
	}
	return has_digit ? NUMBER_OTHER : NUMBER_NONE;
}
