#include "domain/stages.h"

#include "tests/support/suite.h"

/* The kinds of Q7. */
static const struct {
	enum stage stage;
	int years, first, last;
} programmes[] = {
	{STAGE_PRIMARY, 6, 1, 6},
	{STAGE_PRIMARY, 5, 1, 5},
	{STAGE_JUNIOR, 3, 7, 9},
	{STAGE_JUNIOR, 4, 6, 9},
	{STAGE_SENIOR, 3, 10, 12},
};

START_TEST(a_programme_has_the_grades_of_its_years)
{
	for (size_t i = 0; i < sizeof programmes / sizeof *programmes; i++) {
		enum stage stage = programmes[i].stage;
		int years = programmes[i].years;
		ck_assert_int_eq(stage_first_grade(stage, years), programmes[i].first);
		ck_assert_int_eq(stage_last_grade(stage, years), programmes[i].last);
		for (int grade = 0; grade <= 13; grade++)
			ck_assert_int_eq(stage_has_grade(stage, years, grade),
				grade >= programmes[i].first && grade <= programmes[i].last);
	}
}
END_TEST

START_TEST(only_three_stages_exist)
{
	ck_assert_ptr_null(stage_row(0));
	ck_assert_ptr_null(stage_row(STAGE_END));
	ck_assert_ptr_null(stage_row(-1));
	for (int stage = STAGE_PRIMARY; stage < STAGE_END; stage++) {
		const struct stage_row *row = stage_row(stage);
		ck_assert_int_eq(row->stage, stage);
		ck_assert_int_ge(stage_first_grade(stage, row->longest), GRADE_FIRST);
		ck_assert_int_le(stage_last_grade(stage, row->longest), GRADE_LAST);
	}
}
END_TEST

SUITE("stages", a_programme_has_the_grades_of_its_years, only_three_stages_exist)
