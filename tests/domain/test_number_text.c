#include "domain/number_text.h"

#include "tests/support/findings.h"

START_TEST(white_space_and_case_are_tidied)
{
	static const struct {
		const char *typed, *tidy;
	} rows[] = {{"110x", "110X"}, {"  12\t", "12"}, {"　12　", "12"},
		{"\xc2\xa0"
		 "1",
			"1"},
		{"1 2", "1 2"}, {"", ""}, {"   ", ""}, {"é中", "é中"}};
	char out[16];
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		ck_assert(number_tidy(rows[i].typed, out, sizeof out));
		ck_assert_str_eq(out, rows[i].tidy);
	}
}
END_TEST

START_TEST(what_is_too_long_is_cut_between_characters_and_said_so)
{
	char out[8];
	ck_assert(number_tidy("1234567", out, sizeof out));
	ck_assert(number_tidy("1234567  ", out, sizeof out));
	ck_assert(!number_tidy("12345678", out, sizeof out));
	ck_assert_str_eq(out, "1234567");
	ck_assert(!number_tidy("12345中", out, sizeof out));
	ck_assert_str_eq(out, "12345");
}
END_TEST

START_TEST(a_pattern_says_what_may_stand_where)
{
	static const struct {
		const char *text, *pattern;
		bool fits;
	} rows[] = {{"H12345678", "H99999999", true}, {"M12345678", "H99999999", false},
		{"H1234567", "H99999999", false}, {"H123456789", "H99999999", false},
		{"12X", "99#", true}, {"1X2", "99#", false}, {"A1", "A*", true}, {"AZ", "A*", true},
		{"11", "A*", false}, {"", "", true}, {"１", "9", false}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(number_fits(rows[i].text, rows[i].pattern) == rows[i].fits, "%s %s",
			rows[i].text, rows[i].pattern);
}
END_TEST

static const struct {
	const char *text, *pattern, *found;
} faulty[] = {
	{"123", "99#", ""},
	{"１23", "99#", "FULL_WIDTH(１ (U+FF11))"},
	{"１２Ｘ", "99#", "FULL_WIDTH(１ (U+FF11))"}, /* the first of a kind is enough */
	{"12Х", "99#", "LOOKALIKE(Х (U+0425), X)"},
	{"12х", "99#", "LOOKALIKE(х (U+0445), X)"},
	{"O23", "99#", "LOOKALIKE(O, 0)"},
	{"L23", "99#", "LOOKALIKE(L, 1)"},
	{"О23", "99#", "LOOKALIKE(О (U+041E), 0)"}, /* a Cyrillic O for a zero */
	{"O23", "A99", ""},
	{"1 3", "999", "NUMBER_CHARACTER(U+0020, 2)"},
	{"1中3", "999", "NUMBER_CHARACTER(中 (U+4E2D), 2)"},
	{"X23", "99#", "NUMBER_CHARACTER(X, 1)"},
	{"1-O２", "9999", "NUMBER_CHARACTER(-, 2); LOOKALIKE(O, 0); FULL_WIDTH(２ (U+FF12))"},
	{"12Z9", "99", ""},
	{"12.9", "99", "NUMBER_CHARACTER(., 3)"},
};

START_TEST(each_kind_of_wrong_character_is_named_once)
{
	for (size_t i = 0; i < sizeof faulty / sizeof *faulty; i++) {
		struct found found = {0};
		bool good = number_check_characters(
			faulty[i].text, faulty[i].pattern, found_start(&found));
		ck_assert_str_eq(found.text, faulty[i].found);
		ck_assert(good == (faulty[i].found[0] == '\0'));
	}
}
END_TEST

SUITE("number_text", white_space_and_case_are_tidied,
	what_is_too_long_is_cut_between_characters_and_said_so, a_pattern_says_what_may_stand_where,
	each_kind_of_wrong_character_is_named_once)
