/* XLSX: a zip of XML documents (ECMA-376). One row of the sheet is parsed at a time. */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/date.h"
#include "common/memory.h"
#include "sheet/archive.h"
#include "sheet/book.h"
#include "sheet/part.h"
#include "sheet/reader.h"
#include "sheet/words.h"

/* Days of 1899-12-30 and 1904-01-01, from which they are counted, and the last of 9999. */
enum { EPOCH_1900 = -25569, EPOCH_1904 = -24107, LAST_DAY = 2932896, SERIAL_BUG = 60 };
/* A double keeps 15 digits. */
#define EXACT_MOST 1e15

enum cell_kind { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_DATE };

struct xlsx {
	struct sheet sheet;
	zip_t *archive;
	struct arena *arena; /* of the book */
	struct book book;
	struct part *part;
	/* the row and the cell under way */
	struct row_cells row;
	int64_t number;
	size_t column;
	enum cell_kind kind;
	uint64_t style;
	bool in_value, in_data, is_inline;
	int in_reading_aid;
	char text[SHEET_CELL_MOST + 1];
	size_t size;
	bool is_hidden, is_formula; /* the row; the cell */
	/* for the notice */
	size_t hidden_rows, merged, formulas, unvalued;
	bool is_hidden_column[SHEET_COLUMNS_MOST], has_text[SHEET_COLUMNS_MOST];
};

/* Behind the digits at *at, and what they say; what is too much is the greatest. They stand in
 * each cell, and strtoull takes its time. */
static uint64_t take_digits(const char **at)
{
	uint64_t number = 0;
	for (; **at >= '0' && **at <= '9'; ++*at)
		number = number < UINT64_MAX / 16 ? number * 10 + (uint64_t)(**at - '0')
						  : UINT64_MAX;
	return number;
}

/* ---- values ---- */

static bool put(struct xlsx *xlsx, const char *text, size_t size)
{
	char why[WHY_SIZE];
	if (!row_put(&xlsx->row, xlsx->column, text, size, xlsx->number, why)) {
		part_refuse(xlsx->part, "%s", why);
		return false;
	}
	xlsx->has_text[xlsx->column] |= size > 0;
	return true;
}

/* The leap day that 1900 did not have is counted all the same. False when there is no such day. */
static bool put_date(struct xlsx *xlsx, double serial)
{
	char date[DATE_TEXT_SIZE];
	int32_t epoch = xlsx->book.is_1904 ? EPOCH_1904 : EPOCH_1900;
	if (serial < 1 || serial > LAST_DAY - epoch)
		return false;
	int32_t days = (int32_t)serial;
	if (!xlsx->book.is_1904 && days < SERIAL_BUG)
		days++;
	date_format(days + epoch, date);
	put(xlsx, date, strlen(date));
	return true;
}

static void put_number(struct xlsx *xlsx)
{
	char *end, out[40];
	double value = strtod(xlsx->text, &end);
	bool is_date = xlsx->style < xlsx->book.n_styles && xlsx->book.is_date[xlsx->style];
	if (end == xlsx->text || *end != '\0' || !isfinite(value)) {
		put(xlsx, xlsx->text, xlsx->size);
		return;
	}
	if (is_date && put_date(xlsx, value))
		return;
	bool is_whole = value == floor(value);
	const char *format = fabs(value) >= EXACT_MOST ? "%.14E" : is_whole ? "%.0f" : "%.15g";
	int n = snprintf(out, sizeof out, format, value);
	put(xlsx, out, (size_t)n);
}

static void put_shared(struct xlsx *xlsx)
{
	size_t size;
	const char *end = xlsx->text;
	uint64_t number = take_digits(&end);
	const char *text = xlsx->book.strings != NULL && end > xlsx->text && *end == '\0'
				   ? strings_get(xlsx->book.strings, number, &size)
				   : NULL;
	if (text == NULL)
		part_refuse(xlsx->part, _("row %lld points to a text that is not there."),
			(long long)xlsx->number);
	else
		put(xlsx, text, size);
}

static void put_cell(struct xlsx *xlsx)
{
	xlsx->text[xlsx->size] = '\0';
	xlsx->formulas += xlsx->is_formula && xlsx->size > 0;
	xlsx->unvalued += xlsx->is_formula && xlsx->size == 0;
	if (xlsx->size == 0)
		return;
	switch (xlsx->kind) {
	case CELL_NUMBER:
		put_number(xlsx);
		break;
	case CELL_SHARED:
		put_shared(xlsx);
		break;
	case CELL_TEXT:
		xlsx->size = part_unescape(xlsx->text, xlsx->size);
		put(xlsx, xlsx->text, xlsx->size);
		break;
	case CELL_DATE: /* 2015-09-01T00:00:00 */
		put(xlsx, xlsx->text, strcspn(xlsx->text, "T"));
		break;
	}
}

/* ---- elements ---- */

static void start_row(struct xlsx *xlsx, const char *const *attributes)
{
	const char *number = part_attribute(attributes, "r");
	const char *hidden = part_attribute(attributes, "hidden");
	int64_t next = number != NULL ? strtoll(number, NULL, 10) : xlsx->number + 1;
	if (next <= xlsx->number || next > SHEET_ROWS_MOST)
		part_refuse(xlsx->part, _("row %lld is followed by row %lld."),
			(long long)xlsx->number, (long long)next);
	xlsx->number = next;
	xlsx->column = 0;
	xlsx->is_hidden = part_is_true(hidden);
	row_start(&xlsx->row);
}

/* Columns "min" to "max" look alike. */
static void take_columns(struct xlsx *xlsx, const char *const *attributes)
{
	const char *min = part_attribute(attributes, "min"),
		   *max = part_attribute(attributes, "max");
	if (!part_is_true(part_attribute(attributes, "hidden")) || min == NULL || max == NULL)
		return;
	long from = strtol(min, NULL, 10), to = strtol(max, NULL, 10);
	for (long i = from > 1 ? from : 1; i <= to && i <= SHEET_COLUMNS_MOST; i++)
		xlsx->is_hidden_column[i - 1] = true;
}

/* "AB12": column 27, from 0. Behind the cell before it, in the row: of two texts in one place,
 * which one counts would be anybody's guess. */
static void take_place(struct xlsx *xlsx, const char *reference)
{
	size_t column = 0;
	for (; *reference >= 'A' && *reference <= 'Z' && column < 1 << 20; reference++)
		column = column * 26 + (size_t)(*reference - 'A' + 1);
	bool is_in_row = *reference == '\0' || take_digits(&reference) == (uint64_t)xlsx->number;
	if (column == 0 || column - 1 < xlsx->column || !is_in_row)
		part_refuse(xlsx->part,
			_("row %lld has a cell that does not belong behind the one before it."),
			(long long)xlsx->number);
	else
		xlsx->column = column - 1;
}

static void start_cell(struct xlsx *xlsx, const char *const *attributes)
{
	const char *reference = part_attribute(attributes, "r");
	const char *type = part_attribute(attributes, "t");
	const char *style = part_attribute(attributes, "s");
	if (reference != NULL)
		take_place(xlsx, reference);
	xlsx->style = style != NULL ? take_digits(&style) : 0;
	xlsx->size = 0;
	xlsx->is_formula = false;
	xlsx->is_inline = type != NULL && strcmp(type, "inlineStr") == 0;
	xlsx->kind = type == NULL || strcmp(type, "n") == 0 || strcmp(type, "b") == 0 ? CELL_NUMBER
		     : strcmp(type, "s") == 0                                         ? CELL_SHARED
		     : strcmp(type, "d") == 0                                         ? CELL_DATE
										      : CELL_TEXT;
}

/* <dimension ref="A1:BT57001"/> */
static void take_dimension(struct xlsx *xlsx, const char *const *attributes)
{
	const char *reference = part_attribute(attributes, "ref");
	const char *last = reference != NULL ? strchr(reference, ':') : NULL;
	long row = last != NULL ? strtol(last + strcspn(last, "0123456789"), NULL, 10) : 0;
	if (row > 0 && row <= SHEET_ROWS_MOST)
		xlsx->sheet.said_rows = row;
}

static void start_outside(struct xlsx *xlsx, const char *name, const char *const *attributes)
{
	if (part_is_named(name, "sheetData"))
		xlsx->in_data = true;
	else if (part_is_named(name, "mergeCell"))
		xlsx->merged++;
	else if (part_is_named(name, "dimension"))
		take_dimension(xlsx, attributes);
	else if (part_is_named(name, "col"))
		take_columns(xlsx, attributes);
}

static void start(void *arg, const char *name, const char *const *attributes)
{
	struct xlsx *xlsx = arg;
	if (!xlsx->in_data) {
		start_outside(xlsx, name, attributes);
		return;
	}
	if (part_is_named(name, "c"))
		start_cell(xlsx, attributes);
	else if (part_is_named(name, "row"))
		start_row(xlsx, attributes);
	else if (part_is_named(name, "f"))
		xlsx->is_formula = true;
	xlsx->in_reading_aid += part_is_named(name, "rPh");
	xlsx->in_value = !xlsx->in_reading_aid && part_is_named(name, xlsx->is_inline ? "t" : "v");
}

static void end(void *arg, const char *name)
{
	struct xlsx *xlsx = arg;
	xlsx->in_value = false;
	if (part_is_named(name, "sheetData"))
		xlsx->in_data = false;
	if (!xlsx->in_data)
		return;
	xlsx->in_reading_aid -= part_is_named(name, "rPh");
	if (part_is_named(name, "c")) {
		put_cell(xlsx);
		xlsx->column++;
	} else if (part_is_named(name, "row") && xlsx->row.has_text) {
		xlsx->hidden_rows += xlsx->is_hidden;
		part_pause(xlsx->part);
	}
}

static void take(void *arg, const char *text, int size)
{
	struct xlsx *xlsx = arg;
	if (!xlsx->in_value)
		return;
	if (xlsx->size + (size_t)size > SHEET_CELL_MOST) {
		part_refuse(xlsx->part, _("row %lld has a cell that is longer than any may be."),
			(long long)xlsx->number);
		return;
	}
	memcpy(xlsx->text + xlsx->size, text, (size_t)size);
	xlsx->size += (size_t)size;
}

/* ---- reading ---- */

static enum sheet_step next(struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE])
{
	struct xlsx *xlsx = (struct xlsx *)sheet;
	switch (part_run(xlsx->part, why)) {
	case PART_PAUSED:
		*out = (struct sheet_row){
			xlsx->number, xlsx->row.n, xlsx->row.cells, xlsx->book.is_1904};
		return SHEET_ROW;
	case PART_END:
		return SHEET_END;
	case PART_BROKEN:
		break;
	}
	return SHEET_BROKEN;
}

static size_t hidden_columns(const struct xlsx *xlsx)
{
	size_t n = 0;
	for (size_t i = 0; i < SHEET_COLUMNS_MOST; i++)
		n += xlsx->is_hidden_column[i] && xlsx->has_text[i];
	return n;
}

static const char *notice(const struct sheet *sheet)
{
	const struct xlsx *xlsx = (const struct xlsx *)sheet;
	const struct {
		size_t n; /* none: it is not said */
		const char *format;
	} said[] = {
		{xlsx->book.n_sheets > 1 ? xlsx->book.n_sheets : 0,
			N_("only the first of its %zu sheets was read")},
		{xlsx->hidden_rows, N_("%zu hidden rows were read, too")},
		{hidden_columns(xlsx), N_("%zu hidden columns were read, too")},
		{xlsx->merged, N_("%zu groups of cells are merged, whose text counts for the first "
				  "cell alone")},
		{xlsx->formulas, N_("of %zu formulas the values that were last shown were read")},
		{xlsx->unvalued,
			N_("%zu formulas have no value yet and count as empty; open and save "
			   "it in the spreadsheet")},
	};
	const char *text = "";
	for (size_t i = 0; i < sizeof said / sizeof *said; i++)
		if (said[i].n > 0)
			text = arena_printf(xlsx->arena, "%s%s; ", text,
				arena_printf(xlsx->arena, _(said[i].format), said[i].n));
	if (xlsx->book.has_macros)
		text = arena_printf(xlsx->arena, "%s%s; ", text, _("its macros were left alone"));
	return text[0] != '\0' ? arena_strndup(xlsx->arena, text, strlen(text) - 2) : "";
}

/* ---- beginning and end ---- */

static void close_xlsx(struct sheet *sheet)
{
	struct xlsx *xlsx = (struct xlsx *)sheet;
	part_close(xlsx->part);
	strings_free(xlsx->book.strings);
	if (xlsx->archive != NULL)
		zip_discard(xlsx->archive);
	arena_free(xlsx->row.arena);
	arena_free(xlsx->arena);
	free(xlsx);
}

struct sheet *xlsx_open(const char *path, char why[WHY_SIZE])
{
	static const struct part_handlers handlers = {start, end, take};
	struct xlsx *xlsx = memory_new(sizeof *xlsx);
	xlsx->sheet = (struct sheet){.next = next, .close = close_xlsx, .notice = notice};
	xlsx->arena = arena_new(0);
	xlsx->row.arena = arena_new(0);
	xlsx->archive = archive_open(path, why);
	if (xlsx->archive != NULL && book_read(xlsx->archive, xlsx->arena, &xlsx->book, why))
		xlsx->part = part_open(xlsx->archive, xlsx->book.sheet_part, &handlers, xlsx, why);
	if (xlsx->part != NULL)
		return &xlsx->sheet;
	close_xlsx(&xlsx->sheet);
	return NULL;
}
