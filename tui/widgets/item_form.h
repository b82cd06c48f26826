/* A form of a child's items, in the order of the national form: fields named "items.birth_date",
 * with the labels, code sets and lengths of the items table. */
#pragma once

#include <xueji/v1/students.pb-c.h>

#include "domain/items.h"
#include "tui/app.h"
#include "tui/widgets/form.h"

enum { ITEM_FORM_LEAD = 5 /* fields before the items */, ITEM_FORM_NAME = 48 };

struct item_form {
	struct form form;
	struct form_field fields[ITEM_FORM_LEAD + ITEM_COUNT];
	char names[ITEM_COUNT][ITEM_FORM_NAME];
};

/* `lead` fields stand first (at most ITEM_FORM_LEAD); of the items those that `wants` takes. Those
 * that the form always asks for are marked as required where `must` says so. */
void item_form_init(struct item_form *form, const struct form_field *lead, size_t n_lead,
	bool (*wants)(enum item item), bool must);
/* The same, with these items in this order, none of which is required. */
void item_form_of(struct item_form *form, const struct form_field *lead, size_t n_lead,
	const enum item *items, size_t n);
void item_form_free(struct item_form *form);
/* Puts the values of a record into it. ID numbers come masked and stay so where nobody types. */
void item_form_take(struct item_form *form, const Xueji__V1__StudentItems *items);
