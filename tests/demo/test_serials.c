#include "server/demo/serials.h"

#include <string.h>

#include "common/date.h"
#include "tests/support/suite.h"

enum { TODAY = 20779 /* 2026-11-22 */, BORN = 18000 };

static struct serials *serials;

static void set_up(void)
{
	serials = serials_new(TODAY);
}

static void tear_down(void)
{
	serials_free(serials);
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

START_TEST(an_id_number_is_right_in_itself)
{
	for (int sex = 1; sex <= 2; sex++) {
		char text[RESIDENT_ID_SIZE];
		int32_t born = BORN;
		struct id_number id;
		serials_id(serials, "440222", &born, sex, text);
		ck_assert(id_number_parse(text, &id));
		ck_assert_str_eq(id.area, "440222");
		ck_assert_int_eq(id.born, BORN);
		ck_assert_str_eq(id.sex, sex == 1 ? "1" : "2");
	}
}
END_TEST

START_TEST(no_two_have_the_same_and_a_full_day_gives_way)
{
	enum { MANY = 3000 };
	static char all[MANY][RESIDENT_ID_SIZE];
	int32_t earliest = BORN;
	for (int i = 0; i < MANY; i++) {
		int32_t born = BORN;
		struct id_number id;
		serials_id(serials, "440222", &born, 1 + i % 2, all[i]);
		ck_assert(id_number_parse(all[i], &id));
		ck_assert_int_eq(id.born, born);
		earliest = born < earliest ? born : earliest;
	}
	qsort(all, MANY, sizeof *all, compare);
	for (int i = 1; i < MANY; i++)
		ck_assert_str_ne(all[i - 1], all[i]);
	ck_assert_int_ge(earliest, BORN - 10);
	ck_assert_int_lt(earliest, BORN);
}
END_TEST

START_TEST(a_day_gives_thousands_of_temporary_numbers_and_then_no_more)
{
	static char all[STUDENT_NO_L_SERIALS][STUDENT_NO_SIZE];
	int n = 0;
	while (serials_l(serials, "440222", BORN, "", all[n]))
		n++;
	ck_assert_int_gt(n, STUDENT_NO_L_SERIALS * 9 / 10 - 100);
	qsort(all, (size_t)n, sizeof *all, compare);
	for (int i = 1; i < n; i++)
		ck_assert_str_ne(all[i - 1], all[i]);
	char other[STUDENT_NO_SIZE];
	ck_assert(serials_l(serials, "440222", BORN + 1, "", other));
	ck_assert(serials_l(serials, "440223", BORN, "", other));
}
END_TEST

START_TEST(formal_numbers_without_a_document_differ_too)
{
	char all[100][STUDENT_NO_SIZE];
	for (int i = 0; i < 100; i++) {
		ck_assert(serials_j(serials, "440222", BORN, all[i]));
		ck_assert_int_eq(all[i][0], 'J');
		ck_assert_int_eq(all[i][18], id_number_check_character(all[i] + 1));
	}
	qsort(all, 100, sizeof *all, compare);
	for (int i = 1; i < 100; i++)
		ck_assert_str_ne(all[i - 1], all[i]);
}
END_TEST

START_TEST(a_number_beside_another_keeps_area_day_and_sex)
{
	for (int i = 0; i < 200; i++) { /* some of them end with an X */
		char text[RESIDENT_ID_SIZE], beside[RESIDENT_ID_SIZE];
		int32_t born = BORN;
		struct id_number id;
		serials_id(serials, "440222", &born, 1 + i % 2, text);
		serials_beside(text, beside);
		ck_assert_str_ne(text, beside);
		ck_assert(id_number_parse(beside, &id));
		ck_assert_str_eq(id.area, "440222");
		ck_assert_int_eq(id.born, born);
		ck_assert_str_eq(id.sex, i % 2 == 0 ? "1" : "2");
	}
}
END_TEST

SUITE_WITH("serials", set_up, tear_down, an_id_number_is_right_in_itself,
	no_two_have_the_same_and_a_full_day_gives_way,
	a_day_gives_thousands_of_temporary_numbers_and_then_no_more,
	formal_numbers_without_a_document_differ_too,
	a_number_beside_another_keeps_area_day_and_sex)
