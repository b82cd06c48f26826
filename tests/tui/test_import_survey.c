#include "tui/import_survey.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sheet/template.h"
#include "tests/support/suite.h"
#include "tests/tui/sheets.h"

static struct import_survey *survey;

static void teardown(void)
{
	import_survey_free(survey);
	survey = NULL;
	scratch_close();
}

static enum survey_step survey_of(const char *path)
{
	enum survey_step step;
	import_survey_free(survey);
	survey = import_survey_new(path, false);
	while ((step = import_survey_go_on(survey)) == SURVEY_ON)
		;
	return step;
}

static void has_fault(const char *path, const char *fault)
{
	ck_assert_int_eq(survey_of(path), SURVEY_FAULTY);
	ck_assert_msg(strstr(import_survey_faults(survey), fault) != NULL, "%s",
		import_survey_faults(survey));
}

static size_t count_faults(void)
{
	size_t n = 1;
	for (const char *at = import_survey_faults(survey); *at != '\0'; at++)
		n += *at == '\n';
	return n;
}

START_TEST(a_good_sheet_is_known_by_its_bytes_and_read_again_from_its_first_row)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	uint8_t hash[IMPORT_SURVEY_HASH];
	ck_assert_int_eq(survey_of(sheet_csv("a.csv", 3)), SURVEY_GOOD);
	ck_assert_int_eq(import_survey_last_row(survey), 4);
	ck_assert_int_eq(import_survey_columns(survey)->row, 1);
	ck_assert_str_eq(import_survey_faults(survey), "");
	struct sheet *sheet = import_survey_sheet(survey, why);
	ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
	ck_assert_int_eq(row.number, 1);
	memcpy(hash, import_survey_sha256(survey), sizeof hash);
	ck_assert_int_eq(survey_of(sheet_csv("b.csv", 3)), SURVEY_GOOD);
	ck_assert_mem_eq(import_survey_sha256(survey), hash, sizeof hash);
	ck_assert_int_eq(survey_of(sheet_csv("b.csv", 4)), SURVEY_GOOD);
	ck_assert_mem_ne(import_survey_sha256(survey), hash, sizeof hash);
}
END_TEST

static void save_anew(const char *name)
{
	FILE *file = fopen(scratch_path(name), "a");
	sheet_put(file, "刘佳琪");
	fclose(file);
}

START_TEST(a_sheet_is_sent_as_it_was_looked_through_whatever_becomes_of_its_file)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	ck_assert_int_eq(survey_of(sheet_csv("a.csv", 3)), SURVEY_GOOD);
	save_anew("a.csv");
	struct sheet *sheet = import_survey_sheet(survey, why);
	ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
	ck_assert_int_eq(truncate(scratch_path("a.csv"), 40), 0);
	for (int i = 2; i <= 4; i++) {
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
		ck_assert_int_eq(row.number, i);
	}
	ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_END);
	sheet = import_survey_sheet(survey, why); /* and again, for what was refused */
	ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
	ck_assert_int_eq(row.number, 1);
}
END_TEST

START_TEST(a_sheet_that_is_saved_anew_while_it_is_looked_through_is_refused)
{
	survey = import_survey_new(sheet_csv("a.csv", 3), false);
	ck_assert_int_eq(import_survey_go_on(survey), SURVEY_ON); /* its bytes */
	save_anew("a.csv");
	enum survey_step step = SURVEY_ON;
	while (step == SURVEY_ON)
		step = import_survey_go_on(survey);
	ck_assert_int_eq(step, SURVEY_FAULTY);
	ck_assert_str_eq(import_survey_faults(survey), "the sheet has changed meanwhile");
}
END_TEST

START_TEST(nobody_waits_for_the_second_end_of_a_pipe)
{
	ck_assert_int_eq(mkfifo(scratch_path("pipe.csv"), 0600), 0);
	has_fault(scratch_path("pipe.csv"), "is a pipe; save the sheet first");
}
END_TEST

START_TEST(it_says_how_far_it_is_and_stays_at_its_end)
{
	int percent = 0, steps = 0;
	survey = import_survey_new(sheet_csv("long.csv", 12000), false);
	while (import_survey_go_on(survey) == SURVEY_ON) {
		ck_assert_int_ge(import_survey_percent(survey), percent);
		percent = import_survey_percent(survey);
		ck_assert_int_lt(percent, 100);
		steps++;
	}
	ck_assert_int_gt(steps, 20);
	ck_assert_int_gt(percent, 90);
	ck_assert_int_eq(import_survey_percent(survey), 100);
	ck_assert_int_eq(import_survey_go_on(survey), SURVEY_GOOD);
}
END_TEST

START_TEST(a_quote_that_is_never_closed_is_told_however_late_it_comes)
{
	FILE *file = sheet_open_csv("quote.csv", 4000);
	fputs("\"刘佳琪,1,1\n1,1,1\n", file);
	fclose(file);
	has_fault(scratch_path("quote.csv"), "row 4002");
	ck_assert_uint_eq(count_faults(), 1);
}
END_TEST

START_TEST(another_encoding_at_the_end_is_told)
{
	FILE *file = sheet_open_csv("mixed.csv", 4000);
	sheet_put(file, "\xc1\xf5\xbc\xd1"); /* GB18030 among UTF-8 */
	fclose(file);
	has_fault(scratch_path("mixed.csv"), "UTF-8");
}
END_TEST

START_TEST(an_xlsx_that_is_cut_off_is_told)
{
	char why[WHY_SIZE], bytes[4096];
	ck_assert(template_write(scratch_path("whole.xlsx"), FORM_SCHOOL, LANG_EN, why));
	FILE *in = fopen(scratch_path("whole.xlsx"), "r");
	FILE *out = fopen(scratch_path("cut.xlsx"), "w");
	fwrite(bytes, 1, fread(bytes, 1, sizeof bytes, in), out);
	fclose(in), fclose(out);
	has_fault(scratch_path("cut.xlsx"), "damaged, or was cut off");
}
END_TEST

START_TEST(rows_that_have_slipped_are_told_together_up_to_twenty)
{
	FILE *file = sheet_open_csv("slipped.csv", 2);
	for (int row = 0; row < 30; row++) {
		fputs("刘佳琪,", file);
		sheet_put(file, "刘佳琪");
	}
	fclose(file);
	has_fault(scratch_path("slipped.csv"), "row 4 has a text in column ");
	ck_assert_ptr_nonnull(strstr(import_survey_faults(survey), "row 23 has a text"));
	ck_assert_ptr_null(strstr(import_survey_faults(survey), "row 24 has a text"));
	ck_assert_ptr_nonnull(strstr(import_survey_faults(survey), "there may be more"));
	import_survey_free(survey);
	survey = import_survey_new(scratch_path("slipped.csv"), true);
	while (import_survey_go_on(survey) == SURVEY_ON)
		;
	ck_assert_int_eq(import_survey_go_on(survey), SURVEY_GOOD);
}
END_TEST

START_TEST(a_row_with_more_text_than_a_call_takes_is_told)
{
	char *text = calloc(1, 70001);
	memset(text, 'a', 70000);
	FILE *file = sheet_open_csv("fat.csv", 1);
	sheet_put(file, text);
	fclose(file);
	free(text);
	has_fault(scratch_path("fat.csv"), "row 3 has more text than any row may");
}
END_TEST

START_TEST(a_sheet_without_a_row_is_told)
{
	has_fault(sheet_csv("headings.csv", 0), "no row stands below its headings");
	FILE *file = sheet_open_csv("blank.csv", 0);
	fputs("\n,,,\n\n", file);
	fclose(file);
	has_fault(scratch_path("blank.csv"), "no row stands below its headings");
	has_fault(scratch_write("empty.csv", ""), "is empty");
	has_fault(scratch_path("nowhere.csv"), "cannot be read");
	has_fault(scratch, "cannot be read"); /* a folder */
}
END_TEST

START_TEST(headings_that_are_missing_are_told_together_each_as_a_sentence)
{
	has_fault(scratch_write("few.csv", "name,sex,grade,shoe size\n刘佳琪,1,1,30\n"),
		"\"shoe size\"");
	ck_assert_uint_gt(count_faults(), 3);
	ck_assert_ptr_null(strstr(import_survey_faults(survey), ".\n"));
}
END_TEST

SUITE_WITH("import_survey", scratch_open, teardown,
	a_good_sheet_is_known_by_its_bytes_and_read_again_from_its_first_row,
	a_sheet_is_sent_as_it_was_looked_through_whatever_becomes_of_its_file,
	a_sheet_that_is_saved_anew_while_it_is_looked_through_is_refused,
	nobody_waits_for_the_second_end_of_a_pipe, it_says_how_far_it_is_and_stays_at_its_end,
	a_quote_that_is_never_closed_is_told_however_late_it_comes,
	another_encoding_at_the_end_is_told, an_xlsx_that_is_cut_off_is_told,
	rows_that_have_slipped_are_told_together_up_to_twenty,
	a_row_with_more_text_than_a_call_takes_is_told, a_sheet_without_a_row_is_told,
	headings_that_are_missing_are_told_together_each_as_a_sentence)
