/* The sentence that tells a person why something could not be done, filled by the place that knows:
 * where there is no call to answer (start-up, commands), it goes to stderr as it is. */
#pragma once

#include <stdbool.h>

enum { WHY_SIZE = 256 };

/* Always false, so that `return why_set(why, "…", …);` refuses. A sentence that is too long is cut
 * at a whole character. */
bool why_set(char why[WHY_SIZE], const char *format, ...) __attribute__((format(printf, 2, 3)));
