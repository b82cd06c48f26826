#include "sheet/writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "common/memory.h"
#include "sheet/sheet.h"

struct sheet_writer {
	char *path;
	FILE *csv; /* or else: */
	lxw_workbook *workbook;
	lxw_worksheet *worksheet;
	lxw_format *text;
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
		return why_set(why, "%s cannot be made: %s.", path, strerror(errno));
	close(fd);
	return true;
}

static bool begin_csv(struct sheet_writer *writer, char why[WHY_SIZE])
{
	writer->csv = fopen(writer->path, "we");
	return writer->csv != NULL && fputs("\xef\xbb\xbf", writer->csv) >= 0
		       ? true
		       : why_set(why, "%s cannot be written: %s.", writer->path, strerror(errno));
}

static void begin_xlsx(struct sheet_writer *writer)
{
	lxw_workbook_options options = {.constant_memory = LXW_TRUE};
	writer->workbook = workbook_new_opt(writer->path, &options);
	writer->worksheet = workbook_add_worksheet(writer->workbook, NULL);
	writer->text = workbook_add_format(writer->workbook);
	format_set_num_format(writer->text, "@");
	worksheet_set_column(writer->worksheet, 0, SHEET_COLUMNS_MOST - 1, 14, writer->text);
}

struct sheet_writer *sheet_create(const char *path, char why[WHY_SIZE])
{
	if (!claim(path, why))
		return NULL;
	struct sheet_writer *writer = memory_new(sizeof *writer);
	writer->path = memory_text(path);
	if (ends_with(path, ".xlsx")) {
		begin_xlsx(writer);
		return writer;
	}
	if (begin_csv(writer, why))
		return writer;
	sheet_abandon(writer);
	return NULL;
}

/* ---- cells ---- */

static void put_csv(FILE *out, const char *text)
{
	bool is_formula = text[0] != '\0' && strchr("=+-@\t\r'", text[0]) != NULL;
	bool needs_quotes = text[strcspn(text, ",\"\r\n;\t")] != '\0' || text[0] == ' ';
	if (needs_quotes)
		fputc('"', out);
	if (is_formula)
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
		put_csv(writer->csv, cells[i] != NULL ? cells[i] : "");
	}
	fputs("\r\n", writer->csv);
	return !ferror(writer->csv);
}

static bool write_xlsx(struct sheet_writer *writer, const char *const *cells, size_t n)
{
	bool is_good = true;
	for (size_t i = 0; i < n; i++) {
		lxw_error error = LXW_NO_ERROR;
		if (cells[i] != NULL && cells[i][0] != '\0')
			error = worksheet_write_string(writer->worksheet, writer->row, (lxw_col_t)i,
				cells[i], writer->text);
		is_good &= error == LXW_NO_ERROR || error == LXW_ERROR_MAX_STRING_LENGTH_EXCEEDED;
	}
	writer->row++;
	return is_good;
}

bool sheet_write(
	struct sheet_writer *writer, const char *const *cells, size_t n, char why[WHY_SIZE])
{
	bool is_good =
		writer->csv != NULL ? write_csv(writer, cells, n) : write_xlsx(writer, cells, n);
	return is_good ? true : why_set(why, "%s cannot be written to its end.", writer->path);
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
	free(writer->path);
	free(writer);
}

bool sheet_finish(struct sheet_writer *writer, char why[WHY_SIZE])
{
	bool is_good = close_file(writer);
	if (!is_good) {
		why_set(why, "%s cannot be written to its end.", writer->path);
		unlink(writer->path);
	}
	let_go(writer);
	return is_good;
}

void sheet_abandon(struct sheet_writer *writer)
{
	if (writer == NULL)
		return;
	close_file(writer);
	unlink(writer->path);
	let_go(writer);
}
