/* A sheet of this machine as the rows of an import: for the console and the subcommands. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xueji/v1/imports.pb-c.h>

#include "common/arena.h"
#include "sheet/columns.h"
#include "sheet/sheet.h"

/* What the import is called: the file's name where that may be one, else "sheet". */
const char *import_file_title(const char *path);
/* Reads as far as the row of headings, above which a title may stand. False, and in *faults_out a
 * sentence for each fault with line breaks between, from the arena. */
bool import_file_headings(struct sheet *sheet, bool ignores_unknown, struct arena *arena,
	struct columns *out, const char **faults_out);
/* A row as it goes to the server, from the arena. */
Xueji__V1__ImportRow *import_file_row(
	struct arena *arena, const struct columns *columns, const struct sheet_row *row);
/* The row behind which an import goes on in its sheet. */
int64_t import_file_behind(const struct columns *columns, const Xueji__V1__Import *import);
Xueji__V1__SheetForm import_file_form(const struct columns *columns);
