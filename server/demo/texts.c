#include "server/demo/texts.h"

#include <stdarg.h>
#include <string.h>

char *texts_join(struct arena *arena, const char *first, ...)
{
	enum { PIECES = 12 };
	const char *pieces[PIECES] = {first};
	size_t sizes[PIECES] = {strlen(first)}, size = sizes[0], n = 1;
	va_list args;
	va_start(args, first);
	for (const char *piece; n < PIECES && (piece = va_arg(args, const char *)) != NULL; n++) {
		pieces[n] = piece;
		sizes[n] = strlen(piece);
		size += sizes[n];
	}
	va_end(args);
	char *out = arena_alloc(arena, size + 1), *at = out;
	for (size_t i = 0; i < n; i++) {
		memcpy(at, pieces[i], sizes[i]);
		at += sizes[i];
	}
	return out;
}

char *texts_digits(struct arena *arena, const char *before, int width, uint64_t number)
{
	size_t size = strlen(before);
	char *out = arena_alloc(arena, size + (size_t)width + 1);
	memcpy(out, before, size);
	for (int i = width - 1; i >= 0; i--) {
		out[size + (size_t)i] = (char)('0' + number % 10);
		number /= 10;
	}
	return out;
}

char *texts_number(struct arena *arena, int number)
{
	return texts_digits(arena, "", number < 10 ? 1 : number < 100 ? 2 : 3, (uint64_t)number);
}

int texts_value(const char *text)
{
	int value = 0;
	for (; *text >= '0' && *text <= '9'; text++)
		value = value * 10 + (*text - '0');
	return value;
}
