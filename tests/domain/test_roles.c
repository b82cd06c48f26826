#include "domain/roles.h"

#include "tests/support/sentence.h"

START_TEST(every_role_is_one_bit_with_a_word_and_a_title)
{
	uint32_t all = 0;
	for (size_t i = 0; i < role_rows_count; i++) {
		uint32_t bit = role_rows[i].role;
		ck_assert_uint_eq(bit & (bit - 1), 0);
		ck_assert_uint_eq(all & bit, 0);
		all |= bit;
		sentence_check(role_rows[i].word, &role_rows[i].title);
		ck_assert_ptr_null(strchr(role_rows[i].word, ' '));
	}
	ck_assert_uint_eq(all, ROLES_ALL);
	ck_assert_uint_eq(ROLES_BUSINESS & ~ROLES_ALL, 0);
}
END_TEST

START_TEST(every_set_of_roles_reads_back)
{
	char words[128];
	for (uint32_t roles = 1; roles <= ROLES_ALL; roles++)
		ck_assert_uint_eq(roles_parse(roles_words(roles, words, sizeof words)), roles);
	ck_assert_str_eq(roles_words(0, words, sizeof words), "");
	ck_assert_str_eq(roles_words(ROLE_APPROVER | ROLE_REGISTRAR, words, sizeof words),
		"registrar approver");
}
END_TEST

START_TEST(words_that_name_no_role_name_no_set)
{
	static const char *const rows[] = {"", "Registrar", "registrars", "regist",
		"registrar,approver", "registrar clerk", " registrar", "registrar  approver",
		"管理员"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(roles_parse(rows[i]) == 0, "'%s'", rows[i]);
}
END_TEST

START_TEST(naming_a_role_twice_is_naming_it)
{
	ck_assert_uint_eq(roles_parse("auditor auditor"), ROLE_AUDITOR);
}
END_TEST

START_TEST(the_words_fit_their_room)
{
	for (size_t size = 1; size < 60; size++) {
		char out[64];
		memset(out, '#', sizeof out);
		roles_words(ROLES_ALL, out, size);
		ck_assert_uint_lt(strlen(out), size);
		for (size_t i = size; i < sizeof out; i++)
			ck_assert_int_eq(out[i], '#');
	}
}
END_TEST

SUITE("roles", every_role_is_one_bit_with_a_word_and_a_title, every_set_of_roles_reads_back,
	words_that_name_no_role_name_no_set, naming_a_role_twice_is_naming_it,
	the_words_fit_their_room)
