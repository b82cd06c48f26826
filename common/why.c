#include "common/why.h"

#include <stdarg.h>
#include <stdio.h>

bool why_set(char why[WHY_SIZE], const char *format, ...)
{
	va_list args;
	va_start(args, format);
	int size = vsnprintf(why, WHY_SIZE, format, args);
	va_end(args);
	if (size >= WHY_SIZE) {
		int end = WHY_SIZE - 1;
		while (end > 0 && ((unsigned char)why[end - 1] & 0xc0) == 0x80)
			end--;
		if (end > 0 && (unsigned char)why[end - 1] >= 0xc0)
			why[end - 1] = '\0';
		else
			why[WHY_SIZE - 1] = '\0';
	}
	return false;
}
