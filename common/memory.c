#include "common/memory.h"

#include <stdio.h>
#include <stdlib.h>

_Noreturn void memory_exhausted(void)
{
	fputs("out of memory\n", stderr);
	abort();
}

void *memory_array(size_t n, size_t size)
{
	void *memory = calloc(n > 0 ? n : 1, size > 0 ? size : 1);
	if (memory == NULL)
		memory_exhausted();
	return memory;
}

void *memory_new(size_t size)
{
	return memory_array(1, size);
}
