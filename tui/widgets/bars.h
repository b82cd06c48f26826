/* Bars of `#`: lengths compare better than numbers or shades, and cost few bytes. */
#pragma once

#include "tui/app.h"

/* A bar of at most `width` cells for `value` of `most`; what is not 0 has at least one.
 * "" where there is no room. */
const char *bar_print(struct app *app, int width, int64_t value, int64_t most);
/* A strip of digits, one for each value: 0 to 9 as its share of the greatest, `.` for none. */
void strip_print(const int64_t *values, size_t n, int64_t most, char *out);
