/* A spreadsheet, read row by row: CSV in what encoding and with what separator it may come, or
 * XLSX. Memory does not grow with the file, and nothing in a file can make it grow.
 *
 *	struct sheet *sheet = sheet_open(path, why);
 *	while ((step = sheet_next(sheet, &row, why)) == SHEET_ROW)
 *		take(row.number, row.cells, row.n);
 *	sheet_close(sheet);
 *
 * CSV: UTF-8 with and without its mark, UTF-16 with it, GB18030; commas, semicolons or tabs; line
 * breaks in quotes. XLSX: the first sheet that is not hidden; dates come as 2015-09-01 and numbers
 * as their digits, but a whole number of more than 15 as 4.10581202008022E+17, since the
 *spreadsheet has lost its last digits; of a formula its value as it was last shown. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/err.h"
#include "common/why.h"

/* What more than any real sheet has: a row beyond it ends the reading. */
enum {
	SHEET_COLUMNS_MOST = 500,
	SHEET_CELL_MOST = 128 << 10, /* bytes */
	SHEET_ROW_MOST = 512 << 10,
	SHEET_ROWS_MOST = 1048576,  /* of XLSX, by its definition */
	SHEET_LINES_MOST = 20000000 /* of CSV: a list may name every child of a province */
};

struct sheet;
struct sheet_row {
	int64_t number; /* as spreadsheets count: the first is 1, blank ones have theirs */
	size_t n;
	const char *const *cells; /* UTF-8, "" for an empty one; valid until the next row is read */
	bool is_1904;             /* days that come as numbers are counted from 1904, not 1900 */
};

/* NULL and a sentence when it cannot be opened, or is none of these. */
struct sheet *sheet_open(const char *path, char why[WHY_SIZE]) MUST_CHECK;
void sheet_close(struct sheet *sheet); /* NULL is fine */

/* The same for whoever reads it more than once: rows are set aside as they are first read, in a
 * file without a name, and come from there again, as they were and at a fraction of the cost. A
 * thread of its own reads ahead, and ends with it. */
struct sheet *sheet_open_kept(const char *path, char why[WHY_SIZE]) MUST_CHECK;
/* Once it was read to its end: from its first row on. False and a sentence when what was set aside
 * cannot be read. */
bool sheet_rewind(struct sheet *sheet, char why[WHY_SIZE]) MUST_CHECK;

enum sheet_step { SHEET_ROW, SHEET_END, SHEET_BROKEN };
/* The next row that has a cell with something in it. SHEET_BROKEN and a sentence that names the row
 * when the file is damaged or has more than may be; so it stays. */
enum sheet_step sheet_next(
	struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE]) MUST_CHECK;

/* Which row the file says is its last, once the first was read: to show how far a reader is, not to
 * be relied on. 0: it does not say. */
int64_t sheet_said_rows(const struct sheet *sheet);

/* What a reader should know of how it was read ("3 hidden rows were read, too"), once it is at its
 * end; "" when there is nothing. */
const char *sheet_notice(const struct sheet *sheet);
