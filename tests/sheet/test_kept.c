/* Rows that are set aside for a second reading; that they say the same twice every test of this
 * folder looks at (reading.h). */
#include <signal.h>
#include <sys/resource.h>

#include "sheet/reader.h"
#include "sheet/writer.h"
#include "tests/sheet/reading.h"

enum { ROWS = 4000 };

static const char *long_file(void)
{
	FILE *file = fopen(path_of("long.csv"), "w");
	for (int i = 0; i < ROWS; i++)
		fprintf(file, "%d,刘佳琪,110101199003070053,云溪路88号\n", i);
	fclose(file);
	return path_of("long.csv");
}

static enum sheet_step read_to_end(struct sheet *sheet, int *rows_out, char why[WHY_SIZE])
{
	struct sheet_row row;
	enum sheet_step step;
	*rows_out = 0;
	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW)
		++*rows_out;
	return step;
}

/* Of several blocks, unpacked, parsed and taken in three threads. */
static const char *long_xlsx(void)
{
	char why[WHY_SIZE], number[16];
	const char *cells[] = {number, "刘佳琪", "110101199003070053", "云溪路88号"};
	struct sheet_writer *writer = sheet_create(path_of("long.xlsx"), why);
	for (int i = 0; i < ROWS; i++) {
		snprintf(number, sizeof number, "%d", i);
		ck_assert(sheet_write(writer, cells, sizeof cells / sizeof *cells, why));
	}
	ck_assert(sheet_finish(writer, why));
	return path_of("long.xlsx");
}

START_TEST(rows_come_in_their_order_and_twice_the_same)
{
	char why[WHY_SIZE], number[16];
	struct sheet_row row;
	struct sheet *sheet = sheet_open_kept(long_xlsx(), why);
	for (int round = 0; round < 2; round++) {
		for (int i = 0; i < ROWS; i++) {
			ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
			ck_assert_int_eq(row.number, i + 1);
			snprintf(number, sizeof number, "%d", i);
			ck_assert_str_eq(row.cells[0], number);
			ck_assert_str_eq(row.cells[3], "云溪路88号");
		}
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_END);
		ck_assert(sheet_rewind(sheet, why));
	}
	sheet_close(sheet);
}
END_TEST

START_TEST(a_reader_may_leave_anywhere)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	const char *path = long_xlsx();
	for (int rows = 0; rows < ROWS; rows += 311) {
		struct sheet *sheet = sheet_open_kept(path, why);
		for (int i = 0; i < rows; i++)
			ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
		sheet_close(sheet);
	}
}
END_TEST

/* A byte of it, in the part with the rows: the largest, in the middle. */
static void damage(const char *path)
{
	FILE *file = fopen(path, "r+");
	ck_assert_int_eq(fseek(file, 0, SEEK_END), 0);
	ck_assert_int_eq(fseek(file, ftell(file) / 2, SEEK_SET), 0);
	int byte = fgetc(file);
	ck_assert_int_eq(fseek(file, -1, SEEK_CUR), 0);
	fputc(byte ^ 0x55, file);
	fclose(file);
}

START_TEST(rows_before_a_damage_come_and_then_its_sentence)
{
	char why[WHY_SIZE];
	int rows;
	const char *path = long_xlsx();
	damage(path);
	for (int i = 0; i < 2; i++) {
		struct sheet *sheet = i == 0 ? sheet_open(path, why) : sheet_open_kept(path, why);
		ck_assert_int_eq(read_to_end(sheet, &rows, why), SHEET_BROKEN);
		ck_assert_int_gt(rows, 100);
		ck_assert_int_lt(rows, ROWS);
		ck_assert_ptr_nonnull(strstr(why, "xl/worksheets/sheet1.xml is damaged: "));
		ck_assert_int_eq(read_to_end(sheet, &rows, why), SHEET_BROKEN);
		ck_assert_int_eq(rows, 0);
		sheet_close(sheet);
	}
}
END_TEST

START_TEST(what_becomes_of_the_file_later_changes_nothing)
{
	char why[WHY_SIZE];
	int rows;
	struct sheet *sheet = sheet_open_kept(long_file(), why);
	ck_assert_int_eq(read_to_end(sheet, &rows, why), SHEET_END);
	remove(path_of("long.csv"));
	ck_assert(sheet_rewind(sheet, why));
	ck_assert_int_eq(read_to_end(sheet, &rows, why), SHEET_END);
	ck_assert_int_eq(rows, ROWS);
	sheet_close(sheet);
}
END_TEST

START_TEST(a_full_disk_breaks_the_first_reading_and_is_told)
{
	char why[WHY_SIZE];
	int rows;
	const char *path = long_file();
	const struct rlimit little = {64 << 10, 64 << 10};
	signal(SIGXFSZ, SIG_IGN);
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &little), 0); /* of this process alone */
	struct sheet *sheet = sheet_open_kept(path, why);
	ck_assert_int_eq(read_to_end(sheet, &rows, why), SHEET_BROKEN);
	ck_assert_int_lt(rows, ROWS);
	ck_assert_ptr_nonnull(strstr(why, "the rows of the sheet cannot be set aside: "));
	sheet_close(sheet);
}
END_TEST

/* A few megabytes of an XLSX can say a great text in every cell. */
START_TEST(no_sheet_fills_the_disk)
{
	char why[WHY_SIZE];
	int rows;
	struct sheet *sheet = kept_open(long_file(), 100 << 10, why);
	ck_assert_int_eq(read_to_end(sheet, &rows, why), SHEET_BROKEN);
	ck_assert_int_gt(rows, 1000);
	ck_assert_int_lt(rows, ROWS / 2);
	ck_assert_str_eq(why, "it has more text than any sheet holds.");
	sheet_close(sheet);
}
END_TEST

SUITE_WITH("sheets kept", before, after, rows_come_in_their_order_and_twice_the_same,
	a_reader_may_leave_anywhere, rows_before_a_damage_come_and_then_its_sentence,
	what_becomes_of_the_file_later_changes_nothing,
	a_full_disk_breaks_the_first_reading_and_is_told, no_sheet_fills_the_disk)
