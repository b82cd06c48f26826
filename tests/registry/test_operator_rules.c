#include <string.h>

#include "server/registry/operator_rules.h"
#include "tests/support/suite.h"

START_TEST(a_sign_in_name_is_small_and_begins_with_a_letter)
{
	static const char *const good[] = {
		"abc", "wang.li", "officer-440305", "a_b", "registrar-2144000123"};
	static const char *const bad[] = {"", "ab", "1abc", "Wang", "wang li", "wang\n", "王丽",
		"-abc", "abcdefghijabcdefghijabcdefghijabc", "a/b", "a'--"};
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		ck_assert_msg(operator_name_is_valid(good[i]), "%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		ck_assert_msg(!operator_name_is_valid(bad[i]), "%s", bad[i]);
}
END_TEST

START_TEST(capitals_do_not_matter_when_signing_in)
{
	char out[OPERATOR_NAME_MAX + 1];
	ck_assert(operator_name_fold("Wang.Li", out));
	ck_assert_str_eq(out, "wang.li");
	ck_assert(operator_name_fold("", out));
	ck_assert(!operator_name_fold("abcdefghijabcdefghijabcdefghijabc", out));
}
END_TEST

static const struct {
	const char *password;
	unsigned faults;
} passwords[] = {
	{"Tian-Anmen7", 0},
	{"correct horse battery", 0}, /* long enough to need one kind only */
	{"北京市Haidian2014", 0},     /* Chinese characters are the fourth kind */
	{"Kx4m9Tqa2z", 0},
	{"Ab3-", PASSWORD_SHORT | PASSWORD_PLAIN},
	{"", PASSWORD_SHORT | PASSWORD_PLAIN},
	{"mountainriver", PASSWORD_PLAIN},
	{"mountain2014x", PASSWORD_PLAIN},
	{"A1bA1bA1bA1b", PASSWORD_PLAIN},
	{"Password1234", PASSWORD_RUN},
	{"Qwer-5678xyz", PASSWORD_RUN},
	{"asdfGhjk-71", PASSWORD_RUN},
	{"Zzzz-tian-71", PASSWORD_RUN},
	{"Tian-dcba-71", PASSWORD_RUN},
	{"学学学学Tian-71a", PASSWORD_RUN},
	{"x-WANG.LI-7q", PASSWORD_HAS_NAME},
	{"Tian\tAnmen-7", PASSWORD_INVISIBLE},
	{"Tian\xe2\x80\x8b"
	 "Anmen-7",
		PASSWORD_INVISIBLE},
	{"aaaa", PASSWORD_SHORT | PASSWORD_PLAIN | PASSWORD_RUN},
};

START_TEST(a_password_is_refused_for_what_is_guessed_first)
{
	for (size_t i = 0; i < sizeof passwords / sizeof *passwords; i++)
		ck_assert_msg(password_faults(passwords[i].password, "wang.li", 10) ==
				      passwords[i].faults,
			"%s: %x", passwords[i].password,
			password_faults(passwords[i].password, "wang.li", 10));
}
END_TEST

START_TEST(a_password_has_an_upper_limit)
{
	char text[PASSWORD_MAX + 2];
	for (size_t i = 0; i <= PASSWORD_MAX; i++)
		text[i] = "kT4-x9Qz"[i % 8];
	text[PASSWORD_MAX + 1] = '\0';
	ck_assert_uint_eq(password_faults(text, "wang.li", 10), PASSWORD_LONG);
	text[PASSWORD_MAX] = '\0';
	ck_assert_uint_eq(password_faults(text, "wang.li", 10), 0);
}
END_TEST

START_TEST(the_length_is_the_policy_s)
{
	ck_assert_uint_eq(password_faults("Kx4m9Tqa2z", "abc", 11), PASSWORD_SHORT);
	ck_assert_uint_eq(password_faults("Kx4m9Tqa", "abc", 8), 0);
	ck_assert_uint_eq(password_faults("Kx4m9Tqaabc", "abc", 8), 0); /* too short a name */
}
END_TEST

START_TEST(each_tier_has_its_roles)
{
	for (enum tier tier = TIER_NATION; tier <= TIER_SCHOOL; tier++) {
		uint32_t roles = roles_of_tier(tier);
		ck_assert_int_eq((roles & ROLE_OFFICER) != 0, tier != TIER_SCHOOL);
		ck_assert_int_eq((roles & ROLE_REGISTRAR) != 0, tier == TIER_SCHOOL);
		ck_assert_int_eq((roles & ROLE_APPROVER) != 0, tier == TIER_SCHOOL);
		ck_assert_int_eq((roles & ROLE_SYSTEM) != 0, tier <= TIER_PROVINCE);
		ck_assert(roles & ROLE_SECURITY && roles & ROLE_AUDITOR);
	}
}
END_TEST

static const struct {
	struct duty a, b;
	enum reason reason;
} pairs[] = {
	/* registrar and approver of one school */
	{{1, ROLE_REGISTRAR, 10, 20}, {1, ROLE_APPROVER, 20, 30}, REASON_TWO_PERSONS},
	{{1, ROLE_REGISTRAR, 10, 20}, {1, ROLE_APPROVER, 21, 30}, REASON_COUNT},
	{{1, ROLE_REGISTRAR, 10, 20}, {2, ROLE_APPROVER, 10, 20}, REASON_COUNT},
	{{1, ROLE_REGISTRAR, 10, 20}, {1, ROLE_REGISTRAR, 10, 20}, REASON_COUNT},
	{{1, ROLE_REGISTRAR | ROLE_APPROVER, 10, 20}, {1, ROLE_REGISTRAR | ROLE_APPROVER, 10, 20},
		REASON_TWO_PERSONS},
	/* the separated administrators, in whatever units */
	{{1, ROLE_SECURITY, 10, 20}, {2, ROLE_AUDITOR, 15, 16}, REASON_ROLES_APART},
	{{1, ROLE_SECURITY, 10, 20}, {2, ROLE_SECURITY, 15, 16}, REASON_COUNT},
	{{1, ROLE_SYSTEM, 10, 20}, {2, ROLE_OFFICER, 20, 20}, REASON_ROLES_APART},
	{{1, ROLE_OFFICER, 10, 20}, {2, ROLE_REGISTRAR, 10, 20}, REASON_COUNT},
	{{1, ROLE_AUDITOR, 10, 20}, {2, ROLE_SYSTEM, 21, 30}, REASON_COUNT},
	/* ended before it began: never in force */
	{{1, ROLE_SECURITY, 10, 9}, {1, ROLE_OFFICER, 10, 20}, REASON_COUNT},
};

START_TEST(who_may_not_be_one_person)
{
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		ck_assert_msg(duties_conflict(&pairs[i].a, &pairs[i].b) == pairs[i].reason,
			"pair %zu", i);
		ck_assert_msg(duties_conflict(&pairs[i].b, &pairs[i].a) == pairs[i].reason,
			"pair %zu, turned round", i);
	}
}
END_TEST

START_TEST(numbers_of_people_are_checked)
{
	ck_assert(phone_is_valid("") && phone_is_valid("+86 139-0013-9000"));
	ck_assert(!phone_is_valid("139x") && !phone_is_valid("123456789012345678901"));
	ck_assert(certificate_no_is_valid("XJ-2026-000123"));
	ck_assert(!certificate_no_is_valid("") && !certificate_no_is_valid("a b"));
}
END_TEST

SUITE("operator_rules", a_sign_in_name_is_small_and_begins_with_a_letter,
	capitals_do_not_matter_when_signing_in, a_password_is_refused_for_what_is_guessed_first,
	a_password_has_an_upper_limit, the_length_is_the_policy_s, each_tier_has_its_roles,
	who_may_not_be_one_person, numbers_of_people_are_checked)
