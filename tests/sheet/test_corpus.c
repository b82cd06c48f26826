/* The sheets of tests/fixtures/sheets, made by the generator that stands there, and what each of
 * them reads as: expected.txt, written anew by XUEJI_UPDATE=1. */
#include <dirent.h>
#include <stdlib.h>

#include "common/text.h"
#include "sheet/columns.h"
#include "tests/sheet/reading.h"

enum { FILES_MOST = 200, ROWS_TOLD = 3, FAULTS_TOLD = 3, HEADINGS_WITHIN = 10, CELL_TOLD = 60 };

static const enum item told[] = {ITEM_NAME, ITEM_SEX, ITEM_BIRTH_DATE, ITEM_ID_NUMBER, ITEM_GRADE,
	ITEM_CLASS_NAME, ITEM_ADMISSION_MONTH, ITEM_ENTRY_DATE, ITEM_PRESENT_ADDRESS, ITEM_PHONE,
	ITEM_POSTCODE};

/* What would drive whoever looks at the table. */
static const char *visible(const char *text, size_t most)
{
	const char *out = "";
	size_t n = 0;
	for (uint32_t c; (c = text_next(&text)) != 0 && n++ < most;) {
		char bytes[5] = "";
		text_put(bytes, c);
		out = text_is_forbidden(c) ? arena_printf(arena, "%s<U+%04X>", out, c)
					   : arena_printf(arena, "%s%s", out, bytes);
	}
	return n > most ? arena_printf(arena, "%s…", out) : out;
}

static const char *first_faults(const char *faults)
{
	const char *out = "";
	int n = 0;
	for (size_t size; (size = strcspn(faults, "\n")) > 0;
		faults += size + (faults[size] == '\n'))
		if (n++ < FAULTS_TOLD)
			out = arena_printf(arena, "%s\t%s\n", out,
				visible(arena_strndup(arena, faults, size), SIZE_MAX));
	return arena_printf(arena, "%d faults of headings\n%s", n, out);
}

static const char *tell_row(const struct columns *columns, const struct sheet_row *row)
{
	const char *stray = columns_stray(columns, row, arena);
	const char *text = arena_printf(arena, "\t%lld:", (long long)row->number);
	for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
		int at = columns_find(columns, item_row(told[i])->word);
		if (at >= 0 && (size_t)at < row->n && row->cells[at][0] != '\0')
			text = arena_printf(arena, "%s %s=%s", text, item_row(told[i])->word,
				visible(column_value(arena, told[i], row->cells[at], row->is_1904),
					CELL_TOLD));
	}
	return arena_printf(arena, "%s%s%s\n", text, stray != NULL ? " stray=" : "",
		stray != NULL ? stray : "");
}

static enum sheet_step find_headings(struct sheet *sheet, struct sheet_row *row, char why[WHY_SIZE])
{
	enum sheet_step step = SHEET_END;
	for (int i = 0; i < HEADINGS_WITHIN; i++) {
		step = sheet_next(sheet, row, why);
		if (step != SHEET_ROW || columns_known(row) > 2)
			return step;
	}
	return SHEET_END;
}

static const char *tell_rows(struct sheet *sheet)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	struct columns columns;
	const char *faults, *text;
	long n = 0;
	enum sheet_step step = find_headings(sheet, &row, why);
	if (step == SHEET_END)
		return "no row of headings\n";
	if (step == SHEET_BROKEN)
		return arena_printf(arena, "broken: %s\n", why);
	if (!columns_read(&row, false, arena, &columns, &faults))
		return first_faults(faults);
	text = arena_printf(arena, "%s form, headings in row %lld\n",
		columns.form == FORM_PRESCHOOL ? "preschool" : "school", (long long)columns.row);
	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW)
		if (n++ < ROWS_TOLD)
			text = arena_printf(arena, "%s%s", text, tell_row(&columns, &row));
	text = arena_printf(arena, "%s\t%ld rows\n", text, n);
	return step == SHEET_BROKEN ? arena_printf(arena, "%sbroken: %s\n", text, why) : text;
}

/* Sentences name the file as it was given: by its name alone here. */
static const char *tell(const char *folder, const char *name)
{
	char why[WHY_SIZE];
	const char *path = arena_printf(arena, "%s/%s", folder, name);
	struct sheet *sheet = sheet_open(path, why);
	if (sheet == NULL) {
		const char *at = strstr(why, path);
		return arena_printf(arena, "refused: %s\n",
			at != NULL ? why + strlen(path) - strlen(name) : why);
	}
	const char *text = tell_rows(sheet), *notice = sheet_notice(sheet);
	if (notice[0] != '\0')
		text = arena_printf(arena, "%snote: %s\n", text, notice);
	sheet_close(sheet);
	return text;
}

static int is_sheet(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');
	return dot != NULL && (strncmp(dot, ".xls", 4) == 0 || strcmp(dot, ".csv") == 0);
}

static const char *tell_folder(const char *folder)
{
	struct dirent **entries;
	const char *text = "";
	int n = scandir(folder, &entries, is_sheet, alphasort);
	ck_assert_msg(n > 0 && n < FILES_MOST, "no sheets in %s", folder);
	for (int i = 0; i < n; i++) {
		text = arena_printf(arena, "%s== %s\n%s", text, entries[i]->d_name,
			tell(folder, entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	return text;
}

static const char *read_text(const char *path)
{
	static char text[1 << 18];
	FILE *file = fopen(path, "r");
	size_t n = file != NULL ? fread(text, 1, sizeof text - 1, file) : 0;
	if (file != NULL)
		fclose(file);
	text[n] = '\0';
	return text;
}

START_TEST(every_sheet_reads_as_is_expected)
{
	static const char expected[] = SOURCE_DIR "/tests/fixtures/sheets/expected.txt";
	const char *text = arena_printf(arena, "%s%s", tell_folder(SHEETS_MADE),
		tell_folder(SOURCE_DIR "/tests/fixtures/sheets"));
	if (getenv("XUEJI_UPDATE") != NULL) {
		FILE *file = fopen(expected, "w");
		ck_assert_ptr_nonnull(file);
		ck_assert_int_ge(fputs(text, file), 0);
		ck_assert_int_eq(fclose(file), 0);
	}
	ck_assert_str_eq(text, read_text(expected));
}
END_TEST

SUITE_WITH("corpus", before, after, every_sheet_reads_as_is_expected)
