#include <stdio.h>
#include <string.h>

#include "domain/stages.h"
#include "server/registry/problem_table.h"
#include "tests/support/suite.h"

#define BIT(answer) (UINT32_C(1) << (answer))

static void print_answers(FILE *out, uint32_t answers)
{
	for (int answer = 1; answer < ANSWER_COUNT; answer++)
		if (answers & BIT(answer))
			fprintf(out, " %s", problem_answer_title((enum problem_answer)answer)->en);
	fputc('\n', out);
}

static void print_kind(FILE *out, const struct problem_kind_row *row)
{
	fprintf(out, "%s: %s (%s), severity %d%s%s%s\n", row->word, row->title.en, row->rule,
		row->severity, row->is_shared ? ", shared" : "",
		row->is_by_police ? ", by the police" : "", row->is_reported ? ", reported" : "");
	for (int phase = 1; phase <= 2; phase++) {
		fprintf(out, "  phase %d, L or J:", phase);
		print_answers(out, problem_answers(row, false, phase));
		fprintf(out, "  phase %d, G:", phase);
		print_answers(out, problem_answers(row, true, phase));
	}
	fprintf(out, "  blocks:");
	for (int type = 1; type < CASE_TYPE_COUNT; type++)
		if (problem_blocks(row, (enum case_type)type))
			fprintf(out, " %d", type);
	fprintf(out, "\n  cured by:");
	for (int type = 1; type < CASE_TYPE_COUNT; type++)
		if (row->cured_by & BIT(type))
			fprintf(out, " %d", type);
	fputc('\n', out);
}

START_TEST(each_change_of_a_kind_is_a_visible_diff)
{
	FILE *now = fopen("problems.txt.new", "w+"),
	     *golden = fopen(SOURCE_DIR "/tests/golden/problems.txt", "r");
	for (int kind = 1; kind < PROBLEM_KIND_COUNT; kind++)
		print_kind(now, problem_kind_row(kind));
	rewind(now);
	ck_assert_ptr_nonnull(golden);
	char wanted[512], line[512];
	while (fgets(line, sizeof line, now) != NULL) {
		ck_assert_msg(fgets(wanted, sizeof wanted, golden) != NULL, "new: %s", line);
		ck_assert_str_eq(wanted, line);
	}
	ck_assert_msg(fgets(wanted, sizeof wanted, golden) == NULL, "gone: %s", wanted);
	fclose(now);
	fclose(golden);
}
END_TEST

START_TEST(no_kind_blocks_its_own_cure)
{
	for (int kind = 1; kind < PROBLEM_KIND_COUNT; kind++)
		for (int type = 1; type < CASE_TYPE_COUNT; type++) {
			const struct problem_kind_row *row = problem_kind_row(kind);
			if (row->cured_by & BIT(type))
				ck_assert(!problem_blocks(row, (enum case_type)type));
		}
}
END_TEST

START_TEST(every_kind_says_in_both_languages_what_it_means_and_what_mends_it)
{
	for (int kind = 1; kind < PROBLEM_KIND_COUNT; kind++) {
		const struct problem_kind_row *row = problem_kind_row(kind);
		const struct sentence *all[] = {&row->title, &row->meaning, &row->cure};
		ck_assert_int_eq(kind, row->kind);
		for (size_t i = 0; i < 3; i++) {
			ck_assert_int_gt(strlen(all[i]->en), 3);
			ck_assert_int_gt(strlen(all[i]->zh), 3);
		}
	}
	ck_assert_ptr_null(problem_kind_row(0));
	ck_assert_ptr_null(problem_kind_row(PROBLEM_KIND_COUNT));
}
END_TEST

START_TEST(leavers_of_senior_and_junior_come_first_then_primary_leavers)
{
	ck_assert_int_eq(1, problem_rank(STAGE_SENIOR, true));
	ck_assert_int_eq(1, problem_rank(STAGE_JUNIOR, true));
	ck_assert_int_eq(2, problem_rank(STAGE_PRIMARY, true));
	ck_assert_int_eq(3, problem_rank(STAGE_SENIOR, false));
	ck_assert_int_eq(3, problem_rank(STAGE_PRIMARY, false));
}
END_TEST

START_TEST(in_the_first_phase_a_number_that_nobody_knows_is_not_substantiated)
{
	const struct problem_kind_row *row = problem_kind_row(PROBLEM_ID_NOT_FOUND);
	ck_assert_uint_eq(0, problem_answers(row, false, 1) & BIT(ANSWER_SUBSTANTIATE));
	ck_assert_uint_ne(0, problem_answers(row, false, 2) & BIT(ANSWER_SUBSTANTIATE));
	ck_assert_ptr_null(problem_cause_row("no such cause"));
}
END_TEST

SUITE("problem_table", each_change_of_a_kind_is_a_visible_diff, no_kind_blocks_its_own_cure,
	every_kind_says_in_both_languages_what_it_means_and_what_mends_it,
	leavers_of_senior_and_junior_come_first_then_primary_leavers,
	in_the_first_phase_a_number_that_nobody_knows_is_not_substantiated)
