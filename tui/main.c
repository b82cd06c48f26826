#include <stdio.h>
#include <unistd.h>

#include "tui/commands/commands.h"
#include "tui/console.h"

/* A connection that is being made keeps the core's threads running behind its shutdown; destructors
 * of its libraries would pull the ground from under them, now and then. */
int main(int argc, char *argv[])
{
	int code = commands_main(argc, argv, console_start);
	fflush(NULL);
	_exit(code);
}
