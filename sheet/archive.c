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

static int compare(const void *a, const void *b)
{
	return strcasecmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of parts differ in more than upper and lower case. */
static bool has_part_twice(zip_t *archive)
{
	size_t n = (size_t)zip_get_num_entries(archive, 0);
	const char **names = memory_array(n, sizeof *names);
	bool is_found = false;
	for (size_t i = 0; i < n; i++) {
		names[i] = zip_get_name(archive, i, ZIP_FL_ENC_RAW);
		if (names[i] == NULL)
			names[i] = "";
	}
	qsort(names, n, sizeof *names, compare);
	for (size_t i = 1; i < n && !is_found; i++)
		is_found = compare(&names[i - 1], &names[i]) == 0;
	free(names);
	return is_found;
}

zip_t *archive_open(const char *path, char why[WHY_SIZE])
{
	if (is_crowded(path)) {
		why_set(why, _("%s has more parts than any workbook."), path);
		return NULL;
	}
	zip_t *archive = open_zip(path, why);
	if (archive == NULL)
		return NULL;
	bool is_book = zip_name_locate(archive, "xl/workbook.xml", 0) >= 0;
	if (is_book && !has_part_twice(archive))
		return archive;
	if (is_book)
		why_set(why,
			_("%s has two parts of one name; open it in the spreadsheet and save it "
			  "anew."),
			path);
	else /* an OpenDocument or binary sheet, a document, or a zip with sheets in it */
		why_set(why,
			_("%s is a zip, but no .xlsx workbook; open it in the spreadsheet and save "
			  "it as .xlsx."),
			path);
	zip_discard(archive);
	return NULL;
}
