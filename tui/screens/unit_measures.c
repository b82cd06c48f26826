#include "tui/screens/unit_measures.h"

#include <stddef.h>

#include "tui/widgets/pane.h"

static const struct measure {
	const char *title;
	size_t offset;
	Xueji__V1__UnitSort sort;
} measures[] = {
	{N_("Pupils"), offsetof(Xueji__V1__UnitMeasures, pupils),
		XUEJI__V1__UNIT_SORT__UNIT_SORT_PUPILS},
	{N_("Meals"), offsetof(Xueji__V1__UnitMeasures, meals),
		XUEJI__V1__UNIT_SORT__UNIT_SORT_MEALS},
	{N_("Bus"), offsetof(Xueji__V1__UnitMeasures, bus), XUEJI__V1__UNIT_SORT__UNIT_SORT_BUS},
	{N_("Left-behind"), offsetof(Xueji__V1__UnitMeasures, left_behind),
		XUEJI__V1__UNIT_SORT__UNIT_SORT_LEFT_BEHIND},
	{N_("Migrant"), offsetof(Xueji__V1__UnitMeasures, migrant),
		XUEJI__V1__UNIT_SORT__UNIT_SORT_MIGRANT},
	{N_("Open cases"), offsetof(Xueji__V1__UnitMeasures, open),
		XUEJI__V1__UNIT_SORT__UNIT_SORT_OPEN},
	{N_("Problem records"), offsetof(Xueji__V1__UnitMeasures, problems),
		XUEJI__V1__UNIT_SORT__UNIT_SORT_PROBLEMS},
};
_Static_assert(sizeof measures / sizeof *measures == UNIT_MEASURES, "a row for each");

/* All totals of a unit. */
static const struct total {
	const char *title;
	size_t offset;
} totals[] = {
	{N_("Pupils"), offsetof(Xueji__V1__Totals, pupils)},
	{N_("Boys"), offsetof(Xueji__V1__Totals, boys)},
	{N_("Girls"), offsetof(Xueji__V1__Totals, girls)},
	{N_("Boarders"), offsetof(Xueji__V1__Totals, boarders)},
	{N_("Left-behind"), offsetof(Xueji__V1__Totals, left_behind)},
	{N_("Migrant"), offsetof(Xueji__V1__Totals, migrant)},
	{N_("Meals"), offsetof(Xueji__V1__Totals, meals)},
	{N_("Bus"), offsetof(Xueji__V1__Totals, bus)},
	{N_("Aid"), offsetof(Xueji__V1__Totals, aid)},
	{N_("Disabled"), offsetof(Xueji__V1__Totals, disabled)},
	{N_("Minority"), offsetof(Xueji__V1__Totals, minority)},
	{N_("Away"), offsetof(Xueji__V1__Totals, away)},
	{N_("Pending"), offsetof(Xueji__V1__Totals, pending)},
};
enum { N_TOTALS = sizeof totals / sizeof *totals };
_Static_assert(UNIT_TOTALS_ROWS == 1 + (N_TOTALS + 1) / 2, "a rule, and two in a row");

const char *unit_measure_title(size_t measure)
{
	return _(measures[measure].title);
}

Xueji__V1__UnitSort unit_measure_sort(size_t measure)
{
	return measures[measure].sort;
}

int64_t unit_measure(const Xueji__V1__UnitMeasures *m, size_t measure)
{
	return m != NULL ? *(const int64_t *)((const char *)m + measures[measure].offset) : 0;
}

void unit_draw_totals(struct app *app, const Xueji__V1__SummarizeUnitResponse *s, struct area area)
{
	struct pane pane = pane_begin(area, 14);
	const char *texts[N_TOTALS];
	draw_rule(area, pane.row++);
	for (size_t i = 0; i < N_TOTALS; i++)
		texts[i] = app_number(
			app, *(const int64_t *)((const char *)s->totals + totals[i].offset));
	for (size_t i = 0; i < N_TOTALS; i += 2)
		pane_pair(&pane, totals[i].title, texts[i],
			i + 1 < N_TOTALS ? totals[i + 1].title : N_("Open cases"),
			i + 1 < N_TOTALS ? texts[i + 1]
					 : app_number(app, s->open != NULL ? s->open->all : 0));
}

void unit_draw_measures(struct app *app, const Xueji__V1__BrowsedUnit *unit, struct area area)
{
	struct pane pane = pane_begin(area, 16);
	draw_rule(area, pane.row++);
	pane_head(&pane, unit->name);
	for (size_t i = 0; unit->measures != NULL && i + 1 < UNIT_MEASURES; i += 2)
		pane_pair(&pane, measures[i].title,
			app_number(app, unit_measure(unit->measures, i)), measures[i + 1].title,
			app_number(app, unit_measure(unit->measures, i + 1)));
	if (unit->measures != NULL)
		pane_row(&pane, measures[UNIT_MEASURES - 1].title,
			app_number(app, unit_measure(unit->measures, UNIT_MEASURES - 1)));
}
