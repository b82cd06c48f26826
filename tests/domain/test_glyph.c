#include "domain/glyph.h"

#include "common/text.h"
#include "tests/support/suite.h"

static void read_two(const char *text, uint32_t *a, uint32_t *b)
{
	*a = text_next(&text);
	*b = text_next(&text);
	ck_assert_uint_ne(*b, 0);
}

START_TEST(forms_of_one_character_have_one_root)
{
	static const char *const pairs[] = {
		"伟偉", "国國", "峰峯", "杰傑", "晋晉", "群羣", "钟鐘", "轩軒", "宁寧"};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		uint32_t a, b;
		read_two(pairs[i], &a, &b);
		ck_assert_msg(glyph_root(a) == glyph_root(b), "%s", pairs[i]);
	}
	ck_assert_uint_ne(glyph_root(0x672a), glyph_root(0x672b)); /* 未末 */
	ck_assert_uint_eq(glyph_root('A'), 'A');
}
END_TEST

START_TEST(characters_that_are_taken_for_one_another_look_alike)
{
	static const char *const pairs[] = {"未末", "己已", "已巳", "晴睛", "日曰", "淇洪", "祥详",
		"怡治", "杨扬", "思恩", "颖颍", "阳阴", "余佘", "周同", "史吏"};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		uint32_t a, b;
		read_two(pairs[i], &a, &b);
		ck_assert_msg(glyph_is_alike(a, b), "%s", pairs[i]);
		ck_assert_msg(glyph_is_alike(b, a), "%s", pairs[i]);
	}
}
END_TEST

START_TEST(others_do_not)
{
	static const char *const pairs[] = {"宇浩", "子轩", "涵琪", "王张", "博雅", "一梦", "aA"};
	for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
		uint32_t a, b;
		read_two(pairs[i], &a, &b);
		ck_assert_msg(!glyph_is_alike(a, b), "%s", pairs[i]);
	}
	ck_assert(!glyph_is_alike(0x672a, 0x672a));
}
END_TEST

START_TEST(stand_ins_of_rare_characters_are_known)
{
	ck_assert(glyph_is_stand_in(0xe863));
	ck_assert(glyph_is_stand_in('?'));
	ck_assert(!glyph_is_stand_in(0x6dd8));
	ck_assert(!glyph_is_stand_in(0x2ceba));
}
END_TEST

SUITE("glyph", forms_of_one_character_have_one_root,
	characters_that_are_taken_for_one_another_look_alike, others_do_not,
	stand_ins_of_rare_characters_are_known)
