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

/* Is nothing missing that the form requires? Then the record is no longer "to be confirmed". */
bool items_are_complete(
	struct ctx *ctx, const struct items_form *form, const Xueji__V1__StudentItems *items);

/* Checks a form of which some items have new values. Faults that stood in it before are none of
 * this change's business: a fault counts if it is in an item that `is_touched`, or if the form
 * did not have it before. Values become what is stored; faults are noted on "<field>.<word>". */
void items_check_change(struct ctx *ctx, const struct items_form *form, const char *field,
	const Xueji__V1__StudentItems *before, const bool is_touched[ITEM_COUNT],
	const char *values[ITEM_COUNT]);
