#include "common/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

char *memory_text(const char *text)
{
	if (text == NULL)
		return NULL;
	size_t size = strlen(text) + 1;
	return memcpy(memory_new(size), text, size);
}
