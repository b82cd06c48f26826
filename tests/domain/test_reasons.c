#include "domain/reasons.h"

#include "tests/support/sentence.h"

START_TEST(every_reason_has_a_stable_word_of_its_own)
{
	for (int i = 0; i < REASON_COUNT; i++) {
		const char *name = reason_row((enum reason)i)->name;
		ck_assert_msg(name != NULL, "row %d is empty", i);
		/* google.rpc.ErrorInfo: UPPER_SNAKE_CASE of at most 63 characters */
		ck_assert_uint_le(strlen(name), 63);
		ck_assert_msg(
			strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == strlen(name) &&
				name[0] >= 'A',
			"%s is no UPPER_SNAKE_CASE word", name);
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(name, reason_row((enum reason)k)->name);
	}
}
END_TEST

START_TEST(a_reason_is_found_by_its_word)
{
	for (int i = 0; i < REASON_COUNT; i++)
		ck_assert_ptr_eq(
			reason_find(reason_row((enum reason)i)->name), reason_row((enum reason)i));
	ck_assert_ptr_null(reason_find(""));
}
END_TEST

START_TEST(every_reason_is_an_error)
{
	for (int i = 0; i < REASON_COUNT; i++) {
		const struct reason_row *row = reason_row((enum reason)i);
		ck_assert_msg(row->err > OK && row->err < ERR_COUNT, "%s", row->name);
	}
}
END_TEST

START_TEST(every_reason_speaks_both_languages)
{
	for (int i = 0; i < REASON_COUNT; i++)
		sentence_check(
			reason_row((enum reason)i)->name, &reason_row((enum reason)i)->sentence);
}
END_TEST

/* "name is required": a field's fault continues the field's name; all else stands alone. */
START_TEST(a_refusal_is_a_whole_sentence_and_a_fields_fault_continues_its_name)
{
	for (int i = 0; i < REASON_COUNT; i++) {
		const struct reason_row *row = reason_row((enum reason)i);
		bool is_whole = sentence_ends_with(row->sentence.en, ".");
		ck_assert_msg(is_whole || row->err == ERR_INVALID, "%s: no full stop", row->name);
		bool has_capital = row->sentence.en[0] >= 'A' && row->sentence.en[0] <= 'Z';
		ck_assert_msg(row->sentence.en[0] == '{' || has_capital == is_whole,
			"%s: capital and full stop go together", row->name);
	}
}
END_TEST

SUITE("reasons", every_reason_has_a_stable_word_of_its_own, a_reason_is_found_by_its_word,
	every_reason_is_an_error, every_reason_speaks_both_languages,
	a_refusal_is_a_whole_sentence_and_a_fields_fault_continues_its_name)
