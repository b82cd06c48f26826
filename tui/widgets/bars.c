#include "tui/widgets/bars.h"

#include <string.h>

static int share(int64_t value, int64_t most, int parts)
{
	if (value <= 0 || most <= 0 || parts <= 0)
		return 0;
	int n = (int)((double)value * parts / (double)most + 0.5);
	return n < 1 ? 1 : n > parts ? parts : n;
}

const char *bar_print(struct app *app, int width, int64_t value, int64_t most)
{
	width = width > 0 ? width : 0;
	char *bar = arena_array(app_arena(app), char, (size_t)width + 1);
	return memset(bar, '#', (size_t)share(value, most, width));
}

void strip_print(const int64_t *values, size_t n, int64_t most, char *out)
{
	for (size_t i = 0; i < n; i++)
		out[i] = values[i] <= 0 ? '.' : (char)('0' + share(values[i], most, 9));
	out[n] = '\0';
}
