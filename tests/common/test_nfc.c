#include "common/nfc.h"

#include <string.h>

#include "common/text.h"
#include "tests/support/suite.h"

static const struct {
	const char *text, *normal;
} rows[] = {
	{"", ""}, {"abc 刘佳琪", "abc 刘佳琪"}, {"e\xcc\x81", "é"}, /* two code points become one */
	{"é", "é"}, {"Nguye\xcc\x82\xcc\x83n", "Nguyễn"},           /* two marks on one letter */
	{"q\xcc\x81", "q\xcc\x81"},                       /* there is no such letter in one */
	{"隆\xef\xa7\x9c", "隆隆"},                       /* U+F9DC, a twin of U+9686 */
	{"\xf0\xaf\xa0\x80", "丽"},                       /* U+2F800, a twin of U+4E3D */
	{"\xef\xa8\x8e", "\xef\xa8\x8e"},                 /* U+FA0E stands for itself */
	{"𠮷𫟹\xf0\xb0\x80\x80", "𠮷𫟹\xf0\xb0\x80\x80"}, /* extensions B, E, G */
	{"\xe1\x84\x80\xe1\x85\xa1", "가"}, {"K", "K"},
	{"ＡＢ（１）", "ＡＢ（１）"}, /* another width is another matter */
};

START_TEST(text_gets_its_one_form)
{
	struct arena *arena = arena_new(0);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		const char *out = text_nfc(arena, rows[i].text);
		ck_assert_msg(strcmp(out, rows[i].normal) == 0, "row %zu: %s", i, out);
		ck_assert_ptr_eq(text_nfc(arena, out), out);
	}
	arena_free(arena);
}
END_TEST

START_TEST(text_that_grows_is_not_cut)
{
	/* U+1D160, which form C takes apart into three */
	char text[4 * 100 + 1] = "";
	for (int i = 0; i < 100; i++)
		text_put(text + (size_t)i * 4, 0x1d160);
	struct arena *arena = arena_new(0);
	const char *out = text_nfc(arena, text);
	ck_assert_uint_eq(text_length(out), 300);
	arena_free(arena);
}
END_TEST

START_TEST(a_letter_is_known_without_its_marks)
{
	static const uint32_t letters[][2] = {{0xc9, 'E'}, {0xfc, 'u'}, {0x1ec5, 'e'}, {'a', 'a'},
		{0xd8, 0xd8}, {0x5218, 0x5218}, {0x20bb7, 0x20bb7}};
	for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
		ck_assert_uint_eq(text_base_letter(letters[i][0]), letters[i][1]);
}
END_TEST

SUITE("nfc", a_letter_is_known_without_its_marks, text_gets_its_one_form,
	text_that_grows_is_not_cut)
