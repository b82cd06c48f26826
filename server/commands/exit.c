#include "server/commands/exit.h"

static const struct {
	int code;
	const char *meaning;
} rows[] = {
#define EXIT_CODE(name, number, meaning) {number, meaning},
#include "server/commands/exit_codes.def"
#undef EXIT_CODE
};

enum exit_code exit_of_store(enum store_problem problem)
{
	switch (problem) {
	case STORE_OK:
		return EXIT_DONE;
	case STORE_MISSING:
		return EXIT_NO_DATA;
	case STORE_NEWER:
		return EXIT_NEWER;
	case STORE_IN_USE:
		return EXIT_IN_USE;
	case STORE_FULL:
		return EXIT_DISK_FULL;
	case STORE_OLDER: /* it needs the migration that `serve` does */
		return EXIT_FAILED;
	case STORE_BROKEN:
		return EXIT_DAMAGED;
	}
	return EXIT_FAILED;
}

void exit_write_table(FILE *out)
{
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		fprintf(out, "%3d  %s\n", rows[i].code, rows[i].meaning);
}
