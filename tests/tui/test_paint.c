#include "tui/paint.h"

#include <locale.h>
#include <string.h>

#include "tests/support/suite.h"

static bool holds(const char *bytes, size_t n, const char *what)
{
	for (size_t i = 0; i + strlen(what) <= n; i++)
		if (memcmp(bytes + i, what, strlen(what)) == 0)
			return true;
	return false;
}

/* The description of each knows 24 rows. */
START_TEST(a_terminal_with_more_rows_than_its_description_scrolls_in_all_of_them)
{
	static const char *const types[] = {"vt100", "xterm-256color"};
	ck_assert_ptr_nonnull(setlocale(LC_ALL, "C.UTF-8"));
	for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
		size_t n;
		struct canvas *canvas = canvas_new(40, 120);
		struct painter *painter = painter_open(types[i], 40, 120, false);
		ck_assert_msg(painter != NULL, "%s", types[i]);
		draw_text(canvas_area(canvas), 39, 0, STYLE_PLAIN, "学籍");
		const char *bytes = painter_paint(painter, canvas, false, false, &n);
		ck_assert_msg(holds(bytes, n, "\033[1;40r"), "%s", types[i]);
		ck_assert_msg(!holds(bytes, n, "\033[1;24r"), "%s", types[i]);
		ck_assert_msg(holds(bytes, n, "学籍"), "%s", types[i]);
		painter_close(painter);
		canvas_free(canvas);
	}
}
END_TEST

SUITE("paint", a_terminal_with_more_rows_than_its_description_scrolls_in_all_of_them)
