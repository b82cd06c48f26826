/* What the tests of schools share: stages and classes to ask for. */
#pragma once

#include "tests/calls/calls.h"
#include "xueji/v1/units.pb-c.h"

Xueji__V1__SchoolStage *stage_of(struct house *house, int stage, int years);
/* Primary of six years, and junior of three behind it. */
Xueji__V1__SchoolStage **nine_years(struct house *house);
Xueji__V1__SchoolClass *class_of(struct house *house, int grade, int number);

/* More schools under a county, before its others, as an administrator would have added them. */
void add_schools(struct house *house, int n, int64_t county);
