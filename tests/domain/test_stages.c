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

START_TEST(a_grade_belongs_to_one_stage_of_a_programme)
{
	const struct programme nine_years = {{[STAGE_PRIMARY] = 5, [STAGE_JUNIOR] = 4}};
	ck_assert_int_eq(programme_stage_of(&nine_years, 5), STAGE_PRIMARY);
	ck_assert_int_eq(programme_stage_of(&nine_years, 6), STAGE_JUNIOR);
	ck_assert_int_eq(programme_stage_of(&nine_years, 9), STAGE_JUNIOR);
	ck_assert_int_eq(programme_stage_of(&nine_years, 10), 0);
	ck_assert_int_eq(programme_stage_of(&nine_years, 0), 0);
}
END_TEST

START_TEST(a_programme_is_read_back_as_written)
{
	static const char *const texts[] = {"", "1:6", "1:5 2:4", "1:6 2:3 3:3", "3:3"};
	static const char *const broken[] = {"1", "1:", "1:6 ", "4:3", "1:6 1:5", "2:3 1:6", "x:y"};
	struct programme programme;
	char again[PROGRAMME_TEXT];
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		ck_assert(programme_parse(texts[i], &programme));
		ck_assert_str_eq(programme_format(&programme, again), texts[i]);
	}
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
		ck_assert_msg(!programme_parse(broken[i], &programme), "%s", broken[i]);
}
END_TEST

START_TEST(a_graduate_enters_where_the_next_stage_begins)
{
	static const struct {
		int left, left_grade, stage, years, grade;
		bool may;
	} ways[] = {
		{STAGE_PRIMARY, 6, STAGE_JUNIOR, 3, 7, true},
		{STAGE_PRIMARY, 5, STAGE_JUNIOR, 4, 6, true},
		{STAGE_PRIMARY, 5, STAGE_JUNIOR, 3, 7, true},
		{STAGE_PRIMARY, 6, STAGE_JUNIOR, 4, 7, true}, /* it has had grade 6 */
		{STAGE_PRIMARY, 6, STAGE_JUNIOR, 4, 6, true},
		{STAGE_PRIMARY, 5, STAGE_JUNIOR, 4, 7, false},
		{STAGE_PRIMARY, 6, STAGE_JUNIOR, 3, 8, false},
		{STAGE_JUNIOR, 9, STAGE_SENIOR, 3, 10, true},
		{STAGE_JUNIOR, 9, STAGE_SENIOR, 3, 11, false},
		{STAGE_PRIMARY, 6, STAGE_SENIOR, 3, 10, false},
		{STAGE_SENIOR, 12, STAGE_SENIOR, 3, 10, false},
		{STAGE_PRIMARY, 5, STAGE_PRIMARY, 6, 6, true},
		{STAGE_PRIMARY, 6, STAGE_PRIMARY, 6, 6, false},
		{STAGE_PRIMARY, 5, STAGE_PRIMARY, 6, 5, false},
		{STAGE_JUNIOR, 9, STAGE_PRIMARY, 6, 6, false},
		{STAGE_PRIMARY, 6, STAGE_JUNIOR, 0, 7, false},
		{STAGE_PRIMARY, 6, STAGE_END, 3, 7, false},
	};
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		ck_assert_msg(stage_is_entry(ways[i].left, ways[i].left_grade, ways[i].stage,
				      ways[i].years, ways[i].grade) == ways[i].may,
			"%zu", i);
}
END_TEST

SUITE("stages", a_graduate_enters_where_the_next_stage_begins,
	a_programme_has_the_grades_of_its_years, only_three_stages_exist,
	a_grade_belongs_to_one_stage_of_a_programme, a_programme_is_read_back_as_written)
