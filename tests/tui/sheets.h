/* Sheets as a school brings them in, made in the test's scratch (tests/support/scratch.h). */
#pragma once

#include <string.h>

#include "domain/items.h"
#include "tests/support/scratch.h"

/* A row of all columns that a school's sheet has: of headings where `name` is NULL, else of a child
 * with that name. */
static inline void sheet_put(FILE *file, const char *name)
{
	for (int number = 1; number <= FORM_SCHOOL_ITEMS; number++) {
		const struct item_row *item = item_row(item_at(FORM_SCHOOL, number));
		const char *cell = name == NULL                      ? item->word
				   : strcmp(item->word, "name") == 0 ? name
								     : "1";
		fprintf(file, "%s%s", cell, number == FORM_SCHOOL_ITEMS ? "\n" : ",");
	}
}

/* A CSV with headings and so many children, open for more to be put behind them. */
static inline FILE *sheet_open_csv(const char *name, int children)
{
	FILE *file = fopen(scratch_path(name), "w");
	ck_assert_ptr_nonnull(file);
	sheet_put(file, NULL);
	for (int i = 0; i < children; i++)
		sheet_put(file, i % 2 == 0 ? "刘佳琪" : "马子轩");
	return file;
}

/* Its path. */
static inline const char *sheet_csv(const char *name, int children)
{
	fclose(sheet_open_csv(name, children));
	return scratch_path(name);
}
