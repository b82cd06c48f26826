#include "domain/actions.h"

#include "tests/support/sentence.h"

START_TEST(every_action_has_a_stable_word_of_its_own)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const char *word = action_row((enum action)i)->word;
		ck_assert_msg(word != NULL, "row %d is empty", i);
		const char *dot = strchr(word, '.');
		ck_assert_msg(
			dot != NULL && dot > word && dot[1] != '\0', "%s is no thing.deed", word);
		ck_assert_msg(strspn(word, "abcdefghijklmnopqrstuvwxyz_.") == strlen(word) &&
				      strchr(dot + 1, '.') == NULL,
			"%s is no thing.deed", word);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(word, action_row((enum action)k)->word);
	}
}
END_TEST

START_TEST(every_action_speaks_both_languages)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_row *row = action_row((enum action)i);
		sentence_check(row->word, &row->title);
		ck_assert_uint_eq(sentence_holes(row->word, row->title.en), 0);
		for (int k = 0; k < i; k++) {
			ck_assert_str_ne(row->title.en, action_row((enum action)k)->title.en);
			ck_assert_str_ne(row->title.zh, action_row((enum action)k)->title.zh);
		}
	}
}
END_TEST

START_TEST(an_action_is_found_by_its_stored_word)
{
	for (int i = 0; i < ACTION_COUNT; i++) {
		const struct action_row *row = action_row((enum action)i);
		ck_assert_ptr_eq(action_find(row->word), row);
	}
}
END_TEST

START_TEST(a_word_of_a_newer_program_is_not_found)
{
	ck_assert_ptr_null(action_find("student.teleported"));
	ck_assert_ptr_null(action_find(""));
	ck_assert_ptr_null(action_find("SIGN_IN"));
}
END_TEST

SUITE("actions", every_action_has_a_stable_word_of_its_own, every_action_speaks_both_languages,
	an_action_is_found_by_its_stored_word, a_word_of_a_newer_program_is_not_found)
