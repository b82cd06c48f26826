#include "domain/unit_code.h"

#include <string.h>

#include "domain/school_code.h"
#include "tests/support/suite.h"

static const struct {
	const char *code;
	int tier;
} codes[] = {
	{"000000", TIER_NATION},
	{"110000", TIER_PROVINCE},
	{"660000", TIER_PROVINCE},
	{"130100", TIER_CITY},
	{"441900", TIER_CITY},
	{"130102", TIER_COUNTY},
	{"429004", TIER_COUNTY},
	{"2142001636", TIER_SCHOOL},
	{"5111000001", TIER_SCHOOL},
	{"1111000001", TIER_SCHOOL}, /* a kindergarten: a code, if not one of the registry */
	/* none of them a code */
	{"", 0},
	{"1", 0},
	{"11010", 0},
	{"1101011", 0},
	{"010000", 0},
	{"11010x", 0},
	{"-11010", 0},
	{" 11010", 0},
	{"１１０１０１", 0},
	{"0042001636", 0},
	{"2342001636", 0},
	{"21420016360", 0},
	{"214200163", 0},
	{"214200163X", 0},
};

START_TEST(a_code_says_its_tier)
{
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
		ck_assert_msg(unit_code_tier(codes[i].code) == codes[i].tier, "%s", codes[i].code);
}
END_TEST

START_TEST(an_id_is_the_code_and_never_nothing)
{
	ck_assert_int_eq(unit_code_id(NATION_CODE), UNIT_NATION);
	ck_assert_int_eq(unit_code_id(CORPS_CODE), UNIT_CORPS);
	ck_assert_int_eq(unit_code_id("130102"), 130102);
	ck_assert_int_eq(unit_code_id("2142001636"), INT64_C(2142001636));
}
END_TEST

START_TEST(a_school_lies_in_the_province_of_its_code)
{
	ck_assert(unit_code_same_province("420000", "2142001636"));
	ck_assert(unit_code_same_province("429004", "2142001636"));
	ck_assert(!unit_code_same_province("210000", "2142001636"));
	ck_assert(unit_code_same_province("110000", "110105"));
	ck_assert(!unit_code_same_province("110000", "120101"));
}
END_TEST

START_TEST(a_category_says_what_it_teaches)
{
	ck_assert_str_eq(school_category("2142001636")->title.en, "primary school");
	ck_assert_ptr_eq(school_category("21"), school_category("2142001636"));
	ck_assert_ptr_null(school_category("23"));
	ck_assert_ptr_null(school_category(""));
	ck_assert_ptr_null(school_category("2"));
	static const char *const kept[] = {"21", "31", "34", "37", "51"};
	static const char *const others[] = {
		"11", "22", "32", "33", "35", "36", "41", "42", "91", "92", "93"};
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		ck_assert(school_category_is_kept(school_category(kept[i])));
	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		ck_assert(!school_category_is_kept(school_category(others[i])));
}
END_TEST

SUITE("unit_code", a_code_says_its_tier, an_id_is_the_code_and_never_nothing,
	a_school_lies_in_the_province_of_its_code, a_category_says_what_it_teaches)
