#include "tui/commands/commands.h"

#include <stdio.h>
#include <string.h>

int commands_main(int argc, char *const argv[], start_console *console)
{
	(void)console;
	if (argc == 2 && strcmp(argv[1], "version") == 0)
		return puts("xueji " XUEJI_VERSION) < 0;
	fputs("Usage: xueji version\n", stderr);
	return 2;
}
