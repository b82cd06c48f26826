/* A sheet of this machine as the rows of an import: for the console and the subcommands. */
#pragma once

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <xueji/v1/imports.pb-c.h>

#include "common/arena.h"
#include "common/why.h"
#include "sheet/columns.h"
#include "sheet/sheet.h"

/* Rows in a call, and bytes: what the server takes by default is 256 KiB. */
enum { IMPORT_FILE_ROWS = 200, IMPORT_FILE_BYTES = 200 << 10 };

/* By it an import that broke off is found again. The whole file is read; *lines_out, unless NULL,
 * is how many lines it has. False and a sentence. */
bool import_file_hash(const char *path, uint8_t out[crypto_hash_sha256_BYTES], int64_t *lines_out,
	char why[WHY_SIZE]);
/* What the import is called: the file's name where that may be one, else "sheet". */
const char *import_file_title(const char *path);
/* Reads as far as the row of headings, above which a title may stand. False, and in *faults_out a
 * sentence for each fault with line breaks between, from the arena. */
bool import_file_headings(struct sheet *sheet, bool ignores_unknown, struct arena *arena,
	struct columns *out, const char **faults_out);
/* A row as it goes to the server, from the arena. */
Xueji__V1__ImportRow *import_file_row(
	struct arena *arena, const struct columns *columns, const struct sheet_row *row);
Xueji__V1__SheetForm import_file_form(const struct columns *columns);
