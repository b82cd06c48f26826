/* A child's life as one list: classes, numbers, cases, changes, and who looked, with the event
 * under the cursor below. The subject is the child's id. Reading it is recorded. */
#include "tui/screens/history.h"

#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"
#include "tui/screens/case.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

enum { LABELS = 12, DETAIL_ROWS = 8, ROOM = 14 /* rows that both need */ };

struct history {
	struct list list;
	char student[40];
	bool is_list_alone;
};

static const char *id_of(struct app *app, const void *row)
{
	const Xueji__V1__HistoryEvent *event = row;
	return app_print(app, "%d %lld %s", (int)event->kind,
		event->time != NULL ? (long long)event->time->seconds : 0, event->case_id);
}

static const char *time_cell(struct app *app, const void *row)
{
	const Xueji__V1__HistoryEvent *event = row;
	/* Stays and numbers begin on a day; their hour is nobody's. */
	if (event->enrolment != NULL)
		return app_date(app, event->enrolment->from_day, false);
	return event->number != NULL ? app_date(app, event->number->from_day, false)
				     : app_instant(app, event->time);
}

static const char *kind_cell(struct app *app, const void *row)
{
	static const char *const words[] = {
		N_("other"), N_("stay"), N_("number"), N_("case"), N_("change"), N_("look")};
	unsigned at = ((const Xueji__V1__HistoryEvent *)row)->kind;
	(void)app;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

static const char *title_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__HistoryEvent *)row)->title;
}

static const char *unit_cell(struct app *app, const void *row)
{
	const Xueji__V1__HistoryEvent *event = row;
	(void)app;
	return event->unit != NULL ? event->unit->name : "-";
}

static const char *who_cell(struct app *app, const void *row)
{
	const Xueji__V1__HistoryEvent *event = row;
	return event->for_name[0] != '\0'
		       ? app_print(app, _("%s for %s"), event->operator_name, event->for_name)
	       : event->operator_name[0] != '\0' ? event->operator_name
						 : "-";
}

static const struct list_column columns[] = {
	{.title = N_("When"), .width = 16, .cell = time_cell},
	{.title = N_("Kind"), .width = 6, .cell = kind_cell, .drop = 1},
	{.title = N_("Event"), .width = 0, .cell = title_cell},
	{.title = N_("Who"), .width = 12, .cell = who_cell},
	{.title = N_("Where"), .width = 20, .cell = unit_cell, .drop = 2},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "events",
	.id = id_of,
	.empty = N_("Nothing is known of this child's past."),
};

static void open_history(struct app *app, void *state, const char *subject)
{
	struct history *h = state;
	Xueji__V1__GetHistoryRequest request = XUEJI__V1__GET_HISTORY_REQUEST__INIT;
	list_init(&h->list, &spec);
	strncpy(h->student, subject, sizeof h->student - 1);
	request.student_id = h->student;
	list_ask(&h->list, app, "xueji.v1.Students/GetHistory", &request.base);
}

/* ---- the event under the cursor */

static const char *end_words(Xueji__V1__EnrolmentEnd end)
{
	static const char *const words[] = {N_("goes on"), N_("promoted"), N_("class changed"),
		N_("transferred"), N_("repeats the grade"), N_("skipped a grade"), N_("graduated"),
		N_("completed"), N_("partial"), N_("withdrawn"), N_("left"), N_("deceased"),
		N_("deleted")};
	unsigned at = end;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

static const char *days(struct app *app, const char *from, const char *to)
{
	return app_print(app, "%s - %s", app_date(app, from, false), app_date(app, to, false));
}

static void draw_stay(struct app *app, const Xueji__V1__Enrolment *stay, struct pane *pane)
{
	pane_pair(pane, N_("Class"), words_class(app, stay->grade, stay->class_number), N_("Days"),
		days(app, stay->from_day, stay->to_day));
	pane_pair(pane, N_("School"), stay->school != NULL ? stay->school->name : "", N_("Ended"),
		end_words(stay->ended));
}

static void draw_number(struct app *app, const Xueji__V1__StudentNumber *number, struct pane *pane)
{
	pane_pair(pane, N_("The number"), number->masked, N_("Kind"),
		words_number_kind(number->kind));
	pane_row(pane, N_("Days"), days(app, number->from_day, number->to_day));
}

static void draw_changes(struct app *app, const Xueji__V1__HistoryEvent *event, struct pane *pane)
{
	for (size_t i = 0; i < event->n_changes; i++) {
		const Xueji__V1__ItemChange *change = event->changes[i];
		pane_text(pane, STYLE_PLAIN,
			change->old_value[0] != '\0' ? app_print(app, _(" %s, formerly: %s"),
							       change->title, change->old_value)
						     : app_print(app, " %s", change->title));
	}
}

static void draw_event(struct app *app, const Xueji__V1__HistoryEvent *event, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	draw_rule(area, pane.row++);
	pane_pair(&pane, N_("When"), time_cell(app, event), N_("Who"), who_cell(app, event));
	pane_row(&pane, N_("Event"), event->title);
	pane_row(&pane, N_("Where"), unit_cell(app, event));
	if (event->enrolment != NULL)
		draw_stay(app, event->enrolment, &pane);
	if (event->number != NULL)
		draw_number(app, event->number, &pane);
	if (event->reason[0] != '\0')
		pane_row(&pane, N_("Reason"), event->reason);
	draw_changes(app, event, &pane);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct history *h = state;
	const Xueji__V1__HistoryEvent *event = list_current(&h->list);
	int below = h->is_list_alone || event == NULL || area.rows < ROOM ? 0 : DETAIL_ROWS;
	list_draw(&h->list, app, area_rows(area, 0, area.rows - below));
	if (below > 0)
		draw_event(app, event, area_rows(area, area.rows - below, below));
}

/* ---- what keys do */

static bool is_step(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__HistoryEvent *event = list_current(&((struct history *)state)->list);
	(void)app;
	*why_out = _("Only a step of a case leads to more; the rest stands below.");
	return event != NULL && event->case_id[0] != '\0';
}

static void open_case(struct app *app, void *state)
{
	const Xueji__V1__HistoryEvent *event = list_current(&((struct history *)state)->list);
	app_open(app, &case_screen, event->case_id);
}

static void toggle_details(struct app *app, void *state)
{
	struct history *h = state;
	(void)app;
	h->is_list_alone = !h->is_list_alone;
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("the case"), .can = is_step, .run = open_case,
		.need = "xueji.v1.Cases/GetCase"},
	{VERB_DETAILS, .run = toggle_details,
		.help = N_("the event under the cursor, below the list")},
	{VERB_REFRESH, .run = list_again},
	{0},
};

const struct screen history_screen = {
	.name = "history",
	.title = N_("History"),
	.need = "xueji.v1.Students/GetHistory",
	.state_size = sizeof(struct history),
	.open = open_history,
	.loaded = list_on_reply,
	.draw = draw,
	.on_key = list_on_key,
	.close = list_close,
	.actions = actions,
};
