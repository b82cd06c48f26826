/* A sheet that is read more than once: a row is a line of a file without a name, its cells one
 * behind the other. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "sheet/reader.h"
#include "sheet/words.h"

enum { TEXT_MOST = SHEET_ROW_MOST + SHEET_COLUMNS_MOST };
/* A sheet of a million rows has less than 1 GiB. */
#define KEPT_MOST (INT64_C(4) << 30)

struct head {
	int64_t number;
	uint32_t n, size;
};

struct kept {
	struct sheet sheet;
	struct sheet *of; /* NULL: all rows are set aside, and come from there */
	FILE *file;
	int64_t room; /* bytes that it may still take */
	bool is_1904;
	char notice[WHY_SIZE];
	const char *cells[SHEET_COLUMNS_MOST];
	char text[TEXT_MOST];
};

static enum sheet_step fail(char why[WHY_SIZE])
{
	why_set(why, _("the rows of the sheet cannot be set aside: %s."), words_of_error(errno));
	return SHEET_BROKEN;
}

/* ---- setting aside */

static bool put(struct kept *kept, const struct sheet_row *row)
{
	struct head head = {.number = row->number, .n = (uint32_t)row->n};
	kept->is_1904 = row->is_1904;
	for (size_t i = 0; i < row->n; i++) {
		size_t size = strlen(row->cells[i]) + 1;
		memcpy(kept->text + head.size, row->cells[i], size);
		head.size += (uint32_t)size;
	}
	kept->room -= (int64_t)sizeof head + head.size;
	return fwrite(&head, sizeof head, 1, kept->file) == 1 &&
	       fwrite(kept->text, 1, head.size, kept->file) == head.size;
}

/* What was set aside is on the disk by then, or never will be. */
static enum sheet_step end(struct kept *kept, char why[WHY_SIZE])
{
	snprintf(kept->notice, sizeof kept->notice, "%s", sheet_notice(kept->of));
	sheet_close(kept->of);
	kept->of = NULL;
	return fseek(kept->file, 0, SEEK_END) == 0 ? SHEET_END : fail(why);
}

static enum sheet_step read_first(struct kept *kept, struct sheet_row *out, char why[WHY_SIZE])
{
	enum sheet_step step = sheet_next(kept->of, out, why);
	kept->sheet.said_rows = sheet_said_rows(kept->of);
	if (step == SHEET_ROW && !put(kept, out))
		return fail(why);
	if (step == SHEET_ROW && kept->room < 0) {
		why_set(why, "%s", _("it has more text than any sheet holds."));
		return SHEET_BROKEN;
	}
	return step == SHEET_END ? end(kept, why) : step;
}

/* ---- once more */

static enum sheet_step read_again(struct kept *kept, struct sheet_row *out, char why[WHY_SIZE])
{
	struct head head;
	if (fread(&head, sizeof head, 1, kept->file) != 1)
		return ferror(kept->file) ? fail(why) : SHEET_END;
	if (fread(kept->text, 1, head.size, kept->file) != head.size)
		return fail(why);
	const char *at = kept->text;
	for (size_t i = 0; i < head.n; i++, at += strlen(at) + 1)
		kept->cells[i] = at;
	*out = (struct sheet_row){
		.number = head.number, .n = head.n, .cells = kept->cells, .is_1904 = kept->is_1904};
	return SHEET_ROW;
}

static enum sheet_step next(struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE])
{
	struct kept *kept = (struct kept *)sheet;
	return kept->of == NULL ? read_again(kept, out, why) : read_first(kept, out, why);
}

static const char *notice(const struct sheet *sheet)
{
	const struct kept *kept = (const struct kept *)sheet;
	return kept->of != NULL ? sheet_notice(kept->of) : kept->notice;
}

static void close_kept(struct sheet *sheet)
{
	struct kept *kept = (struct kept *)sheet;
	sheet_close(kept->of);
	fclose(kept->file);
	free(kept);
}

struct sheet *kept_open(const char *path, int64_t most, char why[WHY_SIZE])
{
	struct sheet *of = sheet_open(path, why);
	FILE *file = of != NULL ? tmpfile() : NULL;
	if (file == NULL) {
		if (of != NULL)
			fail(why);
		sheet_close(of);
		return NULL;
	}
	struct kept *kept = memory_new(sizeof *kept);
	kept->sheet = (struct sheet){.next = next, .close = close_kept, .notice = notice};
	kept->of = of;
	kept->file = file;
	kept->room = most;
	return &kept->sheet;
}

struct sheet *sheet_open_kept(const char *path, char why[WHY_SIZE])
{
	return kept_open(path, KEPT_MOST, why);
}

bool sheet_rewind(struct sheet *sheet, char why[WHY_SIZE])
{
	struct kept *kept = (struct kept *)sheet;
	if (fseek(kept->file, 0, SEEK_SET) == 0)
		return true;
	fail(why);
	return false;
}
