/* One problem record on four pages: its children side by side, its track, its messages, its
 * answers. The subject is its id. */
#include "tui/screens/problem.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/checks.pb-c.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/app.h"
#include "tui/problem_decide.h"
#include "tui/problem_words.h"
#include "tui/screens/files.h"
#include "tui/screens/problem_answer.h"
#include "tui/screens/problem_draw.h"
#include "tui/screens/student.h"
#include "tui/words.h"

#define PROBLEMS "xueji.v1.Problems/"
#define COMPARE  "xueji.v1.Checks/CompareStudents"

enum { MESSAGE_MOST = 500 /* characters */ };
enum page { SIDES, TRACK, MESSAGES, ANSWERS, PAGES };

struct one {
	char id[40];
	size_t page;
	size_t from, room; /* of the others beside the child: the first that is shown, how many */
	Xueji__V1__CaseEvent event; /* that is being decided */
	struct problem_no no;       /* the ways of saying no that are shown */
	char asked[40]; /* as it stood when it was asked; it may change while one thinks */
	Xueji__V1__GetProblemResponse *reply; /* NULL: not here yet */
	/* What the differences look like between the child and the first that stands beside it. */
	Xueji__V1__CompareStudentsResponse *why;
};

static void ask(struct app *app, struct one *o)
{
	Xueji__V1__GetProblemRequest request = XUEJI__V1__GET_PROBLEM_REQUEST__INIT;
	request.problem_id = o->id;
	app_request(app, PROBLEMS "GetProblem", &request.base);
}

static void open_one(struct app *app, void *state, const char *subject)
{
	struct one *o = state;
	strncpy(o->id, subject, sizeof o->id - 1);
	o->room = 1;
	ask(app, o);
}

/* The journal notes who compares, so it is asked for where both are shown. */
static void ask_why(struct app *app, struct one *o)
{
	Xueji__V1__CompareStudentsRequest request = XUEJI__V1__COMPARE_STUDENTS_REQUEST__INIT;
	app_drop(o->why);
	o->why = NULL;
	if (o->reply->n_parties < o->from + 2)
		return;
	request.student_id = o->reply->parties[0]->problem->student_id;
	request.other_id = o->reply->parties[o->from + 1]->problem->student_id;
	app_request(app, COMPARE, &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct one *o = state;
	if (problem_decided(app, reply))
		ask(app, o);
	if (reply->outcome == CLIENT_OK &&
		reply->message->descriptor == &xueji__v1__compare_students_response__descriptor) {
		app_drop(o->why);
		o->why = app_keep(reply->message);
	}
	if (reply->outcome != CLIENT_OK ||
		reply->message->descriptor != &xueji__v1__get_problem_response__descriptor)
		return;
	app_drop(o->reply);
	o->reply = app_keep(reply->message);
	if (o->from + 1 >= o->reply->n_parties)
		o->from = 0;
	app_title(app, o->reply->summary->student_name);
	if (o->why == NULL)
		ask_why(app, o);
}

/* ---- drawing */

static void draw_titles(const struct one *o, struct area area, int row)
{
	static const char *const titles[PAGES] = {
		N_("Side by side"), N_("Track"), N_("Messages"), N_("Answers")};
	int col = 1;
	for (size_t i = 0; i < PAGES; i++)
		col = draw_print(area, row, col, i == o->page ? STYLE_TAB : STYLE_HEAD,
			i == o->page ? "[%s]" : " %s ", _(titles[i]));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct one *o = state;
	if (o->reply == NULL)
		return;
	struct pane pane = pane_begin(area, PROBLEM_LABELS);
	problem_draw_head(app, o->reply, &pane);
	draw_titles(o, area, pane.row);
	struct area body = area_rows(area, pane.row + 1, area.rows);
	pane = pane_begin(body, PROBLEM_LABELS);
	o->room = problem_sides_room(body);
	switch ((enum page)o->page) {
	case SIDES:
		problem_draw_sides(app, o->reply, o->from, o->why, body);
		break;
	case TRACK:
		problem_draw_track(app, o->reply, &pane);
		break;
	case MESSAGES:
		problem_draw_messages(app, o->reply, &pane);
		break;
	default:
		problem_draw_answers(app, o->reply, &pane);
	}
}

static void next_page(struct app *app, void *state)
{
	struct one *o = state;
	(void)app;
	o->page = (o->page + 1) % PAGES;
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct one *o = state;
	if (key.code == KEY_RIGHT)
		next_page(app, state);
	else if (key.code == KEY_LEFT || key.code == KEY_BACKTAB)
		o->page = (o->page + PAGES - 1) % PAGES;
	else
		return false;
	return true;
}

static void close_one(struct app *app, void *state)
{
	(void)app;
	app_drop(((struct one *)state)->reply);
	app_drop(((struct one *)state)->why);
}

/* ---- what keys do */

static bool is_here(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("The problem is not here yet.");
	return ((struct one *)state)->reply != NULL;
}

static bool has_others(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	if (!is_here(app, state, why_out))
		return false;
	*why_out = _("All children of it are shown.");
	return o->reply->n_parties > o->room + 1;
}

static void next_others(struct app *app, void *state)
{
	struct one *o = state;
	o->from += o->room;
	if (o->from + 1 >= o->reply->n_parties)
		o->from = 0;
	ask_why(app, o);
}

static void previous_others(struct app *app, void *state)
{
	struct one *o = state;
	if (o->from == 0)
		o->from = (o->reply->n_parties - 2) / o->room * o->room;
	else
		o->from = o->from > o->room ? o->from - o->room : 0;
	ask_why(app, o);
}

static void open_file(struct app *app, void *state)
{
	app_open(app, &student_screen, ((struct one *)state)->reply->summary->student_id);
}

static void refresh_one(struct app *app, void *state)
{
	ask(app, state);
}

/* ---- deciding */

static bool may(struct app *app, const struct one *o, Xueji__V1__CaseEvent event, const char **why)
{
	*why = _("The problem is not here yet.");
	if (o->reply == NULL)
		return false;
	return words_may(
		app, event, o->reply->moves, o->reply->n_moves, o->reply->summary->turn_unit, why);
}

static void send(struct app *app, struct one *o, Xueji__V1__CaseEvent event, const char *reason)
{
	const char *ref = o->asked;
	problem_send(app, event, reason, &ref, 1);
}

static void ask_about(struct app *app, struct one *o)
{
	snprintf(o->asked, sizeof o->asked, "%s", problem_ref(app, o->reply->summary));
}

static void confirmed(struct app *app, void *state)
{
	send(app, state, ((struct one *)state)->event, "");
}

static void decide(struct app *app, struct one *o, Xueji__V1__CaseEvent event)
{
	o->event = event;
	ask_about(app, o);
	decide_ask_one(app, o->reply->summary->student_name, problem_doubt(app, o->reply->summary),
		problem_words_event(event), confirmed);
}

static Xueji__V1__CaseEvent yes(const struct one *o)
{
	return o->reply != NULL ? problem_yes(o->reply->summary)
				: XUEJI__V1__CASE_EVENT__CASE_EVENT_UNSPECIFIED;
}

static bool can_approve(struct app *app, void *state, const char **why_out)
{
	return may(app, state, yes(state), why_out);
}

static void approve(struct app *app, void *state)
{
	decide(app, state, yes(state));
}

static bool can_refuse(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	struct problem_no no = {0};
	if (o->reply != NULL)
		problem_no_of(o->reply->summary, o->reply->moves, o->reply->n_moves, &no);
	return no.n > 0 || may(app, o, XUEJI__V1__CASE_EVENT__CASE_EVENT_REFUSE, why_out);
}

static void refused(struct app *app, void *state, size_t chosen, const char *text)
{
	send(app, state, ((struct one *)state)->no.events[chosen], text);
}

static void refuse(struct app *app, void *state)
{
	struct one *o = state;
	problem_no_of(o->reply->summary, o->reply->moves, o->reply->n_moves, &o->no);
	ask_about(app, o);
	app_choose(app, _("What shall become of it?"), o->no.choices, o->no.n, refused);
}

static bool can_withdraw(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW, why_out);
}

static void withdraw(struct app *app, void *state)
{
	decide(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_WITHDRAW);
}

/* ---- answering, writing, papers */

static bool can_answer(struct app *app, void *state, const char **why_out)
{
	return may(app, state, XUEJI__V1__CASE_EVENT__CASE_EVENT_SUBMIT, why_out);
}

static void answer(struct app *app, void *state)
{
	app_open(app, &problem_answer_screen, ((struct one *)state)->id);
}

static bool can_write(struct app *app, void *state, const char **why_out)
{
	const struct one *o = state;
	if (!is_here(app, state, why_out))
		return false;
	*why_out = _("Only the sides of the finding, and who decides it, write to one another.");
	return o->reply->can_write;
}

static void written(struct app *app, void *state, const char *text)
{
	struct one *o = state;
	Xueji__V1__AddProblemMessageRequest request = XUEJI__V1__ADD_PROBLEM_MESSAGE_REQUEST__INIT;
	if (text[0] == '\0')
		return;
	request.problem_id = o->id;
	request.text = (char *)(uintptr_t)text;
	o->page = MESSAGES;
	app_request(app, PROBLEMS "AddProblemMessage", &request.base);
}

static void write_message(struct app *app, void *state)
{
	(void)state;
	app_prompt(app,
		&(struct prompt){
			.label = _("To the other sides:"), .max = MESSAGE_MOST, .done = written});
}

static void open_papers(struct app *app, void *state)
{
	const struct one *o = state;
	app_open(app, &files_screen,
		app_print(app, "case %s %s", o->id, o->reply->summary->student_id));
}

static const struct action actions[] = {
	{VERB_ANSWER, .can = can_answer, .run = answer, .need = PROBLEMS "AnswerProblem",
		.help = N_("what the school has found: right, to be amended, to be deleted")},
	{VERB_APPROVE, .can = can_approve, .run = approve, .need = PROBLEMS "DecideProblems",
		.help = N_("hand down, sign, maintain; of a suspicion: one person")},
	{VERB_REFUSE, .can = can_refuse, .run = refuse, .need = PROBLEMS "DecideProblems",
		.help = N_("send back or refer, with a reason; of a suspicion: two persons")},
	{VERB_WITHDRAW, .can = can_withdraw, .run = withdraw, .need = PROBLEMS "DecideProblems",
		.help = N_("take the answer back"), .is_quiet = true},
	{VERB_CREATE, .what = N_("write"), .can = can_write, .run = write_message,
		.need = PROBLEMS "AddProblemMessage",
		.help = N_("a message to the other sides of the finding")},
	{VERB_VIEW, .what = N_("next page"), .can = is_here, .run = next_page},
	{VERB_NEXT, .what = N_("other children"), .can = has_others, .run = next_others,
		.help = N_("the next children of the finding, beside this one")},
	{VERB_PREVIOUS, .can = has_others, .run = previous_others, .is_quiet = true},
	{VERB_OPEN, .what = N_("file"), .can = is_here, .run = open_file,
		.need = "xueji.v1.Students/GetStudent"},
	{VERB_FILES, .what = N_("papers"), .can = is_here, .run = open_papers,
		.need = "xueji.v1.Attachments/ListAttachments",
		.help = N_("the scans on which the answer relies")},
	{VERB_REFRESH, .run = refresh_one},
	{0},
};

const struct screen problem_screen = {
	.name = "problem",
	.title = N_("Problem record"),
	.need = PROBLEMS "GetProblem",
	.state_size = sizeof(struct one),
	.open = open_one,
	.loaded = loaded,
	.draw = draw,
	.again = refresh_one,
	.on_key = on_key,
	.close = close_one,
	.actions = actions,
};
