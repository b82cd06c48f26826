#include "tui/terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "common/date.h"
#include "common/memory.h"
#include "tui/paint.h"

enum {
	PROBE_MS = 2500,
	ANSWER_MS = 5000,  /* a frame's answer is then given up */
	SPEED_BYTES = 600, /* smaller frames say nothing about the speed */
};

struct terminal {
	int fd;
	struct termios before;
	struct key_decoder keys;
	struct painter *painter;
	struct terminal_facts facts;
	int64_t sent_us; /* of the frame under way; 0: none is */
	size_t sent_bytes;
	int64_t speed;
	bool is_gone;
};

static void send(struct terminal *terminal, const char *bytes, size_t size)
{
	while (size > 0 && !terminal->is_gone) {
		ssize_t n = write(terminal->fd, bytes, size);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			terminal->is_gone = true;
		else
			bytes += n, size -= (size_t)n;
	}
}

static void send_text(struct terminal *terminal, const char *text)
{
	send(terminal, text, strlen(text));
}

static void make_raw(struct terminal *terminal)
{
	struct termios raw = terminal->before;
	cfmakeraw(&raw);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	tcsetattr(terminal->fd, TCSADRAIN, &raw);
}

bool terminal_read(struct terminal *terminal)
{
	char bytes[KEYS_BUFFER];
	size_t room = keys_room(&terminal->keys);
	if (room == 0 || terminal->is_gone)
		return !terminal->is_gone;
	ssize_t n = read(terminal->fd, bytes, room);
	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		terminal->is_gone = true;
		return false;
	}
	keys_feed(&terminal->keys, bytes, (size_t)n);
	return true;
}

/* ---- the probe: how far do a Chinese character and a middle dot move the cursor? */

/* The next cursor column that the terminal names; 0 when none comes in time. What was typed
 * meanwhile is lost, which before the first picture is nothing. */
static int wait_column(struct terminal *terminal, int64_t until_us)
{
	struct key key;
	for (;;) {
		while (keys_next(&terminal->keys, false, &key))
			if (key.code == KEY_POSITION)
				return key.value;
		int64_t left = (until_us - clock_monotonic_us()) / 1000;
		struct pollfd fd = {.fd = terminal->fd, .events = POLLIN};
		if (left <= 0 || poll(&fd, 1, (int)left) <= 0 || !terminal_read(terminal))
			return 0;
	}
}

static void probe(struct terminal *terminal)
{
	struct terminal_facts *facts = &terminal->facts;
	int64_t start = clock_monotonic_us(), until = start + PROBE_MS * 1000;
	send_text(terminal, "\r\xe5\xad\xa6\x1b[6n\xc2\xb7\x1b[6n");
	int han = wait_column(terminal, until);
	int dot = han > 0 ? wait_column(terminal, until) : 0;
	facts->round_trip_us = clock_monotonic_us() - start;
	facts->answers = dot > 0;
	facts->is_utf8 = dot == 0 || han == 3;
	facts->has_wide_dots = dot - han == 2;
	send_text(terminal, "\r   \r");
}

struct terminal *terminal_open(int fd, const char *type, bool has_colour, char why[WHY_SIZE])
{
	struct terminal *terminal = memory_new(sizeof *terminal);
	int rows, cols;
	terminal->fd = fd;
	if (tcgetattr(fd, &terminal->before) != 0) {
		free(terminal);
		why_set(why, "The console needs a terminal; give a subcommand for scripts.");
		return NULL;
	}
	make_raw(terminal);
	probe(terminal);
	terminal_size(terminal, &rows, &cols);
	static const char *const types[] = {"xterm", "vt100", "ansi"};
	terminal->painter = type != NULL ? painter_open(type, rows, cols, has_colour) : NULL;
	for (size_t i = 0; i < 3 && terminal->painter == NULL; i++)
		terminal->painter = painter_open(types[i], rows, cols, has_colour);
	if (!terminal->facts.is_utf8 || terminal->painter == NULL) {
		bool is_utf8 = terminal->facts.is_utf8;
		terminal_close(terminal);
		why_set(why,
			is_utf8 ? "No description of any terminal is installed (ncurses-base)."
				: "The terminal does not show UTF-8, so it cannot show Chinese; "
				  "set its character set to UTF-8.");
		return NULL;
	}
	send_text(terminal, "\x1b[?2004h"); /* what is pasted comes marked */
	return terminal;
}

void terminal_leave(struct terminal *terminal)
{
	size_t size;
	if (terminal->painter != NULL) {
		const char *bytes = painter_end(terminal->painter, &size);
		send(terminal, bytes, size);
		send_text(terminal, "\x1b[?2004l");
	}
	tcsetattr(terminal->fd, TCSANOW, &terminal->before);
}

void terminal_return(struct terminal *terminal)
{
	make_raw(terminal);
	send_text(terminal, "\x1b[?2004h");
	terminal->sent_us = 0;
}

void terminal_close(struct terminal *terminal)
{
	if (terminal == NULL)
		return;
	terminal_leave(terminal);
	painter_close(terminal->painter);
	explicit_bzero(terminal, sizeof *terminal);
	free(terminal);
}

const struct terminal_facts *terminal_facts(const struct terminal *terminal)
{
	return &terminal->facts;
}

void terminal_size(const struct terminal *terminal, int *rows_out, int *cols_out)
{
	struct winsize size;
	bool is_known = ioctl(terminal->fd, TIOCGWINSZ, &size) == 0 && size.ws_row > 0;
	*rows_out = is_known ? size.ws_row : 24;
	*cols_out = is_known && size.ws_col > 0 ? size.ws_col : 80;
}

bool terminal_is_waiting(const struct terminal *terminal)
{
	return keys_waiting(&terminal->keys);
}

static void take_answer(struct terminal *terminal)
{
	int64_t us = clock_monotonic_us() - terminal->sent_us - terminal->facts.round_trip_us;
	if (terminal->sent_us != 0 && terminal->sent_bytes >= SPEED_BYTES)
		terminal->speed =
			(int64_t)terminal->sent_bytes * US_PER_SECOND / (us > 1000 ? us : 1000);
	terminal->sent_us = 0;
}

bool terminal_key(struct terminal *terminal, bool is_late, struct key *out)
{
	while (keys_next(&terminal->keys, is_late, out)) {
		if (out->code == KEY_ANSWER)
			take_answer(terminal);
		else if (out->code != KEY_POSITION)
			return true;
	}
	return false;
}

int64_t terminal_ready_at(const struct terminal *terminal)
{
	return terminal->sent_us == 0 ? 0 : terminal->sent_us + ANSWER_MS * 1000;
}

int64_t terminal_speed(const struct terminal *terminal)
{
	return terminal->speed;
}

size_t terminal_paint(struct terminal *terminal, const struct canvas *canvas, bool is_lean,
	bool repaint, int64_t monotonic_us)
{
	static const char ask[] = "\x1b[5n";
	size_t size;
	const char *bytes = painter_paint(terminal->painter, canvas, is_lean, repaint, &size);
	if (size == 0)
		return 0;
	if (!terminal->facts.answers) {
		send(terminal, bytes, size);
		return size;
	}
	char *frame = memory_new(size + sizeof ask);
	memcpy(frame, bytes, size);
	memcpy(frame + size, ask, sizeof ask - 1);
	send(terminal, frame, size + sizeof ask - 1);
	free(frame);
	terminal->sent_us = monotonic_us;
	terminal->sent_bytes = size;
	return size + sizeof ask - 1;
}
