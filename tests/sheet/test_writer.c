#include "sheet/writer.h"

#include <sys/stat.h>
#include <unistd.h>

#include "sheet/columns.h"
#include "sheet/template.h"
#include "tests/sheet/reading.h"

static const char *const cells[] = {"=1+1", "+86", "-1", "@x", "'a", "a,\"b\"\nc", "", "刘", "00",
	"410581202008022016", "＝1", "＠x", "a_x0041_", "\n=1", "'", "a\r\nb\rc"};
enum { N = sizeof cells / sizeof *cells };

static const char *written(const char *name)
{
	char why[WHY_SIZE];
	const char *path = path_of(name);
	struct sheet_writer *writer = sheet_create(path, why);
	ck_assert_msg(writer != NULL, "%s", why);
	for (int i = 0; i < 3; i++)
		ck_assert(sheet_write(writer, cells, N, why));
	ck_assert(sheet_finish(writer, why));
	return path;
}

static const char *row_text(int number)
{
	return arena_printf(arena,
		"%d:=1+1|+86|-1|@x|'a|a,\"b\"\nc||刘|00|410581202008022016|＝1|＠x|a_x0041_|\n=1|'|"
		"a\r\nb\rc\n",
		number);
}

START_TEST(what_is_written_reads_as_it_was)
{
	const char *all = arena_printf(arena, "%s%s%s", row_text(1), row_text(2), row_text(3));
	ck_read(written("a.csv"), all);
	ck_read(written("a.xlsx"), all);
}
END_TEST

START_TEST(no_text_becomes_a_formula)
{
	char text[200] = "";
	FILE *file = fopen(written("a.csv"), "r");
	ck_assert_uint_gt(fread(text, 1, sizeof text - 1, file), 0);
	fclose(file);
	ck_assert_ptr_nonnull(strstr(text, "'=1+1,'+86,'-1,'@x,''a,"));
}
END_TEST

START_TEST(a_list_that_an_xlsx_cannot_hold_is_sent_to_a_csv)
{
	char why[WHY_SIZE] = "";
	struct sheet_writer *xlsx = sheet_create(path_of("a.xlsx"), why);
	struct sheet_writer *csv = sheet_create(path_of("a.csv"), why);
	for (int i = 0; i < SHEET_ROWS_MOST; i++) /* blank ones take a second less */
		ck_assert(sheet_write(xlsx, NULL, 0, why) && sheet_write(csv, NULL, 0, why));
	ck_assert(sheet_write(csv, cells, N, why));
	ck_assert(!sheet_write(xlsx, cells, N, why));
	ck_assert_ptr_nonnull(strstr(why, "no more than 1048576 rows; write a .csv"));
	sheet_abandon(xlsx);
	sheet_abandon(csv);
}
END_TEST

static const char *written_one(const char *name, const char *cell)
{
	char why[WHY_SIZE];
	const char *path = path_of(name);
	struct sheet_writer *writer = sheet_create(path, why);
	ck_assert(sheet_write(writer, (const char *const[]){cell, "x"}, 2, why));
	ck_assert(sheet_finish(writer, why));
	return path;
}

/* One can reckon with it: in the sheet's XML a number's cell has no type, a text's has one. */
START_TEST(figures_are_numbers_in_an_xlsx_and_other_text_is_not)
{
	static const char *const row[] = {"330000", "5", "05", "1e3", "-5", "", "12345"};
	static const bool is_number[] = {false, true, true, true, true, true, true};
	char why[WHY_SIZE], text[4096] = "";
	const char *path = path_of("f.xlsx");
	struct sheet_writer *writer = sheet_create(path, why);
	ck_assert(sheet_write_figures(writer, row, 7, is_number, 7, why));
	ck_assert(sheet_finish(writer, why));
	ck_read(path, "1:330000|5|05|1e3|-5||12345\n");
	zip_t *zip = zip_open(path, ZIP_RDONLY, NULL);
	zip_file_t *sheet = zip_fopen(zip, "xl/worksheets/sheet1.xml", 0);
	ck_assert_int_gt(zip_fread(sheet, text, sizeof text - 1), 0);
	zip_fclose(sheet);
	zip_close(zip);
	ck_assert_ptr_nonnull(strstr(text, "<v>5</v>"));
	ck_assert_ptr_nonnull(strstr(text, "<v>12345</v>"));
	ck_assert_ptr_null(strstr(text, "<v>330000</v>"));
	ck_assert_ptr_null(strstr(text, "<v>1000</v>"));
}
END_TEST

START_TEST(what_drives_a_terminal_is_not_passed_on)
{
	static const char hostile[] = "a\033[2Jb\a\177\xc2\x9b"
				      "31m\tc";
	ck_read(written_one("a.csv", hostile), "1:a\xef\xbf\xbd[2Jb\xef\xbf\xbd\xef\xbf\xbd"
					       "\xef\xbf\xbd"
					       "31m\tc|x\n");
	ck_read(written_one("a.xlsx", hostile), "1:a\xef\xbf\xbd[2Jb\xef\xbf\xbd\xef\xbf\xbd"
						"\xef\xbf\xbd"
						"31m\tc|x\n");
}
END_TEST

START_TEST(a_text_that_is_longer_than_a_cell_is_cut_with_a_word)
{
	enum { TOO_LONG = 32768 };
	char *text = arena_alloc(arena, 3 * TOO_LONG + 1), *at = text;
	for (int i = 0; i < TOO_LONG; i++)
		at = stpcpy(at, "刘");
	const char *read = read_all(written_one("a.xlsx", text));
	ck_assert_ptr_nonnull(strstr(read, "刘刘 […截断 cut off]|x\n"));
	text[3 * (TOO_LONG - 1)] = '\0';
	ck_assert_ptr_null(strstr(read_all(written_one("b.xlsx", text)), "cut off"));
}
END_TEST

START_TEST(a_file_that_is_there_is_not_written_over)
{
	char why[WHY_SIZE];
	const char *path = file_of("a.csv", "x", 1);
	ck_assert_ptr_null(sheet_create(path, why));
	ck_assert_ptr_nonnull(strstr(why, "cannot be made"));
	ck_assert_ptr_null(sheet_create(path_of("b.pdf"), why)); /* nor is CSV called otherwise */
	ck_assert_ptr_nonnull(strstr(why, "must end in .xlsx or .csv"));
	struct sheet_writer *writer = sheet_create(path_of("b.xlsx"), why);
	ck_assert_ptr_nonnull(writer);
	sheet_abandon(writer);
	struct stat stat_;
	ck_assert_int_ne(stat(path_of("b.xlsx"), &stat_), 0);
}
END_TEST

START_TEST(a_file_has_its_name_when_it_is_whole)
{
	static const char *const names[] = {"c.csv", "c.xlsx"};
	char why[WHY_SIZE];
	for (size_t i = 0; i < 2; i++) {
		const char *path = path_of(names[i]);
		struct sheet_writer *writer = sheet_create(path, why),
				    *second = sheet_create(path, why);
		ck_assert(writer != NULL && second != NULL);
		ck_assert(sheet_write(writer, cells, N, why) && sheet_write(second, cells, N, why));
		ck_assert_int_ne(access(path, F_OK), 0);
		ck_assert_msg(sheet_finish(writer, why), "%s", why);
		ck_assert_int_eq(access(path, F_OK), 0);
		ck_assert(!sheet_finish(second, why));
		ck_assert_ptr_nonnull(strstr(why, "cannot be made"));
		ck_assert_int_eq(access(path, F_OK), 0);
	}
}
END_TEST

START_TEST(a_template_has_every_column_of_its_form)
{
	char why[WHY_SIZE];
	for (int form = 0; form < FORM_COUNT; form++)
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
			const char *path = path_of("t.xlsx"), *faults;
			struct sheet_row row;
			struct columns columns;
			ck_assert(
				template_write(path, (enum which_form)form, (enum lang)lang, why));
			struct sheet *sheet = sheet_open(path, why);
			ck_assert_msg(sheet != NULL, "%s", why);
			ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
			ck_assert_msg(
				columns_read(&row, false, arena, &columns, &faults), "%s", faults);
			ck_assert_int_eq(columns.form, form);
			ck_assert_uint_eq(columns.n, form == FORM_SCHOOL ? 71 : 28);
			ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_END);
			ck_assert_str_eq(
				sheet_notice(sheet), ""); /* its own help is missed by nobody */
			sheet_close(sheet);
		}
}
END_TEST

START_TEST(a_template_explains_what_a_heading_leaves_open)
{
	char why[WHY_SIZE], text[65536] = "";
	const char *path = path_of("t.xlsx");
	ck_assert(template_write(path, FORM_SCHOOL, LANG_ZH, why));
	zip_t *archive = zip_open(path, ZIP_RDONLY, NULL);
	zip_file_t *part = zip_fopen(archive, "xl/sharedStrings.xml", 0);
	ck_assert_ptr_nonnull(part);
	ck_assert_int_gt(zip_fread(part, text, sizeof text - 1), 0);
	ck_assert_ptr_nonnull(strstr(text, "如 CHN 或 中国"));
	ck_assert_ptr_nonnull(strstr(text, "上下学距离（公里）：整数，0 至 500"));
	ck_assert_ptr_nonnull(strstr(text, "1 至 12"));
	ck_assert_ptr_nonnull(strstr(text, "0 表示暂未分班"));
	zip_fclose(part);
	zip_close(archive);
}
END_TEST

SUITE_WITH("writer", before, after, what_is_written_reads_as_it_was,
	figures_are_numbers_in_an_xlsx_and_other_text_is_not, no_text_becomes_a_formula,
	what_drives_a_terminal_is_not_passed_on, a_list_that_an_xlsx_cannot_hold_is_sent_to_a_csv,
	a_text_that_is_longer_than_a_cell_is_cut_with_a_word,
	a_file_that_is_there_is_not_written_over, a_file_has_its_name_when_it_is_whole,
	a_template_has_every_column_of_its_form, a_template_explains_what_a_heading_leaves_open)
