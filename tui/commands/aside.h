/* Files that are set aside. One of ours is made before it goes to stdout: a workbook cannot be
 * written to a pipe, and what is not whole is not to be taken for it. A sheet that comes on stdin
 * is read twice. */
#pragma once

#include "tui/commands/command.h"

/* Makes the file at a path where nothing is yet. */
typedef enum exit_code aside_make(void *arg, const char *path);
/* `name` is the file's, by whose end it is made. */
enum exit_code aside_to_stdout(
	struct invocation *invocation, const char *name, aside_make *make, void *arg);
/* Complains when stdout is a terminal, which such a file is not for. */
enum exit_code aside_check(const struct invocation *invocation);
/* The path of the sheet that a command was given: "-" is stdin, set aside in a file without a name;
 * where the command came from afar there is no other. NULL: it has been complained of. */
const char *aside_sheet(struct invocation *invocation, const char *path) MUST_CHECK;
