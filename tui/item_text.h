/* The items of a child's record as people read them: labels of codes in place of the codes. */
#pragma once

#include <xueji/v1/students.pb-c.h>

#include "domain/items.h"
#include "tui/app.h"

/* As the message has it; "" for one that is not given. */
const char *item_value(const Xueji__V1__StudentItems *items, enum item item);
/* Puts a value in, which is borrowed. */
void item_put(Xueji__V1__StudentItems *items, enum item item, const char *value);
const char *item_text(struct app *app, const Xueji__V1__StudentItems *items, enum item item);
/* Its name on the form, in the operator's language. */
const char *item_label(const struct app *app, enum item item);
/* Its value may be longer than half a line. */
bool item_is_wide(enum item item);
