/* A page of an export (xueji.v1.Exports/FetchExport) as rows of a spreadsheet: the mark and the
 * headings stand above those of the first. */
#pragma once

#include <stdbool.h>
#include <xueji/v1/exports.pb-c.h>

#include "sheet/writer.h"

bool sheet_write_page(struct sheet_writer *writer, const Xueji__V1__FetchExportResponse *page,
	bool is_first, char why[WHY_SIZE]) MUST_CHECK;
