/* The console: one thread that waits for terminal, server and signals, and draws. */
#pragma once

#include "common/why.h"
#include "domain/lang.h"
#include "tui/client/client.h"
#include "tui/start.h"

struct console_options {
	struct client *client; /* opened by the caller, and closed by him */
	enum lang lang;
	const char *user;     /* put into the sign-in form; NULL: none */
	const char *password; /* of `user`, who is signed in with it at once; NULL: he types it */
	int idle_minutes;     /* until the lock; 0: 10 */
	bool is_lean_fixed;   /* lean whatever the line's speed */
	bool has_no_colour;   /* NO_COLOR, or asked for */
};

/* Runs until the operator quits or the terminal goes; the signals that it takes (WINCH, HUP, TERM,
 * INT, TSTP, CONT) are blocked from console_block_signals on, which must be called before the
 * client's thread exists. Gives what `xueji` exits with: 0 after quitting, 1 and a sentence when
 * the terminal cannot be used, 3 when it went away. */
void console_block_signals(void);
int console_run(const struct console_options *options, char why[WHY_SIZE]);

/* All of it, as the command line asks for. */
int console_start(const struct start *start);
