/* What each action may cost, in bytes to a terminal of 80x24 in the lean look. */
#include <stdio.h>

#include "tests/support/suite.h"
#include "tests/tui/pty.h"

static const char *const zh[] = {CONSOLE_FAKE, "zh", NULL};

static struct pty *start(void)
{
	return pty_start(
		zh, &(struct pty_options){
			    .rows = 24, .cols = 80, .term = "xterm-256color", .locale = "C.UTF-8"});
}

static void hold(struct pty *pty, const char *what, size_t most)
{
	pty_listen(pty, 30);
	size_t bytes = pty_bytes(pty);
	printf("%-24s %5zu of %5zu bytes\n", what, bytes, most);
	ck_assert_msg(bytes * 10 <= most * 11, "%s: %zu bytes, %zu are allowed", what, bytes, most);
}

/* Types keys, waits for a text, and holds the bytes to what is allowed, with a tenth of slack. */
static void spend(
	struct pty *pty, const char *what, const char *keys, const char *wait, size_t most)
{
	pty_listen(pty, 30);
	pty_bytes(pty);
	pty_type(pty, keys);
	pty_wait(pty, wait);
	hold(pty, what, most);
}

START_TEST(each_action_keeps_to_its_bytes)
{
	struct pty *pty = start();
	pty_wait(pty, "退出");
	hold(pty, "sign-in form", 850);
	spend(pty, "sign in, to the desk", "Secret-9\r\r", "[1 待办]", 2700);
	spend(pty, "to another module", "2", "第18中学", 1800);
	spend(pty, "cursor down", "j", "2/63", 40);
	spend(pty, "cursor up", "k", "1/63", 40);
	spend(pty, "ten downs at once", "jjjjjjjjjj", "11/63", 120);
	spend(pty, "to the end of the page", "jjjjjj", "17/63", 120);
	spend(pty, "details", "i", "住校", 700);
	spend(pty, "details away", "i", "第18中学", 1200);
	spend(pty, "page down", " ", "35/63", 2200);
	spend(pty, "line to scroll", "k", "34/63", 180);
	spend(pty, "help", "?", "任意键关闭", 1300);
	spend(pty, "help away", "x", "34/63", 2200);
	spend(pty, "open a school", "\r", "七年级", 1800);
	spend(pty, "another grade", "j", "[45]", 60);
	spend(pty, "back to the first", "k", "[44]", 60);
	spend(pty, "open a class", "\r", "1/100+", 2200);
	spend(pty, "page of a roll", " ", "19/100+", 2200);
	spend(pty, "back to the school", "\x1b", "[44]", 1200);
	spend(pty, "back to the county", "\x1b", "34/63", 1800);
	spend(pty, "filter opens", "/", " /", 60);
	spend(pty, "filter key", "a", "/a", 60);
	spend(pty, "filter away", "\x1b", "34/63", 60);
	pty_end(pty);
}
END_TEST

START_TEST(problems_are_compared_within_their_bytes)
{
	struct pty *pty = start();
	pty_wait(pty, "退出");
	pty_type(pty, "Secret-9\r\r");
	pty_wait(pty, "[1 待办]");
	spend(pty, "list of problems", "8", "1/30", 1800);
	spend(pty, "cursor down", "j", "2/30", 40);
	spend(pty, "side by side", "\r", "****************81", 1700);
	spend(pty, "next page of it", "\t", "[进度]", 1200);
	spend(pty, "back to the list", "\x1b", "2/30", 1800);
	pty_end(pty);
}
END_TEST

START_TEST(sheets_and_lists_are_worked_off_within_their_bytes)
{
	struct pty *pty = start();
	pty_wait(pty, "退出");
	pty_type(pty, "Secret-9\r\r");
	pty_wait(pty, "[1 待办]");
	spend(pty, "rows that were refused", ":import 71\r", "1/30", 1800);
	spend(pty, "cursor down", "j", "2/30", 40);
	spend(pty, "page down", " ", "18/30", 1700);
	pty_type(pty, "g");
	spend(pty, "a row in its form", "\r", "13800138000", 1000);
	spend(pty, "taken, and the next one", "\x13", "13800138001", 150);
	spend(pty, "left for later", "\x0e", "13800138002", 100);
	spend(pty, "back to the list", "\x1b", "/30", 1800);
	spend(pty, "what is in a batch", ":batch 71 2001 1001 3\r", "1/30", 1800);
	spend(pty, "cursor down", "j", "2/30", 40);
	spend(pty, "the number is asked for", "a", "30", 200);
	pty_type(pty, "\x1b");
	spend(pty, "exports that wait", ":exports 1001 0 0 export.decide\r", "1/30", 1800);
	spend(pty, "cursor down", "j", "2/30", 40);
	spend(pty, "how far a campaign is", ":campaign 61 1001\r", "1/30", 1800);
	spend(pty, "cursor down", "j", "2/30", 40);
	pty_end(pty);
}
END_TEST

/* Types keys and waits for a text; the bytes that it took. */
static size_t cost(struct pty *pty, const char *what, const char *keys, const char *wait)
{
	pty_type(pty, keys);
	pty_wait(pty, wait);
	pty_listen(pty, 30);
	size_t bytes = pty_bytes(pty);
	printf("%-24s %5zu bytes\n", what, bytes);
	return bytes;
}

/* Thirty by mark, plan, apply: four times one waits for the server or the line. */
START_TEST(thirty_are_approved_within_their_bytes_and_four_round_trips)
{
	struct pty *pty = start();
	pty_wait(pty, "退出");
	pty_type(pty, "Secret-9\r\r");
	pty_wait(pty, "[1 待办]");
	pty_type(pty, ":cases 1001 3 3\r");
	pty_wait(pty, "1/30");
	pty_listen(pty, 30);
	pty_bytes(pty);
	size_t bytes = cost(pty, "mark all clean", "T", "30  1/30");
	bytes += cost(pty, "plan", "a", "30 件，需留意 0 件");
	bytes += cost(pty, "apply", "30\r", "全部办结");
	bytes += cost(pty, "back to the list", "x", " 1/30");
	printf("%-24s %5zu of  3500 bytes\n", "thirty approved", bytes);
	ck_assert_uint_le(bytes, 3500);
	pty_end(pty);
}
END_TEST

SUITE("budgets", each_action_keeps_to_its_bytes, problems_are_compared_within_their_bytes,
	sheets_and_lists_are_worked_off_within_their_bytes,
	thirty_are_approved_within_their_bytes_and_four_round_trips)
