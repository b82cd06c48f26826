#include "domain/number_text.h"

#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "domain/lookalike.h"

static bool is_space(uint32_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == 0xa0 || c == 0x3000;
}

bool number_tidy(const char *typed, char *out, size_t size)
{
	size_t used = 0, end = 0;
	for (uint32_t c; (c = text_next(&typed)) != 0;) {
		char bytes[4];
		size_t n = text_put(bytes, c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
		if (used == 0 && is_space(c))
			continue;
		if (used + n >= size)
			return out[end] = '\0', is_space(c) && text_is_blank(typed);
		memcpy(out + used, bytes, n);
		used += n;
		if (!is_space(c))
			end = used;
	}
	out[end] = '\0';
	return true;
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

static bool is_capital(uint32_t c)
{
	return c >= 'A' && c <= 'Z';
}

static bool character_fits(uint32_t c, char pattern)
{
	switch (pattern) {
	case '9':
		return is_digit(c);
	case '#':
		return is_digit(c) || c == 'X';
	case 'A':
		return is_capital(c);
	case '*':
		return is_digit(c) || is_capital(c);
	default:
		return c == (unsigned char)pattern;
	}
}

bool number_fits(const char *text, const char *pattern)
{
	for (; *text != '\0' && *pattern != '\0'; text++, pattern++)
		if (!character_fits((unsigned char)*text, *pattern))
			return false;
	return *text == *pattern;
}

/* What a person most likely meant by `c` where `pattern` is wanted; 0 if there is no telling. */
static char meant(uint32_t c, char pattern)
{
	char ascii = lookalike_ascii(c);
	if (ascii >= 'a' && ascii <= 'z')
		ascii = (char)(ascii - 'a' + 'A');
	if (ascii == 0 || !character_fits((unsigned char)ascii, pattern))
		ascii = lookalike_digit(ascii != 0 ? (unsigned char)ascii : c);
	return ascii != 0 && character_fits((unsigned char)ascii, pattern) ? ascii : 0;
}

bool number_check_characters(const char *text, const char *pattern, struct findings *findings)
{
	size_t faults = findings->faults;
	bool seen[REASON_COUNT] = {false};
	unsigned place = 0;
	for (uint32_t c; (c = text_next(&text)) != 0;) {
		char wanted = *pattern != '\0' ? *pattern++ : '*', place_text[12];
		place++;
		if (character_fits(c, wanted))
			continue;
		char ascii = meant(c, wanted), ascii_text[] = {ascii, '\0'};
		enum reason fault = lookalike_is_full_width(c) ? REASON_FULL_WIDTH
				    : ascii != 0               ? REASON_LOOKALIKE
							       : REASON_NUMBER_CHARACTER;
		snprintf(place_text, sizeof place_text, "%u", place);
		if (!seen[fault])
			finding_fault_character(findings, fault, c,
				fault == REASON_LOOKALIKE          ? ascii_text
				: fault == REASON_NUMBER_CHARACTER ? place_text
								   : NULL,
				NULL);
		seen[fault] = true;
	}
	return findings->faults == faults;
}
