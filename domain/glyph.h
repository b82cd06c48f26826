/* Shapes of Chinese characters, from Unihan: which are forms of one character (traditional,
 * simplified, variant), and which are taken for one another because they look nearly the same. What
 * is known of a shape are its four-corner code, which tells its corners, and its Cangjie code,
 * which tells its parts. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* The character that stands for all forms of this one; itself when it has no other. */
uint32_t glyph_root(uint32_t code_point);

/* Two different characters that look nearly the same: 未 and 末, 己 and 已, 晴 and 睛. */
bool glyph_is_alike(uint32_t a, uint32_t b);

/* What stands where a system cannot write a rare character: a private one, or a mark such as ?. */
bool glyph_is_stand_in(uint32_t code_point);
