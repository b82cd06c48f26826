/* The zip that an XLSX file is, opened if it can be one: whole, with no more parts than a workbook
 * has, as a list of millions would fill the memory, and none twice, as each program would read
 * another one of the two. */
#pragma once

#include <zip.h>

#include "common/err.h"
#include "common/why.h"

/* NULL and a sentence. To be given up with zip_discard. */
zip_t *archive_open(const char *path, char why[WHY_SIZE]) MUST_CHECK;
