/* Memory that belongs to one piece of work (a call, a batch) and is freed with it, at once.
 *
 * Nothing is freed singly. Memory is zeroed and aligned to 16 bytes. When the machine is out of
 * memory the program ends; so callers have no such branch. */
#pragma once

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* A new arena. `cap` bounds arena_try_alloc alone, in bytes: it is what a stranger's message may
 * cost when decoded; our own handlers are bounded by page sizes. */
struct arena *arena_new(size_t cap);
void arena_free(struct arena *arena);  /* NULL is fine */
void arena_reset(struct arena *arena); /* as new, keeping its first block */

void *arena_alloc(struct arena *arena, size_t size);
void *arena_try_alloc(struct arena *arena, size_t size);            /* NULL beyond the cap */
void *arena_alloc_many(struct arena *arena, size_t n, size_t size); /* n × size, or the end */
size_t arena_used(const struct arena *arena);

/* A place to go back to: what was taken since is forgotten, as often as one likes. */
struct arena_mark {
	void *block;
	unsigned char *at, *end;
	size_t used;
};
struct arena_mark arena_mark(const struct arena *arena);
void arena_rewind(struct arena *arena, const struct arena_mark *mark);

void *arena_dup(struct arena *arena, const void *bytes, size_t size);
char *arena_strdup(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_strndup(struct arena *arena, const char *text, size_t size);
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_number(struct arena *arena, int64_t number); /* in decimal; a tenth of its cost */
char *arena_vprintf(struct arena *arena, const char *format, va_list args);

/* An array of `n` zeroed things of a type. */
#define arena_array(arena, type, n) ((type *)arena_alloc_many((arena), (n), sizeof(type)))
#define arena_one(arena, type)      arena_array((arena), type, 1)

/* An array that grows: room for one more behind the `n` things that it holds. The array moves when
 * n is a power of two; begin with NULL and 0. `list = arena_grow(arena, list, n, sizeof *list);` */
void *arena_grow(struct arena *arena, void *array, size_t n, size_t size);
