/* A spreadsheet written row by row, every cell as text unless it is said to be a number: XLSX by
 * libxlsxwriter, which lets each row go to the disk, or CSV in UTF-8 with its mark, which
 * spreadsheets want. No text is ever passed on as a formula: a cell of an XLSX is a text whatever
 * it begins with, and in CSV one that a spreadsheet would take for one gets an apostrophe, which
 * the reader takes away again (guard.h). Control characters are shown as U+FFFD; what is longer
 * than a cell of an XLSX may be is cut, with a mark that says so. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/err.h"
#include "common/why.h"

struct sheet_writer;
/* By the end of the name, .xlsx or .csv; no other will do. A file that is there already is not
 * written over. It gets its name when it is whole, so a writer that is killed leaves nothing, and
 * half a list is never taken for one; where the disk knows no files without a name, it has it from
 * the beginning. NULL and a sentence. */
struct sheet_writer *sheet_create(const char *path, char why[WHY_SIZE]) MUST_CHECK;
/* NULL among the cells counts as "". */
bool sheet_write(struct sheet_writer *writer, const char *const *cells, size_t n,
	char why[WHY_SIZE]) MUST_CHECK;
/* The same where some columns hold numbers to reckon with: in an XLSX they are numbers. A cell of
 * such a column that is none stays text. */
bool sheet_write_figures(struct sheet_writer *writer, const char *const *cells, size_t n,
	const bool *is_number, size_t n_numbers, char why[WHY_SIZE]) MUST_CHECK;
/* Writes what is left and closes it. False and a sentence when the file is not whole, or its name
 * was taken meanwhile; it is then gone. */
bool sheet_finish(struct sheet_writer *writer, char why[WHY_SIZE]) MUST_CHECK;
/* Gives it up and removes the file; NULL is fine. */
void sheet_abandon(struct sheet_writer *writer);
