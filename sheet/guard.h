/* Texts that a spreadsheet would take for a formula when it opens a CSV file: an apostrophe before
 * them keeps them texts. The writer puts it there, the reader takes it away. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

/* Does it begin with = + - @, also full-width as some spreadsheets take them, with white space that
 * they pass over, or with an apostrophe, which would be taken away? */
bool guard_is_needed(const char *text, size_t size);
/* Is it a text with the apostrophe before it? */
bool guard_is_there(const char *text, size_t size);
