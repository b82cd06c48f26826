#include "sheet/archive.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "sheet/words.h"

/* Of the format (APPNOTE of PKWARE): the record at the end, behind it a comment, before it one that
 * points to a record of 64 bits; where in them the size of the directory of parts stands. */
enum {
	END_SIZE = 22,
	COMMENT_MOST = 65535,
	LOCATOR_SIZE = 20,
	TAIL = END_SIZE + COMMENT_MOST + LOCATOR_SIZE,
	SIZE_AT = 12,
	PLACE_AT = 8,
	END64_SIZE = 56,
	SIZE64_AT = 40
};
/* Parts of a workbook are some dozens, of fewer than a hundred bytes each. */
enum { DIRECTORY_MOST = 1 << 20 };

static uint64_t number_at(const unsigned char *bytes, int size)
{
	uint64_t number = 0;
	while (size-- > 0)
		number = number << 8 | bytes[size];
	return number;
}

static bool is_large_by_64(FILE *file, const unsigned char *locator)
{
	unsigned char end[END64_SIZE];
	uint64_t place = number_at(locator + PLACE_AT, 8);
	return memcmp(locator, "PK\6\7", 4) == 0 && place < INT64_MAX &&
	       fseeko(file, (off_t)place, SEEK_SET) == 0 &&
	       fread(end, 1, sizeof end, file) == sizeof end &&
	       number_at(end + SIZE64_AT, 8) > DIRECTORY_MOST;
}

/* Each place that may be the end is looked at, since it is not known which one will be taken. */
static bool has_large_directory(FILE *file, const unsigned char *tail, size_t n)
{
	for (size_t i = 0; i + END_SIZE <= n; i++) {
		if (memcmp(tail + i, "PK\5\6", 4) != 0)
			continue;
		if (number_at(tail + i + SIZE_AT, 4) > DIRECTORY_MOST ||
			(i >= LOCATOR_SIZE && is_large_by_64(file, tail + i - LOCATOR_SIZE)))
			return true;
	}
	return false;
}

static bool is_crowded(const char *path)
{
	FILE *file = fopen(path, "re");
	if (file == NULL)
		return false;
	unsigned char *tail = memory_new(TAIL);
	if (fseeko(file, -TAIL, SEEK_END) != 0)
		rewind(file);
	size_t n = fread(tail, 1, TAIL, file);
	bool is_it = has_large_directory(file, tail, n);
	free(tail);
	fclose(file);
	return is_it;
}

static zip_t *open_zip(const char *path, char why[WHY_SIZE])
{
	int code;
	zip_error_t error;
	zip_t *archive = zip_open(path, ZIP_RDONLY, &code);
	if (archive != NULL)
		return archive;
	zip_error_init_with_code(&error, code);
	why_set(why, _("%s is damaged, or was cut off: %s."), path, zip_error_strerror(&error));
	zip_error_fini(&error);
	return NULL;
}

zip_t *archive_open(const char *path, char why[WHY_SIZE])
{
	if (is_crowded(path)) {
		why_set(why, _("%s has more parts than any workbook."), path);
		return NULL;
	}
	zip_t *archive = open_zip(path, why);
	if (archive == NULL || zip_name_locate(archive, "xl/workbook.xml", 0) >= 0)
		return archive;
	/* An OpenDocument or binary sheet, a document, or a zip with sheets in it. */
	why_set(why,
		_("%s is a zip, but no .xlsx workbook; open it in the spreadsheet and save it as "
		  ".xlsx."),
		path);
	zip_discard(archive);
	return NULL;
}
