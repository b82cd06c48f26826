#include "tui/commands/commands.h"
#include "tui/console.h"

int main(int argc, char *argv[])
{
	return commands_main(argc, argv, console_start);
}
