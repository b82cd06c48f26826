/* One way of writing what Unicode can write in several: é as one code point or as two, an ideograph
 * or its compatibility twin. What is stored and compared is in Normalization Form C. */
#pragma once

#include <stdint.h>

#include "common/arena.h"

/* `text`, valid UTF-8, in form C: itself when it is so already, else a copy in the arena. */
const char *text_nfc(struct arena *arena, const char *text);

/* The letter without its marks: of É, ü, ễ it is E, u, e; any other code point is itself. */
uint32_t text_base_letter(uint32_t code_point);
