/* Short texts for many people, made without formatting, which would be half of the work. */
#pragma once

#include <stdint.h>

#include "common/arena.h"

/* The texts one behind the other; the last argument is NULL. */
char *texts_join(struct arena *arena, const char *first, ...) __attribute__((sentinel));
/* `before` and a number in so many digits, with zeros in front; its lowest digits if it has more.
 */
char *texts_digits(struct arena *arena, const char *before, int width, uint64_t number);
/* A number below 1000 in digits. */
char *texts_number(struct arena *arena, int number);
/* The number that a text begins with; 0 if with none. For tables of ours, which hold small ones. */
int texts_value(const char *text);
