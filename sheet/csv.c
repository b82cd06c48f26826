/* CSV, by libcsv, which takes quotes apart; encoding, separator, rows and bounds are ours. */
#include <csv.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "common/text.h"
#include "sheet/decoder.h"
#include "sheet/guard.h"
#include "sheet/reader.h"
#include "sheet/words.h"

enum { CHUNK = 64 << 10, HEAD = 1 << 20 };

struct csv {
	struct sheet sheet;
	FILE *file;
	struct decoder *decoder;
	struct csv_parser parser;
	char raw[CHUNK], text[CHUNK];
	const char *raw_at, *raw_end;
	size_t text_at, text_n;
	bool is_raw_last, is_ended;
	/* the row under way */
	struct row_cells row;
	int64_t number;
	bool is_at_start, was_return, is_done, is_bad;
	char *why;
};

/* ---- what libcsv calls ---- */

/* A quote that is never closed makes one cell of all that follows: it is not let grow. */
static void *grow(void *memory, size_t size)
{
	return size > SHEET_CELL_MOST ? NULL : realloc(memory, size);
}

static void take_cell(void *bytes, size_t size, void *arg)
{
	struct csv *csv = arg;
	const char *text = bytes != NULL ? bytes : "";
	size_t skip = guard_is_there(text, size);
	if (csv->is_bad)
		return;
	if (!text_is_utf8(text, size)) {
		csv->is_bad = !why_set(csv->why, _("row %lld holds bytes that are no text."),
			(long long)csv->number);
		return;
	}
	csv->is_bad =
		!row_put(&csv->row, csv->row.n, text + skip, size - skip, csv->number, csv->why);
}

static void end_row(int end, void *arg)
{
	struct csv *csv = arg;
	(void)end;
	csv->is_done = true;
}

/* ---- bytes ---- */

static bool fill_raw(struct csv *csv, char why[WHY_SIZE])
{
	size_t n = fread(csv->raw, 1, sizeof csv->raw, csv->file);
	if (ferror(csv->file))
		return why_set(why, _("the file cannot be read: %s."), words_of_error(errno));
	csv->raw_at = csv->raw;
	csv->raw_end = csv->raw + n;
	csv->is_raw_last = n < sizeof csv->raw;
	return true;
}

/* Some text is there, or all has been had. */
static bool fill_text(struct csv *csv, char why[WHY_SIZE])
{
	csv->text_at = csv->text_n = 0;
	while (csv->text_n == 0 && !csv->is_ended) {
		if (csv->raw_at == csv->raw_end && !csv->is_raw_last && !fill_raw(csv, why))
			return false;
		if (!decoder_run(csv->decoder, &csv->raw_at, csv->raw_end, csv->is_raw_last,
			    csv->text, sizeof csv->text, &csv->text_n))
			return why_set(why,
				_("near row %lld the file is not in %s, as it is before; save it "
				  "as "
				  "UTF-8."),
				(long long)csv->number, decoder_name(csv->decoder));
		csv->is_ended = csv->text_n == 0 && csv->raw_at == csv->raw_end && csv->is_raw_last;
	}
	return true;
}

/* ---- rows ---- */

/* Up to and with the next line break: no more than one row ends there. */
static size_t piece_size(const struct csv *csv)
{
	size_t i = csv->text_at;
	while (i < csv->text_n && csv->text[i] != '\n' && csv->text[i] != '\r')
		i++;
	return (i < csv->text_n ? i + 1 : i) - csv->text_at;
}

/* A blank line is a row as well; the second half of CR LF is none. */
static void count_blank(struct csv *csv, const char *piece, size_t size)
{
	bool is_break = size == 1 && (piece[0] == '\n' || piece[0] == '\r');
	bool is_half = is_break && piece[0] == '\n' && csv->was_return;
	if (csv->is_at_start && is_break && !is_half)
		csv->number++;
	csv->was_return = piece[size - 1] == '\r';
	if (!is_break)
		csv->is_at_start = false;
}

static bool feed(struct csv *csv, char why[WHY_SIZE])
{
	const char *piece = csv->text + csv->text_at;
	size_t size = piece_size(csv);
	count_blank(csv, piece, size);
	csv->text_at += size;
	if (csv_parse(&csv->parser, piece, size, take_cell, end_row, csv) == size)
		return !csv->is_bad;
	return why_set(why,
		csv_error(&csv->parser) == CSV_EPARSE
			? _("row %lld has a quote within a cell; put the cell into quotes, and the "
			    "quote twice.")
			: _("row %lld has a cell that is longer than any may be; look there for a "
			    "quote that is not closed."),
		(long long)csv->number);
}

static bool feed_end(struct csv *csv, char why[WHY_SIZE])
{
	if (csv_fini(&csv->parser, take_cell, end_row, csv) != 0)
		return why_set(why, _("row %lld does not end; a quote is not closed there."),
			(long long)csv->number);
	return !csv->is_bad;
}

static bool read_row(struct csv *csv, char why[WHY_SIZE])
{
	csv->is_done = false;
	csv->why = why;
	row_start(&csv->row);
	while (!csv->is_done) {
		if (csv->text_at == csv->text_n && !fill_text(csv, why))
			return false;
		if (csv->is_ended)
			return feed_end(csv, why);
		if (!feed(csv, why))
			return false;
	}
	return true;
}

static enum sheet_step next(struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE])
{
	struct csv *csv = (struct csv *)sheet;
	do {
		if (!read_row(csv, why))
			return SHEET_BROKEN;
		if (!csv->is_done)
			return SHEET_END;
		if (csv->number > SHEET_LINES_MOST) {
			why_set(why, _("it has more than %d rows."), SHEET_LINES_MOST);
			return SHEET_BROKEN;
		}
		csv->is_at_start = true;
		*out = (struct sheet_row){csv->number++, csv->row.n, csv->row.cells, false};
	} while (!csv->row.has_text);
	return SHEET_ROW;
}

/* ---- beginning ---- */

/* The one that stands most often in the first line, outside of quotes. */
static unsigned char separator_of(const char *text, size_t size)
{
	static const char candidates[] = ",;\t";
	size_t counts[3] = {0};
	bool is_quoted = false;
	for (size_t i = 0; i < size && (is_quoted || (text[i] != '\n' && text[i] != '\r')); i++) {
		const char *found = strchr(candidates, text[i]);
		is_quoted ^= text[i] == '"';
		if (!is_quoted && text[i] != '\0' && found != NULL)
			counts[found - candidates]++;
	}
	size_t best = 0;
	for (size_t i = 1; i < 3; i++)
		if (counts[i] > counts[best])
			best = i;
	return (unsigned char)candidates[best];
}

/* What a spreadsheet may put first: sep=; */
static void pass_over_hint(struct csv *csv)
{
	const char *text = csv->text;
	if (csv->text_n < 6 || strncmp(text, "sep=", 4) != 0 ||
		(text[5] != '\n' && text[5] != '\r'))
		return;
	csv_set_delim(&csv->parser, (unsigned char)text[4]);
	csv->text_at = text[5] == '\r' && csv->text_n > 6 && text[6] == '\n' ? 7 : 6;
	csv->number++;
}

static bool begin(struct csv *csv, char why[WHY_SIZE])
{
	size_t skip;
	char *head = memory_new(HEAD);
	size_t n = fread(head, 1, HEAD, csv->file);
	csv->decoder = decoder_open(head, n, n < HEAD, &skip, why);
	free(head);
	if (csv->decoder == NULL)
		return false;
	if (fseek(csv->file, (long)skip, SEEK_SET) != 0)
		return why_set(why, _("the file cannot be read again: %s."), words_of_error(errno));
	if (!fill_text(csv, why))
		return false;
	csv_set_delim(&csv->parser, separator_of(csv->text, csv->text_n));
	pass_over_hint(csv);
	return true;
}

static void close_csv(struct sheet *sheet)
{
	struct csv *csv = (struct csv *)sheet;
	if (csv->file != NULL)
		fclose(csv->file);
	decoder_close(csv->decoder);
	csv_free(&csv->parser);
	arena_free(csv->row.arena);
	free(csv);
}

struct sheet *csv_open(const char *path, char why[WHY_SIZE])
{
	struct csv *csv = memory_new(sizeof *csv);
	csv->sheet = (struct sheet){.next = next, .close = close_csv};
	csv->row.arena = arena_new(0);
	csv->number = 1;
	csv->is_at_start = true;
	csv_init(&csv->parser, CSV_STRICT_FINI | CSV_STRICT);
	csv_set_realloc_func(&csv->parser, grow);
	csv->file = fopen(path, "re");
	if (csv->file == NULL)
		why_set(why, _("%s cannot be read: %s."), path, words_of_error(errno));
	else if (begin(csv, why))
		return &csv->sheet;
	close_csv(&csv->sheet);
	return NULL;
}
