/* Choosing entries of the journal: by unit, action, operator and days. Units are typed by their
 * codes and operators by their sign-in names. The subject is a line of tui/journal_filter.h. */
#include "tui/screens/journal_find.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/journal.pb-c.h>
#include <xueji/v1/operators.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "common/date.h"
#include "tui/app.h"
#include "tui/journal_filter.h"
#include "tui/screens/journal.h"
#include "tui/widgets/form.h"

struct journal_find {
	struct form form;
	struct journal_filter filter;
	uint64_t looking;
};

static const struct form_choice actions_of[] = {{"session.", N_("signing in and out")},
	{"operator.", N_("operators")}, {"access.", N_("refusals and limits")},
	{"student.", N_("children's records")}, {"case.", N_("cases")},
	{"attachment.", N_("attachments")}, {"policy.", N_("policies")}, {"unit.", N_("units")},
	{"list.", N_("lists for the nation and the police")},
	{"parcel.", N_("exchange between nodes")}, {0}};

static const struct form_field fields[] = {
	{.name = "unit_code",
		.label = N_("Unit's code"),
		.max = 20,
		.width = 22,
		.hint = N_("empty: your own unit and all below")},
	{.name = "action",
		.label = N_("Action"),
		.max = 39,
		.width = 26,
		.choices = actions_of,
		.is_numbered = true,
		.takes_others = true,
		.hint = N_("Right and Left turn; empty: all")},
	{.name = "actor_name",
		.label = N_("Operator"),
		.max = 32,
		.width = 34,
		.hint = N_("sign-in name; empty: everyone")},
	{.name = "from_day",
		.label = N_("From"),
		.max = 10,
		.width = 12,
		.hint = N_("2026-09-01; empty: from the beginning")},
	{.name = "to_day",
		.label = N_("To"),
		.max = 10,
		.width = 12,
		.hint = N_("2026-09-30; empty: until now")},
};

static void open_find(struct app *app, void *state, const char *subject)
{
	struct journal_find *f = state;
	(void)app;
	form_init(&f->form, fields, sizeof fields / sizeof *fields);
	journal_filter_parse(&f->filter, subject);
	form_set(&f->form, "unit_code", f->filter.unit_code);
	form_set(&f->form, "action", f->filter.action);
	form_set(&f->form, "actor_name", f->filter.actor_name);
	form_set(&f->form, "from_day", f->filter.from_day);
	form_set(&f->form, "to_day", f->filter.to_day);
}

/* ---- looking up what was typed by code or name */

/* True: the filter knows the id of what stands in the field. */
static bool is_known(
	const struct form *form, const char *field, char word[JOURNAL_WORD], char id[JOURNAL_WORD])
{
	const char *typed = form_text(form, field);
	if (typed[0] != '\0' && strcmp(typed, word) == 0 && id[0] != '\0')
		return true;
	word[0] = id[0] = '\0';
	return typed[0] == '\0';
}

static void look_up_unit(struct app *app, struct journal_find *f)
{
	Xueji__V1__SearchUnitsRequest request = XUEJI__V1__SEARCH_UNITS_REQUEST__INIT;
	request.query = (char *)(uintptr_t)form_text(&f->form, "unit_code");
	request.within_id = app_who(app)->unit_id;
	f->looking = app_request(app, "xueji.v1.Units/SearchUnits", &request.base);
}

static void look_up_actor(struct app *app, struct journal_find *f)
{
	Xueji__V1__ListOperatorsRequest request = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	request.unit_id = app_who(app)->unit_id;
	request.whole_subtree = true;
	request.name_prefix = (char *)(uintptr_t)form_text(&f->form, "actor_name");
	f->looking = app_request(app, "xueji.v1.Operators/ListOperators", &request.base);
}

static bool has_day(struct app *app, struct journal_find *f, const char *field)
{
	int32_t day;
	const char *text = form_text(&f->form, field);
	if (text[0] == '\0' || date_parse(text, &day))
		return true;
	form_focus(&f->form, field);
	app_say(app, TONE_WRONG, _("%s is no day; days are written 2026-09-01."), text);
	return false;
}

static void show(struct app *app, struct journal_find *f)
{
	char subject[JOURNAL_FILTER_TEXT];
	snprintf(f->filter.action, JOURNAL_WORD, "%s", form_text(&f->form, "action"));
	snprintf(f->filter.from_day, JOURNAL_WORD, "%s", form_text(&f->form, "from_day"));
	snprintf(f->filter.to_day, JOURNAL_WORD, "%s", form_text(&f->form, "to_day"));
	f->filter.entity[0] = f->filter.entity_id[0] = '\0';
	journal_filter_print(&f->filter, subject);
	f->form.is_changed = false;
	app_back(app);
	app_open(app, &journal_screen, subject);
}

static void submit(struct app *app, void *state)
{
	struct journal_find *f = state;
	if (f->looking != 0 || !form_check(&f->form, app) || !has_day(app, f, "from_day") ||
		!has_day(app, f, "to_day"))
		return;
	if (!is_known(&f->form, "unit_code", f->filter.unit_code, f->filter.unit_id))
		look_up_unit(app, f);
	else if (!is_known(&f->form, "actor_name", f->filter.actor_name, f->filter.actor_id))
		look_up_actor(app, f);
	else
		show(app, f);
}

static bool take_unit(struct journal_find *f, const Xueji__V1__SearchUnitsResponse *in)
{
	const char *code = form_text(&f->form, "unit_code");
	for (size_t i = 0; i < in->n_units; i++) {
		const Xueji__V1__Unit *unit = in->units[i]->unit;
		if (unit == NULL || strcmp(unit->code, code) != 0)
			continue;
		snprintf(f->filter.unit_id, JOURNAL_WORD, "%s", unit->id);
		snprintf(f->filter.unit_code, JOURNAL_WORD, "%s", code);
		return f->filter.unit_id[0] != '\0';
	}
	return false;
}

static bool take_actor(struct journal_find *f, const Xueji__V1__ListOperatorsResponse *in)
{
	const char *name = form_text(&f->form, "actor_name");
	for (size_t i = 0; i < in->n_operators; i++) {
		const Xueji__V1__Operator *one = in->operators[i];
		if (strcmp(one->name, name) != 0)
			continue;
		snprintf(f->filter.actor_id, JOURNAL_WORD, "%s", one->id);
		snprintf(f->filter.actor_name, JOURNAL_WORD, "%s", name);
		return f->filter.actor_id[0] != '\0';
	}
	return false;
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct journal_find *f = state;
	f->looking = 0;
	if (reply->outcome != CLIENT_OK)
		return;
	bool is_unit = reply->message->descriptor == &xueji__v1__search_units_response__descriptor;
	const char *field = is_unit ? "unit_code" : "actor_name";
	if (is_unit ? take_unit(f, (const void *)reply->message)
		    : take_actor(f, (const void *)reply->message)) {
		submit(app, f);
		return;
	}
	form_focus(&f->form, field);
	app_say(app, TONE_WRONG,
		is_unit ? _("Within your units there is none of the code %s.")
			: _("Within your units there is no operator %s."),
		form_text(&f->form, field));
}

static void draw(struct app *app, void *state, struct area area)
{
	form_draw(&((struct journal_find *)state)->form, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct journal_find *f = state;
	enum form_answer answer = form_key(&f->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, f);
	return answer != FORM_IGNORED;
}

static void close_find(struct app *app, void *state)
{
	(void)app;
	form_free(&((struct journal_find *)state)->form);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("show"), .run = submit},
	{0},
};

const struct screen journal_find_screen = {
	.name = "journal-find",
	.title = N_("Choose entries"),
	.need = "xueji.v1.Journal/ListEntries",
	.is_command = true,
	.state_size = sizeof(struct journal_find),
	.open = open_find,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.close = close_find,
	.actions = actions,
};
