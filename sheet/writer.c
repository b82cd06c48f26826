#include "sheet/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "common/arena.h"
#include "common/memory.h"
#include "common/text.h"
#include "sheet/guard.h"
#include "sheet/sheet.h"
#include "sheet/words.h"

/* What a cell of an XLSX has room for, in characters; what stands at the end of a longer one. */
enum { XLSX_CELL_MOST = 32767 };
static const char cut_mark[] = " […截断 cut off]";

struct sheet_writer {
	char *path;
	int file; /* what is being written, without a name yet; -1: it stands under its name */
	struct arena *arena; /* of the row's texts */
	FILE *csv;           /* or else: */
	lxw_workbook *workbook;
	lxw_worksheet *worksheet;
	lxw_format *text, *number;
	lxw_row_t row;
};

static bool ends_with(const char *text, const char *end)
{
	size_t size = strlen(text), end_size = strlen(end);
	return size >= end_size && strcasecmp(text + size - end_size, end) == 0;
}

static bool claim(const char *path, char why[WHY_SIZE])
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return why_set(why, _("%s cannot be made: %s."), path, words_of_error(errno));
	close(fd);
	return true;
}

/* -1 where the disk knows no files without a name. */
static int open_nameless(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = memory_text(slash != NULL ? path : ".");
	if (slash != NULL)
		folder[slash - path + (slash == path)] = '\0';
	int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	free(folder);
	return file;
}

static const char *path_now(const struct sheet_writer *writer)
{
	return writer->file < 0 ? writer->path
				: arena_printf(writer->arena, "/proc/self/fd/%d", writer->file);
}

/* A file of this name that has come meanwhile is left as it is. */
static bool give_name(const struct sheet_writer *writer, char why[WHY_SIZE])
{
	if (writer->file < 0 ||
		linkat(AT_FDCWD, path_now(writer), AT_FDCWD, writer->path, AT_SYMLINK_FOLLOW) == 0)
		return true;
	return why_set(why, _("%s cannot be made: %s."), writer->path, words_of_error(errno));
}

static void remove_named(const struct sheet_writer *writer)
{
	if (writer->file < 0)
		unlink(writer->path);
}

static bool begin_csv(struct sheet_writer *writer, char why[WHY_SIZE])
{
	writer->csv = fopen(path_now(writer), "we");
	return writer->csv != NULL && fputs("\xef\xbb\xbf", writer->csv) >= 0
		       ? true
		       : why_set(why, _("%s cannot be written: %s."), writer->path,
				 words_of_error(errno));
}

static void begin_xlsx(struct sheet_writer *writer)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	writer->workbook = workbook_new_opt(path_now(writer), &options);
	writer->worksheet = workbook_add_worksheet(writer->workbook, NULL);
	writer->text = workbook_add_format(writer->workbook);
	format_set_num_format(writer->text, "@");
	writer->number = workbook_add_format(writer->workbook);
	format_set_num_format(writer->number, "0");
	worksheet_set_column(writer->worksheet, 0, SHEET_COLUMNS_MOST - 1, 14, writer->text);
}

struct sheet_writer *sheet_create(const char *path, char why[WHY_SIZE])
{
	bool is_xlsx = ends_with(path, ".xlsx");
	if (!is_xlsx && !ends_with(path, ".csv")) {
		(void)why_set(
			why, _("%s cannot be made: its name must end in .xlsx or .csv."), path);
		return NULL;
	}
	int file = access(path, F_OK) != 0 ? open_nameless(path) : -1;
	if (file < 0 && !claim(path, why))
		return NULL;
	struct sheet_writer *writer = memory_new(sizeof *writer);
	writer->path = memory_text(path);
	writer->file = file;
	writer->arena = arena_new(0);
	if (is_xlsx) {
		begin_xlsx(writer);
		return writer;
	}
	if (begin_csv(writer, why))
		return writer;
	sheet_abandon(writer);
	return NULL;
}

/* ---- cells ---- */

static bool is_control(uint32_t c)
{
	return (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0);
}

/* Nothing that drives a terminal is passed on: U+FFFD is seen in its place. */
static const char *plain(struct arena *arena, const char *text)
{
	const char *at = text;
	uint32_t c;
	while ((c = text_next(&at)) != 0 && !is_control(c))
		continue;
	if (c == 0)
		return text;
	char *out = arena_alloc(arena, 3 * strlen(text) + 1), *end = out;
	while ((c = text_next(&text)) != 0)
		end += text_put(end, is_control(c) ? 0xfffd : c);
	*end = '\0';
	return out;
}

static void put_csv(FILE *out, const char *text)
{
	bool needs_quotes = text[strcspn(text, ",\"\r\n;\t")] != '\0' || text[0] == ' ';
	if (needs_quotes)
		fputc('"', out);
	if (guard_is_needed(text, strlen(text)))
		fputc('\'', out);
	for (; *text != '\0'; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	if (needs_quotes)
		fputc('"', out);
}

static bool write_csv(struct sheet_writer *writer, const char *const *cells, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i > 0)
			fputc(',', writer->csv);
		put_csv(writer->csv, cells[i] != NULL ? plain(writer->arena, cells[i]) : "");
	}
	fputs("\r\n", writer->csv);
	return !ferror(writer->csv);
}

/* What would be read as a character that stands escaped, and what XML does not keep. */
static const char *escaped(struct arena *arena, const char *text)
{
	enum { LONGEST = 7 };
	if (strstr(text, "_x") == NULL && strchr(text, '\r') == NULL)
		return text;
	char *out = arena_alloc(arena, LONGEST * strlen(text) + 1), *end = out;
	for (; *text != '\0'; text++)
		if (*text == '\r')
			end = stpcpy(end, "_x000D_");
		else if (text[0] == '_' && text[1] == 'x')
			end = stpcpy(end, "_x005F_");
		else
			*end++ = *text;
	*end = '\0';
	return out;
}

static const char *cut(struct arena *arena, const char *text)
{
	const char *end = text;
	if (text_length(text) <= XLSX_CELL_MOST)
		return text;
	for (size_t i = XLSX_CELL_MOST - text_length(cut_mark); i > 0; i--)
		text_next(&end);
	return arena_printf(arena, "%.*s%s", (int)(end - text), text, cut_mark);
}

static const char *for_xlsx(struct arena *arena, const char *cell)
{
	return cut(arena, escaped(arena, plain(arena, cell)));
}

/* A short row of digits, without zeros before it: of no other text is a number made. */
static bool is_figure(const char *cell)
{
	enum { DIGITS_MOST = 15 /* that a spreadsheet keeps */ };
	size_t n = strspn(cell, "0123456789");
	return n > 0 && n <= DIGITS_MOST && cell[n] == '\0' && (n == 1 || cell[0] != '0');
}

static bool put_xlsx(struct sheet_writer *writer, size_t column, const char *cell, bool is_number)
{
	lxw_col_t at = (lxw_col_t)column;
	lxw_error error = is_number && is_figure(cell)
				  ? worksheet_write_number(writer->worksheet, writer->row, at,
					    strtod(cell, NULL), writer->number)
				  : worksheet_write_string(writer->worksheet, writer->row, at,
					    for_xlsx(writer->arena, cell), writer->text);
	return error == LXW_NO_ERROR;
}

static bool write_xlsx(struct sheet_writer *writer, const char *const *cells, size_t n,
	const bool *is_number, size_t n_numbers)
{
	bool is_good = true;
	for (size_t i = 0; i < n; i++)
		if (cells[i] != NULL && cells[i][0] != '\0')
			is_good &= put_xlsx(writer, i, cells[i], i < n_numbers && is_number[i]);
	writer->row++;
	return is_good;
}

bool sheet_write_figures(struct sheet_writer *writer, const char *const *cells, size_t n,
	const bool *is_number, size_t n_numbers, char why[WHY_SIZE])
{
	if (writer->workbook != NULL && writer->row >= SHEET_ROWS_MOST)
		return why_set(why, _("an .xlsx has no more than %d rows; write a .csv."),
			SHEET_ROWS_MOST);
	bool is_good = writer->csv != NULL ? write_csv(writer, cells, n)
					   : write_xlsx(writer, cells, n, is_number, n_numbers);
	arena_reset(writer->arena);
	return is_good ? true : why_set(why, _("%s cannot be written to its end."), writer->path);
}

bool sheet_write(
	struct sheet_writer *writer, const char *const *cells, size_t n, char why[WHY_SIZE])
{
	return sheet_write_figures(writer, cells, n, NULL, 0, why);
}

/* ---- the end ---- */

static bool close_file(struct sheet_writer *writer)
{
	bool is_good = true;
	if (writer->csv != NULL)
		is_good = fclose(writer->csv) == 0;
	if (writer->workbook != NULL)
		is_good = workbook_close(writer->workbook) == LXW_NO_ERROR;
	writer->csv = NULL;
	writer->workbook = NULL;
	return is_good;
}

static void let_go(struct sheet_writer *writer)
{
	if (writer->file >= 0)
		close(writer->file);
	arena_free(writer->arena);
	free(writer->path);
	free(writer);
}

bool sheet_finish(struct sheet_writer *writer, char why[WHY_SIZE])
{
	bool is_good = close_file(writer);
	if (!is_good) {
		why_set(why, _("%s cannot be written to its end."), writer->path);
		remove_named(writer);
	}
	is_good = is_good && give_name(writer, why);
	let_go(writer);
	return is_good;
}

void sheet_abandon(struct sheet_writer *writer)
{
	if (writer == NULL)
		return;
	close_file(writer);
	remove_named(writer);
	let_go(writer);
}
