/* A school's classes as a table: a row for each grade, a column for each class, and how many are in
 * each; those not placed yet stand in the last column. Arrows, h, j, k move the mark `[55]`. */
#pragma once

#include <xueji/v1/units.pb-c.h>

#include "tui/app.h"

struct class_grid {
	Xueji__V1__ClassSize *const *classes; /* the reply's own: it must stay */
	size_t n;
	int grade, number; /* the mark */
	int first;         /* the class in the leftmost column, when not all fit */
};

/* The mark stays on its class, if there still is one. */
void class_grid_take(struct class_grid *grid, Xueji__V1__ClassSize *const *classes, size_t n);
void class_grid_draw(struct class_grid *grid, struct app *app, struct area area);
bool class_grid_key(struct class_grid *grid, struct key key);
/* The class under the mark; NULL: the school has none. */
const Xueji__V1__ClassSize *class_grid_current(const struct class_grid *grid);
