#include "sheet/columns.h"

#include <string.h>

#include "tests/support/suite.h"

static struct arena *arena;

static void before(void)
{
	arena = arena_new(0);
}

static void after(void)
{
	arena_free(arena);
}

/* Of headings with | between them; the faults. */
static const char *read(const char *headings, struct columns *out)
{
	const char *cells[100], *faults;
	size_t n = 0;
	for (char *at = arena_strdup(arena, headings); at != NULL;)
		cells[n++] = strsep(&at, "|");
	const struct sheet_row row = {.number = 1, .n = n, .cells = cells};
	bool is_good = columns_read(&row, false, arena, out, &faults);
	ck_assert_int_eq(is_good, faults[0] == '\0');
	return faults;
}

#define REST "|性别|出生日期|身份证件类型|身份证件号|年级"

START_TEST(columns_are_found_in_any_order_and_language)
{
	struct columns columns;
	ck_assert_str_eq(read("grade|ID number|ID type|birth date|sex|name|class", &columns), "");
	ck_assert_int_eq(columns.of[0], ITEM_GRADE);
	ck_assert_int_eq(columns.of[5], ITEM_NAME);
	ck_assert_str_eq(read("xm|xbm|csrq|sfzjlxm|sfzjh|年级|xxbsm|csdm", &columns), "");
	ck_assert_int_eq(columns.of[1], ITEM_SEX);
	ck_assert_int_eq(columns.of[6], COLUMN_SCHOOL_CODE);
	ck_assert_int_eq(columns.of[7], ITEM_BIRTHPLACE);
	ck_assert_str_eq(read("birth_date|name|sex|id_type|id_number|grade", &columns), "");
	ck_assert_int_eq(columns_find(&columns, "birth_date"), 0);
	ck_assert_int_eq(columns_find(&columns, "school_code"), -1);
}
END_TEST

START_TEST(what_people_add_to_a_heading_does_not_hide_it)
{
	struct columns columns;
	ck_assert_str_eq(read("*姓 "
			      "名|★性别|出生日期（如20150901）|身份证件\n类型|身份证件号|年级*|"
			      "上下学距离（公里）",
				 &columns),
		"");
	ck_assert_int_eq(columns.of[0], ITEM_NAME);
	ck_assert_int_eq(columns.of[2], ITEM_BIRTH_DATE);
	ck_assert_int_eq(columns.of[6], ITEM_DISTANCE_KM);
}
END_TEST

START_TEST(unknown_doubled_and_missing_columns_are_named_at_once)
{
	struct columns columns;
	const char *faults = read("姓名|姓名|民簇" REST, &columns);
	ck_assert_ptr_nonnull(strstr(faults, "column B, \"姓名\", is there already"));
	ck_assert_ptr_nonnull(strstr(faults, "column C has an unknown heading, \"民簇\""));
	faults = read("姓名|性别", &columns);
	ck_assert_ptr_nonnull(strstr(faults, "\"身份证件号\" (ID number) is missing"));
	ck_assert_ptr_nonnull(strstr(faults, "\"年级\" (grade) is missing"));
}
END_TEST

START_TEST(the_sheet_of_kindergartens_is_known_by_its_columns)
{
	struct columns columns;
	const char *headings = "";
	for (int n = 1; n <= FORM_PRESCHOOL_ITEMS; n++)
		headings = arena_printf(arena, "%s%s%s", headings, n > 1 ? "|" : "",
			item_heading(FORM_PRESCHOOL, item_at(FORM_PRESCHOOL, n), LANG_ZH));
	ck_assert_str_eq(read(headings, &columns), "");
	ck_assert_int_eq(columns.form, FORM_PRESCHOOL);
	for (int n = 1; n <= FORM_PRESCHOOL_ITEMS; n++)
		ck_assert_int_eq(columns.of[n - 1], item_at(FORM_PRESCHOOL, n));
}
END_TEST

START_TEST(every_item_is_known_by_its_heading_in_both_languages)
{
	for (int lang = LANG_ZH; lang <= LANG_EN; lang++)
		for (int item = 0; item < ITEM_COUNT; item++) {
			struct columns columns;
			read(item_heading(FORM_SCHOOL, (enum item)item, (enum lang)lang), &columns);
			ck_assert_msg(columns.of[0] == item, "%s", item_row((enum item)item)->word);
		}
}
END_TEST

START_TEST(days_that_a_spreadsheet_keeps_as_numbers_are_days)
{
	ck_assert_str_eq(column_value(arena, ITEM_BIRTH_DATE, "42248", false), "2015-09-01");
	ck_assert_str_eq(column_value(arena, ITEM_BIRTH_DATE, "20150901", false), "20150901");
	ck_assert_str_eq(column_value(arena, ITEM_ADMISSION_MONTH, "2015-09-01", false), "2015-09");
	ck_assert_str_eq(column_value(arena, ITEM_ADMISSION_MONTH, "42248", false), "2015-09");
	ck_assert_str_eq(column_value(arena, ITEM_ADMISSION_MONTH, "201509", false), "201509");
	ck_assert_str_eq(column_value(arena, ITEM_POSTCODE, "42248", false), "42248");
	ck_assert_str_eq(column_value(arena, ITEM_BIRTH_DATE, "40786", true), "2015-09-01");
}
END_TEST

SUITE_WITH("columns", before, after, columns_are_found_in_any_order_and_language,
	what_people_add_to_a_heading_does_not_hide_it,
	unknown_doubled_and_missing_columns_are_named_at_once,
	the_sheet_of_kindergartens_is_known_by_its_columns,
	every_item_is_known_by_its_heading_in_both_languages,
	days_that_a_spreadsheet_keeps_as_numbers_are_days)
