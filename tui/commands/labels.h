/* What a person reads in a table where scripts read codes and stable words. */
#pragma once

#include "domain/lang.h"

/* The label of a cell, by the last word of its column's path; the cell itself where there is none.
 */
const char *label_of(const char *path, const char *cell, enum lang lang);
