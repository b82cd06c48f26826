/* A program in a terminal of its own: libvterm stands for the terminal, answers what it is asked,
 * and knows what is on the screen. Bytes are counted. Nothing waits for time to pass, but until
 * the screen shows something. */
#pragma once

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct pty;

struct pty_options {
	int rows, cols;
	const char *term;   /* TERM */
	const char *locale; /* LC_ALL; NULL: none is set */
	bool has_no_colour; /* NO_COLOR is set */
	bool is_deaf;       /* the terminal answers nothing */
	bool holds_answers; /* it answers only when pty_answer is called */
};

struct pty *pty_start(const char *const argv[], const struct pty_options *options);
/* Ends the program if it still runs; gives its exit status, or 128 + the signal that ended it. */
int pty_end(struct pty *pty);

void pty_type(struct pty *pty, const char *text);
/* Reads until the screen shows the text, or no longer shows it; fails the test after ten seconds.
 */
void pty_wait(struct pty *pty, const char *text);
void pty_wait_gone(struct pty *pty, const char *text);
/* The same with a condition of the test's own; `what` names it should it never hold. */
void pty_wait_until(struct pty *pty, bool (*is_so)(struct pty *pty), const char *what);
/* Reads until the frame under way has come to its end (ESC[5n). */
void pty_wait_frame(struct pty *pty);
bool pty_shows(struct pty *pty, const char *text);
const char *pty_row(struct pty *pty, int row);
/* What comes within so many milliseconds. */
void pty_listen(struct pty *pty, int ms);
/* Reads until the program has ended; what pty_end gives. */
int pty_wait_end(struct pty *pty);

size_t pty_bytes(struct pty *pty); /* since the last call of this */
size_t pty_frames(const struct pty *pty);
void pty_answer(struct pty *pty); /* what was held back; waits until there is something */
void pty_resize(struct pty *pty, int rows, int cols);
pid_t pty_pid(const struct pty *pty);
void pty_hang_up(struct pty *pty); /* the terminal goes away */
/* The terminal's mode is as a shell expects it. */
bool pty_is_sane(const struct pty *pty);
