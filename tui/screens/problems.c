/* Problem records of a unit, in the order in which they are worked off (Q8): those that wait for
 * it, all that are open, those that are settled. The subject is "UNIT PARTY TYPE KEY KIND CAUSE":
 * the first four as the desk has them, then the number of a kind (0: all) and the stable word of a
 * cause; "" is all that waits for the operator at his own unit, as all rows of his desk together
 * count it. */
#include "tui/screens/problems.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/app.h"
#include "tui/problem_decide.h"
#include "tui/problem_words.h"
#include "tui/screens/files.h"
#include "tui/screens/problem.h"
#include "tui/screens/problem_answer.h"
#include "tui/screens/problem_rows.h"
#include "tui/screens/progress.h"
#include "tui/words.h"

#define LIST   "xueji.v1.Problems/ListProblems"
#define DECIDE "xueji.v1.Problems/DecideProblems"
#define ANSWER "xueji.v1.Problems/AnswerProblem"

enum { TEXT_MOST = 50 /* characters */, WORD_MOST = 40 };
enum which { WAITING, OPEN, SETTLED, WHICH_COUNT };

struct problems {
	struct list list;
	char unit[40];
	int party;
	bool is_mine; /* what waits, waits for whichever party the operator is */
	enum which which;
	/* What is shown of it. */
	int kind, stage;
	bool only_graduating;
	char cause[WORD_MOST + 1], cause_text[128];
	char text[TEXT_MOST * 4 + 1];
	bool is_counted; /* by kind */
	int64_t counts[PROBLEM_KINDS];
	Xueji__V1__CaseEvent event; /* that is being decided */
	struct problem_no no;       /* the ways of saying no that are shown */
	struct decide_look look;    /* how the marked ones stand now */
};

/* ---- what is asked for */

static Xueji__V1__ListProblemsRequest request_of(struct problems *p)
{
	Xueji__V1__ListProblemsRequest request = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	request.unit_id = p->unit;
	request.kind = (Xueji__V1__ProblemKind)p->kind;
	request.stage = (Xueji__V1__Stage)p->stage;
	request.only_graduating = p->only_graduating;
	request.cause = p->cause;
	request.text = p->text;
	request.settled = p->which == SETTLED;
	request.mine = p->is_mine && p->which == WAITING;
	if (!p->is_mine && p->which == WAITING)
		request.waiting_for = (Xueji__V1__CaseParty)p->party;
	return request;
}

static void ask(struct app *app, struct problems *p)
{
	Xueji__V1__ListProblemsRequest request = request_of(p);
	list_ask(&p->list, app, LIST, &request.base);
}

/* Another choice of rows: marks of what is no longer seen would be decided unseen. */
static void ask_anew(struct app *app, struct problems *p)
{
	list_mark_none(&p->list);
	p->is_counted = false;
	ask(app, p);
}

/* The first page tells it of the whole list. */
static void take_counts(struct problems *p, const struct client_reply *reply)
{
	const Xueji__V1__ListProblemsResponse *in = (const void *)reply->message;
	if (reply->outcome != CLIENT_OK)
		return;
	if (in->total == 0 && in->n_kinds == 0 && list_count(&p->list) > 0)
		return; /* a later page */
	memset(p->counts, 0, sizeof p->counts);
	p->is_counted = p->text[0] == '\0';
	for (size_t i = 0; i < in->n_kinds; i++) {
		int kind = (int)in->kinds[i]->kind;
		if (kind >= 1 && kind <= PROBLEM_KINDS)
			p->counts[kind - 1] = in->kinds[i]->found;
	}
}

/* Of a unit below no list is one's own. */
static bool can_wait(const struct problems *p)
{
	return p->is_mine || p->party != 0;
}

static void open_problems(struct app *app, void *state, const char *subject)
{
	struct problems *p = state;
	int type;
	char key[WORD_MOST];
	list_init(&p->list, &problem_rows);
	if (sscanf(subject, "%39s %d %d %39s %d %40s", p->unit, &p->party, &type, key, &p->kind,
		    p->cause) < 1) {
		strncpy(p->unit, app_who(app)->unit_id, sizeof p->unit - 1);
		p->is_mine = true;
	}
	snprintf(p->cause_text, sizeof p->cause_text, "%s", p->cause);
	p->which = can_wait(p) ? WAITING : OPEN;
	ask(app, p);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct problems *p = state;
	snprintf(p->text, sizeof p->text, "%s", text);
	ask_anew(app, p);
}

static void show_plan(struct app *app, struct problems *p);

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct problems *p = state;
	if (problem_decided(app, reply)) {
		list_mark_none(&p->list);
		list_refresh(&p->list, app);
		return;
	}
	if (decide_looked(&p->look, reply)) {
		if (p->look.seen != NULL)
			show_plan(app, p);
		return;
	}
	if (list_loaded(&p->list, app, reply))
		take_counts(p, reply);
	const Xueji__V1__Problem *first = list_row(&p->list, 0);
	bool is_of_school =
		first != NULL && first->school != NULL && strcmp(first->school->id, p->unit) == 0;
	if (is_of_school && !words_is_mine(app, p->unit))
		app_title(app, first->school->name);
	if (first != NULL && strcmp(first->cause, p->cause) == 0)
		snprintf(p->cause_text, sizeof p->cause_text, "%s", first->cause_text);
}

/* ---- drawing */

static int draw_only(struct area area, int col, const char *text)
{
	return draw_print(area, 0, col, STYLE_WARN, "  [%s]", text);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct problems *p = state;
	static const char *const words[] = {
		N_("Waiting for us"), N_("All that are open"), N_("Settled")};
	int col = draw_text(area, 0, 1, STYLE_HEAD, _(words[p->which]));
	if (p->only_graduating)
		col = draw_only(area, col, _("graduating"));
	if (p->stage != 0)
		col = draw_only(area, col, problem_words_stage((Xueji__V1__Stage)p->stage));
	if (p->kind != 0)
		col = draw_only(area, col, problem_words_kind((Xueji__V1__ProblemKind)p->kind));
	if (p->cause[0] != '\0')
		draw_only(area, col, p->cause_text);
	list_draw(&p->list, app, area_rows(area, 1, area.rows - 1));
}

static void close_problems(struct app *app, void *state)
{
	(void)app;
	list_free(&((struct problems *)state)->list);
	app_drop(((struct problems *)state)->look.seen);
}

/* ---- what keys do */

static void open_problem(struct app *app, void *state)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	app_open(app, &problem_screen, one->id);
}

static void turn_which(struct app *app, void *state)
{
	struct problems *p = state;
	do
		p->which = (p->which + 1) % WHICH_COUNT;
	while (p->which == WAITING && !can_wait(p));
	ask_anew(app, p);
}

/* ---- only some of them */

static void show_all(struct problems *p)
{
	p->kind = p->stage = 0;
	p->only_graduating = false;
	p->cause[0] = p->cause_text[0] = '\0';
}

enum only {
	ONLY_ALL,
	ONLY_GRADUATING,
	ONLY_A_KIND,
	/* What the row under the cursor is, where there is one. */
	ONLY_KIND,
	ONLY_CAUSE,
	ONLY_STAGE,
	ONLY_COUNT
};

static void chosen_kind(struct app *app, void *state, size_t chosen, const char *text)
{
	struct problems *p = state;
	(void)text;
	p->kind = (int)chosen + 1;
	p->cause[0] = p->cause_text[0] = '\0'; /* a cause belongs to its kind */
	ask_anew(app, p);
}

/* "same ID no.        12" */
static const char *kind_line(struct app *app, const struct problems *p, int i, int width)
{
	const char *text = problem_words_kind((Xueji__V1__ProblemKind)(i + 1));
	return p->is_counted ? app_print(app, "%s%*s%9s", text, width - cells_of(text), "",
				       app_number(app, p->counts[i]))
			     : text;
}

/* Whichever of them, whether a row is of it or not; with how many the list would have. */
static void choose_kind(struct app *app, const struct problems *p)
{
	struct choice choices[PROBLEM_KINDS] = {{0}};
	int width = 0;
	for (int i = 0; i < PROBLEM_KINDS; i++) {
		int cells = cells_of(problem_words_kind((Xueji__V1__ProblemKind)(i + 1)));
		width = cells > width ? cells : width;
	}
	for (int i = 0; i < PROBLEM_KINDS; i++)
		choices[i].text = kind_line(app, p, i, width);
	app_choose(app, _("Show only"), choices, PROBLEM_KINDS, chosen_kind);
}

static void chosen_only(struct app *app, void *state, size_t chosen, const char *text)
{
	struct problems *p = state;
	const Xueji__V1__Problem *one = list_current(&p->list);
	(void)text;
	if (chosen == ONLY_A_KIND) {
		choose_kind(app, p);
		return;
	}
	if (chosen == ONLY_ALL)
		show_all(p);
	else if (chosen == ONLY_GRADUATING)
		p->only_graduating = true;
	else if (one == NULL)
		return;
	else if (chosen == ONLY_KIND)
		p->kind = (int)one->kind;
	else if (chosen == ONLY_STAGE)
		p->stage = (int)one->stage;
	else {
		snprintf(p->cause, sizeof p->cause, "%s", one->cause);
		snprintf(p->cause_text, sizeof p->cause_text, "%s", one->cause_text);
	}
	ask_anew(app, p);
}

/* Those of a kind, or that share something with the row under the cursor, one after another. */
static void choose_only(struct app *app, void *state)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	const struct choice choices[] = {
		[ONLY_ALL] = {.text = _("all")},
		[ONLY_GRADUATING] = {.text = _("children of graduating grades")},
		[ONLY_A_KIND] = {.text = _("a kind ...")},
		[ONLY_KIND] = {.text = app_print(app, _("this kind: %s"),
				       one != NULL ? one->kind_title : "-")},
		[ONLY_CAUSE] = {.text = app_print(app, _("this cause: %s"),
					one != NULL ? one->cause_text : "-")},
		[ONLY_STAGE] = {.text = app_print(app, _("this stage: %s"),
					one != NULL ? problem_words_stage(one->stage) : "-")},
	};
	app_choose(app, _("Show only"), choices, one != NULL ? ONLY_COUNT : ONLY_KIND, chosen_only);
}

/* ---- deciding */

/* It is the move of a unit of ours. */
static bool is_ours(struct app *app, const Xueji__V1__Problem *one, const char **why_out)
{
	return words_is_our_move(app, one->turn, one->turn_unit, why_out);
}

static bool can_approve(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	if (!list_has_row(app, state, why_out) || !is_ours(app, one, why_out))
		return false;
	*why_out = _("Here the school answers, with A.");
	return problem_yes(one) != 0;
}

static void confirmed(struct app *app, void *state)
{
	struct problems *p = state;
	const char *refs[DECIDE_MOST];
	problem_send(app, p->event, "", refs, list_picked(&p->list, app, refs, DECIDE_MOST));
}

static void confirmed_clean(struct app *app, void *state)
{
	struct problems *p = state;
	const char *refs[DECIDE_MOST];
	size_t n = problem_keep_clean(
		app, refs, list_picked(&p->list, app, refs, DECIDE_MOST), p->look.seen);
	problem_send(app, p->event, "", refs, n);
}

static void show_plan(struct app *app, struct problems *p)
{
	const char *refs[DECIDE_MOST];
	if (list_marks(&p->list) > 0)
		problem_plan(app, p->event, refs, list_picked(&p->list, app, refs, DECIDE_MOST),
			p->look.seen, confirmed, confirmed_clean);
}

/* One is asked for at once; for many their state is asked for first, and then the plan shown. What
 * the row under the cursor has to be told is told to all that are marked. */
static void approve(struct app *app, void *state)
{
	struct problems *p = state;
	const Xueji__V1__Problem *one = list_current(&p->list);
	Xueji__V1__ListProblemsRequest request = request_of(p);
	p->event = problem_yes(one);
	request.page_size = DECIDE_MOST;
	decide_look(app, &p->look, LIST, list_marks(&p->list) > 0 ? &request.base : NULL);
	if (list_marks(&p->list) == 0)
		decide_ask_one(app, one->student_name, problem_doubt(app, one),
			problem_words_event(p->event), confirmed);
}

static bool can_refuse(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	struct problem_no no;
	if (!list_has_row(app, state, why_out) || !is_ours(app, one, why_out))
		return false;
	problem_no_of(one, NULL, 0, &no);
	*why_out = _("There is nothing to refuse yet.");
	return no.n > 0;
}

static void refused(struct app *app, void *state, size_t chosen, const char *text)
{
	struct problems *p = state;
	const char *refs[DECIDE_MOST];
	problem_send(app, p->no.events[chosen], text, refs,
		list_picked(&p->list, app, refs, DECIDE_MOST));
}

static void refuse(struct app *app, void *state)
{
	struct problems *p = state;
	problem_no_of(list_current(&p->list), NULL, 0, &p->no);
	app_choose(app, _("What shall become of it?"), p->no.choices, p->no.n, refused);
}

/* Those that are clean, ours, and of the same kind and cause as the row under the cursor, where it
 * stands too: they are decided alike. */
static void mark_alike(struct app *app, void *state)
{
	struct problems *p = state;
	const Xueji__V1__Problem *like = list_current(&p->list), *one;
	const char *why;
	list_mark_none(&p->list);
	for (size_t i = 0; i < list_count(&p->list) && list_marks(&p->list) < DECIDE_MOST; i++)
		if ((one = list_row(&p->list, i)) != NULL && one->kind == like->kind &&
			one->state == like->state && strcmp(one->cause, like->cause) == 0 &&
			is_ours(app, one, &why) && problem_doubt(app, one)[0] == '\0')
			list_mark(&p->list, problem_ref(app, one), true);
	if (list_marks(&p->list) == 0)
		app_say(app, TONE_PLAIN, _("None is clean; mark them one by one with t."));
}

static bool can_answer(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	if (!list_has_row(app, state, why_out) || !is_ours(app, one, why_out))
		return false;
	*why_out = _("It is not the school's move.");
	return one->state == XUEJI__V1__CASE_STATE__CASE_STATE_SCHOOL_TODO;
}

static void answer(struct app *app, void *state)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	app_open(app, &problem_answer_screen, one->id);
}

static void open_papers(struct app *app, void *state)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	app_open(app, &files_screen, app_print(app, "case %s %s", one->id, one->student_id));
}

static void open_progress(struct app *app, void *state)
{
	app_open(app, &progress_screen, ((struct problems *)state)->unit);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = list_has_row, .run = open_problem,
		.need = "xueji.v1.Problems/GetProblem"},
	{VERB_ANSWER, .can = can_answer, .run = answer, .need = ANSWER,
		.help = N_("what the school has found: right, to be amended, to be deleted")},
	{VERB_APPROVE, .can = can_approve, .run = approve, .need = DECIDE,
		.help = N_("hand down, sign or judge what is marked, or the one under the cursor")},
	{VERB_REFUSE, .can = can_refuse, .run = refuse, .need = DECIDE,
		.help = N_("send back or refer, with a reason; of a suspicion: two persons")},
	{VERB_MARK_CLEAN, .what = N_("mark this cause"), .can = list_has_row, .run = mark_alike,
		.need = DECIDE,
		.help = N_("mark what is clean, of the kind and cause of the row under the "
			   "cursor; t marks one row")},
	{VERB_ONLY, .run = choose_only,
		.help = N_("graduating grades, any kind, or the kind, cause or stage of the row "
			   "under the cursor")},
	{VERB_VIEW, .what = N_("other list"), .run = turn_which,
		.help = N_("those that wait for us, all that are open, those that are settled")},
	{VERB_FILES, .what = N_("papers"), .can = list_has_row, .run = open_papers,
		.need = "xueji.v1.Attachments/ListAttachments",
		.help = N_("the papers of the row under the cursor"), .is_quiet = true},
	{VERB_MEASURE, .what = N_("progress"), .run = open_progress,
		.need = "xueji.v1.Problems/SummarizeProblems",
		.help = N_("how many there are by unit, kind and cause, and whether they become "
			   "fewer"),
		.is_quiet = true},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen problems_screen = {
	.name = "problems",
	.title = N_("Problem records"),
	.digit = 8,
	.tab = N_("Problems"),
	.need = LIST,
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct problems),
	.open = open_problems,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.again = list_again,
	.filter = filter,
	.close = close_problems,
	.actions = actions,
};
