#include "sheet/guard.h"

#include <string.h>

bool guard_is_needed(const char *text, size_t size)
{
	static const char *const wide[] = {"＝", "＋", "－", "＠"};
	if (size > 0 && memchr("=+-@\t\r\n'", text[0], 8) != NULL)
		return true;
	for (size_t i = 0; i < sizeof wide / sizeof *wide; i++)
		if (size >= strlen(wide[i]) && memcmp(text, wide[i], strlen(wide[i])) == 0)
			return true;
	return false;
}

bool guard_is_there(const char *text, size_t size)
{
	return size > 1 && text[0] == '\'' && guard_is_needed(text + 1, size - 1);
}
