/* One case: the approval track and the steps so far, then what it applies for. The subject is the
 * case's id. */
#include "tui/screens/case.h"

#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"
#include "tui/decide.h"
#include "tui/screens/registration.h"
#include "tui/screens/student.h"
#include "tui/widgets/item_pages.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

enum { LABELS = 12, HEAD_ROWS = 5, REASON_MAX = 200 };

struct one {
	char id[40];
	struct item_pages pages;
	Xueji__V1__CaseEvent event;        /* that is being decided */
	Xueji__V1__GetCaseResponse *reply; /* NULL: not here yet */
};

static void ask(struct app *app, struct one *o)
{
	Xueji__V1__GetCaseRequest request = XUEJI__V1__GET_CASE_REQUEST__INIT;
	request.case_id = o->id;
	app_request(app, "xueji.v1.Cases/GetCase", &request.base);
}

static void open_one(struct app *app, void *state, const char *subject)
{
	struct one *o = state;
	o->pages = (struct item_pages){.first = N_("Track")};
	strncpy(o->id, subject, sizeof o->id - 1);
	ask(app, o);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct one *o = state;
	if (decide_loaded(app, reply)) {
		ask(app, o);
	} else if (reply->outcome == CLIENT_OK) {
		app_drop(o->reply);
		o->reply = app_keep(reply->message);
		o->pages.given_only =
			o->reply->summary->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_KEY_DATA;
		app_title(app, o->reply->summary->student_name);
	}
}

/* ---- drawing */

static const char *due(struct app *app, const Xueji__V1__Case *one)
{
	if (one->due_date[0] == '\0')
		return "-";
	const char *day = app_date(app, one->due_date, true);
	return one->is_overdue ? app_print(app, _("%s !! %d late"), day, -one->working_days_left)
			       : app_print(app, _("%s, %d left"), day, one->working_days_left);
}

static void draw_head(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	const Xueji__V1__Case *one = reply->summary;
	pane_pair(pane, N_("Name"), one->student_name, N_("Kind"), words_case_type(one->type));
	pane_pair(pane, N_("School"), one->school->name, N_("Class"),
		words_class(app, one->grade, one->class_number));
	pane_pair(pane, N_("State"), one->state_title, N_("Due"), due(app, one));
	if (reply->is_provisional)
		pane_text(pane, STYLE_WARN,
			_("? some items were entered before the papers were there; to be "
			  "confirmed"));
}

static void draw_stations(
	struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	for (size_t i = 0; i < reply->n_stations; i++) {
		const Xueji__V1__CaseStation *at = reply->stations[i];
		const char *sign = at->is_done ? "+" : at->is_current ? "?" : ".";
		bool is_mine =
			at->is_current && at->unit != NULL && words_is_mine(app, at->unit->id);
		pane_text(pane, at->is_current ? STYLE_WARN : STYLE_PLAIN,
			app_print(app, "%zu %s %s  %s%s", i + 1, sign, at->title,
				at->unit != NULL ? at->unit->name : "",
				is_mine ? _("  <- our move") : ""));
	}
}

static void draw_steps(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	for (size_t i = reply->n_steps; i-- > 0;) {
		const Xueji__V1__CaseStep *step = reply->steps[i];
		const char *stands_in = step->for_name[0] != '\0'
						? app_print(app, _("  for %s"), step->for_name)
						: "";
		pane_text(pane, STYLE_PLAIN,
			app_print(app, "%s  %s  %s %s%s", app_instant(app, step->time),
				decide_words(step->event),
				step->unit != NULL ? step->unit->name : "", step->operator_name,
				stands_in));
		if (step->reason[0] != '\0')
			pane_text(pane, STYLE_HEAD, app_print(app, "    %s", step->reason));
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct one *o = state;
	if (o->reply == NULL)
		return;
	struct pane pane = pane_begin(area, LABELS);
	struct area body = area_rows(area, HEAD_ROWS, area.rows - HEAD_ROWS);
	draw_head(app, o->reply, &pane);
	item_pages_draw(&o->pages, app, o->reply->items, body);
	if (item_pages_at(&o->pages) != ITEM_PAGE_FIRST)
		return;
	pane = pane_begin(body, LABELS);
	pane.row = 1;
	draw_stations(app, o->reply, &pane);
	pane.row++;
	draw_steps(app, o->reply, &pane);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	(void)app;
	return item_pages_key(&((struct one *)state)->pages, key);
}

static void close_one(struct app *app, void *state)
{
	(void)app;
	app_drop(((struct one *)state)->reply);
}

/* ---- what keys do */

static bool may(struct app *app, const struct one *o, Xueji__V1__CaseEvent event, const char **why)
{
	*why = _("The case is not here yet.");
	if (o->reply == NULL)
		return false;
	for (size_t i = 0; i < o->reply->n_moves; i++)
		if (o->reply->moves[i] == event)
			return true;
	const Xueji__V1__Case *one = o->reply->summary;
	*why = one->turn_unit == NULL ? _("It is closed; nothing can be decided any more.")
	       : words_is_mine(app, one->turn_unit->id)
		       ? _("It is our move, but another person's: no one signs what he entered.")
		       : app_print(app, _("It is the move of %s."), one->turn_unit->name);
	return false;
}

static void send(struct app *app, struct one *o, const char *reason)
{
	const char *ref = decide_ref(app, o->reply->summary);
	decide_send(app, o->event, &ref, 1, reason);
}

static void confirmed(struct app *app, void *state)
{
	send(app, state, "");
}

static void decide(struct app *app, struct one *o, Xueji__V1__CaseEvent event)
{
	o->event = event;
	app_confirm(app, &(struct question){.done = confirmed}, _("%s: %s?"),
		o->reply->summary->student_name, decide_words(event));
}

static bool can_approve(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE, why_out);
}

static void approve(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_APPROVE);
}

static bool can_submit(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT, why_out);
}

static void submit(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT);
}

static bool can_withdraw(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW, why_out);
}

static void withdraw(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW);
}

/* Both ways of saying no; only those that the table of moves offers. */
static size_t ways(struct app *app, const struct one *o, Xueji__V1__CaseEvent out[2])
{
	static const Xueji__V1__CaseEvent no[] = {
		XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE};
	const char *why;
	size_t n = 0;
	for (size_t i = 0; i < 2; i++)
		if (may(app, o, no[i], &why))
			out[n++] = no[i];
	return n;
}

static bool can_refuse(struct app *app, void *state, const char **why_out)
{
	Xueji__V1__CaseEvent no[2];
	return ways(app, state, no) > 0 ||
	       may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE, why_out);
}

static void refused(struct app *app, void *state, size_t chosen, const char *text)
{
	struct one *o = state;
	Xueji__V1__CaseEvent no[2];
	if (chosen < ways(app, o, no)) {
		o->event = no[chosen];
		send(app, o, text);
	}
}

static void refuse(struct app *app, void *state)
{
	Xueji__V1__CaseEvent no[2];
	struct choice choices[2];
	size_t n = ways(app, state, no);
	for (size_t i = 0; i < n; i++)
		choices[i] = (struct choice){decide_words(no[i]), REASON_MAX, true};
	app_choose(app, _("What shall become of it?"), choices, n, refused);
}

static void next_page(struct app *app, void *state)
{
	(void)app;
	item_pages_next(&((struct one *)state)->pages);
}

static bool has_file(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	(void)app;
	*why_out = _("The case is not here yet.");
	return o->reply != NULL;
}

static void open_file(struct app *app, void *state)
{
	app_open(app, &student_screen, ((struct one *)state)->reply->summary->student_id);
}

static bool can_edit(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	if (!may(app, o, XUEJI__V1__CASE_EVENT__CASE_EVENT_SAVE, why_out))
		return false;
	*why_out = _("Only a registration can be edited here.");
	return o->reply->summary->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_REGISTRATION;
}

static void edit(struct app *app, void *state)
{
	app_open(app, &registration_screen, ((struct one *)state)->id);
}

static void refresh_one(struct app *app, void *state)
{
	ask(app, state);
}

#define DECIDE "xueji.v1.Cases/DecideCases"
static const struct action actions[] = {
	{VERB_APPROVE, .can = can_approve, .run = approve, .need = DECIDE},
	{VERB_REFUSE, .can = can_refuse, .run = refuse, .need = DECIDE},
	{VERB_SUBMIT, .can = can_submit, .run = submit, .need = DECIDE, .is_quiet = true},
	{VERB_WITHDRAW, .can = can_withdraw, .run = withdraw, .need = DECIDE, .is_quiet = true},
	{VERB_EDIT, .can = can_edit, .run = edit, .need = "xueji.v1.Cases/SaveRegistration"},
	{VERB_VIEW, .what = N_("next page"), .can = has_file, .run = next_page},
	{VERB_OPEN, .what = N_("file"), .can = has_file, .run = open_file,
		.need = "xueji.v1.Students/GetStudent"},
	{VERB_REFRESH, .run = refresh_one},
	{0},
};

const struct screen case_screen = {
	.name = "case",
	.title = N_("Case"),
	.need = "xueji.v1.Cases/GetCase",
	.state_size = sizeof(struct one),
	.open = open_one,
	.loaded = loaded,
	.draw = draw,
	.again = refresh_one,
	.on_key = on_key,
	.close = close_one,
	.actions = actions,
};
