/* Memory of what lives longer than a call: the owner frees it with free(). When the machine is out
 * of memory the program ends, as with arenas; so callers have no such branch. */
#pragma once

#include <stddef.h>

void *memory_new(size_t size); /* zeroed */
/* `n` zeroed things of `size`; never NULL, even for none. */
void *memory_array(size_t n, size_t size);
/* A copy of a text; NULL gives NULL. */
char *memory_text(const char *text);
/* Says so on stderr and ends the program. */
_Noreturn void memory_exhausted(void);
