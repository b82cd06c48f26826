/* What must be known of an XLSX file before its cells can be read: which sheet, which of its
 * formats are dates, and the shared texts. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zip.h>

#include "common/arena.h"
#include "common/err.h"
#include "common/why.h"
#include "sheet/strings.h"

enum { STYLES_MOST = 65536 };

struct book {
	const char *sheet_part; /* "xl/worksheets/sheet1.xml" */
	size_t n_sheets;        /* that are not hidden, nor explain a template */
	bool is_1904;           /* its days are counted from there */
	bool has_macros;
	bool *is_date; /* of a cell's style */
	size_t n_styles;
	struct strings *strings; /* to be freed; NULL when the file has none */
};
/* From the arena, but for the strings. False and a sentence. */
bool book_read(
	zip_t *archive, struct arena *arena, struct book *out, char why[WHY_SIZE]) MUST_CHECK;

/* A format's code that shows a number as a date: yyyy-mm-dd, yyyy"年"m"月" …; numbers below 164 are
 * the spreadsheet's own. */
bool format_is_date(int number, const char *code);
