/* Text from outside made harmless: nothing in it can drive a terminal, hide, or turn a line. */
#pragma once

#include "common/arena.h"

/* Each character that may not stand in a line, written as <U+009B>; a byte of what is no UTF-8 as
 * <xFF>. */
const char *plain_line(struct arena *arena, const char *text);

/* The same in a JSON document, by JSON's own \u009b, which means the same to every reader; the
 * document's line breaks stay. Valid UTF-8. */
const char *plain_json(struct arena *arena, const char *document);

/* How many cells of a terminal a line of text takes. */
size_t plain_width(const char *text);
