#include "tests/tui/pty.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <vterm.h>

#include "common/date.h"
#include "common/memory.h"
#include "common/text.h"
#include "tests/support/suite.h"

enum { PATIENCE_MS = 10000, ROW = 4096, HELD = 256 };

struct pty {
	pid_t pid;
	int fd;
	VTerm *terminal;
	VTermScreen *screen;
	struct pty_options options;
	size_t bytes, frames, matched;
	char row[ROW], held[HELD];
	size_t n_held;
	int status;
	bool is_over;
};

static void run(const char *const argv[], const struct pty_options *options)
{
	setenv("TERM", options->term, 1);
	unsetenv("LC_ALL");
	unsetenv("LANG");
	unsetenv("NO_COLOR");
	if (options->locale != NULL)
		setenv("LC_ALL", options->locale, 1);
	if (options->has_no_colour)
		setenv("NO_COLOR", "1", 1);
	execv(argv[0], (char *const *)(uintptr_t)argv);
	_exit(127);
}

struct pty *pty_start(const char *const argv[], const struct pty_options *options)
{
	struct pty *pty = memory_new(sizeof *pty);
	struct winsize size = {
		.ws_row = (unsigned short)options->rows, .ws_col = (unsigned short)options->cols};
	pty->options = *options;
	pty->terminal = vterm_new(options->rows, options->cols);
	vterm_set_utf8(pty->terminal, 1);
	pty->screen = vterm_obtain_screen(pty->terminal);
	vterm_screen_enable_altscreen(pty->screen, 1);
	vterm_screen_reset(pty->screen, 1);
	pty->pid = forkpty(&pty->fd, NULL, NULL, &size);
	ck_assert_int_ge(pty->pid, 0);
	if (pty->pid == 0)
		run(argv, options);
	return pty;
}

static void send(struct pty *pty, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t n = write(pty->fd, bytes, size);
		if (n <= 0)
			return; /* it has ended; what comes next says so */
		bytes += n, size -= (size_t)n;
	}
}

static void answer(struct pty *pty)
{
	char bytes[HELD];
	size_t n = vterm_output_read(pty->terminal, bytes, sizeof bytes);
	if (pty->options.is_deaf)
		return;
	if (!pty->options.holds_answers) {
		send(pty, bytes, n);
		return;
	}
	n = n < HELD - pty->n_held ? n : HELD - pty->n_held;
	memcpy(pty->held + pty->n_held, bytes, n);
	pty->n_held += n;
}

static void count_frames(struct pty *pty, const char *bytes, size_t size)
{
	static const char mark[] = "\x1b[5n";
	for (size_t i = 0; i < size; i++) {
		pty->matched =
			bytes[i] == mark[pty->matched] ? pty->matched + 1 : bytes[i] == mark[0];
		if (mark[pty->matched] == '\0')
			pty->frames++, pty->matched = 0;
	}
}

/* False: nothing came in time, or nothing will. */
static bool take(struct pty *pty, int ms)
{
	char bytes[4096];
	struct pollfd fd = {.fd = pty->fd, .events = POLLIN};
	if (pty->is_over || poll(&fd, 1, ms) <= 0)
		return false;
	ssize_t n = read(pty->fd, bytes, sizeof bytes);
	if (n <= 0) {
		pty->is_over = true;
		return false;
	}
	pty->bytes += (size_t)n;
	count_frames(pty, bytes, (size_t)n);
	vterm_input_write(pty->terminal, bytes, (size_t)n);
	answer(pty);
	return true;
}

void pty_type(struct pty *pty, const char *text)
{
	send(pty, text, strlen(text));
}

const char *pty_row(struct pty *pty, int row)
{
	int rows, cols;
	size_t n = 0;
	vterm_get_size(pty->terminal, &rows, &cols);
	for (int col = 0; col < cols && n + 8 < ROW; col++) {
		VTermScreenCell cell;
		vterm_screen_get_cell(pty->screen, (VTermPos){.row = row, .col = col}, &cell);
		n += cell.chars[0] == 0 ? (pty->row[n] = ' ', 1)
					: text_put(pty->row + n, cell.chars[0]);
		col += cell.width == 2;
	}
	while (n > 0 && pty->row[n - 1] == ' ')
		n--;
	pty->row[n] = '\0';
	return pty->row;
}

bool pty_shows(struct pty *pty, const char *text)
{
	int rows, cols;
	vterm_get_size(pty->terminal, &rows, &cols);
	for (int row = 0; row < rows; row++)
		if (strstr(pty_row(pty, row), text) != NULL)
			return true;
	return false;
}

static void give_up(struct pty *pty, const char *what, const char *text)
{
	int rows, cols;
	vterm_get_size(pty->terminal, &rows, &cols);
	for (int row = 0; row < rows; row++)
		fprintf(stderr, "|%s\n", pty_row(pty, row));
	ck_abort_msg("the screen above %s \"%s\"", what, text);
}

void pty_answer(struct pty *pty)
{
	while (pty->n_held == 0)
		if (!take(pty, PATIENCE_MS))
			give_up(pty, "was followed by no question after", "");
	send(pty, pty->held, pty->n_held);
	pty->n_held = 0;
}

void pty_wait(struct pty *pty, const char *text)
{
	while (!pty_shows(pty, text))
		if (!take(pty, PATIENCE_MS))
			give_up(pty, "never showed", text);
}

void pty_wait_until(struct pty *pty, bool (*is_so)(struct pty *pty), const char *what)
{
	/* in steps: what is waited for may come without a byte */
	int64_t until = clock_monotonic_us() + PATIENCE_MS * INT64_C(1000);
	while (!is_so(pty))
		if (!take(pty, 20) && clock_monotonic_us() > until)
			give_up(pty, "never came to", what);
}

void pty_wait_gone(struct pty *pty, const char *text)
{
	while (pty_shows(pty, text))
		if (!take(pty, PATIENCE_MS))
			give_up(pty, "never lost", text);
}

void pty_wait_frame(struct pty *pty)
{
	size_t before = pty->frames;
	while (pty->frames == before)
		if (!take(pty, PATIENCE_MS))
			give_up(pty, "had no further frame after", "");
}

void pty_listen(struct pty *pty, int ms)
{
	int64_t until = clock_monotonic_us() + ms * 1000;
	for (int64_t left = ms; left > 0; left = (until - clock_monotonic_us()) / 1000)
		take(pty, (int)left);
}

static int ended(struct pty *pty, int status)
{
	pty->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	pty->pid = 0;
	return pty->status;
}

int pty_wait_end(struct pty *pty)
{
	int status;
	int64_t until = clock_monotonic_us() + PATIENCE_MS * INT64_C(1000);
	while (pty->pid != 0 && waitpid(pty->pid, &status, WNOHANG) == 0) {
		ck_assert_msg(clock_monotonic_us() < until, "the program never ended");
		if (!take(pty, 20))
			poll(NULL, 0, 5);
	}
	return pty->pid != 0 ? ended(pty, status) : pty->status;
}

int pty_end(struct pty *pty)
{
	int status = pty->status;
	if (pty->pid != 0) {
		kill(pty->pid, SIGKILL);
		waitpid(pty->pid, &status, 0);
		status = ended(pty, status);
	}
	if (pty->fd >= 0)
		close(pty->fd);
	vterm_free(pty->terminal);
	free(pty);
	return status;
}

size_t pty_bytes(struct pty *pty)
{
	size_t bytes = pty->bytes;
	pty->bytes = 0;
	return bytes;
}

size_t pty_frames(const struct pty *pty)
{
	return pty->frames;
}

void pty_resize(struct pty *pty, int rows, int cols)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols};
	vterm_set_size(pty->terminal, rows, cols);
	ioctl(pty->fd, TIOCSWINSZ, &size);
}

pid_t pty_pid(const struct pty *pty)
{
	return pty->pid;
}

void pty_hang_up(struct pty *pty)
{
	close(pty->fd);
	pty->fd = -1;
	pty->is_over = true;
}

bool pty_is_sane(const struct pty *pty)
{
	struct termios mode;
	return tcgetattr(pty->fd, &mode) == 0 && (mode.c_lflag & ECHO) != 0 &&
	       (mode.c_lflag & ICANON) != 0;
}
