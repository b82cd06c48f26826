/* Gives the reader of spreadsheets whatever libFuzzer makes up: bytes of a file; or, behind the
 * word "parts", the parts of an .xlsx, each behind a line that separates them, which are put into a
 * zip that is whole, so that what is tried is not undone by a checksum. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "common/arena.h"
#include "sheet/columns.h"
#include "sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"xl/workbook.xml", "xl/_rels/workbook.xml.rels",
	"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"};
static const char separator[] = "\n==\n";
enum { PARTS = sizeof names / sizeof *names, ENTRY_MOST = 128 };

/* ---- a zip of parts as they are ---- */

struct bytes {
	uint8_t *data;
	size_t n;
};

static void put(struct bytes *out, uint64_t value, int size)
{
	for (int i = 0; i < size; i++)
		out->data[out->n++] = (uint8_t)(value >> (8 * i));
}

static void put_text(struct bytes *out, const void *text, size_t size)
{
	memcpy(out->data + out->n, text, size);
	out->n += size;
}

static uint32_t crc_of(const uint8_t *data, size_t size)
{
	uint32_t crc = ~UINT32_C(0);
	for (size_t i = 0; i < size; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? UINT32_C(0xedb88320) : 0);
	}
	return ~crc;
}

/* What the local header and the one in the directory have in common. */
static void put_entry(struct bytes *out, const char *name, const uint8_t *part, size_t size)
{
	put(out, 20, 2); /* version */
	put(out, 0, 8);  /* flags, method, time */
	put(out, crc_of(part, size), 4);
	put(out, size, 4);
	put(out, size, 4);
	put(out, strlen(name), 2);
	put(out, 0, 2); /* extra field */
}

static void put_local(struct bytes *out, const char *name, const uint8_t *part, size_t size)
{
	put_text(out, "PK\3\4", 4);
	put_entry(out, name, part, size);
	put_text(out, name, strlen(name));
	put_text(out, part, size);
}

static void put_directory(
	struct bytes *out, const char *name, const uint8_t *part, size_t size, size_t at)
{
	put_text(out, "PK\1\2\24\0", 6);
	put_entry(out, name, part, size);
	put(out, 0, 6); /* comment, disk, attributes */
	put(out, 0, 4);
	put(out, at, 4);
	put_text(out, name, strlen(name));
}

struct part {
	const uint8_t *data;
	size_t size, at;
};

static size_t split(const uint8_t *data, size_t size, struct part parts[PARTS])
{
	size_t n = 0;
	const uint8_t *end = data + size;
	while (n < PARTS) {
		const uint8_t *next =
			memmem(data, (size_t)(end - data), separator, sizeof separator - 1);
		parts[n++] = (struct part){data, (size_t)((next != NULL ? next : end) - data), 0};
		if (next == NULL)
			break;
		data = next + sizeof separator - 1;
	}
	return n;
}

static void zip_parts(const uint8_t *data, size_t size, struct bytes *out)
{
	struct part parts[PARTS];
	size_t n = split(data, size, parts);
	for (size_t i = 0; i < n; i++) {
		parts[i].at = out->n;
		put_local(out, names[i], parts[i].data, parts[i].size);
	}
	size_t begin = out->n;
	for (size_t i = 0; i < n; i++)
		put_directory(out, names[i], parts[i].data, parts[i].size, parts[i].at);
	size_t directory = out->n - begin;
	put_text(out, "PK\5\6\0\0\0\0", 8);
	put(out, n, 2);
	put(out, n, 2);
	put(out, directory, 4);
	put(out, begin, 4);
	put(out, 0, 2);
}

/* ---- reading ---- */

static void use_row(struct arena *arena, struct columns *columns, const struct sheet_row *row)
{
	const char *faults;
	if (row->number < 4 && columns_known(row) > 0)
		(void)!columns_read(row, false, arena, columns, &faults);
	(void)columns_stray(columns, row, arena);
	for (size_t i = 0; i < row->n && i < columns->n; i++)
		if (columns->of[i] < ITEM_COUNT)
			column_value(arena, (enum item)columns->of[i], row->cells[i], row->is_1904);
}

static void read_sheet(const char *path)
{
	char why[WHY_SIZE];
	struct sheet_row row;
	struct columns columns = {.n = 0};
	struct arena *arena = arena_new(0);
	struct sheet *sheet = sheet_open_kept(path, why);
	while (sheet != NULL && sheet_next(sheet, &row, why) == SHEET_ROW)
		use_row(arena, &columns, &row);
	if (sheet != NULL)
		(void)strlen(sheet_notice(sheet));
	sheet_close(sheet);
	arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char word[] = "parts\n";
	size_t skip = sizeof word - 1;
	bool is_parts = size >= skip && memcmp(data, word, skip) == 0;
	struct bytes file = {malloc(size + 2 * PARTS * ENTRY_MOST), 0};
	if (is_parts)
		zip_parts(data + skip, size - skip, &file);
	else
		put_text(&file, data, size);
	char path[64];
	int fd = memfd_create("sheet", MFD_CLOEXEC);
	if (fd < 0 || write(fd, file.data, file.n) != (ssize_t)file.n)
		abort();
	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	read_sheet(path);
	close(fd);
	free(file.data);
	return 0;
}
