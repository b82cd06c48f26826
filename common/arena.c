#include "common/arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"

#ifndef __has_feature
#define __has_feature(x) 0
#endif
#if defined(__SANITIZE_ADDRESS__) || __has_feature(address_sanitizer)
#define EXACT_BLOCKS 1 /* one malloc per allocation, so that the sanitizer sees each overrun */
#else
#define EXACT_BLOCKS 0
#endif

/* Most calls fit into the first block; a list of 200 rows needs a few of the later ones. */
enum { FIRST = 4096, LATER = 16384, ALIGN = 16 };

struct block {
	struct block *next;
	_Alignas(ALIGN) unsigned char bytes[];
};

struct arena {
	struct block *blocks;
	unsigned char *at, *end;
	size_t used, cap;
	_Alignas(ALIGN) unsigned char first[FIRST];
};

static void start(struct arena *arena)
{
	arena->blocks = NULL;
	arena->at = arena->first;
	arena->end = arena->first + (EXACT_BLOCKS ? 0 : FIRST);
	arena->used = 0;
}

struct arena *arena_new(size_t cap)
{
	struct arena *arena = malloc(sizeof *arena);
	if (arena == NULL)
		memory_exhausted();
	arena->cap = cap;
	start(arena);
	return arena;
}

static void free_blocks(struct arena *arena, const struct block *until)
{
	while (arena->blocks != until) {
		struct block *block = arena->blocks;
		arena->blocks = block->next;
		free(block);
	}
}

void arena_free(struct arena *arena)
{
	if (arena != NULL)
		free_blocks(arena, NULL);
	free(arena);
}

void arena_reset(struct arena *arena)
{
	free_blocks(arena, NULL);
	start(arena);
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->blocks, arena->at, arena->end, arena->used};
}

void arena_rewind(struct arena *arena, const struct arena_mark *mark)
{
	free_blocks(arena, mark->block);
	arena->at = mark->at;
	arena->end = mark->end;
	arena->used = mark->used;
}

static void add_block(struct arena *arena, size_t size)
{
	if (!EXACT_BLOCKS && size < LATER)
		size = LATER;
	struct block *block = malloc(sizeof *block + size);
	if (block == NULL)
		memory_exhausted();
	block->next = arena->blocks;
	arena->blocks = block;
	arena->at = block->bytes;
	arena->end = block->bytes + size;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		memory_exhausted();
	if (!EXACT_BLOCKS)
		size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (size > (size_t)(arena->end - arena->at))
		add_block(arena, size);
	void *memory = arena->at;
	arena->at += size;
	arena->used += size;
	return memset(memory, 0, size);
}

void *arena_try_alloc(struct arena *arena, size_t size)
{
	if (arena->used > arena->cap || size > arena->cap - arena->used)
		return NULL;
	return arena_alloc(arena, size);
}

void *arena_alloc_many(struct arena *arena, size_t n, size_t size)
{
	size_t total;
	if (__builtin_mul_overflow(n, size, &total))
		memory_exhausted();
	return arena_alloc(arena, total);
}

size_t arena_used(const struct arena *arena)
{
	return arena->used;
}

void *arena_dup(struct arena *arena, const void *bytes, size_t size)
{
	void *copy = arena_alloc(arena, size);
	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

char *arena_strndup(struct arena *arena, const char *text, size_t size)
{
	char *copy = arena_alloc(arena, size + 1);
	if (size > 0)
		memcpy(copy, text, size);
	return copy;
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text == NULL ? NULL : arena_strndup(arena, text, strlen(text));
}

char *arena_vprintf(struct arena *arena, const char *format, va_list args)
{
	va_list again;
	va_copy(again, args);
	int size = vsnprintf(NULL, 0, format, args);
	char *text = arena_alloc(arena, (size_t)(size < 0 ? 0 : size) + 1);
	if (size > 0)
		vsnprintf(text, (size_t)size + 1, format, again);
	va_end(again);
	return text;
}

char *arena_number(struct arena *arena, int64_t number)
{
	char digits[21], *first = digits + sizeof digits;
	uint64_t left = number < 0 ? -(uint64_t)number : (uint64_t)number;
	do {
		*--first = (char)('0' + left % 10);
	} while ((left /= 10) > 0);
	if (number < 0)
		*--first = '-';
	return arena_strndup(arena, first, (size_t)(digits + sizeof digits - first));
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list args;
	va_start(args, format);
	char *text = arena_vprintf(arena, format, args);
	va_end(args);
	return text;
}

void *arena_grow(struct arena *arena, void *array, size_t n, size_t size)
{
	if (n > 0 && (n & (n - 1)) != 0)
		return array;
	void *more = arena_alloc_many(arena, n > 0 ? 2 * n : 1, size);
	if (n > 0)
		memcpy(more, array, n * size);
	return more;
}
