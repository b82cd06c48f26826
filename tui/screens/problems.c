/* Problem records of a unit, in the order in which they are worked off (Q8): those that wait for
 * it, all that are open, those that are settled. The subject is "UNIT PARTY TYPE KEY KIND CAUSE":
 * the first four as the desk has them, then the number of a kind (0: all) and the stable word of a
 * cause; "" is all that waits for the operator's own unit. */
#include "tui/screens/problems.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/problems.pb-c.h>

#include "tui/app.h"
#include "tui/problem_words.h"
#include "tui/screens/problem.h"
#include "tui/screens/problem_rows.h"
#include "tui/words.h"

#define LIST "xueji.v1.Problems/ListProblems"

enum { TEXT_MOST = 50 /* characters */, WORD_MOST = 40 };
enum which { WAITING, OPEN, SETTLED, WHICH_COUNT };

struct problems {
	struct list list;
	char unit[40];
	int party;
	enum which which;
	/* What is shown of it. */
	int kind, stage;
	bool only_graduating;
	char cause[WORD_MOST + 1], cause_text[128];
	char text[TEXT_MOST * 4 + 1];
};

/* ---- what is asked for */

static void ask(struct app *app, struct problems *p)
{
	Xueji__V1__ListProblemsRequest request = XUEJI__V1__LIST_PROBLEMS_REQUEST__INIT;
	request.unit_id = p->unit;
	request.kind = (Xueji__V1__ProblemKind)p->kind;
	request.stage = (Xueji__V1__Stage)p->stage;
	request.only_graduating = p->only_graduating;
	request.cause = p->cause;
	request.text = p->text;
	request.settled = p->which == SETTLED;
	if (p->which == WAITING)
		request.waiting_for = (Xueji__V1__CaseParty)p->party;
	list_ask(&p->list, app, LIST, &request.base);
}

/* Another choice of rows: marks of what is no longer seen would be decided unseen. */
static void ask_anew(struct app *app, struct problems *p)
{
	list_mark_none(&p->list);
	ask(app, p);
}

/* As which the operator decides at his own unit: as the province where he sits there. */
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
	return who->tier == XUEJI__V1__TIER__TIER_PROVINCE
		       ? XUEJI__V1__CASE_PARTY__CASE_PARTY_PROVINCE
		       : XUEJI__V1__CASE_PARTY__CASE_PARTY_BUREAU;
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
		p->party = own_party(app);
	}
	snprintf(p->cause_text, sizeof p->cause_text, "%s", p->cause);
	p->which = p->party != 0 ? WAITING : OPEN;
	ask(app, p);
}

static void filter(struct app *app, void *state, const char *text)
{
	struct problems *p = state;
	snprintf(p->text, sizeof p->text, "%s", text);
	ask_anew(app, p);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct problems *p = state;
	list_loaded(&p->list, app, reply);
	const Xueji__V1__Problem *first = list_row(&p->list, 0);
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

static bool on_key(struct app *app, void *state, struct key key)
{
	return list_key(&((struct problems *)state)->list, app, key);
}

static void again(struct app *app, void *state)
{
	list_refresh(&((struct problems *)state)->list, app);
}

static void close_problems(struct app *app, void *state)
{
	(void)app;
	list_free(&((struct problems *)state)->list);
}

/* ---- what keys do */

static bool has_problem(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("There is no problem in the list.");
	return list_current(&((struct problems *)state)->list) != NULL;
}

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
	while (p->which == WAITING && p->party == 0);
	ask_anew(app, p);
}

/* ---- only some of them */

static void show_all(struct problems *p)
{
	p->kind = p->stage = 0;
	p->only_graduating = false;
	p->cause[0] = p->cause_text[0] = '\0';
}

enum only { ONLY_ALL, ONLY_GRADUATING, ONLY_KIND, ONLY_CAUSE, ONLY_STAGE };

static void chosen_only(struct app *app, void *state, size_t chosen, const char *text)
{
	struct problems *p = state;
	const Xueji__V1__Problem *one = list_current(&p->list);
	(void)text;
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

/* Those that share something with the row under the cursor, one after another. */
static void choose_only(struct app *app, void *state)
{
	const Xueji__V1__Problem *one = list_current(&((struct problems *)state)->list);
	const struct choice choices[] = {
		[ONLY_ALL] = {.text = _("all")},
		[ONLY_GRADUATING] = {.text = _("children in the last year of their stage")},
		[ONLY_KIND] = {.text = app_print(app, _("this kind: %s"),
				       one != NULL ? one->kind_title : "-")},
		[ONLY_CAUSE] = {.text = app_print(app, _("this cause: %s"),
					one != NULL ? one->cause_text : "-")},
		[ONLY_STAGE] = {.text = app_print(app, _("this stage: %s"),
					one != NULL ? problem_words_stage(one->stage) : "-")},
	};
	app_choose(app, _("Show only"), choices, one != NULL ? 5 : 2, chosen_only);
}

static const struct action actions[] = {
	{VERB_OPEN, .can = has_problem, .run = open_problem,
		.need = "xueji.v1.Problems/GetProblem"},
	{VERB_ONLY, .run = choose_only,
		.help = N_("leavers, or the kind, cause or stage of the row under the cursor")},
	{VERB_VIEW, .what = N_("waiting/open/settled"), .run = turn_which},
	{VERB_REFRESH, .run = again},
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
	.on_key = on_key,
	.again = again,
	.filter = filter,
	.close = close_problems,
	.actions = actions,
};
