/* Checking a form that a request carries (domain/items_check.h). */
#pragma once

#include "domain/items_check.h"
#include "server/ctx.h"
#include "xueji/v1/students.pb-c.h"

/* Checks a form and puts its values into the form in which they are stored. Faults are noted in the
 * ctx on "<field>.<word>"; warnings are not. False after a fault. */
bool items_check_message(struct ctx *ctx, const struct items_form *form, const char *field,
	const char *values[ITEM_COUNT]);

/* The names of faulty items, for a sentence: "name, birth date"; "" when all stand. */
const char *items_faulty(
	struct ctx *ctx, const struct items_form *form, const Xueji__V1__StudentItems *items);
