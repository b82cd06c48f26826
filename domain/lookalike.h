/* Characters that are taken for a plain letter or digit: full-width forms from an input method, and
 * letters of other alphabets that look the same. Numbers and names with them look right on a screen
 * and are found by no search. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The full-width forms of ASCII and the wide space: the same character in another width. */
bool lookalike_is_full_width(uint32_t code_point);

/* The ASCII character that it is taken for; 0 if none. ASCII itself gives 0. */
char lookalike_ascii(uint32_t code_point);

/* The digit that an ASCII letter is often typed for (O: 0; I, L: 1, in either case); 0 if none. */
char lookalike_digit(uint32_t code_point);
