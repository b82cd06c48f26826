#include "tui/widgets/item_form.h"

#include <stdio.h>

#include "tui/item_text.h"

enum { WIDE = 40, NARROW = 22 };

static const char *hint(const struct item_row *row)
{
	switch (row->kind) {
	case KIND_DATE:
		return N_("2018-09-01");
	case KIND_MONTH:
		return N_("2018-09");
	case KIND_PERIOD:
		return N_("2010.06.01-2020.06.01");
	case KIND_AREA:
		return N_("12 digits");
	case KIND_POSTCODE:
		return N_("6 digits");
	case KIND_INTEGER:
		return N_("a whole number");
	default:
		return NULL;
	}
}

static void add(struct item_form *form, enum item item, bool must)
{
	const struct item_row *row = item_row(item);
	size_t n = form->form.n++;
	snprintf(form->names[item], sizeof form->names[item], "items.%s", row->word);
	form->fields[n] = (struct form_field){
		.name = form->names[item],
		.title = item_name(FORM_SCHOOL, item),
		.hint = hint(row),
		.max = row->max > 0 && row->kind != KIND_INTEGER ? row->max : 30,
		.width = item_is_wide(item) ? WIDE : NARROW,
		.is_required = must && row->need == NEED_YES,
		.has_codes = row->kind == KIND_CODE,
		.codes = row->codes,
	};
}

static void begin(struct item_form *form, const struct form_field *lead, size_t n_lead)
{
	*form = (struct item_form){.form.n = n_lead};
	for (size_t i = 0; i < n_lead; i++)
		form->fields[i] = lead[i];
}

void item_form_of(struct item_form *form, const struct form_field *lead, size_t n_lead,
	const enum item *items, size_t n)
{
	begin(form, lead, n_lead);
	for (size_t i = 0; i < n; i++)
		add(form, items[i], false);
	form_init(&form->form, form->fields, form->form.n);
}

void item_form_init(struct item_form *form, const struct form_field *lead, size_t n_lead,
	bool (*wants)(enum item item), bool must)
{
	begin(form, lead, n_lead);
	for (int number = 1; number <= FORM_SCHOOL_ITEMS; number++)
		if (wants(item_at(FORM_SCHOOL, number)))
			add(form, item_at(FORM_SCHOOL, number), must);
	form_init(&form->form, form->fields, form->form.n);
}

void item_form_free(struct item_form *form)
{
	form_free(&form->form);
}

void item_form_take(struct item_form *form, const Xueji__V1__StudentItems *items)
{
	for (enum item item = 0; item < ITEM_COUNT; item++)
		if (form->names[item][0] != '\0')
			form_set(&form->form, form->names[item], item_value(items, item));
	form->form.is_changed = false;
}
