#include "domain/term.h"

#include <stdio.h>
#include <string.h>

#include "common/text.h"
#include "tests/support/suite.h"

static const char *told(struct term term, enum lang lang)
{
	static char text[TERM_TOLD];
	char buffer[TERM_TOLD];
	snprintf(text, sizeof text, "%s", term_told(term.text, lang, buffer));
	return text;
}

START_TEST(a_term_is_told_in_the_readers_language)
{
	ck_assert_str_eq(told(term_code(CODES_SEX, "2"), LANG_ZH), "女");
	ck_assert_str_eq(told(term_code(CODES_SEX, "2"), LANG_EN), "female");
	ck_assert_str_eq(told(term_choices(CODES_SEX), LANG_EN), "1 male, 2 female");
	ck_assert_str_eq(told(term_choices(CODES_SEX), LANG_ZH), "1 男、2 女");
	ck_assert_str_eq(told(term_item(FORM_SCHOOL, ITEM_ID_NUMBER), LANG_EN), "ID number");
	ck_assert_str_eq(told(term_item(FORM_PRESCHOOL, ITEM_FAMILY_1_NAME), LANG_ZH),
		item_name(FORM_PRESCHOOL, ITEM_FAMILY_1_NAME)->zh);
	ck_assert_str_eq(
		told(term_stage(STAGE_SENIOR), LANG_EN), stage_row(STAGE_SENIOR)->title.en);
}
END_TEST

START_TEST(every_row_of_every_table_comes_back)
{
	for (int set = 0; set < CODE_SET_COUNT; set++) {
		size_t n;
		const struct code *rows = code_rows((enum code_set)set, &n);
		ck_assert_str_eq(told(term_code_set((enum code_set)set), LANG_ZH),
			code_set_row((enum code_set)set)->title.zh);
		for (size_t i = 0; i < n; i++)
			ck_assert_str_eq(told(term_code((enum code_set)set, rows[i].code), LANG_EN),
				rows[i].label.en);
	}
	for (int form = 0; form < FORM_COUNT; form++)
		for (int item = 0; item < ITEM_COUNT; item++)
			ck_assert_str_eq(
				told(term_item((enum which_form)form, (enum item)item), LANG_ZH),
				item_name((enum which_form)form, (enum item)item)->zh);
}
END_TEST

/* All sets that are listed have room for their lists in both languages. */
START_TEST(what_is_short_is_listed)
{
	char text[TERM_TOLD];
	for (int set = 0; set < CODE_SET_COUNT; set++)
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
			ck_assert_int_eq(code_set_is_short((enum code_set)set),
				code_choices(
					(enum code_set)set, (enum lang)lang, text, sizeof text));
}
END_TEST

START_TEST(what_is_no_term_is_told_as_it_is)
{
	static const char *const texts[] = {"", "12", "男", "sex:1", "\x1f"};
	static const char *const odd[] = {"\x1f"
					  "c",
		"\x1f"
		"csex",
		"\x1f"
		"csex:9",
		"\x1f"
		"x",
		"\x1f"
		"inothing",
		"\x1f"
		"gnothing",
		"\x1f"
		"l:",
		"\x1f"
		"lsex:1",
		"\x1f"
		"c:::"};
	char buffer[TERM_TOLD];
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		ck_assert_str_eq(term_told(texts[i], LANG_EN, buffer), texts[i]);
	for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
		ck_assert_int_ne(term_told(odd[i], LANG_EN, buffer)[0], '\x1f');
	ck_assert_str_eq(told(term_code(CODES_SEX, "7"), LANG_EN), "7");
}
END_TEST

START_TEST(a_code_that_is_none_is_cut_between_characters)
{
	struct term term = term_code(CODES_SEX, "七八九十七八九十七八九十七八九十七八九十七八九十");
	ck_assert_uint_lt(strlen(term.text), sizeof term.text);
	ck_assert(text_is_utf8(term.text, strlen(term.text)));
	ck_assert_uint_eq(text_length(term.text), 21);
}
END_TEST

SUITE("term", a_term_is_told_in_the_readers_language, every_row_of_every_table_comes_back,
	what_is_short_is_listed, what_is_no_term_is_told_as_it_is,
	a_code_that_is_none_is_cut_between_characters)
