/* What the formats' readers share; nothing outside the folder includes it. */
#pragma once

#include <zip.h>

#include "common/arena.h"
#include "sheet/sheet.h"

struct sheet {
	enum sheet_step (*next)(struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE]);
	void (*close)(struct sheet *sheet);
	const char *(*notice)(const struct sheet *sheet); /* NULL: there never is one */
	char broken[WHY_SIZE];                            /* "": it is not */
	int64_t said_rows;                                /* 0: it says nothing of it */
};

struct sheet *csv_open(const char *path, char why[WHY_SIZE]) MUST_CHECK;
struct sheet *xlsx_open(const char *path, char why[WHY_SIZE]) MUST_CHECK;

/* sheet_open_kept with room for so many bytes. */
struct sheet *kept_open(const char *path, int64_t most, char why[WHY_SIZE]) MUST_CHECK;

/* ---- a row being read ---- */

struct row_cells {
	struct arena *arena; /* of the row's texts */
	const char *cells[SHEET_COLUMNS_MOST];
	size_t n, bytes;
	bool has_text;
};
void row_start(struct row_cells *row);
/* Puts a text, copied, into a column from 0; what lies between is empty. False and a sentence when
 * the row has too much. */
bool row_put(struct row_cells *row, size_t column, const char *text, size_t size, int64_t number,
	char why[WHY_SIZE]) MUST_CHECK;
