#include "common/err.h"

#include <string.h>

#include "tests/support/suite.h"

START_TEST(every_error_has_a_word_of_its_own)
{
	for (int i = 0; i < ERR_COUNT; i++) {
		const char *word = err_name((enum err)i);
		ck_assert_ptr_nonnull(word);
		ck_assert_uint_gt(strlen(word), 1);
		ck_assert_uint_eq(strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_"), strlen(word));
		for (int k = 0; k < i; k++)
			ck_assert_str_ne(word, err_name((enum err)k));
	}
}
END_TEST

START_TEST(what_is_no_error_has_no_word)
{
	ck_assert_str_eq(err_name(ERR_COUNT), "?");
	ck_assert_str_eq(err_name((enum err) - 1), "?");
}
END_TEST

SUITE("err", every_error_has_a_word_of_its_own, what_is_no_error_has_no_word)
