/* A password, from where it is safe: a file that only its owner may read, stdin, or the terminal
 * without an echo. Never an argument, which every user of the host can see. */
#pragma once

#include "tui/commands/command.h"

/* The caller wipes it. Anything but DONE after a complaint: also where there is no terminal to ask
 * on. */
enum exit_code password_get(
	struct invocation *invocation, const char *prompt, char **out) MUST_CHECK;
/* A line from the terminal, with an echo; "" where there is none. */
char *password_ask_code(struct invocation *invocation, const char *prompt);
