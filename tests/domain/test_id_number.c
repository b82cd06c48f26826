#include "domain/id_number.h"

#include <string.h>

#include "common/date.h"
#include "tests/support/findings.h"

static int32_t day(const char *iso)
{
	int32_t out = 0;
	ck_assert(date_parse(iso, &out));
	return out;
}

/* Type, number as typed, birth date and sex of the form; what is stored ("" when refused); found.
 */
static const struct {
	const char *type, *number, *born, *sex, *text, *found;
} rows[] = {
	/* the vectors of R75 */
	{"1", "11010519491231002X", "", "", "11010519491231002X", ""},
	{"1", "440524188001010014", "", "", "", "ID_BIRTH_DATE(1880-01-01)"},
	{"1", "110101200703070034", "2007-03-07", "1", "110101200703070034", ""},
	{"1", "520102200802290019", "2008-02-29", "1", "520102200802290019", ""},
	{"1", "441302201006151233", "2010-06-15", "1", "441302201006151233", ""},
	{"1", "110105491231002", "1949-12-31", "2", "11010519491231002X", "?ID_OLD_FORM"},
	{"1", "320102850307452", "", "2", "32010219850307452X", "?ID_OLD_FORM"},
	/* typed untidily */
	{"1", " 11010519491231002x ", "", "", "11010519491231002X", ""},
	{"1", "１10101200703070034", "", "", "", "FULL_WIDTH(１ (U+FF11))"},
	{"1", "11010519491231002Ｘ", "", "", "", "FULL_WIDTH(Ｘ (U+FF38))"},
	{"1", "11010519491231002Х", "", "", "", "LOOKALIKE(Х (U+0425), X)"},
	{"1", "1101O1200703070034", "", "", "", "LOOKALIKE(O, 0)"},
	{"1", "11010120070307003X4", "", "", "", "ID_LENGTH(19)"},
	{"1", "110101 20070307003", "", "", "", "NUMBER_CHARACTER(U+0020, 7)"},
	{"1", "1101012007030700", "", "", "", "ID_LENGTH(16)"},
	{"1", "11010549123100X", "", "", "", "NUMBER_CHARACTER(X, 15)"},
	{"1",
		"1101012007030700341101012007030700341101012007030700341101012007030700341101012007"
		"03070034110101200703070034110101200703070034110101200703070034",
		"", "", "", "TOO_LONG(30)"},
	/* the check character: one digit wrong, two exchanged, the last one wrong */
	{"1", "110101200703070035", "", "", "", "ID_CHECK"},
	{"1", "110101200703070134", "", "", "", "ID_CHECK"},
	{"1", "110101200730070034", "", "", "", "ID_BIRTH_DATE(2007-30-07); ID_CHECK"},
	/* provinces */
	{"1", "660101201501020030", "", "", "", "ID_PROVINCE(66)"},
	{"1", "000101201501020038", "", "", "", "ID_PROVINCE(00)"},
	{"1", "910105201501020038", "", "", "", "ID_PROVINCE(91)"},
	{"1", "710105201501020030", "", "", "710105201501020030", ""},
	/* days */
	{"1", "110105201502300016", "", "", "", "ID_BIRTH_DATE(2015-02-30)"},
	{"1", "110105201902290013", "", "", "", "ID_BIRTH_DATE(2019-02-29)"},
	{"1", "110105202002290012", "", "", "110105202002290012", ""},
	{"1", "110105189912310023", "", "", "", "ID_BIRTH_DATE(1899-12-31)"},
	{"1", "110105209912310029", "", "", "", "ID_FUTURE(2099-12-31)"},
	{"1", "11010520261122001X", "", "", "11010520261122001X", ""}, /* born today */
	{"1", "110105202611230015", "", "", "", "ID_FUTURE(2026-11-23)"},
	/* against the form */
	{"1", "110101200703070034", "2007-03-08", "1", "",
		"ID_NOT_BIRTH_DATE(2007-03-07, 2007-03-08)"},
	{"1", "110101200703070034", "2007-03-07", "2", "", "ID_NOT_SEX(male, female)"},
	{"1", "110101200703070035", "2008-03-07", "2", "",
		"ID_NOT_BIRTH_DATE(2007-03-07, 2008-03-07); ID_NOT_SEX(male, female); ID_CHECK"},
	{"1", "320102850307452", "1985-03-08", "", "",
		"?ID_OLD_FORM; ID_NOT_BIRTH_DATE(1985-03-07, 1985-03-08)"},
	/* centenarians */
	{"1", "110105201501029965", "", "", "110105201501029965", "?ID_CENTENARIAN"},
	{"1", "110105491231996", "", "", "", "ID_OLD_CENTENARIAN"},
	/* the household register */
	{"B", "11010120070307003 4", "", "", "", "NUMBER_CHARACTER(U+0020, 18); ID_LENGTH(19)"},
	{"B", "110101200703070034", "2007-03-07", "1", "110101200703070034", ""},
	/* residence permits: numbers of GB 11643 with an area of their own */
	{"6", "810000201203040013", "2012-03-04", "1", "810000201203040013", ""},
	{"7", "820000201203040023", "2012-03-04", "2", "820000201203040023", ""},
	{"8", "830000201203040033", "2012-03-04", "1", "830000201203040033", ""},
	{"8", "830000201203040034", "2012-03-05", "", "",
		"ID_NOT_BIRTH_DATE(2012-03-04, 2012-03-05); ID_CHECK"},
	/* Hong Kong */
	{"6", "A123456(3)", "", "", "A1234563", ""},
	{"6", "a123456（3）", "", "", "A1234563", ""},
	{"6", "A1234563", "", "", "A1234563", ""},
	{"6", "A1234564", "", "", "", "ID_CHECK"},
	{"6", "WX123456(7)", "", "", "WX1234567", ""},
	{"6", "H12345678", "2012-03-04", "1", "H12345678", ""},
	{"6", "H1234567801", "", "", "H1234567801", ""},
	{"6", "K12345678", "", "", "K12345678", ""},
	{"6", "M12345678", "", "", "M12345678",
		"?ID_UNUSUAL(Hong Kong passport or proof of identity)"},
	{"6", "H1234", "", "", "", "TOO_SHORT(7)"},
	{"6", "H1234567Ｏ", "", "", "", "FULL_WIDTH(Ｏ (U+FF2F))"},
	/* Macao */
	{"7", "M12345678", "", "", "M12345678", ""},
	{"7", "12345678", "", "", "12345678", ""},
	{"7", "1234567(8)", "", "", "12345678", ""},
	{"7", "H12345678", "", "", "H12345678", "?ID_UNUSUAL(Macao passport or proof of identity)"},
	/* Taiwan */
	{"8", "12345678", "", "", "12345678", ""},
	{"8", "1234567890(B)", "", "", "1234567890B", ""},
	{"8", "A123456789", "", "", "A123456789", "?ID_UNUSUAL(Taiwan compatriot permit)"},
	{"8", "1234567890123456789", "", "", "", "TOO_LONG(18)"},
	/* abroad */
	{"9", "USA110000010101", "", "", "USA110000010101", ""},
	{"9", "911840201203040017", "", "", "911840201203040017", ""},
	{"9", "AB-12345", "", "", "", "NUMBER_CHARACTER(-, 3)"},
	/* passports */
	{"A", "e12345678", "", "", "E12345678", ""},
	{"A", "EA1234567", "", "", "EA1234567", ""},
	{"A", "1234567890", "", "", "1234567890", "?ID_UNUSUAL(passport)"},
	{"A", "1234", "", "", "", "TOO_SHORT(5)"},
	{"A",
		"E1234567\xe2\x80\x8b"
		"8",
		"", "", "", "FORBIDDEN_CHARACTER(U+200B); NUMBER_CHARACTER(U+200B, 9)"},
	{"A", "E1234567Я", "", "", "", "NUMBER_CHARACTER(Я (U+042F), 9)"},
	/* free text */
	{"Z", "出生证 k110000001", "", "", "出生证 K110000001", ""},
	{"Z", "A\x01", "", "", "", "FORBIDDEN_CHARACTER(U+0001)"},
	{"2", "军字第1234567号", "", "", "军字第1234567号", ""},
	{"2", "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一", "", "", "",
		"TOO_LONG(30)"},
};

START_TEST(each_number_is_kept_or_refused_with_all_that_is_wrong_with_it)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct found found = {0};
		struct id_number out = {.text = ""};
		struct id_claim claim = {
			rows[i].type, rows[i].number, rows[i].born, rows[i].sex, day("2026-11-22")};
		bool good = id_number_check(&claim, found_start(&found), &out);
		ck_assert_msg(strcmp(found.text, rows[i].found) == 0, "%s %s: %s", rows[i].type,
			rows[i].number, found.text);
		ck_assert_msg(
			strcmp(out.text, rows[i].text) == 0, "%s: %s", rows[i].number, out.text);
		ck_assert(good == (rows[i].text[0] != '\0'));
	}
}
END_TEST

START_TEST(a_national_number_tells_area_sex_and_birth_date)
{
	struct id_number out;
	ck_assert(id_number_parse("110105491231002", &out));
	ck_assert(out.is_national);
	ck_assert_str_eq(out.area, "110105");
	ck_assert_str_eq(out.sex, "2");
	ck_assert_int_eq(out.born, day("1949-12-31"));
	ck_assert(id_number_parse(" 110101200703070034", &out));
	ck_assert_str_eq(out.sex, "1");
	ck_assert(!id_number_parse("110101200703070035", &out));
	ck_assert(!id_number_parse("", &out));
	ck_assert(!id_number_parse("刘佳琪", &out));
}
END_TEST

START_TEST(only_national_numbers_are_one_persons_alone)
{
	static const struct {
		const char *type, *number;
		bool is_national;
	} kinds[] = {{"1", "110101200703070034", true}, {"B", "110101200703070034", true},
		{"6", "810000201203040013", true}, {"6", "H12345678", false},
		{"A", "E12345678", false}, {"A", "110101200703070034", false}};
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		struct found found = {0};
		struct id_number out;
		struct id_claim claim = {kinds[i].type, kinds[i].number, "", "", day("2026-11-22")};
		ck_assert(id_number_check(&claim, found_start(&found), &out));
		ck_assert(out.is_national == kinds[i].is_national);
	}
}
END_TEST

START_TEST(the_check_character_is_that_of_the_standard)
{
	static const char *const vectors[] = {"11010519491231002X", "440524188001010014",
		"110101200703070034", "520102200802290019", "441302201006151233",
		"32010219850307452X"};
	for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
		ck_assert_int_eq(id_number_check_character(vectors[i]), vectors[i][17]);
}
END_TEST

START_TEST(no_single_wrong_digit_and_no_exchange_of_neighbours_passes_unnoticed)
{
	static const char right[] = "441302201006151233";
	struct id_number out;
	char text[19];
	for (int place = 0; place < 17; place++)
		for (char c = '0'; c <= '9'; c++) {
			memcpy(text, right, sizeof right);
			text[place] = c;
			ck_assert(id_number_parse(text, &out) == (c == right[place]));
		}
	for (int place = 0; place < 16; place++) {
		memcpy(text, right, sizeof right);
		text[place] = right[place + 1];
		text[place + 1] = right[place];
		ck_assert(id_number_parse(text, &out) == (right[place] == right[place + 1]));
	}
}
END_TEST

START_TEST(a_masked_number_shows_its_last_two_characters)
{
	static const struct {
		const char *number, *masked;
	} masks[] = {{"11010519491231002X", "****************2X"}, {"A1234563", "******63"},
		{"军字1234号", "*****4号"}, {"12345", "***45"}, {"1234", "****"}, {"", ""}};
	char out[ID_NUMBER_SIZE];
	for (size_t i = 0; i < sizeof masks / sizeof *masks; i++) {
		id_number_mask(masks[i].number, out, sizeof out);
		ck_assert_str_eq(out, masks[i].masked);
	}
}
END_TEST

SUITE("id_number", each_number_is_kept_or_refused_with_all_that_is_wrong_with_it,
	a_national_number_tells_area_sex_and_birth_date,
	only_national_numbers_are_one_persons_alone, the_check_character_is_that_of_the_standard,
	no_single_wrong_digit_and_no_exchange_of_neighbours_passes_unnoticed,
	a_masked_number_shows_its_last_two_characters)
