#include "sheet/strings.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/memory.h"
#include "sheet/sheet.h"
#include "sheet/words.h"

enum { KEPT_BYTES = 4 << 20, KEPT = 1 << 17 };
/* A sheet of a million rows has some hundred MiB, in ten million texts. */
#define SPOOL_MOST (INT64_C(4) << 30)
#define TEXTS_MOST (UINT64_C(1) << 26)

/* Text i is data[ends[i - 1] … ends[i]]; what lies beyond what is kept is in the files. */
struct strings {
	char *data;
	uint32_t *ends;
	uint64_t n, kept;
	int64_t size;
	FILE *texts, *places;
	char text[SHEET_CELL_MOST];
};

struct strings *strings_new(void)
{
	struct strings *strings = memory_new(sizeof *strings);
	strings->data = memory_array(KEPT_BYTES, 1);
	strings->ends = memory_array(KEPT, sizeof *strings->ends);
	return strings;
}

void strings_free(struct strings *strings)
{
	if (strings == NULL)
		return;
	if (strings->texts != NULL)
		fclose(strings->texts);
	if (strings->places != NULL)
		fclose(strings->places);
	free(strings->data);
	free(strings->ends);
	free(strings);
}

static bool spool(struct strings *strings, const char *text, size_t size)
{
	if (strings->texts == NULL)
		strings->texts = tmpfile();
	if (strings->places == NULL)
		strings->places = tmpfile();
	if (strings->texts == NULL || strings->places == NULL)
		return false;
	return fwrite(text, 1, size, strings->texts) == size &&
	       fwrite(&strings->size, sizeof strings->size, 1, strings->places) == 1;
}

static bool cannot_spool(char why[WHY_SIZE])
{
	return why_set(
		why, _("the texts of the sheet cannot be set aside: %s."), words_of_error(errno));
}

bool strings_add(struct strings *strings, const char *text, size_t size, char why[WHY_SIZE])
{
	if (size > SHEET_CELL_MOST || strings->size + (int64_t)size > SPOOL_MOST ||
		strings->n == TEXTS_MOST)
		return why_set(why, _("it has more text than any sheet holds."));
	bool fits = strings->kept == strings->n && strings->kept < KEPT &&
		    strings->size + (int64_t)size <= KEPT_BYTES;
	strings->size += (int64_t)size;
	if (fits) {
		memcpy(strings->data + strings->size - size, text, size);
		strings->ends[strings->kept++] = (uint32_t)strings->size;
	} else if (!spool(strings, text, size)) {
		return cannot_spool(why);
	}
	strings->n++;
	return true;
}

bool strings_close(struct strings *strings, char why[WHY_SIZE])
{
	return strings->texts == NULL ||
			       (fflush(strings->texts) == 0 && fflush(strings->places) == 0)
		       ? true
		       : cannot_spool(why);
}

static const char *get_kept(const struct strings *strings, uint64_t number, size_t *size_out)
{
	uint32_t from = number > 0 ? strings->ends[number - 1] : 0;
	*size_out = strings->ends[number] - from;
	return strings->data + from;
}

static bool read_at(FILE *file, void *out, size_t size, int64_t at)
{
	return pread(fileno(file), out, size, (off_t)at) == (ssize_t)size;
}

/* The places hold ends, too; the first that is spooled begins where what is kept ends. */
static const char *get_spooled(struct strings *strings, uint64_t number, size_t *size_out)
{
	uint64_t i = number - strings->kept;
	int64_t base = strings->kept > 0 ? strings->ends[strings->kept - 1] : 0;
	int64_t ends[2] = {base, 0};
	bool is_first = i == 0;
	if (!read_at(strings->places, is_first ? &ends[1] : ends,
		    is_first ? sizeof *ends : sizeof ends,
		    (int64_t)((is_first ? 0 : i - 1) * sizeof *ends)))
		return NULL;
	*size_out = (size_t)(ends[1] - ends[0]);
	if (*size_out > sizeof strings->text ||
		!read_at(strings->texts, strings->text, *size_out, ends[0] - base))
		return NULL;
	return strings->text;
}

const char *strings_get(struct strings *strings, uint64_t number, size_t *size_out)
{
	if (number >= strings->n)
		return NULL;
	return number < strings->kept ? get_kept(strings, number, size_out)
				      : get_spooled(strings, number, size_out);
}
