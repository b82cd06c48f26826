#include "domain/lookalike.h"

#include "common/text.h"
#include "tests/support/suite.h"

static const struct {
	const char *character;
	char ascii;
} rows[] = {
	{"０", '0'},
	{"９", '9'},
	{"Ｘ", 'X'},
	{"ｘ", 'x'},
	{"（", '('},
	{"　", ' '}, /* wide */
	{"Х", 'X'},
	{"х", 'x'},
	{"О", 'O'},
	{"А", 'A'},
	{"З", '3'}, /* Cyrillic */
	{"Χ", 'X'},
	{"Ι", 'I'},
	{"×", 'X'},
	{"Ⅹ", 'X'},
	{"−", '-'},
	{"٣", '3'},
	{"۹", '9'},
	{"༥", '5'},
	{"𝟘", '0'},
	{"𝟿", '9'},
	{"X", 0},
	{"0", 0},
	{"中", 0},
	{"〇", 0},
	{"é", 0},
	{"𠮷", 0},
};

START_TEST(a_character_is_known_by_what_it_is_taken_for)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *at = rows[i].character;
		ck_assert_msg(
			lookalike_ascii(text_next(&at)) == rows[i].ascii, "%s", rows[i].character);
	}
}
END_TEST

START_TEST(full_width_is_a_width_and_not_another_letter)
{
	ck_assert(lookalike_is_full_width(0xff10));
	ck_assert(lookalike_is_full_width(0x3000));
	ck_assert(!lookalike_is_full_width(0x0425));
	ck_assert(!lookalike_is_full_width('0'));
	ck_assert(!lookalike_is_full_width(0xff65)); /* a half-width middle dot */
}
END_TEST

START_TEST(letters_are_typed_for_digits)
{
	ck_assert_int_eq(lookalike_digit('O'), '0');
	ck_assert_int_eq(lookalike_digit('l'), '1');
	ck_assert_int_eq(lookalike_digit('X'), 0);
}
END_TEST

SUITE("lookalike", a_character_is_known_by_what_it_is_taken_for,
	full_width_is_a_width_and_not_another_letter, letters_are_typed_for_digits)
