/* The school's answer to a problem record (R45): that it is right, what is to be amended, or why
 * the record is to go and what the guardian chose; with papers, named by their numbers in the list
 * below the form. The subject is the problem's id. */
#include "tui/screens/problem_answer.h"

#include <stdlib.h>
#include <string.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/app.h"
#include "tui/item_text.h"
#include "tui/proofs.h"
#include "tui/widgets/item_form.h"
#include "tui/words.h"

#define ANSWER "xueji.v1.Problems/AnswerProblem"

struct answer {
	struct item_form form;
	struct proofs proofs;
	char id[40];
	Xueji__V1__GetProblemResponse *reply; /* NULL: not here yet */
	uint64_t answering;
};

static const struct form_choice answers[] = {
	{"1", N_("is right")}, {"2", N_("amend")}, {"3", N_("delete")}, {"4", N_("J number")}, {0}};
static const struct form_choice grounds[] = {{"1", N_("recorded twice; the other record stays")},
	{"2", N_("never came to this school")},
	{"3", N_("is at another school, and has a record there")}, {"4", N_("has dropped out")},
	{"5", N_("has gone abroad")}, {"6", N_("has died")}, {0}};
static const struct form_choice choices[] = {
	{"1", N_("the old record moves here")}, {"2", N_("the old record stays where it is")}, {0}};

enum { NOTE_MOST = 200, LEAD = 5 };

static const struct form_field lead[LEAD] = {
	{.name = "answer",
		.label = N_("Reply"),
		.width = 12,
		.is_required = true,
		.choices = answers},
	{.name = "delete_ground",
		.label = N_("Why it goes"),
		.width = 46,
		.choices = grounds,
		.hint = N_("of a deletion")},
	{.name = "guardian_choice",
		.label = N_("Guardian"),
		.width = 36,
		.choices = choices,
		.hint = N_("of a child recorded twice")},
	{.name = "proofs",
		.label = N_("Proofs"),
		.max = 40,
		.width = 20,
		.hint = N_("numbers of the files below: 1 3")},
	{.name = "note", .label = N_("Note"), .max = NOTE_MOST},
};

static bool wants(enum item item)
{
	return item_row(item)->is_controlled;
}

static void ask(struct app *app, struct answer *a)
{
	Xueji__V1__GetProblemRequest request = XUEJI__V1__GET_PROBLEM_REQUEST__INIT;
	request.problem_id = a->id;
	app_request(app, "xueji.v1.Problems/GetProblem", &request.base);
}

static void open_answer(struct app *app, void *state, const char *subject)
{
	struct answer *a = state;
	item_form_init(&a->form, lead, LEAD, wants, false);
	strncpy(a->id, subject, sizeof a->id - 1);
	ask(app, a);
}

/* ---- what comes back */

static void take_problem(struct app *app, struct answer *a, const struct client_reply *reply)
{
	bool is_first = a->reply == NULL;
	app_drop(a->reply);
	a->reply = app_keep(reply->message);
	if (is_first)
		proofs_ask(app, a->reply->summary->student_id);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct answer *a = state;
	bool was_answering = a->answering != 0 && reply->call == a->answering;
	if (was_answering) {
		a->answering = 0;
		form_faults(&a->form.form, app, reply, "");
		if (reply->outcome != CLIENT_OK)
			ask(app, a); /* it may have changed meanwhile */
	}
	if (reply->outcome != CLIENT_OK || proofs_loaded(&a->proofs, reply))
		return;
	if (!was_answering) {
		take_problem(app, a, reply);
		return;
	}
	const Xueji__V1__GetProblemResponse *in = (const void *)reply->message;
	a->form.form.is_changed = false;
	app_say(app, TONE_DONE, _("Answered: %s."), in->summary->state_title);
	app_back(app);
}

/* ---- what keys do */

static int number(const struct answer *a, const char *field)
{
	return (int)strtol(form_text(&a->form.form, field), NULL, 10);
}

/* New values go with an amendment alone, and grounds with a deletion. */
static void fill(const struct answer *a, Xueji__V1__AnswerProblemRequest *request)
{
	request->answer = (Xueji__V1__ProblemAnswer)number(a, "answer");
	request->note = (char *)(uintptr_t)form_text(&a->form.form, "note");
	if (request->answer == XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_DELETE)
		request->delete_ground = (Xueji__V1__DeleteGround)number(a, "delete_ground");
	request->guardian_choice = (Xueji__V1__GuardianChoice)number(a, "guardian_choice");
	for (enum item item = 0; item < ITEM_COUNT; item++)
		if (request->answer == XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND &&
			a->form.names[item][0] != '\0')
			item_put(request->items, item,
				form_text(&a->form.form, a->form.names[item]));
}

static void submit(struct app *app, void *state)
{
	struct answer *a = state;
	Xueji__V1__AnswerProblemRequest request = XUEJI__V1__ANSWER_PROBLEM_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	char *ids[PROOFS_MOST];
	size_t n;
	if (a->answering != 0 || a->reply == NULL || !form_check(&a->form.form, app) ||
		!proofs_pick(app, &a->proofs, form_text(&a->form.form, "proofs"), ids, &n))
		return;
	request.items = &items;
	fill(a, &request);
	if (request.answer != XUEJI__V1__PROBLEM_ANSWER__PROBLEM_ANSWER_AMEND)
		request.items = NULL;
	request.problem_id = a->id, request.rev = a->reply->summary->rev;
	request.attachment_ids = ids, request.n_attachment_ids = n;
	a->answering = app_request(app, ANSWER, &request.base);
}

/* ---- the frame's */

static const Xueji__V1__AnswerOffer *offer_of(const struct answer *a)
{
	for (size_t i = 0; a->reply != NULL && i < a->reply->n_answers; i++)
		if ((int)a->reply->answers[i]->answer == number(a, "answer"))
			return a->reply->answers[i];
	return NULL;
}

enum { LINES = 2 /* for what is to be done, and for what an answer needs */ };

/* What the answer that is chosen needs, or why it cannot be given. */
static void draw_offer(struct app *app, const struct answer *a, struct area area)
{
	const Xueji__V1__AnswerOffer *offer = offer_of(a);
	const char *text = "";
	if (a->reply == NULL || number(a, "answer") == 0)
		return;
	if (offer == NULL || offer->refusal_text[0] != '\0') {
		draw_wrapped(area, 0, STYLE_LATE,
			offer != NULL ? offer->refusal_text
				      : _("A problem of this kind has no such answer."));
		return;
	}
	for (size_t i = 0; i < offer->n_papers; i++)
		text = app_print(app, "%s  %s %s", text, offer->papers[i]->is_there ? "+" : "!",
			offer->papers[i]->text);
	if (text[0] != '\0')
		draw_wrapped(area, 0, STYLE_WARN, app_print(app, _("Papers needed:%s"), text));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct answer *a = state;
	struct area inner = area_cols(area, 1, area.cols - 2);
	int row = LINES, rows = (int)a->form.form.n + 2;
	if (a->reply != NULL)
		draw_wrapped(area_rows(inner, 0, LINES), 0, STYLE_PLAIN,
			app_print(app, "%s: %s", a->reply->summary->kind_title,
				a->reply->summary->cure));
	form_draw(&a->form.form, app, area_rows(area, row, rows));
	draw_offer(app, a, area_rows(inner, row + rows, LINES));
	row += rows + LINES;
	proofs_draw(app, &a->proofs, area_rows(area, row, area.rows - row));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return form_key(&((struct answer *)state)->form.form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct answer *)state)->form.form;
}

static void close_answer(struct app *app, void *state)
{
	struct answer *a = state;
	(void)app;
	item_form_free(&a->form);
	proofs_free(&a->proofs);
	app_drop(a->reply);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .run = submit, .need = ANSWER, .help = N_("answer for the school")},
	{0},
};

const struct screen problem_answer_screen = {
	.name = "problem-answer",
	.title = N_("Reply"),
	.need = ANSWER,
	.state_size = sizeof(struct answer),
	.open = open_answer,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_answer,
	.actions = actions,
};
