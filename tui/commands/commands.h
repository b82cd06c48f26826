/* The subcommands of xueji. */
#pragma once

#include "tui/start.h"

/* Runs what the command line names; `console` when it names nothing, NULL: there is none. What the
 * program exits with. */
int commands_main(int argc, char *const argv[], start_console *console);
