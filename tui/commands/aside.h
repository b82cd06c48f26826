/* A file of ours that is made before it goes to stdout: a workbook cannot be written to a pipe, and
 * what is not whole is not to be taken for it. */
#pragma once

#include "tui/commands/command.h"

/* Makes the file at a path where nothing is yet. */
typedef enum exit_code aside_make(void *arg, const char *path);
/* `name` is the file's, by whose end it is made. */
enum exit_code aside_to_stdout(
	struct invocation *invocation, const char *name, aside_make *make, void *arg);
/* Complains when stdout is a terminal, which such a file is not for. */
enum exit_code aside_check(const struct invocation *invocation);
