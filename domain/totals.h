/* The columns that totals which leave the registry may have (xueji.v1.Exports): what a row is of,
 * then what is counted, in the order of server/registry/stats.def. */
#pragma once

#include <stdbool.h>

#include "domain/lang.h"

enum total_column {
	TOTAL_UNIT_CODE,
	TOTAL_UNIT_NAME,
	TOTAL_TIER,
	TOTAL_STAGE,
	TOTAL_GRADE,
	TOTAL_PUPILS, /* boys and girls */
	TOTAL_COUNTED,
	TOTAL_COLUMNS = TOTAL_COUNTED + 11
};

const char *total_column_word(int column);
const char *total_column_heading(int column, enum lang lang);
/* The column of a word; -1 for an unknown one. */
int total_column_find(const char *word);
/* Its cells are numbers to reckon with. */
bool total_column_is_number(int column);
