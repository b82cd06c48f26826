/* The empty sheet that a school fills in, made from the items table: headings, what may be chosen,
 * what is required, and every column as text, so that no spreadsheet shortens a number. */
#pragma once

#include "common/err.h"
#include "common/why.h"
#include "domain/items.h"

/* Writes an .xlsx file over whatever is at `path`. False and a sentence. */
bool template_write(
	const char *path, enum which_form form, enum lang lang, char why[WHY_SIZE]) MUST_CHECK;

/* Whether a sheet of this name is the one with which a template explains its columns. */
bool template_is_help(const char *name);
