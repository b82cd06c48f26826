#include "domain/lang.h"

#include <stddef.h>

#include "tests/support/suite.h"

START_TEST(english_is_what_asks_for_english)
{
	static const char *const rows[] = {
		"en", "EN", "en_US", "en-GB", "en_US.UTF-8", "en.UTF-8", "en@latin"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(lang_of(rows[i]) == LANG_EN, "%s", rows[i]);
}
END_TEST

START_TEST(anything_else_is_chinese)
{
	static const char *const rows[] = {
		"zh", "zh_CN", "zh-Hans", "", "C", "C.UTF-8", "de", "e", "enm", "English", "\xff"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(lang_of(rows[i]) == LANG_ZH, "%s", rows[i]);
	ck_assert_int_eq(lang_of(NULL), LANG_ZH);
}
END_TEST

START_TEST(a_sentence_is_said_in_the_language_asked_for)
{
	static const struct sentence sentence = {.en = "pupil", .zh = "学生"};
	ck_assert_str_eq(sentence_in(&sentence, LANG_EN), "pupil");
	ck_assert_str_eq(sentence_in(&sentence, LANG_ZH), "学生");
}
END_TEST

SUITE("lang", english_is_what_asks_for_english, anything_else_is_chinese,
	a_sentence_is_said_in_the_language_asked_for)
