/* The real console in a terminal: what it sends, how much, and what becomes of the terminal. */
#include <stdio.h>
#include <string.h>

#include "tests/support/suite.h"
#include "tests/tui/pty.h"

static const struct pty_options usual = {
	.rows = 24, .cols = 80, .term = "xterm-256color", .locale = "C.UTF-8"};

static const char *const zh[] = {CONSOLE_FAKE, "zh", NULL};

static bool is_sane(struct pty *pty)
{
	return pty_is_sane(pty);
}

static struct pty *start(const struct pty_options *options)
{
	return pty_start(zh, options);
}

static struct pty *sign_in(const struct pty_options *options)
{
	struct pty *pty = start(options);
	pty_wait(pty, "密码");
	pty_type(pty, "Secret-9\r\r");
	pty_wait(pty, "[1 待办]");
	return pty;
}

START_TEST(nothing_is_sent_while_nothing_happens)
{
	struct pty *pty = sign_in(&usual);
	pty_listen(pty, 100);
	pty_bytes(pty);
	pty_listen(pty, 500);
	ck_assert_uint_eq(pty_bytes(pty), 0);
	pty_end(pty);
}
END_TEST

START_TEST(one_picture_is_under_way_at_a_time)
{
	struct pty_options options = usual;
	struct pty *pty = sign_in(&usual);
	pty_end(pty);
	options.holds_answers = true;
	pty = start(&options);
	pty_answer(pty); /* the probe's */
	pty_wait(pty, "密码");
	pty_listen(pty, 50);
	size_t frames = pty_frames(pty);
	pty_type(pty, "a");
	pty_type(pty, "b");
	pty_listen(pty, 100);
	ck_assert_uint_eq(pty_frames(pty), frames); /* the first is not answered yet */
	pty_answer(pty);
	pty_wait(pty, "********");
	ck_assert_uint_eq(pty_frames(pty), frames + 1);
	pty_end(pty);
}
END_TEST

START_TEST(a_resize_draws_anew_once)
{
	struct pty *pty = sign_in(&usual);
	pty_type(pty, "2");
	pty_wait(pty, "1/63");
	pty_listen(pty, 30);
	pty_bytes(pty);
	size_t frames = pty_frames(pty);
	for (int i = 0; i < 5; i++)
		pty_resize(pty, 30 + i, 100);
	pty_wait(pty, "第27中学");
	ck_assert_uint_le(pty_bytes(pty), 4620);
	ck_assert_uint_le(pty_frames(pty), frames + 2);
	static const int sizes[][2] = {{1, 1}, {2, 5}, {5, 20}, {3, 200}, {50, 3}, {24, 80}};
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		pty_resize(pty, sizes[i][0], sizes[i][1]);
		pty_wait_frame(pty);
	}
	pty_wait(pty, "1/63");
	pty_end(pty);
}
END_TEST

START_TEST(the_terminal_is_given_back_sane)
{
	static const int ends[] = {0, SIGTERM, SIGHUP};
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		struct pty *pty = sign_in(&usual);
		ck_assert(!pty_is_sane(pty));
		if (ends[i] == 0)
			pty_type(pty, "qy");
		else
			kill(pty_pid(pty), ends[i]);
		ck_assert_int_eq(pty_wait_end(pty), ends[i] == 0 ? 0 : 3);
		ck_assert(pty_is_sane(pty));
		pty_end(pty);
	}
}
END_TEST

START_TEST(it_steps_aside_for_the_shell_and_comes_back)
{
	struct pty *pty = sign_in(&usual);
	kill(pty_pid(pty), SIGTSTP);
	pty_wait_until(pty, is_sane, "a mode that a shell expects");
	pty_wait_gone(pty, "[1 待办]");
	kill(pty_pid(pty), SIGCONT);
	pty_wait(pty, "[1 待办]");
	ck_assert(!pty_is_sane(pty));
	pty_type(pty, "2");
	pty_wait(pty, "1/63");
	pty_end(pty);
}
END_TEST

START_TEST(a_terminal_that_vanishes_leaves_no_process_behind)
{
	struct pty *pty = sign_in(&usual);
	pty_hang_up(pty);
	ck_assert_int_eq(pty_wait_end(pty), 3);
	pty_end(pty);
}
END_TEST

START_TEST(every_terminal_shows_the_same)
{
	static const char *const terms[] = {
		"xterm-256color", "xterm", "screen-256color", "linux", "vt100", "no-such-terminal"};
	for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
		struct pty_options options = usual;
		options.term = terms[i];
		options.has_no_colour = i % 2 == 1;
		struct pty *pty = sign_in(&options);
		pty_type(pty, "2");
		pty_wait(pty, "1/63");
		pty_type(pty, "jjj");
		pty_wait(pty, "4/63");
		ck_assert_str_eq(pty_row(pty, 1), " 1 待办  [2 层级]  3 业务   8 问题");
		ck_assert(strstr(pty_row(pty, 6), "> 长安区第4中学") != NULL);
		pty_end(pty);
	}
}
END_TEST

START_TEST(a_terminal_that_answers_nothing_is_served_all_the_same)
{
	struct pty_options options = usual;
	options.is_deaf = true;
	struct pty *pty = sign_in(&options);
	pty_type(pty, "2");
	pty_wait(pty, "1/63");
	ck_assert_uint_eq(pty_frames(pty), 0);
	pty_end(pty);
}
END_TEST

START_TEST(a_locale_that_is_not_utf8_does_no_harm)
{
	struct pty_options options = usual;
	options.locale = "POSIX";
	struct pty *pty = sign_in(&options);
	options.locale = NULL;
	pty_end(pty);
	pty = sign_in(&options);
	pty_end(pty);
}
END_TEST

START_TEST(a_long_paste_changes_nothing)
{
	char paste[10240];
	struct pty *pty = sign_in(&usual);
	pty_type(pty, "2");
	pty_wait(pty, "1/63");
	memset(paste, 'j', sizeof paste);
	paste[sizeof paste - 1] = '\0';
	for (size_t i = 0; i + 8 < sizeof paste; i += 50)
		memcpy(paste + i, "\rqy\x03", 4);
	pty_type(pty, "\x1b[200~");
	pty_type(pty, paste);
	pty_type(pty, "\x1b[201~j");
	pty_wait(pty, "2/63");
	pty_end(pty);
}
END_TEST

SUITE("terminal", nothing_is_sent_while_nothing_happens, one_picture_is_under_way_at_a_time,
	a_resize_draws_anew_once, the_terminal_is_given_back_sane,
	it_steps_aside_for_the_shell_and_comes_back,
	a_terminal_that_vanishes_leaves_no_process_behind, every_terminal_shows_the_same,
	a_terminal_that_answers_nothing_is_served_all_the_same,
	a_locale_that_is_not_utf8_does_no_harm, a_long_paste_changes_nothing)
