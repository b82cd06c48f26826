/* Text from outside: what is well formed, and what may be stored. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Well-formed UTF-8 (no overlong form, no surrogate, nothing above U+10FFFF) without NUL. */
bool text_is_utf8(const void *bytes, size_t size);

/* The next code point of valid UTF-8; *at moves on. 0 at the end. */
uint32_t text_next(const char **at);

/* Writes a code point at `out` (no NUL); gives the 1 to 4 bytes that it took. */
size_t text_put(char *out, uint32_t code_point);

/* Code points, not bytes: what a limit on a name counts. */
size_t text_length(const char *text);

/* True for code points that no stored line of text may hold: controls (C0, C1, DEL), line and
 * paragraph separators, bidirectional marks and overrides, zero-width characters, the byte order
 * mark, tags, noncharacters. Private-use characters may stand: old systems write rare names with
 * them. A name that looks like another is not our business; one that rewrites a terminal is. */
bool text_is_forbidden(uint32_t code_point);

/* The first forbidden code point of valid UTF-8, or 0. */
uint32_t text_find_forbidden(const char *text);

/* True for "" and for text that is white space only. */
bool text_is_blank(const char *text);
