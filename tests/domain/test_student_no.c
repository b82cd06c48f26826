#include "domain/student_no.h"

#include <string.h>

#include "common/date.h"
#include "tests/support/findings.h"

static int32_t day(const char *iso)
{
	int32_t out = 0;
	ck_assert(date_parse(iso, &out));
	return out;
}

/* As typed; what is stored ("" when refused); found. */
static const struct {
	const char *typed, *text, *found;
} rows[] = {
	{"G11010519491231002X", "G11010519491231002X", ""},
	{" g11010519491231002x ", "G11010519491231002X", ""},
	{"L441302201509010007", "L441302201509010007", ""},
	{"L44130220150901000X", "L44130220150901000X", ""}, /* its last character is not judged */
	{"L441302201509010008", "L441302201509010008", ""},
	{"J441302201509010010", "J441302201509010010", ""},
	{"J441302201509010013", "J441302201509010013", "?STUDENT_NO_CHECK"},
	{"L441302201513010007", "L441302201513010007", "?STUDENT_NO_BIRTH_DATE(2015-13-01)"},
	{"L441302209909010007", "L441302209909010007", "?STUDENT_NO_BIRTH_DATE(2099-09-01)"},
	{"G110101200703070035", "", "ID_CHECK"},
	{"G110101200702300034", "", "ID_BIRTH_DATE(2007-02-30); ID_CHECK"},
	{"11010519491231002X", "", "STUDENT_NO_IS_ID"},
	{"110105491231002", "", "STUDENT_NO_IS_ID"},
	{"K11010519491231002X", "", "STUDENT_NO_KIND"},
	{"G11010519491231002", "", "STUDENT_NO_LENGTH(18)"},
	{"G11010519491231002XX", "", "STUDENT_NO_LENGTH(20)"},
	{"Ｇ11010519491231002X", "", "FULL_WIDTH(Ｇ (U+FF27)); STUDENT_NO_KIND"},
	{"G11010519491231002Х", "", "LOOKALIKE(Х (U+0425), X)"},
	{"L4413O2201509010007", "", "LOOKALIKE(O, 0)"},
	{"L441302-20150901000", "", "NUMBER_CHARACTER(-, 8)"},
	{"", "", "STUDENT_NO_LENGTH(0); STUDENT_NO_KIND"},
};

START_TEST(each_number_is_kept_or_refused_with_all_that_is_wrong_with_it)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct found found = {0};
		char out[STUDENT_NO_SIZE] = "";
		bool good = student_no_check(
			rows[i].typed, day("2026-11-22"), found_start(&found), out);
		ck_assert_msg(strcmp(found.text, rows[i].found) == 0, "%s: %s", rows[i].typed,
			found.text);
		ck_assert_str_eq(out, rows[i].text);
		ck_assert(good == (rows[i].text[0] != '\0'));
	}
}
END_TEST

START_TEST(any_number_of_the_right_form_can_be_looked_up)
{
	static const struct {
		const char *typed, *text;
	} forms[] = {{"g110101200703070035", "G110101200703070035"},
		{"\tL000000000000000000\n", "L000000000000000000"},
		{"J44130220150901001x", "J44130220150901001X"}, {"110101200703070034", ""},
		{"G11010120070307003", ""}, {"G1101012007030700345", ""},
		{"G1101012007X3070034", ""}, {"", ""}, {"刘佳琪", ""}};
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		char out[STUDENT_NO_SIZE] = "";
		ck_assert(student_no_parse(forms[i].typed, out) == (forms[i].text[0] != '\0'));
		ck_assert_str_eq(out, forms[i].text);
	}
}
END_TEST

START_TEST(a_g_number_is_the_id_number)
{
	struct id_number id;
	char out[STUDENT_NO_SIZE];
	ck_assert(id_number_parse("110105491231002", &id));
	student_no_make_g(&id, out);
	ck_assert_str_eq(out, "G11010519491231002X");
}
END_TEST

START_TEST(an_l_number_is_never_anybodys_id_number)
{
	struct id_number id;
	char out[STUDENT_NO_SIZE];
	unsigned made = 0;
	for (unsigned serial = 0; serial < STUDENT_NO_L_SERIALS; serial++) {
		bool is_good = student_no_make_l("441302", day("2015-09-01"), serial, "", out);
		ck_assert(is_good != id_number_parse(out + 1, &id));
		made += is_good;
	}
	ck_assert_uint_ge(made, 9000);
	ck_assert(student_no_make_l("441302", day("2015-09-01"), 7, "", out));
	ck_assert_str_eq(out, "L441302201509010007");
	/* a recorded ID number may be wrong in its check character and equal it all the same */
	ck_assert(!student_no_make_l("441302", day("2015-09-01"), 7, "441302201509010007", out));
	ck_assert(student_no_make_l("441302", day("2015-09-01"), 8, "441302201509010007", out));
}
END_TEST

START_TEST(a_j_number_has_a_true_check_character)
{
	char out[STUDENT_NO_SIZE];
	student_no_make_j("441302", day("2015-09-01"), 1, out);
	ck_assert_str_eq(out, "J441302201509010010");
	for (unsigned serial = 0; serial < STUDENT_NO_J_SERIALS; serial++) {
		struct found found = {0};
		char again[STUDENT_NO_SIZE];
		student_no_make_j("441302000000", day("2016-02-29"), serial, out);
		ck_assert(student_no_check(out, day("2026-11-22"), found_start(&found), again));
		ck_assert_str_eq(found.text, "");
		ck_assert_str_eq(again, out);
	}
}
END_TEST

START_TEST(numbers_are_shown_in_groups_or_masked)
{
	char out[STUDENT_NO_FORMAT_SIZE], masked[STUDENT_NO_SIZE];
	student_no_format("G11010519491231002X", out);
	ck_assert_str_eq(out, "G 110105 19491231 002X");
	student_no_mask("G11010519491231002X", masked);
	ck_assert_str_eq(masked, "G****************2X");
}
END_TEST

START_TEST(what_is_typed_into_a_search_line_is_told_apart)
{
	static const struct {
		const char *typed;
		enum number_kind kind;
	} kinds[] = {{"g11010519491231002x", NUMBER_STUDENT},
		{"L441302201509010008", NUMBER_STUDENT}, {"110105491231002", NUMBER_ID},
		{"11010519491231002X", NUMBER_ID}, {"2142001636", NUMBER_SCHOOL},
		{"0101203012345678", NUMBER_OTHER},
		{"110105194912310021", NUMBER_OTHER}, /* a mistyped ID number */
		{"H12345678", NUMBER_OTHER}, {"A123456(3)", NUMBER_OTHER}, {"ljq", NUMBER_NONE},
		{"刘佳琪", NUMBER_NONE}, {"", NUMBER_NONE}, {"liu 3", NUMBER_NONE}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		ck_assert_msg(number_kind(kinds[i].typed) == kinds[i].kind, "%s", kinds[i].typed);
}
END_TEST

SUITE("student_no", each_number_is_kept_or_refused_with_all_that_is_wrong_with_it,
	any_number_of_the_right_form_can_be_looked_up, a_g_number_is_the_id_number,
	an_l_number_is_never_anybodys_id_number, a_j_number_has_a_true_check_character,
	numbers_are_shown_in_groups_or_masked, what_is_typed_into_a_search_line_is_told_apart)
