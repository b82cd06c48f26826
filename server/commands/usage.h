/* The command line: taken apart by the rows, and explained from them. */
#pragma once

#include "server/commands/command.h"

/* An option as it was given. */
struct given {
	const struct option *option;
	const char *value;
};

/* Fills command, operands and given. EXIT_USAGE after a complaint on stderr that names what is
 * wrong. */
enum exit_code usage_parse(struct invocation *invocation, int argc, char *const argv[]) MUST_CHECK;

void usage_write_all(FILE *out);
void usage_write_one(const struct command *command, FILE *out);
/* The command of one or two words, NULL behind them, and how many of them it took; NULL: none. */
const struct command *usage_find(const char *const words[], int *taken_out);
