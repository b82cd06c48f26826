/* Which column of a sheet is which item: by its heading, in either language, as on the form, as in
 * the template, by the item's word or the live system's field, in any order. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "common/arena.h"
#include "common/why.h"
#include "domain/items.h"
#include "sheet/sheet.h"

/* What a column may be beside an item. */
enum { COLUMN_SCHOOL_CODE = ITEM_COUNT, COLUMN_VERDICT, COLUMN_IGNORED };

struct columns {
	enum which_form form;
	size_t n;
	int of[SHEET_COLUMNS_MOST]; /* an item, or one of the above */
	int64_t row;                /* of the headings */
	const char *const *headings;
};

/* How many headings of a row are known: what has a few is the row of headings. */
size_t columns_known(const struct sheet_row *row);

/* Reads a row of headings; all texts from the arena. False, and in *faults_out a sentence for each
 * fault, with line breaks between: a heading that is unknown (unless `ignores_unknown`), one that
 * stands twice, a column without which no child can be entered that is missing. */
bool columns_read(const struct sheet_row *row, bool ignores_unknown, struct arena *arena,
	struct columns *out, const char **faults_out) MUST_CHECK;

/* The letters of the first column without a heading in which the row has a text, which would be
 * lost in silence (in CSV a comma without quotes moves all that follows); NULL: there is none. */
const char *columns_stray(
	const struct columns *columns, const struct sheet_row *row, struct arena *arena);

/* The column of an item's word, or of "school_code"; -1 when the sheet lacks it. */
int columns_find(const struct columns *columns, const char *word);

/* A cell's text as that item's value would be typed: dates that a spreadsheet keeps as the number
 * of a day (from 1904, if the row says so), months that it shows as their first day. From the
 * arena, or `text` itself. */
const char *column_value(struct arena *arena, enum item item, const char *text, bool is_1904);

/* The heading under which a returned sheet says what is wrong. */
const struct sentence *verdict_heading(void);
