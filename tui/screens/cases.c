/* Cases of a unit: those that wait for it, late ones first, those that wait for it as the side that
 * a child leaves, all that it sees, and those that are closed. The subject is "UNIT PARTY TYPE"
 * with the numbers of the contract, as a row of the desk has them; "" is all that waits for the
 * operator at his own unit, as all rows of his desk together count it. */
#include "tui/screens/cases.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"
#include "tui/decide.h"
#include "tui/screens/case.h"
#include "tui/screens/case_rows.h"
#include "tui/screens/registration.h"
#include "tui/screens/transfer.h"
#include "tui/widgets/list.h"
#include "tui/words.h"

#define LIST   "xueji.v1.Cases/ListCases"
#define DECIDE "xueji.v1.Cases/DecideCases"
#define SAVE   "xueji.v1.Cases/SaveRegistration"

enum { FILTER_MOST = 60 }; /* characters */
enum which { WAITING, LEAVING, OPEN, CLOSED, WHICH_COUNT };

struct cases {
	struct list list;
	char unit[40];
	int party, type;
	bool is_mine; /* what waits, waits for whichever party the operator is */
	enum which which;
	Xueji__V1__CaseOrder order;
	char filter[FILTER_MOST * 4 + 1];
	Xueji__V1__CaseEvent event; /* that is being decided */
	struct decide_no no;        /* the ways of saying no that are shown */
	struct decide_look look;    /* how the marked ones stand now */
};

/* ---- the screen */

/* The same office on the side that a child leaves. */
static int leaving_party(int party)
{
	return party == XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR
		       ? XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_REGISTRAR
	       : party == XUEJI__V1__CASE_PARTY__CASE_PARTY_APPROVER
		       ? XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_APPROVER
	       : party == XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU
		       ? XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_BUREAU
		       : XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED;
}

static Xueji__V1__ListCasesRequest request_of(struct cases *c)
{
	Xueji__V1__ListCasesRequest request = XUEJI__V1__LIST_CASES_REQUEST__INIT;
	request.unit_id = c->unit;
	request.mine = c->is_mine && c->which == WAITING;
	if (!request.mine && (c->which == WAITING || c->which == LEAVING))
		request.waiting_for =
			(Xueji__V1__CaseParty)(c->which == WAITING ? c->party
								   : leaving_party(c->party));
	request.type = (Xueji__V1__CaseType)c->type;
	request.closed = c->which == CLOSED;
	request.order =
		c->which == CLOSED ? XUEJI__V1__CASE_ORDER__CASE_ORDER_UNSPECIFIED : c->order;
	request.filter = c->filter;
	return request;
}

static void ask(struct app *app, struct cases *c)
{
	Xueji__V1__ListCasesRequest request = request_of(c);
	bool are_transfers = c->which == LEAVING ||
			     c->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER ||
			     c->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT;
	list_turn(&c->list, c->which == WAITING
				    ? are_transfers ? &transfer_waiting_rows : &waiting_rows
			    : are_transfers ? &transfer_rows
					    : &case_rows);
	list_ask(&c->list, app, LIST, &request.base);
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
	list_init(&c->list, &case_rows);
	if (sscanf(subject, "%39s %d %d", c->unit, &c->party, &c->type) < 1) {
		strncpy(c->unit, app_who(app)->unit_id, sizeof c->unit - 1);
		c->party = own_party(app);
		c->is_mine = true;
	}
	c->which = c->party != 0 ? WAITING : OPEN;
	ask(app, c);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct cases *c = state;
	snprintf(c->filter, sizeof c->filter, "%s", text);
	ask(app, c);
}

static void show_plan(struct app *app, struct cases *c);

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct cases *c = state;
	if (decide_loaded(app, reply)) {
		list_mark_none(&c->list);
		list_refresh(&c->list, app);
	} else if (!decide_looked(&c->look, reply)) {
		list_loaded(&c->list, app, reply);
	} else if (c->look.seen != NULL) {
		show_plan(app, c);
	}
}

static void draw_load(struct app *app, const Xueji__V1__CaseLoad *load, struct area area, int col)
{
	col = draw_print(
		area, 0, col, STYLE_PLAIN, _("  %s waiting"), app_number(app, load->waiting));
	if (load->late > 0)
		col = draw_print(
			area, 0, col, STYLE_LATE, _("  !! %s late"), app_number(app, load->late));
	if (load->is_calendar_short)
		col = draw_print(area, 0, col, STYLE_WARN, "%s",
			app_print(app, _("  ! holidays known until %s"),
				app_date(app, load->calendar_known_until, false)));
	for (size_t i = 0; i < load->n_days && i < 3; i++) {
		const char *day =
			app_print(app, "  %s: %s", app_date(app, load->days[i]->date, true),
				app_number(app, load->days[i]->count));
		if (col + cells_of(day) < area.cols) /* a day in part says nothing */
			col = draw_text(area, 0, col, STYLE_PLAIN, day);
	}
}

/* What waits comes by its due day, which stands in its first column; all else newest first. */
static Xueji__V1__CaseOrder shown_order(const struct cases *c)
{
	if (c->which == CLOSED ||
		(c->which == OPEN && c->order == XUEJI__V1__CASE_ORDER__CASE_ORDER_UNSPECIFIED))
		return XUEJI__V1__CASE_ORDER__CASE_ORDER_NEWEST;
	return c->order;
}

static void draw(struct app *app, void *state, struct area area)
{
	struct cases *c = state;
	static const char *const words[] = {
		N_("Waiting for us"), N_("Leaving us"), N_("All that are open"), N_("Closed")};
	static const char *const orders[] = {
		"", N_("  by due day"), N_("  oldest first"), N_("  newest first")};
	const Xueji__V1__ListCasesResponse *reply = list_reply(&c->list);
	int col = draw_text(area, 0, 1, STYLE_HEAD, _(words[c->which]));
	if (shown_order(c) != XUEJI__V1__CASE_ORDER__CASE_ORDER_UNSPECIFIED)
		col = draw_text(area, 0, col, STYLE_HEAD, _(orders[shown_order(c)]));
	if (reply != NULL && reply->load != NULL)
		draw_load(app, reply->load, area, col);
	list_draw(&c->list, app, area_rows(area, 1, area.rows - 1));
}

static void close_cases(struct app *app, void *state)
{
	(void)app;
	list_free(&((struct cases *)state)->list);
	app_drop(((struct cases *)state)->look.seen);
}

/* ---- what keys do */

static bool can_decide(struct app *app, void *state, const char **why_out)
{
	struct cases *c = state;
	const Xueji__V1__Case *one = list_current(&c->list);
	if (list_marks(&c->list) > 0)
		return true;
	if (!list_has_row(app, state, why_out))
		return false;
	return words_is_our_move(app, one->turn, one->turn_unit, why_out);
}

/* A registrar signs nothing: he hands on what he entered, or what his school is asked for. Of many
 * it is as for the case under the cursor. */
static bool is_to_hand_on(const struct cases *c)
{
	const Xueji__V1__Case *one = list_current(&c->list);
	return one != NULL &&
	       (one->turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_REGISTRAR ||
		       one->turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_REGISTRAR);
}

static bool can_approve(struct app *app, void *state, const char **why_out)
{
	if (!can_decide(app, state, why_out))
		return false;
	*why_out = _("Here one hands on to the approver: Ctrl-S.");
	return !is_to_hand_on(state);
}

static bool can_submit(struct app *app, void *state, const char **why_out)
{
	if (!can_decide(app, state, why_out))
		return false;
	*why_out = _("It has been handed on.");
	return is_to_hand_on(state);
}

static void send(struct app *app, struct cases *c, const struct decision *decision)
{
	const char *refs[DECIDE_MOST];
	decide_send(app, decision, refs, list_picked(&c->list, app, refs, DECIDE_MOST));
}

static void confirmed(struct app *app, void *state)
{
	struct cases *c = state;
	send(app, c, &(struct decision){.event = c->event, .reason = ""});
}

/* Of what is marked, that which the plan called clean. */
static void confirmed_clean(struct app *app, void *state)
{
	struct cases *c = state;
	const Xueji__V1__ListCasesResponse *seen = c->look.seen;
	const char *refs[DECIDE_MOST];
	size_t n = 0, n_marked = list_picked(&c->list, app, refs, DECIDE_MOST);
	for (size_t i = 0; i < n_marked; i++) {
		const Xueji__V1__Case *one = decide_find(refs[i], seen->cases, seen->n_cases);
		if (decide_doubt_of(app, refs[i], one)[0] == '\0')
			refs[n++] = refs[i];
	}
	decide_send(app, &(struct decision){.event = c->event, .reason = ""}, refs, n);
}

static void show_plan(struct app *app, struct cases *c)
{
	const Xueji__V1__ListCasesResponse *seen = c->look.seen;
	const char *refs[DECIDE_MOST];
	if (list_marks(&c->list) == 0)
		return;
	size_t n = list_picked(&c->list, app, refs, DECIDE_MOST);
	decide_plan(app, c->event, refs, n, seen->cases, seen->n_cases, confirmed, confirmed_clean);
}

/* One is asked for at once; for many their state is asked for first, and then the plan shown. */
static void decide(struct app *app, struct cases *c, Xueji__V1__CaseEvent event)
{
	const Xueji__V1__Case *one = list_current(&c->list);
	Xueji__V1__ListCasesRequest request = request_of(c);
	c->event = event;
	request.page_size = DECIDE_MOST;
	decide_look(app, &c->look, LIST, list_marks(&c->list) > 0 ? &request.base : NULL);
	if (list_marks(&c->list) == 0)
		decide_ask_one(app, one->student_name, decide_doubt(app, one), decide_words(event),
			confirmed);
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

static void hand_over(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_HAND_OVER);
}

static void receive(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_RECEIVE);
}

static void pull(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_PULL);
}

/* As for the case under the cursor: of marks on both sides the others are left alone, and the
 * answer says so. */
static void ways_of_no(const struct cases *c, struct decide_no *out)
{
	const Xueji__V1__Case *one = list_current(&c->list);
	*out = (struct decide_no){0};
	if (one != NULL)
		decide_no_of(one->turn, true, true, out);
}

static void refused(struct app *app, void *state, size_t chosen, const char *text)
{
	struct cases *c = state;
	c->no.decisions[chosen].reason = text;
	send(app, c, &c->no.decisions[chosen]);
}

static bool can_refuse(struct app *app, void *state, const char **why_out)
{
	struct decide_no no;
	ways_of_no(state, &no);
	if (!can_decide(app, state, why_out))
		return false;
	*why_out = _("Here one hands on; the approver refuses.");
	return no.n > 0;
}

static void refuse(struct app *app, void *state)
{
	struct cases *c = state;
	ways_of_no(c, &c->no);
	app_choose(app, _("What shall become of it?"), c->no.choices, c->no.n, refused);
}

static void mark_clean(struct app *app, void *state)
{
	struct cases *c = state;
	const Xueji__V1__Case *one;
	list_mark_none(&c->list);
	for (size_t i = 0; i < list_count(&c->list) && list_marks(&c->list) < DECIDE_MOST; i++)
		if ((one = list_row(&c->list, i)) != NULL && one->turn_unit != NULL &&
			words_is_mine(app, one->turn_unit->id) && decide_doubt(app, one)[0] == '\0')
			list_mark(&c->list, decide_ref(app, one), true);
	if (list_marks(&c->list) == 0)
		app_say(app, TONE_PLAIN, _("None is clean; mark them one by one with t."));
}

static void open_case(struct app *app, void *state)
{
	const Xueji__V1__Case *one = list_current(&((struct cases *)state)->list);
	app_open(app, &case_screen, one->id);
}

static void chosen_new(struct app *app, void *state, size_t chosen, const char *text)
{
	(void)state;
	(void)text;
	app_open(app, chosen == 0 ? &registration_screen : &transfer_screen, "");
}

static void new_case(struct app *app, void *state)
{
	const struct choice choices[] = {{.text = _("a child who has no record yet")},
		{.text = _("a child of another school: transfer in")}};
	(void)state;
	app_choose(app, _("Who comes?"), choices, 2, chosen_new);
}

static void turn_which(struct app *app, void *state)
{
	struct cases *c = state;
	do
		c->which = (c->which + 1) % WHICH_COUNT;
	while ((c->which == WAITING && c->party == 0) ||
		(c->which == LEAVING && leaving_party(c->party) == 0));
	list_mark_none(&c->list);
	ask(app, c);
}

static bool can_sort(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("Closed cases come newest first.");
	return ((const struct cases *)state)->which != CLOSED;
}

/* The list's own order is one of the three, and comes with its own name. */
static void turn_order(struct app *app, void *state)
{
	struct cases *c = state;
	const Xueji__V1__CaseOrder usual = c->which == OPEN
						   ? XUEJI__V1__CASE_ORDER__CASE_ORDER_NEWEST
						   : XUEJI__V1__CASE_ORDER__CASE_ORDER_DUE;
	Xueji__V1__CaseOrder now =
		c->order != XUEJI__V1__CASE_ORDER__CASE_ORDER_UNSPECIFIED ? c->order : usual;
	c->order = (Xueji__V1__CaseOrder)(now % XUEJI__V1__CASE_ORDER__CASE_ORDER_NEWEST + 1);
	ask(app, c);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_case},
	{VERB_APPROVE, .can = can_approve, .run = approve, .need = DECIDE,
		.help = N_("sign or confirm what is marked, or the one under the cursor")},
	{VERB_REFUSE, .can = can_refuse, .run = refuse, .need = DECIDE,
		.help = N_("return for correction, or refuse for good, with a reason")},
	{VERB_VIEW, .what = N_("other list"), .run = turn_which,
		.help = N_("those that leave us, all that are open, those that are closed")},
	{VERB_MARK_CLEAN, .what = N_("mark clean"), .can = list_has_row, .run = mark_clean,
		.need = DECIDE,
		.help = N_("mark what is not late, not graduating, and has room in its class; "
			   "t marks one row")},
	{VERB_SUBMIT, .can = can_submit, .run = submit, .need = DECIDE,
		.help = N_("hand on to the approver"), .is_at_times = true},
	{VERB_WITHDRAW, .can = list_has_row, .run = withdraw, .need = SAVE, .is_quiet = true},
	{VERB_HAND_OVER, .can = can_decide, .run = hand_over, .need = SAVE,
		.help = N_("the paper file of a child that has moved is on its way"),
		.is_quiet = true},
	{VERB_RECEIVE, .can = list_has_row, .run = receive, .need = SAVE,
		.help = N_("the paper file of a child that has come is here"), .is_quiet = true},
	{VERB_PULL, .can = can_decide, .run = pull, .need = SAVE,
		.help = N_("from another province, once all have signed; again if it is lost"),
		.is_quiet = true},
	{VERB_CREATE, .what = N_("new"), .run = new_case, .need = SAVE,
		.help = N_("put a child in who has no record yet, or apply for one of another "
			   "school")},
	{VERB_SORT, .can = can_sort, .run = turn_order,
		.help = N_("by due day, oldest application first, newest first"), .is_quiet = true},
	{VERB_REFRESH, .run = list_again, .is_quiet = true},
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
	.on_key = list_on_key,
	.again = list_again,
	.filter = filter,
	.close = close_cases,
	.actions = actions,
};
