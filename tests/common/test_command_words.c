#include "common/command_words.h"

#include <stdint.h>

#include "tests/support/suite.h"

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

START_TEST(a_command_is_known_by_its_one_or_two_words)
{
	ck_assert_int_eq(command_words_matched("serve", WORDS("serve", "DIR")), 1);
	ck_assert_int_eq(command_words_matched("cert issue", WORDS("cert", "issue", "DIR")), 2);
	ck_assert_int_eq(command_words_matched("cert issue", WORDS("cert", "list")), 0);
	ck_assert_int_eq(command_words_matched("cert issue", WORDS("cert")), 0);
	ck_assert_int_eq(command_words_matched("cert", WORDS("certificate")), 0);
	ck_assert_int_eq(command_words_matched("certificate", WORDS("cert")), 0);
	ck_assert_int_eq(command_words_matched("cert", WORDS("")), 0);
	ck_assert_int_eq(command_words_matched("cert", (const char *const[]){NULL}), 0);
}
END_TEST

START_TEST(what_fingers_know_is_understood)
{
	ck_assert_str_eq(command_word_known("--help"), "help");
	ck_assert_str_eq(command_word_known("-h"), "help");
	ck_assert_str_eq(command_word_known("--version"), "version");
	ck_assert_str_eq(command_word_known("--lang"), "--lang");
}
END_TEST

START_TEST(operands_in_brackets_may_be_left_out)
{
	static const struct {
		const char *operands;
		size_t least, most;
	} rows[] = {{"", 0, 0}, {"DIR", 1, 1}, {"DIR NAME", 2, 2}, {"DIR [NAME]", 1, 2},
		{"[COMMAND VERB]", 0, 2}, {"FILE…", 1, SIZE_MAX}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const struct command_operands found = command_operands(rows[i].operands);
		ck_assert_uint_eq(found.least, rows[i].least);
		ck_assert_uint_eq(found.most, rows[i].most);
	}
}
END_TEST

SUITE("command_words", a_command_is_known_by_its_one_or_two_words, what_fingers_know_is_understood,
	operands_in_brackets_may_be_left_out)
