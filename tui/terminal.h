/* The terminal: probed, put into raw mode and given back sane, whatever happens. ncurses works out
 * the least bytes that turn one picture into the next; they go out in one write, and the next
 * picture waits until the terminal has said (ESC[5n) that it has worked off the one before. So on a
 * slow line keys never run behind a queue of stale pictures. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/why.h"
#include "tui/canvas.h"
#include "tui/keys.h"

struct terminal;

/* What the probe found. */
struct terminal_facts {
	bool answers;       /* it answers queries: frames can be counted in and out */
	bool is_utf8;       /* Chinese can be shown */
	bool has_wide_dots; /* it draws U+00B7 and its like two cells wide */
	int64_t round_trip_us;
};

/* Takes over the terminal at `fd`. `type` is TERM's word; one that is unknown is taken for xterm.
 * NULL and a sentence when it is no terminal, or cannot show Chinese. */
struct terminal *terminal_open(int fd, const char *type, bool has_colour, char why[WHY_SIZE]);
/* Gives it back as it was; NULL is fine. */
void terminal_close(struct terminal *terminal);
const struct terminal_facts *terminal_facts(const struct terminal *terminal);

void terminal_size(
	const struct terminal *terminal, int *rows_out, int *cols_out); /* as it is now */
/* Reads what has come. False: the terminal is gone. */
bool terminal_read(struct terminal *terminal);
/* The next key; see keys_next. The terminal's own answers are taken out. */
bool terminal_key(struct terminal *terminal, bool is_late, struct key *out);
bool terminal_is_waiting(const struct terminal *terminal); /* for the end of a key */

/* From when on the next picture may go out: the one before has been worked off (0), or its answer
 * is long overdue. */
int64_t terminal_ready_at(const struct terminal *terminal);
/* Sends what differs from the picture before; gives the bytes. `repaint` sends everything. */
size_t terminal_paint(struct terminal *terminal, const struct canvas *canvas, bool is_lean,
	bool repaint, int64_t monotonic_us);
/* Bytes per second of the last larger frame; 0: not known yet. */
int64_t terminal_speed(const struct terminal *terminal);
/* Steps aside for the shell, and comes back (SIGTSTP, SIGCONT). */
void terminal_leave(struct terminal *terminal);
void terminal_return(struct terminal *terminal);
