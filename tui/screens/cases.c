/* Cases of a unit: those that wait for it, late ones first, all that it sees, and those that are
 * closed. The subject is "UNIT PARTY TYPE" with the numbers of the contract, as the desk has them;
 * "" is all that waits for the operator's own unit. */
#include "tui/screens/cases.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"
#include "tui/decide.h"
#include "tui/screens/case.h"
#include "tui/screens/registration.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

enum { REASON_MAX = 200 };
enum which { WAITING, OPEN, CLOSED, WHICH_COUNT };

struct cases {
	struct list list;
	char unit[40];
	int party, type;
	enum which which;
	Xueji__V1__CaseEvent event; /* that is being decided */
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	return decide_ref(app, row);
}

static const char *due_cell(struct app *app, const void *row)
{
	return app_date(app, ((const Xueji__V1__Case *)row)->due_date, true);
}

static const char *left_cell(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	if (one->due_date[0] == '\0')
		return "-";
	return app_print(app, "%d%s", one->working_days_left,
		one->is_overdue               ? "!!"
		: one->working_days_left == 0 ? "! "
					      : "  ");
}

static enum style left_style(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	(void)app;
	if (one->is_overdue)
		return STYLE_LATE;
	return one->due_date[0] != '\0' && one->working_days_left == 0 ? STYLE_WARN : STYLE_PLAIN;
}

static const char *type_cell(struct app *app, const void *row)
{
	(void)app;
	return words_case_type(((const Xueji__V1__Case *)row)->type);
}

static const char *name_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Case *)row)->student_name;
}

static const char *class_cell(struct app *app, const void *row)
{
	const Xueji__V1__Case *one = row;
	return words_class(app, one->grade, one->class_number);
}

static const char *school_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Case *)row)->school->name;
}

static const char *state_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Case *)row)->state_title;
}

static const char *moved_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__Case *)row)->moved_time);
}

static bool can_mark(struct app *app, const void *row, const char **why_out)
{
	(void)app;
	*why_out = _("It is closed; nothing can be decided any more.");
	return ((const Xueji__V1__Case *)row)->turn != 0;
}

static const struct list_column columns[] = {
	{.title = N_("Due"), .width = 10, .cell = due_cell},
	{.title = N_("Left"),
		.width = 5,
		.is_number = true,
		.cell = left_cell,
		.style = left_style},
	{.title = N_("Name"), .width = 12, .cell = name_cell},
	{.title = N_("Class"), .width = 12, .cell = class_cell, .drop = 1},
	{.title = N_("School"), .width = 0, .cell = school_cell},
	{.title = N_("Kind"), .width = 10, .cell = type_cell, .drop = 2},
	{.title = N_("State"), .width = 16, .cell = state_cell},
	{.title = N_("Moved"), .width = 16, .cell = moved_cell, .drop = 3},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "cases",
	.id = id_of,
	.can_mark = can_mark,
	.empty = N_("There are none."),
};

/* ---- the screen */

static void ask(struct app *app, struct cases *c)
{
	Xueji__V1__ListCasesRequest request = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	request.unit_id = c->unit;
	if (c->which == WAITING)
		request.waiting_for = (Xueji__V1__CaseParty)c->party;
	request.type = (Xueji__V1__CaseType)c->type;
	request.closed = c->which == CLOSED;
	list_ask(&c->list, app, "xueji.v1.Cases/ListCases", &request.base);
}

/* As which the operator decides at his own unit. */
static int own_party(const struct app *app)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	for (size_t i = 0; i < who->n_duties; i++)
		for (size_t r = 0; r < who->duties[i]->n_roles; r++) {
			if (who->duties[i]->roles[r] == XUEJI__V1__ROLE__ROLE_APPROVER)
				return XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER;
			if (who->duties[i]->roles[r] == XUEJI__V1__ROLE__ROLE_REGISTRAR)
				return XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR;
		}
	return XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
}

static void open_cases(struct app *app, void *state, const char *subject)
{
	struct cases *c = state;
	list_init(&c->list, &spec);
	if (sscanf(subject, "%39s %d %d", c->unit, &c->party, &c->type) < 1) {
		strncpy(c->unit, app_who(app)->unit_id, sizeof c->unit - 1);
		c->party = own_party(app);
	}
	c->which = c->party != 0 ? WAITING : OPEN;
	ask(app, c);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct cases *c = state;
	if (decide_loaded(app, reply)) {
		list_mark_none(&c->list);
		list_refresh(&c->list, app);
		return;
	}
	list_loaded(&c->list, app, reply);
}

static void draw_load(struct app *app, const Xueji__V1__CaseLoad *load, struct area area, int col)
{
	col = draw_print(
		area, 0, col, STYLE_PLAIN, _("  %s waiting"), app_number(app, load->waiting));
	if (load->late > 0)
		col = draw_print(
			area, 0, col, STYLE_LATE, _("  !! %s late"), app_number(app, load->late));
	for (size_t i = 0; i < load->n_days && i < 3; i++)
		col = draw_print(area, 0, col, STYLE_PLAIN, "  %s: %s",
			app_date(app, load->days[i]->date, true),
			app_number(app, load->days[i]->count));
	if (load->is_calendar_short)
		draw_print(area, 0, col, STYLE_WARN, "%s", _("  ! holidays not known"));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct cases *c = state;
	static const char *const words[] = {
		N_("Waiting for us"), N_("All that are open"), N_("Closed")};
	const Xueji__V1__ListCasesResponse *reply = list_reply(&c->list);
	int col = draw_text(area, 0, 1, STYLE_HEAD, _(words[c->which]));
	if (reply != NULL && reply->load != NULL)
		draw_load(app, reply->load, area, col);
	list_draw(&c->list, app, area_rows(area, 1, area.rows - 1));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return list_key(&((struct cases *)state)->list, app, key);
}

static void again(struct app *app, void *state)
{
	list_refresh(&((struct cases *)state)->list, app);
}

static void close_cases(struct app *app, void *state)
{
	(void)app;
	list_free(&((struct cases *)state)->list);
}

/* ---- what keys do */

static bool has_case(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("There is no case in the list.");
	return list_current(&((struct cases *)state)->list) != NULL;
}

static bool can_decide(struct app *app, void *state, const char **why_out)
{
	struct cases *c = state;
	const Xueji__V1__Case *one = list_current(&c->list);
	if (list_marks(&c->list) > 0)
		return true;
	if (!has_case(app, state, why_out))
		return false;
	*why_out = one->turn == 0 ? _("It is closed; nothing can be decided any more.")
				  : app_print(app, _("It is the move of %s."),
					    one->turn_unit != NULL ? one->turn_unit->name : "-");
	return one->turn != 0 && one->turn_unit != NULL && words_is_mine(app, one->turn_unit->id);
}

static void send(struct app *app, struct cases *c, const char *reason)
{
	const char *refs[DECIDE_MOST];
	size_t n = list_marks(&c->list);
	n = n < DECIDE_MOST ? n : DECIDE_MOST;
	for (size_t i = 0; i < n; i++)
		refs[i] = list_mark_at(&c->list, i);
	if (n == 0) {
		refs[n++] = decide_ref(app, list_current(&c->list));
		list_move(&c->list, app, 1);
	}
	decide_send(app, c->event, refs, n, reason);
}

static void confirmed(struct app *app, void *state)
{
	send(app, state, "");
}

static void decide(struct app *app, struct cases *c, Xueji__V1__CaseEvent event)
{
	size_t n = list_marks(&c->list);
	const Xueji__V1__Case *one = list_current(&c->list);
	struct question question = {.done = confirmed, .count = n > 1 ? n : 0};
	c->event = event;
	if (n > 1)
		app_confirm(app, &question, _("%zu marked: %s?"), n, decide_words(event));
	else
		app_confirm(app, &question, _("%s: %s?"), one->student_name, decide_words(event));
}

static void approve(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE);
}

static void submit(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT);
}

static void withdraw(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW);
}

static void refused(struct app *app, void *state, size_t chosen, const char *text)
{
	struct cases *c = state;
	c->event = chosen == 0 ? XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN
			       : XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE;
	send(app, c, text);
}

static void refuse(struct app *app, void *state)
{
	const struct choice choices[] = {
		{_("return for correction"), REASON_MAX, true},
		{_("refuse for good"), REASON_MAX, true},
	};
	(void)state;
	app_choose(app, _("What shall become of it?"), choices, 2, refused);
}

static void open_case(struct app *app, void *state)
{
	const Xueji__V1__Case *one = list_current(&((struct cases *)state)->list);
	app_open(app, &case_screen, one->id);
}

static void new_child(struct app *app, void *state)
{
	(void)state;
	app_open(app, &registration_screen, "");
}

static void turn_which(struct app *app, void *state)
{
	struct cases *c = state;
	c->which = (c->which + 1) % WHICH_COUNT;
	if (c->which == WAITING && c->party == 0)
		c->which = OPEN;
	list_mark_none(&c->list);
	ask(app, c);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = has_case, .run = open_case},
	{VERB_APPROVE, .can = can_decide, .run = approve, .need = "xueji.v1.Cases/DecideCases",
		.help = N_("sign or confirm what is marked, or the one under the cursor")},
	{VERB_REFUSE, .can = can_decide, .run = refuse, .need = "xueji.v1.Cases/DecideCases",
		.help = N_("return for correction, or refuse for good, with a reason")},
	{VERB_SUBMIT, .can = can_decide, .run = submit, .need = "xueji.v1.Cases/SaveRegistration",
		.help = N_("hand drafts on to the approver"), .is_quiet = true},
	{VERB_WITHDRAW, .can = can_decide, .run = withdraw,
		.need = "xueji.v1.Cases/SaveRegistration", .is_quiet = true},
	{VERB_CREATE, .what = N_("new child"), .run = new_child,
		.need = "xueji.v1.Cases/SaveRegistration",
		.help = N_("put a child in who has no record yet")},
	{VERB_VIEW, .what = N_("waiting/open/closed"), .run = turn_which},
	{VERB_REFRESH, .run = again},
	{0},
};

const struct screen cases_screen = {
	.name = "cases",
	.title = N_("Cases"),
	.digit = 3,
	.tab = N_("Cases"),
	.need = "xueji.v1.Cases/ListCases",
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct cases),
	.open = open_cases,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.again = again,
	.close = close_cases,
	.actions = actions,
};
