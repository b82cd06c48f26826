#include "sheet/sheet.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "sheet/reader.h"
#include "sheet/words.h"

enum { HEAD = 64 };

static bool begins(const char *head, size_t size, const char *mark, size_t mark_size)
{
	return size >= mark_size && memcmp(head, mark, mark_size) == 0;
}

/* Other systems name a web page .xls, and so do old spreadsheets with XML. */
static bool is_foreign(const char *head, size_t size)
{
	size_t at = begins(head, size, "\xef\xbb\xbf", 3) ? 3 : 0;
	while (at < size && strchr(" \t\r\n", head[at]) != NULL && head[at] != '\0')
		at++;
	return begins(head + at, size - at, "<", 1) || begins(head, size, "%PDF", 4) ||
	       begins(head, size, "{\\rtf", 5);
}

/* JPEG, PNG, GIF: scanned papers and photographs lie in the same folder as sheets. */
static bool is_picture(const char *head, size_t size)
{
	return begins(head, size, "\xff\xd8\xff", 3) || begins(head, size, "\x89PNG", 4) ||
	       begins(head, size, "GIF8", 4);
}

static bool read_head(const char *path, char head[HEAD], size_t *size_out, char why[WHY_SIZE])
{
	FILE *file = fopen(path, "re");
	if (file == NULL) {
		why_set(why, _("%s cannot be read: %s."), path, words_of_error(errno));
		return false;
	}
	*size_out = fread(head, 1, HEAD, file);
	bool is_good = ferror(file) == 0;
	if (!is_good)
		why_set(why, _("%s cannot be read: %s."), path, words_of_error(errno));
	fclose(file);
	return is_good;
}

struct sheet *sheet_open(const char *path, char why[WHY_SIZE])
{
	char head[HEAD];
	size_t size;
	if (!read_head(path, head, &size, why))
		return NULL;
	if (size == 0) {
		why_set(why, _("%s is empty."), path);
		return NULL;
	}
	if (begins(head, size, "PK\3\4", 4))
		return xlsx_open(path, why);
	if (begins(head, size, "\xd0\xcf\x11\xe0", 4)) {
		why_set(why,
			_("%s is protected by a password, or of Excel 97; open it in the "
			  "spreadsheet "
			  "and save it as .xlsx without a password."),
			path);
		return NULL;
	}
	if (is_picture(head, size)) {
		why_set(why, _("%s is a picture, and no sheet; choose the sheet itself."), path);
		return NULL;
	}
	if (is_foreign(head, size)) {
		why_set(why,
			_("%s is no spreadsheet, whatever its name; open it in the spreadsheet and "
			  "save it as .xlsx."),
			path);
		return NULL;
	}
	return csv_open(path, why);
}

enum sheet_step sheet_next(struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE])
{
	if (sheet->broken[0] != '\0') {
		why_set(why, "%s", sheet->broken);
		return SHEET_BROKEN;
	}
	enum sheet_step step = sheet->next(sheet, out, why);
	if (step == SHEET_BROKEN)
		why_set(sheet->broken, "%s", why);
	return step;
}

int64_t sheet_said_rows(const struct sheet *sheet)
{
	return sheet->said_rows;
}

const char *sheet_notice(const struct sheet *sheet)
{
	return sheet->notice != NULL ? sheet->notice(sheet) : "";
}

void sheet_close(struct sheet *sheet)
{
	if (sheet != NULL)
		sheet->close(sheet);
}

/* ---- a row being read ---- */

void row_start(struct row_cells *row)
{
	arena_reset(row->arena);
	row->n = row->bytes = 0;
	row->has_text = false;
}

bool row_put(struct row_cells *row, size_t column, const char *text, size_t size, int64_t number,
	char why[WHY_SIZE])
{
	if (column >= SHEET_COLUMNS_MOST) {
		why_set(why, _("row %lld has more than %d columns."), (long long)number,
			SHEET_COLUMNS_MOST);
		return false;
	}
	row->bytes += size;
	if (size > SHEET_CELL_MOST || row->bytes > SHEET_ROW_MOST) {
		why_set(why, _("row %lld has more text than any row may."), (long long)number);
		return false;
	}
	while (row->n <= column)
		row->cells[row->n++] = "";
	row->cells[column] = arena_strndup(row->arena, text, size);
	row->has_text |= size > 0;
	return true;
}
