/* A refused row of a sheet, mended: what is wrong stands first, each with its fault; then all else
 * that was typed. Behind it stands the next one at once, so that a sheet is worked off without the
 * list. The subject is "IMPORT ROW". */
#include "tui/screens/import_mend.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/imports.pb-c.h>

#include "tui/app.h"
#include "tui/item_text.h"
#include "tui/widgets/item_form.h"

#define IMPORTS "xueji.v1.Imports/"

struct mend {
	struct item_form form;
	char import[40];
	int64_t row, next;              /* next: that is refused behind it; 0: none is */
	Xueji__V1__RowVerdict *verdict; /* with what was typed; NULL: not here yet */
	uint64_t getting, mending;
};

static const struct form_field lead[] = {
	{.name = "school_code", .label = N_("School code"), .max = 10, .width = 14}};

static void open_mend(struct app *app, void *state, const char *subject)
{
	struct mend *m = state;
	long long row = 0;
	Xueji__V1__GetRefusedRowRequest request = XUEJI__V1__GET_REFUSED_ROW_REQUEST__INIT;
	sscanf(subject, "%39s %lld", m->import, &row);
	m->row = row;
	request.import_id = m->import;
	request.row = row;
	app_title(app, app_print(app, _("Row %s"), app_number(app, row)));
	m->getting = app_request(app, IMPORTS "GetRefusedRow", &request.base);
}

/* ---- the form */

static bool is_faulty(const Xueji__V1__RowVerdict *verdict, const char *word)
{
	for (size_t i = 0; i < verdict->n_faults; i++)
		if (strcmp(verdict->faults[i]->item, word) == 0)
			return true;
	return false;
}

/* Faulty ones first, in the order of their faults; then those that have a value. */
static size_t order_items(const Xueji__V1__RowVerdict *verdict, enum item items[ITEM_COUNT])
{
	size_t n = 0;
	for (size_t i = 0; i < verdict->n_faults; i++) {
		int item = item_find(verdict->faults[i]->item);
		bool is_new = item >= 0;
		for (size_t k = 0; is_new && k < n; k++)
			is_new = items[k] != (enum item)item;
		if (is_new && n < ITEM_COUNT)
			items[n++] = (enum item)item;
	}
	for (enum item item = 0; item < ITEM_COUNT; item++)
		if (!is_faulty(verdict, item_row(item)->word) &&
			item_value(verdict->typed->items, item)[0] != '\0')
			items[n++] = item;
	return n;
}

static void tell_faults(struct app *app, struct mend *m, const Xueji__V1__RowVerdict *verdict)
{
	form_clear_faults(&m->form.form);
	for (size_t i = verdict->n_faults; i-- > 0;) {
		const Xueji__V1__RowFault *fault = verdict->faults[i];
		const char *field = item_find(fault->item) >= 0
					    ? app_print(app, "items.%s", fault->item)
					    : fault->item;
		form_fault(&m->form.form, field,
			field[0] != '\0' ? fault->text
					 : app_print(app, "%s %s", fault->column, fault->text));
	}
}

static void take_row(struct app *app, struct mend *m, const Xueji__V1__RowVerdict *verdict)
{
	enum item items[ITEM_COUNT];
	if (verdict == NULL || verdict->typed == NULL || verdict->typed->items == NULL)
		return;
	app_drop(m->verdict);
	m->verdict = app_keep(verdict);
	size_t n = order_items(m->verdict, items);
	item_form_free(&m->form);
	item_form_of(&m->form, lead,
		is_faulty(verdict, "school_code") || verdict->typed->school_code[0] != '\0', items,
		n);
	item_form_take(&m->form, m->verdict->typed->items);
	form_set(&m->form.form, "school_code", m->verdict->typed->school_code);
	tell_faults(app, m, m->verdict);
}

/* To the next row that is refused; behind the last to the list. */
static void go_on(struct app *app, void *state)
{
	const struct mend *m = state;
	const char *next = app_print(app, "%s %lld", m->import, (long long)m->next);
	bool is_last = m->next == 0;
	if (app_back(app) && !is_last)
		app_open(app, &import_mend_screen, next);
}

static void take_answer(struct app *app, struct mend *m, const Xueji__V1__MendRowResponse *in)
{
	if (in->verdict != NULL &&
		in->verdict->outcome == XUEJI__V1__ROW_OUTCOME__ROW_OUTCOME_REFUSED) {
		tell_faults(app, m, in->verdict);
		app_say(app, TONE_WRONG, _("Not yet: %s."),
			in->verdict->n_faults > 0 ? in->verdict->faults[0]->text : "-");
		return;
	}
	int64_t row = m->row;
	m->form.form.is_changed = false;
	go_on(app, m);
	app_say(app, TONE_DONE, _("Row %s is taken; %s are left."), app_number(app, row),
		app_number(app, in->import != NULL ? in->import->refused : 0));
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct mend *m = state;
	if (reply->call == m->getting && reply->outcome == CLIENT_OK) {
		const Xueji__V1__GetRefusedRowResponse *in = (const void *)reply->message;
		m->next = in->next_row;
		take_row(app, m, in->verdict);
	}
	if (reply->call != m->mending || m->mending == 0)
		return;
	m->mending = 0;
	if (reply->outcome == CLIENT_OK)
		take_answer(app, m, (const void *)reply->message);
}

/* ---- what keys do */

static void submit(struct app *app, void *state)
{
	struct mend *m = state;
	Xueji__V1__MendRowRequest request = XUEJI__V1__MEND_ROW_REQUEST__INIT;
	Xueji__V1__ImportRow row = XUEJI__V1__IMPORT_ROW__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	if (m->verdict == NULL || m->mending != 0)
		return;
	row.items = &items;
	row.row = m->row;
	row.school_code = m->verdict->typed->school_code;
	form_fill(&m->form.form, &row.base);
	request.import_id = m->import;
	request.row = &row;
	m->mending = app_request(app, IMPORTS "MendRow", &request.base);
}

static bool has_next(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("It is the last one that was refused.");
	return ((const struct mend *)state)->next > 0;
}

static void skip(struct app *app, void *state)
{
	struct mend *m = state;
	if (form_is_changed(&m->form.form))
		app_confirm(app, &(struct question){.done = go_on},
			_("Leave, and lose what you typed?"));
	else
		go_on(app, m);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct mend *m = state;
	if (m->verdict != NULL)
		form_draw(&m->form.form, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct mend *m = state;
	if (m->verdict == NULL)
		return false;
	enum form_answer answer = form_key(&m->form.form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, m);
	return answer != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct mend *)state)->form.form;
}

static void close_mend(struct app *app, void *state)
{
	struct mend *m = state;
	(void)app;
	item_form_free(&m->form);
	app_drop(m->verdict);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("send it"), .run = submit,
		.help = N_("then the next refused row stands here")},
	{VERB_SKIP, .can = has_next, .run = skip,
		.help = N_("to the next refused row; this one stays refused")},
	{0},
};

const struct screen import_mend_screen = {
	.name = "mend",
	.title = N_("Mend a row"),
	.need = IMPORTS "MendRow",
	.state_size = sizeof(struct mend),
	.open = open_mend,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_mend,
	.actions = actions,
};
