#include "tui/commands/exit.h"

#include <string.h>

static const struct {
	int code;
	const char *meaning;
} rows[] = {
#define EXIT_CODE(name, number, meaning) {number, meaning},
#include "tui/commands/exit_codes.def"
#undef EXIT_CODE
};

/* By gRPC's status code, whose numbers are for ever. */
static const enum exit_code of_status[] = {
	[0] = EXIT_DONE,           /* OK */
	[1] = EXIT_UNKNOWN,        /* CANCELLED */
	[2] = EXIT_SERVER,         /* UNKNOWN */
	[3] = EXIT_INVALID,        /* INVALID_ARGUMENT */
	[4] = EXIT_LATER,          /* DEADLINE_EXCEEDED, said by the server: nothing was done */
	[5] = EXIT_NOT_FOUND,      /* NOT_FOUND */
	[6] = EXIT_NOT_NOW,        /* ALREADY_EXISTS */
	[7] = EXIT_NO_RIGHT,       /* PERMISSION_DENIED */
	[8] = EXIT_LATER,          /* RESOURCE_EXHAUSTED */
	[9] = EXIT_NOT_NOW,        /* FAILED_PRECONDITION */
	[10] = EXIT_STALE,         /* ABORTED */
	[11] = EXIT_INVALID,       /* OUT_OF_RANGE */
	[12] = EXIT_SERVER,        /* UNIMPLEMENTED */
	[13] = EXIT_SERVER,        /* INTERNAL */
	[14] = EXIT_LATER,         /* UNAVAILABLE */
	[15] = EXIT_SERVER,        /* DATA_LOSS */
	[16] = EXIT_NOT_SIGNED_IN, /* UNAUTHENTICATED */
};

enum exit_code exit_of_reply(const struct client_reply *reply, enum client_line line)
{
	if (reply->outcome == CLIENT_OK || reply->outcome == CLIENT_ITEM)
		return EXIT_DONE;
	if (reply->outcome != CLIENT_REFUSED)
		return EXIT_UNKNOWN;
	if (strcmp(reply->reason, "NO_LINE") == 0)
		return line == LINE_REFUSED ? EXIT_NOT_THE_SERVER : EXIT_NO_LINE;
	size_t code = (size_t)reply->code;
	return code < sizeof of_status / sizeof *of_status ? of_status[code] : EXIT_SERVER;
}

void exit_write_table(FILE *out, const char *before, const char *between)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		fprintf(out, "%s%d%s%s\n", before, rows[i].code, between, rows[i].meaning);
}
