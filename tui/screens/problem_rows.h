/* Problem records as rows of a list. */
#pragma once

#include <xueji/v1/problems.pb-c.h>

#include "tui/widgets/list.h"

extern const struct list_spec problem_rows;
/* A problem with the revision that the person saw, as one word: "812 3". */
const char *problem_ref(struct app *app, const Xueji__V1__Problem *one);
