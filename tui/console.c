#include "tui/console.h"

#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "common/date.h"
#include "tui/frame.h"
#include "tui/terminal.h"

enum {
	ESC_US = 50 * 1000,
	RESIZE_US = 150 * 1000,
	HANG_UP_US = 3 * 1000 * 1000,
	LEAN_BELOW = 8000,          /* bytes per second: 64 kbit/s */
	LEAN_ABOVE_US = 250 * 1000, /* round trip */
};

enum { EXIT_QUIT = 0, EXIT_NO_TERMINAL = 1, EXIT_GONE = 3 };

struct console {
	struct app *app;
	struct terminal *terminal;
	struct client *client;
	struct canvas *canvas;
	int signals;
	int64_t key_since_us; /* the beginning of a key lies here since; 0: none does */
	int64_t resize_at_us; /* 0: none is due */
	bool is_dirty;        /* something happened since the last frame */
	bool must_repaint, is_look_fixed, is_gone;
};

static void signal_set(sigset_t *set)
{
	static const int numbers[] = {SIGWINCH, SIGHUP, SIGTERM, SIGINT, SIGTSTP, SIGCONT, SIGPIPE};
	sigemptyset(set);
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
		sigaddset(set, numbers[i]);
}

void console_block_signals(void)
{
	sigset_t set;
	signal_set(&set);
	sigprocmask(SIG_BLOCK, &set, NULL);
}

/* ---- events */

static void step_aside(struct console *console)
{
	terminal_leave(console->terminal);
	raise(SIGSTOP);
	terminal_return(console->terminal);
	console->must_repaint = console->is_dirty = true;
}

static void take_signals(struct console *console, int64_t now)
{
	struct signalfd_siginfo info;
	while (read(console->signals, &info, sizeof info) == sizeof info) {
		if (info.ssi_signo == SIGWINCH)
			console->resize_at_us = now + RESIZE_US;
		else if (info.ssi_signo == SIGHUP || info.ssi_signo == SIGTERM)
			console->is_gone = true;
		else if (info.ssi_signo == SIGTSTP)
			step_aside(console);
	}
}

/* All keys that have come, before anything is painted. */
static void take_keys(struct console *console, int64_t now)
{
	struct key key;
	bool is_late = console->key_since_us != 0 && now >= console->key_since_us + ESC_US;
	while (terminal_key(console->terminal, is_late, &key)) {
		app_key(console->app, key);
		app_tick(console->app);
		console->is_dirty = true;
	}
	if (!terminal_is_waiting(console->terminal))
		console->key_since_us = 0;
	else if (console->key_since_us == 0)
		console->key_since_us = now;
}

static void resize(struct console *console)
{
	int rows, cols;
	terminal_size(console->terminal, &rows, &cols);
	console->resize_at_us = 0;
	if (rows == console->canvas->rows && cols == console->canvas->cols)
		return;
	canvas_free(console->canvas);
	console->canvas = canvas_new(rows, cols);
	console->canvas->has_wide_dots = terminal_facts(console->terminal)->has_wide_dots;
	console->must_repaint = console->is_dirty = true;
}

static void choose_look(struct console *console)
{
	int64_t speed = terminal_speed(console->terminal);
	if (console->is_look_fixed || speed == 0)
		return;
	console->is_look_fixed = true;
	if (speed < LEAN_BELOW)
		app_set_lean(console->app, true);
}

static int64_t paint_at(const struct console *console)
{
	int64_t ready = terminal_ready_at(console->terminal), hold = app_hold_until(console->app);
	return ready > hold ? ready : hold;
}

static void paint(struct console *console, int64_t now)
{
	if (!console->is_dirty || now < paint_at(console))
		return;
	app_draw(console->app, console->canvas);
	bool repaint = app_wants_repaint(console->app) || console->must_repaint;
	size_t bytes = terminal_paint(
		console->terminal, console->canvas, app_is_lean(console->app), repaint, now);
	app_count_frame(console->app, bytes);
	console->is_dirty = console->must_repaint = false;
	choose_look(console);
}

static int64_t earlier(int64_t a, int64_t b)
{
	return b != 0 && b < a ? b : a;
}

/* Milliseconds until something is due without anything happening. */
static int patience(struct console *console, int64_t app_due, int64_t now)
{
	int64_t due = earlier(app_due, console->resize_at_us);
	if (console->key_since_us != 0)
		due = earlier(due, console->key_since_us + ESC_US);
	if (console->is_dirty)
		due = earlier(due, paint_at(console));
	if (due == INT64_MAX)
		return -1;
	int64_t ms = (due - now + 999) / 1000;
	return ms < 0 ? 0 : ms > 60000 ? 60000 : (int)ms;
}

static int64_t clock_app(struct console *console)
{
	int64_t now = clock_monotonic_us();
	app_clock(console->app, clock_now_us(), now);
	return now;
}

static void turn(struct console *console, int fd)
{
	struct pollfd fds[] = {
		{.fd = fd, .events = POLLIN},
		{.fd = client_fd(console->client), .events = POLLIN},
		{.fd = console->signals, .events = POLLIN},
	};
	int64_t now = clock_app(console), due = app_tick(console->app);
	poll(fds, 3, patience(console, due, now));
	now = clock_app(console);
	if (now >= due) /* the lock, a word that it takes long, what is shown at rest */
		console->is_dirty = true;
	if (fds[2].revents != 0)
		take_signals(console, now);
	if (fds[0].revents != 0 && !terminal_read(console->terminal))
		console->is_gone = true;
	take_keys(console, now);
	if (fds[1].revents != 0) {
		app_take(console->app);
		console->is_dirty = true;
	}
	if (console->resize_at_us != 0 && now >= console->resize_at_us)
		resize(console);
	app_tick(console->app);
	if (!console->is_gone)
		paint(console, now);
}

static void settle(struct console *console, int64_t until)
{
	while (!app_is_settled(console->app)) {
		int64_t left = (until - clock_app(console)) / 1000;
		struct pollfd fd = {.fd = client_fd(console->client), .events = POLLIN};
		if (left <= 0 || poll(&fd, 1, (int)left) <= 0)
			return;
		app_take(console->app);
	}
}

/* The terminal is gone, or one quits: what must not be lost is sent, then the session is ended. */
static void hang_up(struct console *console)
{
	int64_t now = clock_app(console);
	app_hang_up(console->app);
	settle(console, now + HANG_UP_US);
	app_leave(console->app);
	settle(console, now + HANG_UP_US + HANG_UP_US / 2);
}

/* ---- start */

/* A bare Debian has C.UTF-8 alone; what is not UTF-8 cannot show Chinese. */
static bool set_locale(char why[WHY_SIZE])
{
	if (setlocale(LC_ALL, "") != NULL && strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return true;
	if (setlocale(LC_ALL, "C.UTF-8") != NULL)
		return true;
	return why_set(why, "No UTF-8 locale is installed, so Chinese cannot be shown.");
}

static bool open_console(
	struct console *console, const struct console_options *options, char why[WHY_SIZE])
{
	sigset_t set;
	int rows, cols;
	signal_set(&set);
	if (!set_locale(why))
		return false;
	bool has_colour = !options->has_no_colour && getenv("NO_COLOR") == NULL;
	console->terminal = terminal_open(STDIN_FILENO, getenv("TERM"), has_colour, why);
	if (console->terminal == NULL)
		return false;
	console->client = options->client;
	console->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	terminal_size(console->terminal, &rows, &cols);
	const struct terminal_facts *facts = terminal_facts(console->terminal);
	console->canvas = canvas_new(rows, cols);
	console->canvas->has_wide_dots = facts->has_wide_dots;
	console->app = app_new(&(struct frame_options){
		.client = options->client,
		.lang = options->lang,
		.user = options->user,
		.password = options->password,
		.now_us = clock_now_us(),
		.monotonic_us = clock_monotonic_us(),
		.idle_minutes = options->idle_minutes,
	});
	if (getenv("SSH_CONNECTION") == NULL) /* else the files here are not the operator's */
		app_allow_files(console->app);
	bool is_lean =
		options->is_lean_fixed || !facts->answers || facts->round_trip_us > LEAN_ABOVE_US;
	app_set_lean(console->app, is_lean);
	console->is_look_fixed = options->is_lean_fixed;
	console->is_dirty = true;
	return true;
}

int console_run(const struct console_options *options, char why[WHY_SIZE])
{
	struct console console = {.signals = -1};
	text_init(NULL);
	if (!open_console(&console, options, why))
		return EXIT_NO_TERMINAL;
	paint(&console, clock_app(&console));
	while (!console.is_gone && !app_is_over(console.app))
		turn(&console, STDIN_FILENO);
	bool was_gone = console.is_gone;
	terminal_close(console.terminal);
	hang_up(&console);
	app_free(console.app);
	canvas_free(console.canvas);
	close(console.signals);
	return was_gone ? EXIT_GONE : EXIT_QUIT;
}
