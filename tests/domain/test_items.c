#include "domain/items.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/sentence.h"

START_TEST(every_item_has_a_word_and_names_of_its_own)
{
	for (int i = 0; i < ITEM_COUNT; i++) {
		const struct item_row *row = item_row((enum item)i);
		ck_assert_uint_eq(strspn(row->word, "abcdefghijklmnopqrstuvwxyz0123456789_"),
			strlen(row->word));
		sentence_check(row->word, &row->name);
		ck_assert_msg(sentence_has_han(row->heading), "%s", row->word);
		ck_assert_int_eq(item_find(row->word), i);
		for (int k = 0; k < i; k++) {
			ck_assert_str_ne(row->heading, item_row((enum item)k)->heading);
			ck_assert_str_ne(row->name.zh, item_row((enum item)k)->name.zh);
		}
	}
	ck_assert_int_eq(item_find("favourite_colour"), -1);
}
END_TEST

START_TEST(the_national_form_has_72_items_in_seven_groups)
{
	static const int sizes[GROUP_COUNT] = {13, 6, 8, 7, 11, 3, 24};
	int counted[GROUP_COUNT] = {0}, last = 0;
	for (int number = 1; number <= FORM_SCHOOL_ITEMS; number++) {
		const struct item_row *row = item_row(item_at(FORM_SCHOOL, number));
		ck_assert_int_eq(row->number, number);
		ck_assert_int_ge((int)row->group, last);
		last = (int)row->group;
		counted[row->group]++;
	}
	ck_assert_mem_eq(counted, sizes, sizeof sizes);
	for (int group = 0; group < GROUP_COUNT; group++)
		sentence_check("group", item_group_title((enum item_group)group));
}
END_TEST

START_TEST(kindergartens_have_28_each_once)
{
	for (int number = 1; number <= FORM_PRESCHOOL_ITEMS; number++) {
		enum item item = item_at(FORM_PRESCHOOL, number);
		ck_assert_int_eq(item_number(FORM_PRESCHOOL, item), number);
		sentence_check(item_row(item)->word, item_name(FORM_PRESCHOOL, item));
	}
	ck_assert_int_eq(item_number(FORM_PRESCHOOL, ITEM_GRADE), 0);
	ck_assert_int_eq(item_number(FORM_SCHOOL, ITEM_BLOOD_TYPE), 0);
	ck_assert_int_eq(item_number(FORM_PRESCHOOL, ITEM_BLOOD_TYPE), 7);
	ck_assert_str_eq(item_name(FORM_PRESCHOOL, ITEM_FAMILY_1_NAME)->zh, "监护人姓名");
	ck_assert_str_eq(item_name(FORM_SCHOOL, ITEM_FAMILY_1_NAME)->zh, "成员1姓名");
}
END_TEST

START_TEST(codes_have_a_set_and_limits_are_there)
{
	for (int i = 0; i < ITEM_COUNT; i++) {
		const struct item_row *row = item_row((enum item)i);
		ck_assert_msg(
			(row->kind == KIND_CODE) == (row->codes != CODES_NONE), "%s", row->word);
		bool has_form = row->kind == KIND_CODE || row->kind == KIND_DATE ||
				row->kind == KIND_MONTH || row->kind == KIND_PERIOD;
		ck_assert_msg((row->max > 0) != has_form, "%s", row->word);
		ck_assert_str_ne(item_kind_word(row->kind), "");
		sentence_check(row->word, item_need_title(row->need));
	}
}
END_TEST

START_TEST(two_members_have_the_same_twelve_items)
{
	for (int i = 0; i < FAMILY_ITEMS; i++) {
		enum item first = (enum item)(ITEM_FAMILY_1_NAME + i);
		const struct item_row *one = item_row(first);
		const struct item_row *two = item_row(item_of_member(first, 2));
		ck_assert_ptr_eq(item_row(item_of_member(first, 1)), one);
		ck_assert_int_eq(one->member, 1);
		ck_assert_int_eq(two->member, 2);
		ck_assert_str_eq(one->word + strlen("family_1_"), two->word + strlen("family_2_"));
		ck_assert_int_eq(two->number, one->number + FAMILY_ITEMS);
		ck_assert(one->kind == two->kind && one->codes == two->codes &&
			  one->max == two->max && one->need == two->need);
	}
}
END_TEST

/* R40, and the columns that lists need: everything else is sealed and free. */
START_TEST(what_is_controlled_and_what_is_plain_is_few)
{
	static const char controlled[] = " name sex birth_date id_type id_number ";
	static const char plain[] = " name sex birth_date grade class_name ";
	for (int i = 0; i < ITEM_COUNT; i++) {
		const struct item_row *row = item_row((enum item)i);
		char word[64];
		snprintf(word, sizeof word, " %s ", row->word);
		ck_assert_msg(row->is_controlled == (strstr(controlled, word) != NULL), "%s", word);
		ck_assert_msg(row->is_plain == (strstr(plain, word) != NULL), "%s", word);
	}
}
END_TEST

SUITE("items", every_item_has_a_word_and_names_of_its_own,
	the_national_form_has_72_items_in_seven_groups, kindergartens_have_28_each_once,
	codes_have_a_set_and_limits_are_there, two_members_have_the_same_twelve_items,
	what_is_controlled_and_what_is_plain_is_few)
