#include "common/text.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"

#define BYTES(text) text, sizeof text - 1

START_TEST(well_formed_text_is_taken)
{
	static const struct {
		const char *bytes;
		size_t size;
	} rows[] = {
		{BYTES("")}, {BYTES("abc")}, {BYTES("\x01\x7f")}, {BYTES("学籍 阿·依古丽")},
		{BYTES("\xc2\x80")},         /* U+0080, the first of two bytes */
		{BYTES("\xdf\xbf")},         /* U+07FF, the last */
		{BYTES("\xe0\xa0\x80")},     /* U+0800 */
		{BYTES("\xed\x9f\xbf")},     /* U+D7FF, below the surrogates */
		{BYTES("\xee\x80\x80")},     /* U+E000, above them */
		{BYTES("\xef\xbf\xbf")},     /* U+FFFF */
		{BYTES("\xf0\x90\x80\x80")}, /* U+10000 */
		{BYTES("\xf0\xa0\xae\xb7")}, /* U+20BB7, in names */
		{BYTES("\xf4\x8f\xbf\xbf")}, /* U+10FFFF, the last of all */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(text_is_utf8(rows[i].bytes, rows[i].size), "row %zu", i);
}
END_TEST

START_TEST(ill_formed_text_is_refused)
{
	static const struct {
		const char *bytes;
		size_t size;
	} rows[] = {
		{BYTES("\0")}, {BYTES("adm\0xyz")},
		{BYTES("\x80")}, /* a continuation without a beginning */
		{BYTES("\xbf")}, {BYTES("abc\x80")}, {BYTES("\xc0\x80")}, /* overlong NUL */
		{BYTES("\xc0\xaf")},                                      /* overlong / */
		{BYTES("\xc1\xbf")}, {BYTES("\xe0\x80\xaf")}, {BYTES("\xe0\x9f\xbf")},
		{BYTES("\xf0\x80\x80\xaf")}, {BYTES("\xf0\x8f\xbf\xbf")},
		{BYTES("\xed\xa0\x80")},                                          /* U+D800 */
		{BYTES("\xed\xaf\xbf")},                                          /* U+DBFF */
		{BYTES("\xed\xb0\x80")},                                          /* U+DC00 */
		{BYTES("\xed\xbf\xbf")},                                          /* U+DFFF */
		{BYTES("\xed\xa0\xbd\xed\xb8\x80")}, {BYTES("\xf4\x90\x80\x80")}, /* U+110000 */
		{BYTES("\xf5\x80\x80\x80")}, {BYTES("\xf8\x88\x80\x80\x80")}, {BYTES("\xfe")},
		{BYTES("\xff")}, {BYTES("\xc2")}, /* cut off */
		{BYTES("\xe5\xad")}, {BYTES("\xe5")}, {BYTES("\xf0\xa0\xae")},
		{BYTES("学\xe7\xb1")}, {BYTES("\xc2\x41")}, /* cut off in the middle */
		{BYTES("\xe5\xad\x41")}, {BYTES("\xe5\x41\xa6")},
		{BYTES("\xb9\xe3\xb6\xab")}, /* GB 18030 sent as it is */
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(!text_is_utf8(rows[i].bytes, rows[i].size), "row %zu", i);
}
END_TEST

static size_t encode(uint32_t c, char out[5])
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const unsigned char lead[] = {0, 0, 0xc0, 0xe0, 0xf0};
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3f));
	out[0] = (char)(lead[n] | c);
	out[n] = '\0';
	return n;
}

START_TEST(every_code_point_reads_back)
{
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char text[5];
		size_t n = encode(c, text);
		bool is_surrogate = c >= 0xd800 && c < 0xe000;
		if (text_is_utf8(text, n) == is_surrogate)
			ck_abort_msg("U+%04X is a character or not", c);
		const char *at = text;
		if (!is_surrogate && (text_next(&at) != c || text_next(&at) != 0 || at != text + n))
			ck_abort_msg("U+%04X does not read back", c);
	}
}
END_TEST

START_TEST(length_counts_characters_not_bytes)
{
	ck_assert_uint_eq(text_length(""), 0);
	ck_assert_uint_eq(text_length("abc"), 3);
	ck_assert_uint_eq(text_length("学籍"), 2);
	ck_assert_uint_eq(text_length("\xf0\xa0\xae\xb7野家"), 3);
}
END_TEST

START_TEST(what_could_rewrite_a_terminal_is_forbidden)
{
	static const uint32_t rows[] = {0x01, 0x07, 0x08, 0x09, 0x0a, 0x0d, 0x1b, 0x1f, 0x7f, 0x80,
		0x85, 0x9b, 0x9f, 0xad, 0x061c, 0x180e, 0x200b, 0x200c, 0x200d, 0x200e, 0x200f,
		0x2028, 0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x206f, 0xfeff, 0xfdd0,
		0xfdef, 0xfff9, 0xfffc, 0xfffe, 0xffff, 0x1fffe, 0x1ffff, 0xe0001, 0xe007f,
		0x10fffe, 0x10ffff};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char text[8], encoded[5];
		encode(rows[i], encoded);
		snprintf(text, sizeof text, "a%sb", encoded);
		ck_assert_msg(text_is_forbidden(rows[i]), "U+%04X", rows[i]);
		ck_assert_uint_eq(text_find_forbidden(text), rows[i]);
	}
}
END_TEST

START_TEST(what_stands_in_names_and_addresses_is_allowed)
{
	static const char *const rows[] = {"", " ", "Zhang San-Li_1'2\"3", "欧阳·阿卜杜拉",
		"\xf0\xa0\xae\xb7", "（甲）〇〇小学　第二校区", "№ 5, Café", "བོད་ཡིག", "ئۇيغۇرچە",
		"ᠮᠣᠩᠭᠣᠯ"};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		ck_assert_msg(text_find_forbidden(rows[i]) == 0, "%s", rows[i]);
}
END_TEST

START_TEST(the_first_forbidden_character_is_named)
{
	ck_assert_uint_eq(text_find_forbidden("学\x1b[2J\u202e"), 0x1b);
	ck_assert_uint_eq(text_find_forbidden("\u202e\x1b"), 0x202e);
}
END_TEST

START_TEST(white_space_alone_is_blank)
{
	static const char *const blank[] = {"", " ", "\t", "\n", "\r\n", "\v\f", "\u00a0",
		"\xc2\x85", "\u1680", "\u2000", "\u2003", "\u200a", "\u2028", "\u2029", "\u202f",
		"\u205f", "\u3000", " \t\u3000\u2003 "};
	for (size_t i = 0; i < sizeof blank / sizeof *blank; i++)
		ck_assert_msg(text_is_blank(blank[i]), "row %zu", i);
	static const char *const full[] = {"a", " a ", "\u3000学", "0", "-", "\u1fff", "\u2010"};
	for (size_t i = 0; i < sizeof full / sizeof *full; i++)
		ck_assert_msg(!text_is_blank(full[i]), "row %zu", i);
}
END_TEST

START_TEST(a_code_point_is_written_as_it_is_read)
{
	static const uint32_t codes[] = {
		1, 0x7f, 0x80, 0x7ff, 0x800, 0x5b66, 0xffff, 0x10000, 0x20bb7, 0x10ffff};
	for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
		char bytes[5] = "";
		size_t size = text_put(bytes, codes[i]);
		ck_assert_uint_eq(size, strlen(bytes));
		ck_assert(text_is_utf8(bytes, size));
		const char *at = bytes;
		ck_assert_uint_eq(text_next(&at), codes[i]);
	}
}
END_TEST

SUITE("text", a_code_point_is_written_as_it_is_read, well_formed_text_is_taken,
	ill_formed_text_is_refused, every_code_point_reads_back, length_counts_characters_not_bytes,
	what_could_rewrite_a_terminal_is_forbidden, what_stands_in_names_and_addresses_is_allowed,
	the_first_forbidden_character_is_named, white_space_alone_is_blank)
