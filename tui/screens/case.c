/* One case: the approval track and the steps so far, then what it applies for: items, or of a
 * transfer the application beside the record. The subject is the case's id. */
#include "tui/screens/case.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"
#include "tui/contact_form.h"
#include "tui/decide.h"
#include "tui/screens/case_draw.h"
#include "tui/screens/files.h"
#include "tui/screens/graduation.h"
#include "tui/screens/registration.h"
#include "tui/screens/standing.h"
#include "tui/screens/student.h"
#include "tui/screens/transfer.h"
#include "tui/widgets/item_pages.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

#define RECORD "xueji.v1.Students/GetStudent"

struct one {
	char id[40];
	struct item_pages pages;
	Xueji__V1__CaseEvent event; /* that is being decided */
	struct decide_no no;        /* the ways of saying no that are shown */
	char asked[40]; /* the case as it stood when it was asked; it may change while one thinks */
	Xueji__V1__GetCaseResponse *reply; /* NULL: not here yet */
	/* Of a transfer, for the side that has the child: asked for when one turns to that page,
	 * since the journal notes who looks. */
	Xueji__V1__GetStudentResponse *record;
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

/* A transfer has two pages, and that of a child that has left also the file as it was (R12). */
static void set_pages(struct one *o)
{
	const Xueji__V1__GetCaseResponse *in = o->reply;
	o->pages.last = in->transfer != NULL ? N_("Application and record") : NULL;
	o->pages.no_items = in->status_change != NULL || in->graduation != NULL ||
			    (in->transfer != NULL && in->transfer->file_kept == NULL);
	o->pages.given_only = in->summary->type == XUEJI__V1__CASE_TYPE__CASE_TYPE_KEY_DATA;
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct one *o = state;
	if (decide_loaded(app, reply)) {
		ask(app, o);
	} else if (reply->outcome == CLIENT_OK &&
		   reply->message->descriptor == &xueji__v1__get_student_response__descriptor) {
		app_drop(o->record);
		o->record = app_keep(reply->message);
	} else if (reply->outcome == CLIENT_OK) {
		app_drop(o->reply);
		o->reply = app_keep(reply->message);
		set_pages(o);
		app_title(app, o->reply->summary->student_name);
	}
}

/* ---- the record beside the application */

static bool is_sending(Xueji__V1__CaseParty party)
{
	return party >= XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_REGISTRAR &&
	       party <= XUEJI__V1__CASE_PARTY__CASE_PARTY_SENDING_BUREAU;
}

/* The child is one of ours, and the case is under way. */
static bool has_record(const struct app *app, const struct one *o)
{
	const Xueji__V1__GetCaseResponse *reply = o->reply;
	if (reply->transfer == NULL || reply->transfer->file_kept != NULL ||
		reply->summary->turn == XUEJI__V1__CASE_PARTY__CASE_PARTY_UNSPECIFIED)
		return false;
	for (size_t i = 0; i < reply->n_stations; i++) {
		const Xueji__V1__CaseStation *at = reply->stations[i];
		if (is_sending(at->party) && at->unit != NULL && words_is_mine(app, at->unit->id))
			return true;
	}
	return false;
}

static void want_record(struct app *app, const struct one *o)
{
	Xueji__V1__GetStudentRequest request = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	if (o->reply == NULL || o->record != NULL || item_pages_at(&o->pages) != ITEM_PAGE_LAST ||
		!has_record(app, o) || !app_may(app, RECORD))
		return;
	request.student_id = o->reply->summary->student_id;
	app_request(app, RECORD, &request.base);
}

/* ---- drawing */

static void draw(struct app *app, void *state, struct area area)
{
	struct one *o = state;
	if (o->reply == NULL)
		return;
	struct pane pane = pane_begin(area, CASE_LABELS);
	struct area body = area_rows(area, CASE_HEAD, area.rows - CASE_HEAD);
	const Xueji__V1__TransferApplication *transfer = o->reply->transfer;
	case_draw_head(app, o->reply, &pane);
	item_pages_draw(
		&o->pages, app, transfer != NULL ? transfer->file_kept : o->reply->items, body);
	if (item_pages_at(&o->pages) == ITEM_PAGE_LAST)
		case_draw_sides(app, o->reply, o->record, area_rows(body, 1, body.rows - 1));
	if (item_pages_at(&o->pages) != ITEM_PAGE_FIRST)
		return;
	pane = pane_begin(body, CASE_LABELS);
	pane.row = 1;
	case_draw_change(app, o->reply, &pane);
	case_draw_graduation(app, o->reply, &pane);
	case_draw_track(app, o->reply, &pane);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	bool is_mine = item_pages_key(&((struct one *)state)->pages, key);
	want_record(app, state);
	return is_mine;
}

static void close_one(struct app *app, void *state)
{
	(void)app;
	app_drop(((struct one *)state)->reply);
	app_drop(((struct one *)state)->record);
}

/* ---- what keys do */

static bool may(struct app *app, const struct one *o, Xueji__V1__CaseEvent event, const char **why)
{
	*why = _("The case is not here yet.");
	if (o->reply == NULL)
		return false;
	return words_may(
		app, event, o->reply->moves, o->reply->n_moves, o->reply->summary->turn_unit, why);
}

static void send(struct app *app, struct one *o, const struct decision *decision)
{
	const char *ref = o->asked;
	decide_send(app, decision, &ref, 1);
}

static void ask_about(struct app *app, struct one *o)
{
	snprintf(o->asked, sizeof o->asked, "%s", decide_ref(app, o->reply->summary));
}

static void confirmed(struct app *app, void *state)
{
	struct one *o = state;
	send(app, o, &(struct decision){.event = o->event, .reason = ""});
}

static void decide(struct app *app, struct one *o, Xueji__V1__CaseEvent event)
{
	o->event = event;
	ask_about(app, o);
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

static bool can_hand_over(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_HAND_OVER, why_out);
}

static void hand_over(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_HAND_OVER);
}

static bool can_receive(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_RECEIVE, why_out);
}

static void receive(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_RECEIVE);
}

static bool can_pull(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_PULL, why_out);
}

static void pull(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_PULL);
}

/* Only those that the table of moves offers. */
static void ways_of_no(struct app *app, const struct one *o, struct decide_no *out)
{
	const char *why;
	bool may_return = may(app, o, XUEJI__V1__CASE_EVENT__CASE_EVENT_RETURN, &why);
	bool may_refuse = may(app, o, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE, &why);
	*out = (struct decide_no){0};
	if (may_return || may_refuse)
		decide_no_of(o->reply->summary->turn, may_return, may_refuse, out);
}

static bool can_refuse(struct app *app, void *state, const char **why_out)
{
	struct decide_no no;
	ways_of_no(app, state, &no);
	return no.n > 0 || may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE, why_out);
}

static void refused(struct app *app, void *state, size_t chosen, const char *text)
{
	struct one *o = state;
	o->no.decisions[chosen].reason = text;
	send(app, o, &o->no.decisions[chosen]);
}

static void refuse(struct app *app, void *state)
{
	struct one *o = state;
	ways_of_no(app, o, &o->no);
	ask_about(app, o);
	app_choose(app, _("What shall become of it?"), o->no.choices, o->no.n, refused);
}

static void next_page(struct app *app, void *state)
{
	item_pages_next(&((struct one *)state)->pages);
	want_record(app, state);
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

static void open_papers(struct app *app, void *state)
{
	const struct one *o = state;
	app_open(app, &files_screen,
		app_print(app, "case %s %s", o->id, o->reply->summary->student_id));
}

static bool can_edit(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	if (!may(app, o, XUEJI__V1__CASE_EVENT__CASE_EVENT_SAVE, why_out))
		return false;
	*why_out = _("A change of key data cannot be edited here.");
	return o->reply->summary->type != XUEJI__V1__CASE_TYPE__CASE_TYPE_KEY_DATA;
}

static void edit(struct app *app, void *state)
{
	const struct one *o = state;
	if (o->reply->graduation != NULL)
		app_open(app, &graduation_screen, o->id);
	else if (o->reply->status_change != NULL)
		app_open(app, &standing_screen, app_print(app, "case %s", o->id));
	else
		app_open(app, o->reply->transfer != NULL ? &transfer_screen : &registration_screen,
			o->id);
}

static bool is_transfer(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	(void)app;
	*why_out = o->reply == NULL ? _("The case is not here yet.") : _("It is no transfer.");
	return o->reply != NULL && o->reply->transfer != NULL;
}

static bool can_copy(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	if (!is_transfer(app, state, why_out))
		return false;
	*why_out = _("Only the school that applied copies, and only what was refused.");
	const Xueji__V1__CaseState at = o->reply->summary->state;
	return (at == XUEJI__V1__CASE_STATE__CASE_STATE_REFUSED ||
		       at == XUEJI__V1__CASE_STATE__CASE_STATE_CHECK_FAILED) &&
	       words_is_mine(app, o->reply->summary->school->id);
}

static void copy(struct app *app, void *state)
{
	app_open(app, &transfer_screen, app_print(app, "copy %s", ((struct one *)state)->id));
}

static void print(struct app *app, void *state)
{
	const struct one *o = state;
	app_show(app, _("As it is printed: xueji transfer form CASE"),
		contact_form_text(app_arena(app), o->reply, app_lang(app)));
}

static void refresh_one(struct app *app, void *state)
{
	ask(app, state);
}

#define DECIDE "xueji.v1.Cases/DecideCases"
#define SAVE   "xueji.v1.Cases/SaveRegistration"
static const struct action actions[] = {
	{VERB_APPROVE, .can = can_approve, .run = approve, .need = DECIDE},
	{VERB_REFUSE, .can = can_refuse, .run = refuse, .need = DECIDE},
	{VERB_SUBMIT, .can = can_submit, .run = submit, .need = DECIDE, .is_at_times = true},
	{VERB_WITHDRAW, .can = can_withdraw, .run = withdraw, .need = DECIDE, .is_at_times = true},
	{VERB_HAND_OVER, .can = can_hand_over, .run = hand_over, .need = SAVE,
		.help = N_("the paper file of a child that has moved is on its way"),
		.is_at_times = true},
	{VERB_RECEIVE, .can = can_receive, .run = receive, .need = SAVE,
		.help = N_("the paper file of a child that has come is here"), .is_at_times = true},
	{VERB_PULL, .can = can_pull, .run = pull, .need = SAVE,
		.help = N_("from another province, once all have signed; again if it is lost"),
		.is_at_times = true},
	{VERB_EDIT, .can = can_edit, .run = edit, .need = SAVE},
	{VERB_CREATE, .what = N_("copy to a new application"), .can = can_copy, .run = copy,
		.need = "xueji.v1.Transfers/ApplyTransfer", .is_at_times = true},
	{VERB_PRINT, .what = N_("contact form"), .can = is_transfer, .run = print,
		.is_quiet = true},
	{VERB_VIEW, .what = N_("next page"), .can = has_file, .run = next_page},
	{VERB_OPEN, .what = N_("file"), .can = has_file, .run = open_file,
		.need = "xueji.v1.Students/GetStudent"},
	{VERB_FILES, .what = N_("papers"), .can = has_file, .run = open_papers,
		.need = "xueji.v1.Attachments/ListAttachments",
		.help = N_("the scans on which the case relies")},
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
