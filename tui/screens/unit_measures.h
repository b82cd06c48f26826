/* What is counted of units: the measures by which they are compared, and all totals of one. */
#pragma once

#include <xueji/v1/units.pb-c.h>

#include "tui/app.h"

enum {
	UNIT_MEASURES = 7,
	UNIT_TOTALS_ROWS = 8,   /* that unit_draw_totals takes */
	UNIT_MEASURES_ROWS = 6, /* that unit_draw_measures takes */
};

const char *unit_measure_title(size_t measure);
Xueji__V1__UnitSort unit_measure_sort(size_t measure);
/* Of a unit that one may not see (NULL): 0. */
int64_t unit_measure(const Xueji__V1__UnitMeasures *measures, size_t measure);

void unit_draw_totals(
	struct app *app, const Xueji__V1__SummarizeUnitResponse *summary, struct area area);
void unit_draw_measures(struct app *app, const Xueji__V1__BrowsedUnit *unit, struct area area);
