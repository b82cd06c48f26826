/* A sheet that is read more than once: a row is a line of a file without a name, its cells one
 * behind the other. At first it is read in a thread of its own, by blocks of some dozen rows, which
 * are written as they are taken from there. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/memory.h"
#include "sheet/ahead.h"
#include "sheet/reader.h"
#include "sheet/words.h"

enum { TEXT_MOST = SHEET_ROW_MOST + SHEET_COLUMNS_MOST, BLOCK_ENOUGH = 64 << 10 };
/* A sheet of a million rows has less than 1 GiB. */
#define KEPT_MOST (INT64_C(4) << 30)

struct head {
	int64_t number;
	uint32_t size; /* of its cells, each with a NUL */
	uint16_t n, is_1904;
};

/* Rows as they stand in the file; the last of a block may reach beyond what is enough. */
struct rows {
	enum sheet_step step; /* what comes behind them: SHEET_ROW: another block */
	int64_t said_rows;
	char why[WHY_SIZE];
	size_t size;
	char bytes[BLOCK_ENOUGH + sizeof(struct head) + TEXT_MOST];
};

struct kept {
	struct sheet sheet;
	/* the thread's, while it reads */
	struct sheet *of; /* NULL: all rows are set aside, and come from there */
	int64_t room;     /* bytes that the file may still take */
	/* whose turn it is now */
	struct ahead *blocks;
	const struct rows *rows; /* NULL: none was taken yet */
	size_t at;               /* in it: the next row */
	FILE *file;
	char notice[WHY_SIZE];
	const char *cells[SHEET_COLUMNS_MOST];
	char text[TEXT_MOST];
};

static enum sheet_step fail(char why[WHY_SIZE])
{
	why_set(why, _("the rows of the sheet cannot be set aside: %s."), words_of_error(errno));
	return SHEET_BROKEN;
}

/* ---- the thread ---- */

static void put(struct rows *rows, const struct sheet_row *row)
{
	struct head head = {.number = row->number, .n = (uint16_t)row->n, .is_1904 = row->is_1904};
	char *text = rows->bytes + rows->size + sizeof head, *at = text;
	for (size_t i = 0; i < row->n; i++)
		at = stpcpy(at, row->cells[i]) + 1;
	head.size = (uint32_t)(at - text);
	memcpy(rows->bytes + rows->size, &head, sizeof head);
	rows->size += sizeof head + head.size;
}

static enum sheet_step read_row(struct kept *kept, struct rows *rows)
{
	struct sheet_row row;
	size_t before = rows->size;
	enum sheet_step step = sheet_next(kept->of, &row, rows->why);
	if (step != SHEET_ROW)
		return step;
	put(rows, &row);
	kept->room -= (int64_t)(rows->size - before);
	if (kept->room >= 0)
		return SHEET_ROW;
	why_set(rows->why, "%s", _("it has more text than any sheet holds."));
	return SHEET_BROKEN;
}

static bool fill(void *arg, void *block)
{
	struct kept *kept = arg;
	struct rows *rows = block;
	rows->size = 0;
	do
		rows->step = read_row(kept, rows);
	while (rows->step == SHEET_ROW && rows->size < BLOCK_ENOUGH);
	rows->said_rows = sheet_said_rows(kept->of);
	return rows->step == SHEET_ROW;
}

/* ---- the first reading ---- */

/* The thread is over. What was set aside is on the disk by then, or never will be. */
static enum sheet_step end(struct kept *kept, char why[WHY_SIZE])
{
	snprintf(kept->notice, sizeof kept->notice, "%s", sheet_notice(kept->of));
	if (kept->rows->step == SHEET_BROKEN) {
		why_set(why, "%s", kept->rows->why);
		return SHEET_BROKEN;
	}
	ahead_close(kept->blocks);
	sheet_close(kept->of);
	kept->blocks = NULL;
	kept->of = NULL;
	return fseek(kept->file, 0, SEEK_END) == 0 ? SHEET_END : fail(why);
}

static bool take_block(struct kept *kept)
{
	const struct rows *rows = kept->rows = ahead_take(kept->blocks);
	kept->at = 0;
	kept->sheet.said_rows = rows->said_rows;
	return fwrite(rows->bytes, 1, rows->size, kept->file) == rows->size;
}

static void give(
	struct kept *kept, const struct head *head, const char *text, struct sheet_row *out)
{
	for (size_t i = 0; i < head->n; i++, text += strlen(text) + 1)
		kept->cells[i] = text;
	*out = (struct sheet_row){.number = head->number,
		.n = head->n,
		.cells = kept->cells,
		.is_1904 = head->is_1904 != 0};
}

static enum sheet_step read_first(struct kept *kept, struct sheet_row *out, char why[WHY_SIZE])
{
	struct head head;
	while (kept->rows == NULL || kept->at == kept->rows->size) {
		if (kept->rows != NULL && kept->rows->step != SHEET_ROW)
			return end(kept, why);
		if (!take_block(kept))
			return fail(why);
	}
	const char *row = kept->rows->bytes + kept->at;
	memcpy(&head, row, sizeof head);
	give(kept, &head, row + sizeof head, out);
	kept->at += sizeof head + head.size;
	return SHEET_ROW;
}

/* ---- once more ---- */

static enum sheet_step read_again(struct kept *kept, struct sheet_row *out, char why[WHY_SIZE])
{
	struct head head;
	if (fread(&head, sizeof head, 1, kept->file) != 1)
		return ferror(kept->file) ? fail(why) : SHEET_END;
	if (fread(kept->text, 1, head.size, kept->file) != head.size)
		return fail(why);
	give(kept, &head, kept->text, out);
	return SHEET_ROW;
}

static enum sheet_step next(struct sheet *sheet, struct sheet_row *out, char why[WHY_SIZE])
{
	struct kept *kept = (struct kept *)sheet;
	return kept->of == NULL ? read_again(kept, out, why) : read_first(kept, out, why);
}

static const char *notice(const struct sheet *sheet)
{
	return ((const struct kept *)sheet)->notice;
}

static void close_kept(struct sheet *sheet)
{
	struct kept *kept = (struct kept *)sheet;
	ahead_close(kept->blocks);
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
	kept->blocks = ahead_open(sizeof(struct rows), fill, kept);
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
