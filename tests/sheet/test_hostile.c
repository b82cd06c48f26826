/* Sheets with bytes changed, lost and doubled: reading them ends, with rows or with a sentence. */
#include "tests/sheet/reading.h"

enum { ROUNDS = 250, PARTS = 5 };

static const struct {
	const char *name, *text;
} parts[PARTS] = {
	{"xl/workbook.xml",
		"<workbook xmlns:r='r'><workbookPr date1904='0'/><sheets><sheet name='a' "
		"state='visible' r:id='r1'/></sheets></workbook>"},
	{"xl/_rels/workbook.xml.rels",
		"<Relationships><Relationship Id='r1' Type='x/worksheet' "
		"Target='worksheets/sheet1.xml'/><Relationship Id='r2' Type='x/styles' "
		"Target='/xl/styles.xml'/><Relationship Id='r3' Type='x/sharedStrings' "
		"Target='sharedStrings.xml'/></Relationships>"},
	{"xl/styles.xml", "<styleSheet><numFmts><numFmt numFmtId='170' "
			  "formatCode='yyyy\"x\"m[red]\\d'/></numFmts><cellXfs><xf "
			  "numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/></cellXfs>"
			  "</styleSheet>"},
	{"xl/sharedStrings.xml", "<sst><si><t>ab</t></si><si><r><t>c</t></r><rPh><t>q</t></rPh>"
				 "</si></sst>"},
	{"xl/worksheets/sheet1.xml",
		"<worksheet><sheetData><row r='1'><c r='A1' t='s'><v>0</v></c><c r='C1' "
		"t='inlineStr'><is><t>x_x000A_y</t></is></c></row><row r='3' hidden='1'><c s='1'>"
		"<v>42248.5</v></c><c s='2'><v>1e300</v></c><c t='b'><v>1</v></c><c t='d'>"
		"<v>2015-01-01T0</v></c><c><v>123456789012345678</v></c></row></sheetData>"
		"<mergeCells><mergeCell ref='A1:B2'/></mergeCells></worksheet>"},
};

/* The same numbers in every run. */
static unsigned state = 1;

static size_t draw(size_t below)
{
	state = state * 1103515245 + 12345;
	return (state >> 8) % below;
}

/* A few slips: a character of XML, one less, a piece twice or not at all. */
static char *slip(const char *text)
{
	enum { LONGEST = 16 };
	static const char letters[] = " <>/='0123456789ArcstvXZ_-.E\"\xd0";
	size_t n = strlen(text);
	char *out = arena_alloc(arena, n + 4 * LONGEST + 1);
	memcpy(out, text, n + 1);
	for (size_t i = draw(4); i > 0 && n > LONGEST; i--) {
		size_t at = draw(n - LONGEST), size = 1 + draw(LONGEST);
		switch (draw(3)) {
		case 0:
			out[at] = letters[draw(sizeof letters - 1)];
			break;
		case 1:
			memmove(out + at, out + at + size, n - at - size + 1);
			break;
		default:
			memmove(out + at + size, out + at, n - at + 1);
			break;
		}
		n = strlen(out);
	}
	return out;
}

static const char *slipped_xlsx(void)
{
	const char *path = path_of("a.xlsx");
	size_t which = draw(PARTS + 1);
	zip_t *archive = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
	for (size_t i = 0; i < PARTS; i++) {
		const char *text =
			which == i || which == PARTS ? slip(parts[i].text) : parts[i].text;
		zip_source_t *source = zip_source_buffer(archive, text, strlen(text), 0);
		ck_assert_int_ge(zip_file_add(archive, parts[i].name, source, 0), 0);
	}
	ck_assert_int_eq(zip_close(archive), 0);
	return path;
}

START_TEST(reading_ends_whatever_stands_in_the_parts)
{
	int whole = 0;
	for (int i = 0; i < ROUNDS; i++)
		whole += strchr(read_all(slipped_xlsx()), '!') == NULL;
	ck_assert_int_gt(whole, ROUNDS / 10);
	ck_assert_int_lt(whole, ROUNDS);
}
END_TEST

START_TEST(reading_ends_whatever_stands_in_the_lines)
{
	for (int i = 0; i < ROUNDS; i++) {
		const char *text =
			slip("a,b;c\t\"q\"\"x\"\r\n1,\"2\n3\",4\r\n\r\n\xd0\xd5,x\n,,,\n");
		read_all(file_of("a.csv", text, strlen(text)));
	}
}
END_TEST

SUITE_WITH("hostile sheets", before, after, reading_ends_whatever_stands_in_the_parts,
	reading_ends_whatever_stands_in_the_lines)
