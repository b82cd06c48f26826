#include "domain/class_text.h"

#include "tests/support/suite.h"

static int grade(const char *text)
{
	int out;
	return grade_read(text, &out) ? out : -1;
}

static int class_of(const char *text, int grade)
{
	int out;
	return class_read(text, grade, &out) ? out : -1;
}

START_TEST(a_grade_is_read_as_people_write_it)
{
	ck_assert_int_eq(grade("3"), 3);
	ck_assert_int_eq(grade("三年级"), 3);
	ck_assert_int_eq(grade("十二年级"), 12);
	ck_assert_int_eq(grade("初二"), 8);
	ck_assert_int_eq(grade("高一年级"), 10);
	ck_assert_int_eq(grade("07"), 7);
}
END_TEST

START_TEST(what_names_no_grade_is_none)
{
	const char *const wrong[] = {"", "0", "13", "三年", "大班", "3a", "高四", "2026", "三四"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		ck_assert_msg(grade(wrong[i]) == -1, "%s", wrong[i]);
}
END_TEST

START_TEST(a_class_is_read_with_or_without_its_grade)
{
	ck_assert_int_eq(class_of("2", 3), 2);
	ck_assert_int_eq(class_of("0", 3), 0);
	ck_assert_int_eq(class_of("02班", 3), 2);
	ck_assert_int_eq(class_of("二班", 3), 2);
	ck_assert_int_eq(class_of("(2)班", 3), 2);
	ck_assert_int_eq(class_of("三(2)班", 3), 2);
	ck_assert_int_eq(class_of("三年级（2）班", 3), 2);
	ck_assert_int_eq(class_of("3-2", 3), 2);
	ck_assert_int_eq(class_of("0302", 3), 2);
	ck_assert_int_eq(class_of("初一12班", 7), 12);
}
END_TEST

START_TEST(a_class_of_another_grade_is_none)
{
	ck_assert_int_eq(class_of("3-2", 4), -1);
	ck_assert_int_eq(class_of("0302", 4), -1);
	ck_assert_int_eq(class_of("三年级2班", 4), -1);
	ck_assert_int_eq(class_of("实验班", 4), -1);
	ck_assert_int_eq(class_of("4-100", 4), -1);
	ck_assert_int_eq(class_of("", 4), -1);
}
END_TEST

SUITE("class_text", a_grade_is_read_as_people_write_it, what_names_no_grade_is_none,
	a_class_is_read_with_or_without_its_grade, a_class_of_another_grade_is_none)
