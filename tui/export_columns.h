/* The columns of a list of children that leaves: what people call them and what the contract does.
 */
#pragma once

#include <stddef.h>

#include "tui/app.h"

enum { EXPORT_COLUMNS_MOST = 100 };

/* "student_no" as whoever sits here calls it; a word that is no column's is given back. */
const char *export_column_name(const struct app *app, const char *word);

/* What was typed, with spaces or commas between, as words of the contract, in the arena: words
 * themselves, names of columns, and headings of sheets in the operator's language. What is none of
 * these goes as it is: the server says so, beside what is wrong elsewhere. How many. */
size_t export_columns_read(struct app *app, const char *typed, char *columns[EXPORT_COLUMNS_MOST]);
