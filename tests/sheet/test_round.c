/* What leaves the registry in a sheet comes in again as what it was: every kind of item, every code
 * by its label, in both languages, both forms and both formats. */
#include "domain/items_check.h"
#include "sheet/columns.h"
#include "sheet/writer.h"
#include "tests/sheet/reading.h"

enum { ROWS = 260, VALUES_MOST = 10 };

/* Values as they are stored, with what spreadsheets and formats make hard. */
static const char *const values[KIND_COUNT][VALUES_MOST] = {
	[KIND_TEXT] = {"=1+1", "'a", "一,二;\"三\"\t四", "－1", "_x0041_", "1e5", "00123",
		"2015-09-01", "sep=;", ""},
	[KIND_NAME] = {"刘佳琪", "阿依古丽·买买提", ""},
	[KIND_PINYIN] = {"liu jia qi", ""},
	[KIND_DATE] = {"2015-09-01", "1931-12-31", "2064-01-01", ""},
	[KIND_MONTH] = {"2015-10", "2026-09", ""},
	[KIND_PERIOD] = {"2010.06.01-2020.06.01", "2010.06.01-长期", ""},
	[KIND_INTEGER] = {"0", "12", "42248", ""},
	[KIND_GRADE] = {"1", "12"},
	[KIND_AREA] = {"410581000000", "000000000000", ""},
	[KIND_PHONE] = {"13812345678", "+86-10-12345678", "0311-1234567", ""},
	[KIND_POSTCODE] = {"050000", ""},
	[KIND_EMAIL] = {"a@b.cn", "+@b.cn", ""},
	[KIND_URL] = {"https://a.cn/?b=1", ""},
	[KIND_TOKEN] = {"00-1", "-1", "1E5", ""},
	[KIND_ID_NUMBER] = {"410581201609022027", "E12345678", "00000001", ""},
};

static const char *stored(enum item item, int row)
{
	const struct item_row *what = item_row(item);
	size_t n = 0;
	if (what->kind == KIND_CODE) {
		const struct code *codes = code_rows(what->codes, &n);
		ck_assert_uint_le(n, ROWS); /* so each is written */
		return codes[(size_t)row % n].code;
	}
	while (n < VALUES_MOST && values[what->kind][n] != NULL)
		n++;
	ck_assert_msg(n > 0, "no value of the kind of %s", what->word);
	return values[what->kind][(size_t)row % n];
}

static const char *shown(enum item item, int row, enum lang lang)
{
	const char *value = stored(item, row);
	return item_row(item)->kind == KIND_CODE ? code_label(item_row(item)->codes, value, lang)
						 : value;
}

static size_t items_of(enum which_form form, enum item items[ITEM_COUNT])
{
	size_t n = 0;
	int last = form == FORM_PRESCHOOL ? FORM_PRESCHOOL_ITEMS : FORM_SCHOOL_ITEMS;
	for (int number = 1; number <= last; number++)
		if (item_row(item_at(form, number))->kind != KIND_ATTACHMENT)
			items[n++] = item_at(form, number);
	return n;
}

static const char *written(const char *name, enum which_form form, enum lang lang)
{
	char why[WHY_SIZE];
	enum item items[ITEM_COUNT];
	const char *cells[ITEM_COUNT], *path = path_of(name);
	size_t n = items_of(form, items);
	struct sheet_writer *writer = sheet_create(path, why);
	ck_assert_msg(writer != NULL, "%s", why);
	for (int row = -1; row < ROWS; row++) {
		for (size_t i = 0; i < n; i++)
			cells[i] = row < 0 ? item_heading(form, items[i], lang)
					   : shown(items[i], row, lang);
		ck_assert(sheet_write(writer, cells, n, why));
	}
	ck_assert(sheet_finish(writer, why));
	return path;
}

static void check_row(const struct columns *columns, const struct sheet_row *row, int number)
{
	for (size_t i = 0; i < columns->n; i++) {
		enum item item = (enum item)columns->of[i];
		const char *cell = i < row->n ? row->cells[i] : "";
		const char *read =
			item_tidy_cell(item, arena, column_value(arena, item, cell, row->is_1904));
		ck_assert_msg(strcmp(read, stored(item, number)) == 0, "%s: \"%s\", not \"%s\"",
			item_row(item)->word, read, stored(item, number));
	}
}

static void check_round(const char *name, enum which_form form, enum lang lang)
{
	char why[WHY_SIZE];
	const char *faults, *path = written(name, form, lang);
	struct columns columns;
	struct sheet_row row;
	struct sheet *sheet = sheet_open(path, why);
	ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
	ck_assert_msg(columns_read(&row, false, arena, &columns, &faults), "%s", faults);
	ck_assert_int_eq(columns.form, form);
	for (int number = 0; number < ROWS; number++) {
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
		check_row(&columns, &row, number);
	}
	ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_END);
	sheet_close(sheet);
	ck_assert_int_eq(remove(path), 0);
}

START_TEST(every_item_comes_in_again_as_it_went_out)
{
	for (int form = 0; form < FORM_COUNT; form++)
		for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
			check_round("a.csv", (enum which_form)form, (enum lang)lang);
			check_round("a.xlsx", (enum which_form)form, (enum lang)lang);
		}
}
END_TEST

SUITE_WITH("round", before, after, every_item_comes_in_again_as_it_went_out)
