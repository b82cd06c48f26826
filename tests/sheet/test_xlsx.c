#include <xlsxwriter.h>

#include "sheet/book.h"
#include "tests/sheet/reading.h"

/* ---- files made by hand ---- */

struct given {
	const char *name, *text;
};

#define BOOK                                                                            \
	"<workbook xmlns:r='r'><sheets><sheet name='secret' state='hidden' r:id='r9'/>" \
	"<sheet name='a' r:id='r1'/></sheets></workbook>"
#define TYPE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define RELATIONS                                                                         \
	"<Relationships><Relationship Id='r1' Type='" TYPE "worksheet' "                  \
	"Target='worksheets/sheet1.xml'/><Relationship Id='r9' Type='" TYPE "worksheet' " \
	"Target='worksheets/none.xml'/><Relationship Id='r2' Type='" TYPE "styles' "      \
	"Target='/xl/styles.xml'/><Relationship Id='r3' Type='" TYPE "sharedStrings' "    \
	"Target='sharedStrings.xml'/></Relationships>"
#define STYLES                                                                                   \
	"<styleSheet><numFmts><numFmt numFmtId='170' formatCode='yyyy\"年\"m\"月\"'/><numFmt " \
	"numFmtId='171' formatCode='0.00\" day\"'/></numFmts><cellStyleXfs><xf numFmtId='14'/>"  \
	"</cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf "  \
	"numFmtId='171'/></cellXfs></styleSheet>"
#define STRINGS                                                                                        \
	"<sst><si><t>姓名</t></si><si><r><t>刘</t></r><r><t xml:space='preserve'>佳 </t></r><rPh>" \
	"<t>liu</t></rPh></si></sst>"

/* A whole file with this sheet; another part may take the place of one, or come to them. */
static const char *xlsx(const char *sheet, struct given other)
{
	const struct given parts[] = {{"xl/workbook.xml", BOOK},
		{"xl/_rels/workbook.xml.rels", RELATIONS}, {"xl/styles.xml", STYLES},
		{"xl/sharedStrings.xml", STRINGS}, {"xl/worksheets/sheet1.xml", sheet}, other};
	const char *path = path_of("a.xlsx");
	zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	for (size_t i = 0; i < sizeof parts / sizeof *parts && parts[i].name != NULL; i++) {
		zip_source_t *source =
			zip_source_buffer(archive, parts[i].text, strlen(parts[i].text), 0);
		ck_assert_int_ge(zip_file_add(archive, parts[i].name, source, ZIP_FL_OVERWRITE), 0);
	}
	ck_assert_int_eq(zip_close(archive), 0);
	return path;
}

#define NO_OTHER    ((struct given){NULL, NULL})
#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

START_TEST(texts_are_read_wherever_they_stand)
{
	ck_read(xlsx(SHEET("<row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' "
			   "t='inlineStr'><is><t>性</t><t>别</t></is></c></row>"
			   "<row r='4'><c r='B4' t='s'><v>1</v></c><c t='str'><f>A1</f><v>女"
			   "</v></c></row>"),
			NO_OTHER),
		"1:姓名||性别\n4:|刘佳 |女\n~of 1 formulas the values that were last shown were "
		"read");
}
END_TEST

START_TEST(days_come_as_dates_and_numbers_as_their_digits)
{
	ck_read(xlsx(SHEET("<row r='1'><c s='1'><v>42248</v></c><c s='2'><v>42248.75</v></c>"
			   "<c s='3'><v>42248</v></c><c s='1'><v>59</v></c><c s='1'><v>61</v></c>"
			   "<c t='d'><v>2015-09-01T00:00:00</v></c></row>"
			   "<row r='2'><c><v>1.0</v></c><c><v>13812345678</v></c><c><v>1.5</v></c>"
			   "<c t='b'><v>1</v></c><c t='e'><v>#N/A</v></c></row>"),
			NO_OTHER),
		"1:2015-09-01|2015-09-01|42248|1900-02-28|1900-03-01|2015-09-01\n"
		"2:1|13812345678|1.5|1|#N/A\n");
}
END_TEST

#define BOOK_1904                                                                 \
	((struct given){"xl/workbook.xml",                                        \
		"<workbook xmlns:r='r'><workbookPr date1904='1'/><sheets><sheet " \
		"name='a' r:id='r1'/></sheets></workbook>"})

START_TEST(a_workbook_may_count_its_days_from_1904)
{
	ck_read(xlsx(SHEET("<row r='1'><c s='1'><v>40786</v></c><c s='1'><v>2957003</v></c>"
			   "<c s='1'><v>2957004</v></c></row>"),
			BOOK_1904),
		"1:2015-09-01|9999-12-31|2957004\n");
}
END_TEST

START_TEST(a_number_that_lost_its_last_digits_shows_it)
{
	ck_read(xlsx(SHEET("<row r='1'><c><v>4.10581202008022E+17</v></c><c><v>410581202008022016"
			   "</v></c><c><v>123456789012345</v></c></row>"),
			NO_OTHER),
		"1:4.10581202008022E+17|4.10581202008022E+17|123456789012345\n");
}
END_TEST

START_TEST(what_was_passed_over_is_said)
{
	struct given book = {"xl/workbook.xml",
		"<workbook xmlns:r='r'><sheets><sheet name='a' r:id='r1'/><sheet name='b' "
		"r:id='r9'/></sheets></workbook>"};
	ck_read(xlsx("<worksheet><sheetData><row r='1' hidden='1'><c><v>1</v></c></row></sheetData>"
		     "<mergeCells><mergeCell ref='A1:B1'/></mergeCells></worksheet>",
			book),
		"1:1\n~only the first of its 2 sheets was read; 1 hidden rows were read, too; 1 "
		"groups of cells are merged, whose text counts for the first cell alone");
}
END_TEST

START_TEST(only_what_is_hidden_and_filled_in_is_said_to_be_hidden)
{
	ck_read(xlsx("<worksheet><cols><col min='2' max='16384' hidden='1'/></cols><sheetData>"
		     "<row r='1'><c><v>1</v></c><c><v>2</v></c></row>"
		     "<row r='2' hidden='true'/><row r='3' hidden='false'><c><v>3</v></c></row>"
		     "</sheetData></worksheet>",
			NO_OTHER),
		"1:1|2\n3:3\n~1 hidden columns were read, too");
}
END_TEST

START_TEST(a_formula_that_was_never_worked_out_is_named)
{
	ck_read(xlsx(SHEET("<row r='1'><c><f>1+1</f><v>2</v></c><c><f>A1</f></c></row>"), NO_OTHER),
		"1:2\n~of 1 formulas the values that were last shown were read; 1 formulas have no "
		"value yet and count as empty; open and save it in the spreadsheet");
}
END_TEST

START_TEST(a_sheet_without_a_reference_is_passed_over)
{
	struct given book = {"xl/workbook.xml",
		"<workbook xmlns:r='r'><sheets><sheet name='none'/><sheet name='a' r:id='r1'/>"
		"</sheets></workbook>"};
	ck_read(xlsx(SHEET("<row r='1'><c><v>1</v></c></row>"), book), "1:1\n");
	struct given none = {
		"xl/workbook.xml", "<workbook><sheets><sheet name='a'/></sheets></workbook>"};
	ck_refused(xlsx(SHEET(""), none), "it has no sheet");
}
END_TEST

START_TEST(escaped_characters_are_what_they_stand_for)
{
	ck_read(xlsx(SHEET("<row r='1'><c t='inlineStr'><is><t>a_x000A_b_x005F_x_xZZZZ_</t></is>"
			   "</c></row>"),
			NO_OTHER),
		"1:a\nb_x_xZZZZ_\n");
	struct given strings = {"xl/sharedStrings.xml",
		"<sst><si><t>a_x000D_b</t></si><si><r><t>_x00</t></r><r><t>41_</t></r></si></sst>"};
	ck_read(xlsx(SHEET("<row r='1'><c t='s'><v>0</v></c><c t='s'><v>1</v></c></row>"), strings),
		"1:a\rb|A\n");
}
END_TEST

/* ---- files that mean harm, or are no more ---- */

START_TEST(an_entity_bomb_is_refused_where_it_begins)
{
	ck_refused(xlsx("<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]>" SHEET(
				"<row r='1'><c t='str'><v>&b;</v></c></row>"),
			   NO_OTHER),
		"declares a document type");
}
END_TEST

static const char *much(const char *head, const char *piece, size_t times, const char *tail)
{
	size_t size = strlen(piece);
	char *text = arena_alloc(arena, strlen(head) + size * times + strlen(tail) + 1);
	char *at = stpcpy(text, head);
	for (size_t i = 0; i < times; i++)
		at = stpcpy(at, piece);
	stpcpy(at, tail);
	return text;
}

/* However its rows fall into the blocks by which they are set aside. */
START_TEST(days_are_counted_from_1904_in_each_reading)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	const char *path = xlsx(much("<worksheet><sheetData><row r='1'><c t='str'><v>", "xyz012345",
					10000, "</v></c></row></sheetData></worksheet>"),
		BOOK_1904);
	struct sheet *sheet = sheet_open_kept(path, why);
	ck_assert_ptr_nonnull(sheet);
	for (int i = 0; i < 2; i++) {
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_ROW);
		ck_assert(row.is_1904);
		ck_assert_int_eq(sheet_next(sheet, &row, why), SHEET_END);
		ck_assert(sheet_rewind(sheet, why));
	}
	sheet_close(sheet);
}
END_TEST

START_TEST(a_zip_bomb_is_refused_before_it_has_grown)
{
	const char *bomb = much(
		"<worksheet><sheetData>", "                ", 1 << 20, "</sheetData></worksheet>");
	ck_refused(xlsx(bomb, NO_OTHER), "unpacks to far more");
	struct given strings = {"xl/sharedStrings.xml",
		much("<sst>", "<si><t>xxxxxxxxxxxxxxxxxxxxxxx</t></si>", 1 << 18, "</sst>")};
	ck_refused(xlsx(SHEET(""), strings), "unpacks to far more");
}
END_TEST

/* Each style once looked for its format among all of them. */
START_TEST(styles_without_number_cost_little)
{
	enum { MANY = 60000, PIECE = 64 };
	char *text = arena_alloc(arena, (size_t)MANY * 2 * PIECE), *at = text;
	at = stpcpy(at, "<styleSheet><numFmts>");
	for (int i = 0; i < MANY; i++)
		at += snprintf(at, PIECE, "<numFmt numFmtId='%d' formatCode='%s'/>", 164 + i,
			i == MANY - 1 ? "yyyy" : "0");
	at = stpcpy(at, "</numFmts><cellXfs>");
	for (int i = 0; i < MANY; i++)
		at += snprintf(at, PIECE, "<xf numFmtId='%d'/>", 163 + MANY);
	stpcpy(at, "</cellXfs></styleSheet>");
	struct given styles = {"xl/styles.xml", text};
	ck_read(xlsx(SHEET("<row r='1'><c s='59999'><v>42248</v></c></row>"), styles),
		"1:2015-09-01\n");
}
END_TEST

START_TEST(a_zip_that_is_no_workbook_is_named_so)
{
	const char *path = path_of("b.xlsx");
	zip_t *archive = zip_open(path, ZIP_CREATE, NULL);
	zip_source_t *source = zip_source_buffer(archive, "x", 1, 0);
	ck_assert_int_ge(zip_file_add(archive, "content.xml", source, 0), 0);
	ck_assert_int_eq(zip_close(archive), 0);
	ck_refused(path, "is a zip, but no .xlsx workbook");
}
END_TEST

START_TEST(a_cell_without_end_and_a_nest_without_end_are_refused)
{
	ck_refused(xlsx(much("<worksheet><sheetData><row r='1'><c t='str'><v>", "xyz012345", 20000,
				"</v></c></row></sheetData></worksheet>"),
			   NO_OTHER),
		"row 1 has a cell that is longer");
	ck_refused(xlsx(much("", "<a>", 100, ""), NO_OTHER), "nested too deeply");
}
END_TEST

START_TEST(rows_and_columns_that_cannot_be_are_refused)
{
	ck_refused(xlsx(SHEET("<row r='2'/><row r='2'/>"), NO_OTHER), "followed by row 2");
	ck_refused(xlsx(SHEET("<row r='1048577'/>"), NO_OTHER), "followed by row 1048577");
	ck_refused(xlsx(SHEET("<row r='1'><c r='ZZZ1'><v>1</v></c></row>"), NO_OTHER),
		"more than 500 columns");
	ck_refused(xlsx(SHEET("<row r='1'><c t='s'><v>2</v></c></row>"), NO_OTHER),
		"a text that is not there");
	ck_refused(xlsx(SHEET("<row r='1'><c t='s'><v>-1</v></c></row>"), NO_OTHER),
		"a text that is not there");
	/* 2 to the 64th is no 0 */
	ck_refused(
		xlsx(SHEET("<row r='1'><c t='s'><v>18446744073709551616</v></c></row>"), NO_OTHER),
		"a text that is not there");
	ck_refused(
		xlsx(SHEET("<row r='1'><c r='A18446744073709551617'><v>1</v></c></row>"), NO_OTHER),
		"does not belong");
}
END_TEST

START_TEST(a_file_that_was_cut_off_or_is_not_whole_is_refused)
{
	const char *path = xlsx(SHEET("<row r='1'><c><v>1</v></c></row>"), NO_OTHER);
	char bytes[4096];
	FILE *file = fopen(path, "r");
	size_t n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	for (size_t cut = 8; cut < n; cut += 37)
		ck_refused(file_of("cut.xlsx", bytes, cut), "");
	ck_refused(xlsx("<worksheet><sheetData><row r='1'>", NO_OTHER), "is damaged");
	struct given relations = {"xl/_rels/workbook.xml.rels", "<Relationships/>"};
	ck_refused(xlsx(SHEET(""), relations), "no sheet");
}
END_TEST

START_TEST(any_byte_may_be_wrong)
{
	const char *path = xlsx(SHEET("<row r='1'><c t='s'><v>1</v></c></row>"), NO_OTHER);
	char bytes[4096];
	FILE *file = fopen(path, "r");
	size_t n = fread(bytes, 1, sizeof bytes, file);
	fclose(file);
	for (size_t i = 0; i < n; i += 3) { /* it ends, one way or the other */
		bytes[i] ^= 0x15;
		read_all(file_of("flip.xlsx", bytes, n));
		bytes[i] ^= 0x15;
	}
}
END_TEST

/* ---- files that others made ---- */

START_TEST(what_libxlsxwriter_writes_is_read)
{
	const char *path = path_of("b.xlsx");
	lxw_workbook *book = workbook_new(path);
	lxw_worksheet *sheet = workbook_add_worksheet(book, NULL);
	lxw_format *date = workbook_add_format(book);
	format_set_num_format(date, "yyyy-mm-dd");
	worksheet_write_string(sheet, 0, 0, "姓名", NULL);
	worksheet_write_string(sheet, 0, 1, "出生日期", NULL);
	worksheet_write_string(sheet, 1, 0, "=1+1", NULL);
	worksheet_write_datetime(
		sheet, 1, 1, &(lxw_datetime){.year = 2015, .month = 9, .day = 1}, date);
	ck_assert_int_eq(workbook_close(book), LXW_NO_ERROR);
	ck_read(path, "1:姓名|出生日期\n2:=1+1|2015-09-01\n");
}
END_TEST

START_TEST(a_format_is_a_date_by_its_code)
{
	ck_assert(format_is_date(14, NULL) && format_is_date(57, NULL));
	ck_assert(!format_is_date(0, NULL) && !format_is_date(49, NULL));
	ck_assert(format_is_date(164, "[$-804]yyyy\"年\"m\"月\"d\"日\";@"));
	ck_assert(!format_is_date(164, "0.00\"day\""));
	ck_assert(!format_is_date(164, "[Red]0;\\d0"));
	ck_assert(!format_is_date(164, "[broken"));
}
END_TEST

SUITE_WITH("xlsx", before, after, texts_are_read_wherever_they_stand,
	days_come_as_dates_and_numbers_as_their_digits, a_workbook_may_count_its_days_from_1904,
	a_number_that_lost_its_last_digits_shows_it, what_was_passed_over_is_said,
	only_what_is_hidden_and_filled_in_is_said_to_be_hidden,
	a_formula_that_was_never_worked_out_is_named, a_sheet_without_a_reference_is_passed_over,
	styles_without_number_cost_little, a_zip_that_is_no_workbook_is_named_so,
	escaped_characters_are_what_they_stand_for, an_entity_bomb_is_refused_where_it_begins,
	days_are_counted_from_1904_in_each_reading, a_zip_bomb_is_refused_before_it_has_grown,
	a_cell_without_end_and_a_nest_without_end_are_refused,
	rows_and_columns_that_cannot_be_are_refused,
	a_file_that_was_cut_off_or_is_not_whole_is_refused, any_byte_may_be_wrong,
	what_libxlsxwriter_writes_is_read, a_format_is_a_date_by_its_code)
