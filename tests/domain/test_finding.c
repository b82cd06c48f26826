#include "tests/support/findings.h"

START_TEST(faults_are_counted_and_warnings_are_not)
{
	struct found found = {0};
	struct findings *findings = found_start(&found);
	finding_warn(findings, REASON_TOO_SHORT, "2");
	ck_assert_uint_eq(findings->faults, 0);
	finding_fault(findings, REASON_OUT_OF_RANGE, "1", "9");
	finding_fault(findings, REASON_REQUIRED, NULL);
	ck_assert_uint_eq(findings->faults, 2);
	ck_assert_str_eq(found.text, "?TOO_SHORT(2); OUT_OF_RANGE(1, 9); REQUIRED");
}
END_TEST

START_TEST(a_character_is_shown_so_that_it_can_be_told_from_its_likes)
{
	static const struct {
		unsigned code;
		const char *shown;
	} rows[] = {{'?', "?"}, {0xff38, "Ｘ (U+FF38)"}, {0x20bb7, "𠮷 (U+20BB7)"},
		{0x200b, "U+200B"}, {0x202e, "U+202E"}, {'\t', "U+0009"}, {' ', "U+0020"},
		{0x3000, "U+3000"}};
	struct found found = {0};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char expected[64];
		snprintf(expected, sizeof expected, "FORBIDDEN_CHARACTER(%s)", rows[i].shown);
		finding_fault_character(
			found_start(&found), REASON_FORBIDDEN_CHARACTER, rows[i].code, NULL, NULL);
		ck_assert_str_eq(found.text, expected);
	}
}
END_TEST

SUITE("finding", faults_are_counted_and_warnings_are_not,
	a_character_is_shown_so_that_it_can_be_told_from_its_likes)
