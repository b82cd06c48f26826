#include <locale.h>
#include <string.h>

#include "tests/support/suite.h"
#include "tui/canvas.h"

static struct canvas *canvas;
static char row[512];

static void begin(void)
{
	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	canvas = canvas_new(4, 12);
}

static void end(void)
{
	canvas_free(canvas);
}

static const char *row_at(int n)
{
	canvas_row(canvas, n, row, sizeof row);
	return row;
}

START_TEST(chinese_counts_two_cells_and_rare_characters_too)
{
	ck_assert_int_eq(cells_of("学籍"), 4);
	ck_assert_int_eq(cells_of("a学"), 3);
	ck_assert_int_eq(cells_of("\xf0\xa0\xae\xb7"), 2); /* Extension B */
	ck_assert_int_eq(cells_of("e\xcc\x81"), 1);        /* a mark joins its letter */
}
END_TEST

START_TEST(what_could_move_or_turn_the_screen_is_spelt)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{"\x1b[2J", "<U+001B>[2J"},
		{"a\nb", "a<U+000A>b"},
		{"\xe2\x80\xae", "<U+202E>"},
		{"x\x9b", "x<x9B>"},
		{"\xc2\x9b", "<U+009B>"},
		{"\xe5\xad", "<xE5><xAD>"},
		{"\xcc\x81", "<U+0301>"}, /* a mark with nothing to stand on */
		{"\xf3\xa0\x84\x80", "<U+E0100>"},
	};
	canvas_free(canvas);
	canvas = canvas_new(1, 40);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		canvas_clear(canvas);
		draw_text(canvas_area(canvas), 0, 0, STYLE_PLAIN, cases[i].text);
		ck_assert_str_eq(row_at(0), cases[i].shown);
		ck_assert_int_eq(cells_of(cases[i].text), (int)strlen(cases[i].shown));
	}
}
END_TEST

START_TEST(the_dot_of_names_is_one_width_on_every_terminal)
{
	canvas->has_wide_dots = true;
	draw_text(canvas_area(canvas), 0, 0, STYLE_PLAIN, "买提·江");
	ck_assert_str_eq(row_at(0), "买提・江");
	canvas->has_wide_dots = false;
	draw_text(canvas_area(canvas), 1, 0, STYLE_PLAIN, "买提·江");
	ck_assert_str_eq(row_at(1), "买提·江");
}
END_TEST

START_TEST(a_wide_character_is_never_cut_in_half)
{
	struct area area = canvas_area(canvas);
	draw_text(area, 0, 9, STYLE_PLAIN, "学籍"); /* the second needs cells 11 and 12 */
	ck_assert_str_eq(row_at(0), "         学");
	draw_text(area, 0, 10, STYLE_PLAIN, "x"); /* over the right half of the first */
	ck_assert_str_eq(row_at(0), "          x");
	draw_text(area, 1, 2, STYLE_PLAIN, "学");
	draw_text(area, 1, 1, STYLE_PLAIN, "ab"); /* over its left half */
	ck_assert_str_eq(row_at(1), " ab");
}
END_TEST

START_TEST(a_field_that_is_too_narrow_says_so)
{
	struct area area = canvas_area(canvas);
	draw_field(area, 0, 0, 5, STYLE_PLAIN, "长安区第一");
	ck_assert_str_eq(row_at(0), "长安~");
	draw_field(area, 0, 0, 6, STYLE_PLAIN, "长安区第一");
	ck_assert_str_eq(row_at(0), "长安~");
	draw_field(area, 0, 0, 6, STYLE_PLAIN, "长安区");
	ck_assert_str_eq(row_at(0), "长安区");
	draw_right(area, 1, 0, 6, STYLE_PLAIN, "42");
	ck_assert_str_eq(row_at(1), "    42");
}
END_TEST

START_TEST(long_texts_break_at_blanks_or_between_chinese_characters)
{
	struct area area = canvas_area(canvas);
	ck_assert_int_eq(draw_wrapped(area, 0, STYLE_PLAIN, "one two three four"), 2);
	ck_assert_str_eq(row_at(0), "one two");
	ck_assert_str_eq(row_at(1), "three four");
	canvas_clear(canvas);
	ck_assert_int_eq(draw_wrapped(area, 0, STYLE_PLAIN, "一二三四五六七"), 2);
	ck_assert_str_eq(row_at(0), "一二三四五六");
	ck_assert_str_eq(row_at(1), "七");
}
END_TEST

START_TEST(nothing_is_drawn_outside_its_area)
{
	struct area inner = area_cols(area_rows(canvas_area(canvas), 1, 2), 3, 4);
	draw_text(inner, 0, 0, STYLE_PLAIN, "abcdefgh");
	draw_text(inner, 5, 0, STYLE_PLAIN, "no");
	draw_text(inner, -1, 0, STYLE_PLAIN, "no");
	draw_rule(inner, 1);
	ck_assert_str_eq(row_at(0), "");
	ck_assert_str_eq(row_at(1), "   abcd");
	ck_assert_str_eq(row_at(2), "   ----");
	ck_assert_str_eq(row_at(3), "");
}
END_TEST

SUITE_WITH("canvas", begin, end, chinese_counts_two_cells_and_rare_characters_too,
	what_could_move_or_turn_the_screen_is_spelt,
	the_dot_of_names_is_one_width_on_every_terminal, a_wide_character_is_never_cut_in_half,
	a_field_that_is_too_narrow_says_so,
	long_texts_break_at_blanks_or_between_chinese_characters, nothing_is_drawn_outside_its_area)
