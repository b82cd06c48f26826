#include "domain/codes.h"

#include <string.h>

#include "tests/support/sentence.h"

START_TEST(every_set_has_values_with_both_labels)
{
	for (int set = 0; set < CODE_SET_COUNT; set++) {
		const struct code_set_row *row = code_set_row((enum code_set)set);
		sentence_check(row->word, &row->title);
		size_t count, offered = 0;
		const struct code *codes = code_rows((enum code_set)set, &count);
		ck_assert_msg(count >= 2, "%s has %zu values", row->word, count);
		for (size_t i = 0; i < count; i++) {
			offered += codes[i].on_form;
			ck_assert_msg(sentence_has_han(codes[i].label.zh), "%s %s", row->word,
				codes[i].code);
			ck_assert_msg(!sentence_has_han(codes[i].label.en), "%s %s", row->word,
				codes[i].code);
			ck_assert_ptr_eq(code_find((enum code_set)set, codes[i].code), &codes[i]);
		}
		ck_assert_msg(offered >= 2, "%s offers %zu values", row->word, offered);
	}
}
END_TEST

START_TEST(labels_lead_back_to_their_code)
{
	for (int set = 0; set < CODE_SET_COUNT; set++) {
		size_t count;
		const struct code *codes = code_rows((enum code_set)set, &count);
		for (size_t i = 0; i < count; i++) {
			ck_assert_ptr_eq(
				code_match((enum code_set)set, codes[i].label.zh), &codes[i]);
			ck_assert_ptr_eq(
				code_match((enum code_set)set, codes[i].label.en), &codes[i]);
		}
	}
	ck_assert_str_eq(code_match(CODES_SEX, "Female")->code, "2");
	ck_assert_ptr_null(code_match(CODES_SEX, "女性"));
}
END_TEST

static const struct {
	enum code_set set;
	const char *code, *zh, *en;
} known[] = {
	{CODES_SEX, "1", "男", "male"},
	{CODES_ETHNIC_GROUP, "01", "汉族", "Han"},
	{CODES_ETHNIC_GROUP, "05", "维吾尔族", "Uygur"},
	{CODES_ETHNIC_GROUP, "56", "基诺族", "Jino"},
	{CODES_NATIONALITY, "CHN", "中国", "China"},
	{CODES_NATIONALITY, "BES", "博奈尔、圣尤斯特歇斯岛和萨巴",
		"Bonaire, Sint Eustatius and Saba"},
	{CODES_NATIONALITY, "CIV", "科特迪瓦", "Côte d'Ivoire"},
	{CODES_ID_TYPE, "A", "护照", "passport"},
	{CODES_OVERSEAS_STATUS, "51", "外国人", "foreigner"},
	{CODES_RELATION, "51", "父亲", "father"},
	{CODES_PROVINCE, "66", "新疆生产建设兵团", "Production Corps"},
	{CODES_TRANSPORT, "5", "校车", "school bus"},
};

START_TEST(codes_mean_what_the_standards_say)
{
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		ck_assert_str_eq(code_label(known[i].set, known[i].code, LANG_ZH), known[i].zh);
		ck_assert_str_eq(code_label(known[i].set, known[i].code, LANG_EN), known[i].en);
	}
}
END_TEST

START_TEST(the_long_sets_are_complete)
{
	size_t count;
	code_rows(CODES_ETHNIC_GROUP, &count);
	ck_assert_uint_eq(count, 56 + 2);
	code_rows(CODES_NATIONALITY, &count);
	ck_assert_uint_eq(count, 249);
	code_rows(CODES_PROVINCE, &count);
	ck_assert_uint_eq(count, 34 + 1);
	code_rows(CODES_DISABILITY, &count);
	ck_assert_uint_eq(count, 9);
}
END_TEST

START_TEST(an_unknown_code_shows_as_itself)
{
	ck_assert_ptr_null(code_find(CODES_SEX, "3"));
	ck_assert_ptr_null(code_find(CODES_SEX, ""));
	ck_assert_ptr_null(code_find(CODES_ETHNIC_GROUP, "1"));
	ck_assert_ptr_null(code_find(CODES_NATIONALITY, "chn"));
	ck_assert_str_eq(code_label(CODES_SEX, "3", LANG_ZH), "3");
}
END_TEST

START_TEST(short_sets_are_listed_and_long_ones_are_not)
{
	char text[400];
	ck_assert(code_choices(CODES_SEX, LANG_EN, text, sizeof text));
	ck_assert_str_eq(text, "1 male, 2 female");
	ck_assert(code_choices(CODES_SOURCE, LANG_ZH, text, sizeof text));
	ck_assert_str_eq(text, "1 正常入学、2 借读、9 其他");
	ck_assert(!code_choices(CODES_NATIONALITY, LANG_ZH, text, sizeof text));
	ck_assert_str_eq(text, "");
	ck_assert(!code_choices(CODES_SEX, LANG_EN, text, sizeof "1 male, 2 femal"));
	ck_assert_str_eq(text, "");
}
END_TEST

START_TEST(what_the_forms_do_not_offer_is_known_all_the_same)
{
	static const struct {
		enum code_set set;
		const char *code;
	} rows[] = {{CODES_SEX, "0"}, {CODES_SEX, "9"}, {CODES_ID_TYPE, "2"}, {CODES_ID_TYPE, "5"}};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert(!code_find(rows[i].set, rows[i].code)->on_form);
}
END_TEST

SUITE("codes", every_set_has_values_with_both_labels, labels_lead_back_to_their_code,
	codes_mean_what_the_standards_say, the_long_sets_are_complete,
	an_unknown_code_shows_as_itself, short_sets_are_listed_and_long_ones_are_not,
	what_the_forms_do_not_offer_is_known_all_the_same)
