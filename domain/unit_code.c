#include "domain/unit_code.h"

#include <stdlib.h>
#include <string.h>

#include "domain/school_code.h"

static bool is_digits(const char *text)
{
	return text[0] != '\0' && text[strspn(text, "0123456789")] == '\0';
}

int unit_code_tier(const char *code)
{
	size_t size = strlen(code);
	if (!is_digits(code))
		return 0;
	if (size == SCHOOL_CODE_SIZE)
		return school_category(code) != NULL ? TIER_SCHOOL : 0;
	if (size != DIVISION_CODE_SIZE)
		return 0;
	if (strcmp(code, NATION_CODE) == 0)
		return TIER_NATION;
	if (code[0] == '0')
		return 0;
	if (strcmp(code + 2, "0000") == 0)
		return TIER_PROVINCE;
	if (strcmp(code + 4, "00") == 0)
		return TIER_CITY;
	return TIER_COUNTY;
}

int64_t unit_code_id(const char *code)
{
	int64_t number = strtoll(code, NULL, 10);
	return number != 0 ? number : UNIT_NATION;
}

/* A school's code begins with its category; its place stands behind that. */
static const char *province_digits(const char *code)
{
	return strlen(code) == SCHOOL_CODE_SIZE ? code + 2 : code;
}

bool unit_code_same_province(const char *division, const char *code)
{
	return memcmp(province_digits(division), province_digits(code), 2) == 0;
}
