#include "tests/sheet/reading.h"

static const char *csv(const char *text)
{
	return file_of("a.csv", text, strlen(text));
}

START_TEST(commas_semicolons_and_tabs_are_told_apart_by_the_first_line)
{
	ck_read(csv("姓名,性别\n刘佳琪,女\n"), "1:姓名|性别\n2:刘佳琪|女\n");
	ck_read(csv("a;b,c\n1;2\n"), "1:a;b|c\n2:1;2\n");
	ck_read(csv("a;b;c,d\n1;2;3\n"), "1:a|b|c,d\n2:1|2|3\n");
	ck_read(csv("a\tb\r\n1\t2\r\n"), "1:a|b\n2:1|2\n");
	ck_read(csv("sep=;\na;b,c,d,e\n"), "2:a|b,c,d,e\n");
	ck_read(csv("\"a;b;c\",d\n1,2\n"), "1:a;b;c|d\n2:1|2\n");
}
END_TEST

START_TEST(a_line_break_in_quotes_belongs_to_the_cell)
{
	ck_read(csv("a,b\n\"x\ny\",\"say \"\"hi\"\"\"\n3,4"), "1:a|b\n2:x\ny|say \"hi\"\n3:3|4\n");
	ck_read(csv("a,b\r\n\"x\r\ny\",2\r\n\r\n3,4\r\n"), "1:a|b\n2:x\r\ny|2\n4:3|4\n");
}
END_TEST

START_TEST(rows_are_numbered_as_a_spreadsheet_shows_them)
{
	ck_read(csv("\n\na\n\n,,\nb\n"), "3:a\n6:b\n");
	ck_read(csv("a\rb\r\rc\r"), "1:a\n2:b\n4:c\n");
	ck_read(csv("a"), "1:a\n");
}
END_TEST

START_TEST(every_encoding_reads_alike)
{
	static const char gb[] = "\xd0\xd5\xc3\xfb,\xd0\xd4\xb1\xf0\n\xc1\xf5,1\n";
	static const char le[] = "\xff\xfe\xd3\x59\x0d\x54\x09\x00\x31\x00\n\x00";
	ck_read(csv("\xef\xbb\xbf姓名,性别\n刘,1\n"), "1:姓名|性别\n2:刘|1\n");
	ck_read(file_of("a.csv", gb, sizeof gb - 1), "1:姓名|性别\n2:刘|1\n");
	ck_read(file_of("a.csv", le, sizeof le - 1), "1:姓名|1\n");
	/* 㐃 and 𠱿, which only the newest of the Chinese encodings has. */
	ck_read(csv("\x81\x39\xef\x32,\x95\x34\xc6\x35\n"),
		arena_printf(arena, "1:%s|%s\n", "㐃", "𠱿"));
}
END_TEST

START_TEST(bytes_of_another_encoding_are_refused_with_their_row)
{
	enum { LINES = 40, LINE = 60000 };
	char *text = arena_alloc(arena, LINES * LINE + 16), *at = text;
	for (int i = 0; i < LINES; i++, *at++ = '\n')
		for (int j = 0; j < LINE - 3; j += 3)
			at = stpcpy(at, "刘");
	size_t n = (size_t)(at - text);
	memcpy(text + n, "\xc1\xf5\xff\n", 4);
	n += 4;
	ck_refused(file_of("a.csv", text, n), "not in UTF-8");
	ck_refused(file_of("a.csv", "a\n\xff\xff\n", 5), "not in GB18030");
}
END_TEST

START_TEST(lines_of_another_encoding_among_the_others_are_found)
{
	ck_refused(csv("name,address\n\xc1\xf5,1\n刘,石家庄市长安区\n"), "not in GB18030");
	ck_read(csv("name\n\xc1\xaa\xcd\xa8\n\xe4\xbf\xd1\xe9\xba\xa3\n"),
		"1:name\n2:联通\n3:淇验海\n");
}
END_TEST

START_TEST(a_quote_that_is_never_closed_does_not_swallow_the_file)
{
	size_t size = 8 << 20;
	char *text = arena_alloc(arena, size);
	memset(text, 'x', size);
	memcpy(text, "a,b\n1,\"", 7);
	ck_refused(file_of("a.csv", text, size), "row 2 has a cell that is longer");
	ck_refused(csv("a,b\n1,\"x"), "row 2 does not end");
}
END_TEST

START_TEST(a_row_of_too_many_columns_is_refused)
{
	char text[600];
	memset(text, ',', sizeof text);
	text[0] = 'a';
	ck_refused(file_of("a.csv", text, sizeof text), "row 1 has more than 500 columns");
}
END_TEST

START_TEST(a_list_may_be_longer_than_a_spreadsheet_but_not_endless)
{
	char *text = arena_alloc(arena, SHEET_LINES_MOST + 1);
	memset(text, '\n', SHEET_LINES_MOST);
	text[SHEET_LINES_MOST - 1] = 'a';
	ck_read(file_of("a.csv", text, SHEET_LINES_MOST), "20000000:a\n");
	text[SHEET_LINES_MOST - 1] = '\n';
	text[SHEET_LINES_MOST] = 'a';
	ck_refused(file_of("a.csv", text, SHEET_LINES_MOST + 1), "more than 20000000 rows");
}
END_TEST

START_TEST(what_is_no_sheet_is_named_as_what_it_is)
{
	ck_refused(csv(""), "is empty");
	ck_refused(csv("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), "protected by a password");
	ck_refused(csv("%PDF-1.7"), "no spreadsheet");
	ck_refused(csv("\xef\xbb\xbf \r\n<HTML><table>"), "no spreadsheet");
	ck_refused(csv("PK\3\4 and no more"), "damaged");
	ck_refused(path_of("none.csv"), "cannot be read");
}
END_TEST

SUITE_WITH("csv", before, after, commas_semicolons_and_tabs_are_told_apart_by_the_first_line,
	a_line_break_in_quotes_belongs_to_the_cell, rows_are_numbered_as_a_spreadsheet_shows_them,
	every_encoding_reads_alike, lines_of_another_encoding_among_the_others_are_found,
	bytes_of_another_encoding_are_refused_with_their_row,
	a_quote_that_is_never_closed_does_not_swallow_the_file,
	a_row_of_too_many_columns_is_refused,
	a_list_may_be_longer_than_a_spreadsheet_but_not_endless,
	what_is_no_sheet_is_named_as_what_it_is)
