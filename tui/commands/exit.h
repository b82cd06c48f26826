/* The codes with which the program ends; the table is exit_codes.def. */
#pragma once

#include <stdio.h>

#include "tui/client/client.h"

enum exit_code {
#define EXIT_CODE(name, number, meaning) EXIT_##name = number,
#include "tui/commands/exit_codes.def"
#undef EXIT_CODE
};

/* The code for a reply, OK or not; `line` tells why there is no line. */
enum exit_code exit_of_reply(const struct client_reply *reply, enum client_line line);

/* A line a code: before, number, between, meaning. */
void exit_write_table(FILE *out, const char *before, const char *between);
