/* A child's file, a page for each group of the form and one for numbers and the present stay. The
 * subject is the child's id. Opening it is recorded. */
#include "tui/screens/student.h"

#include <string.h>
#include <xueji/v1/problems.pb-c.h>
#include <xueji/v1/students.pb-c.h>

#include "domain/codes.h"
#include "tui/app.h"
#include "tui/reveal.h"
#include "tui/screens/files.h"
#include "tui/screens/history.h"
#include "tui/screens/key_data.h"
#include "tui/screens/looks.h"
#include "tui/screens/merges.h"
#include "tui/screens/problem.h"
#include "tui/screens/standing.h"
#include "tui/screens/student_edit.h"
#include "tui/widgets/item_pages.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

#define REPORT "xueji.v1.Problems/ReportProblem"

enum { LABELS = 16, HEAD_ROWS = 6 };

struct file {
	struct reveal reveal; /* and whose file it is */
	struct item_pages pages;
	Xueji__V1__GetStudentResponse *reply; /* NULL: not here yet */
};

static void ask(struct app *app, struct file *f)
{
	Xueji__V1__GetStudentRequest request = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	request.student_id = f->reveal.student;
	app_request(app, "xueji.v1.Students/GetStudent", &request.base);
}

static void open_file(struct app *app, void *state, const char *subject)
{
	struct file *f = state;
	f->pages.last = N_("Numbers");
	strncpy(f->reveal.student, subject, sizeof f->reveal.student - 1);
	ask(app, f);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct file *f = state;
	bool is_refused = reply->outcome == CLIENT_REFUSED;
	if (reveal_loaded(app, reply))
		return;
	if (is_refused && f->reply == NULL)
		app_back(app); /* there is nothing to be seen; why stands in the message */
	if (reply->outcome != CLIENT_OK)
		return;
	if (reply->message->descriptor == &xueji__v1__get_problem_response__descriptor) {
		app_open(app, &problem_screen,
			((const Xueji__V1__GetProblemResponse *)reply->message)->summary->id);
		return;
	}
	app_drop(f->reply);
	f->reply = app_keep(reply->message);
	app_title(app, f->reply->student->name);
}

/* ---- drawing */

static const char *place(struct app *app, const Xueji__V1__GetStudentResponse *reply)
{
	const char *text = "";
	for (size_t i = 0; i < reply->n_path; i++)
		text = app_print(app, "%s%s%s", text, i > 0 ? " " : "", reply->path[i]->name);
	return text;
}

/* What became of the record, or how one came to it; "" for most. */
static const char *gone_text(struct app *app, const Xueji__V1__GetStudentResponse *reply)
{
	if (reply->merged_into != NULL)
		return app_print(app, _("! merged into the record of %s at %s"),
			reply->merged_into->name,
			reply->merged_into->school != NULL ? reply->merged_into->school->name : "");
	if (reply->deleted_because[0] != '\0')
		return app_print(app, _("! deleted: %s"), reply->deleted_because);
	if (reply->is_followed)
		return _("? the record asked for was merged into this one");
	return "";
}

/* One line: what is wrong with the record, and how far it has come. */
static const char *problems(struct app *app, const Xueji__V1__GetStudentResponse *reply)
{
	const Xueji__V1__OpenProblem *first = reply->problems[0];
	const char *more = reply->n_problems > 1
				   ? app_print(app, _(", and %zu more"), reply->n_problems - 1)
				   : "";
	return app_print(app, _("! problem record: %s, %s%s (P opens it)"), first->title,
		first->state_title, more);
}

static void draw_head(
	struct app *app, const Xueji__V1__GetStudentResponse *reply, struct pane *pane)
{
	const Xueji__V1__Student *child = reply->student;
	pane_pair(pane, N_("Name"), child->name, N_("Status"), words_status(child->status));
	pane_pair(pane, N_("Sex"), code_label(CODES_SEX, child->sex, app_lang(app)), N_("Born"),
		child->birth_date);
	pane_pair(pane, N_("Student no."), child->student_no_masked, N_("ID number"),
		child->id_number_masked);
	pane_pair(pane, N_("Class"), words_class(app, child->grade, child->class_number),
		N_("School"), child->school->name);
	if (gone_text(app, reply)[0] != '\0')
		pane_text(pane, STYLE_WARN, gone_text(app, reply));
	else if (reply->n_problems > 0)
		pane_text(pane, STYLE_WARN, problems(app, reply));
	else if (reply->is_slot_elsewhere)
		pane_text(pane, STYLE_WARN,
			_("! Another record holds this ID number: one of the two is wrong."));
	else if (child->is_provisional)
		pane_text(pane, STYLE_WARN,
			_("? not all required items were there yet; once they are in, it is "
			  "confirmed"));
	else
		pane_row(pane, N_("Place"), place(app, reply));
}

static void draw_numbers(
	struct app *app, const Xueji__V1__GetStudentResponse *reply, struct pane *pane)
{
	pane_head(pane, _("Numbers"));
	for (size_t i = 0; i < reply->n_numbers; i++) {
		const Xueji__V1__StudentNumber *number = reply->numbers[i];
		pane_text(pane, STYLE_PLAIN,
			app_print(app, "%s %s  %s  %s - %s", number->is_current ? "+" : " ",
				number->masked, words_number_kind(number->kind),
				app_date(app, number->from_day, false),
				app_date(app, number->to_day, false)));
	}
	for (size_t i = 0; i < reply->n_merged; i++) {
		const Xueji__V1__MergedRecord *merged = reply->merged[i];
		if (i == 0)
			pane_head(pane, _("Merged records (M: more of them)"));
		pane_text(pane, STYLE_PLAIN,
			app_print(app, "  %s  %s  %s", app_instant(app, merged->time), merged->name,
				merged->school != NULL ? merged->school->name : ""));
	}
	pane_head(pane, _("Present class"));
	const Xueji__V1__Enrolment *stay = reply->enrolment;
	if (stay == NULL) {
		pane_text(pane, STYLE_PLAIN, _("  on no roll"));
		return;
	}
	pane_pair(pane, N_("Since"), app_date(app, stay->from_day, false), N_("Year of stage"),
		app_print(app, _("%d of %d"), stay->year_in_stage, stay->years));
	if (reply->suspended_until[0] != '\0')
		pane_row(pane, N_("Suspended until"), app_date(app, reply->suspended_until, true));
	if (stay->is_graduating)
		pane_text(pane, STYLE_WARN, _("! in a graduating grade"));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct file *f = state;
	if (f->reply == NULL)
		return;
	struct pane pane = pane_begin(area, LABELS);
	draw_head(app, f->reply, &pane);
	item_pages_draw(
		&f->pages, app, f->reply->items, area_rows(area, HEAD_ROWS, area.rows - HEAD_ROWS));
	pane.row = HEAD_ROWS + 1;
	if (item_pages_at(&f->pages) == ITEM_PAGE_LAST)
		draw_numbers(app, f->reply, &pane);
}

/* ---- what keys do */

static void next_page(struct app *app, void *state)
{
	(void)app;
	item_pages_next(&((struct file *)state)->pages);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	(void)app;
	return item_pages_key(&((struct file *)state)->pages, key);
}

static bool is_here(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("The file is not here yet.");
	return ((struct file *)state)->reply != NULL;
}

static void edit(struct app *app, void *state)
{
	app_open(app, &student_edit_screen, ((struct file *)state)->reveal.student);
}

static void change_key_data(struct app *app, void *state)
{
	app_open(app, &key_data_screen, ((struct file *)state)->reveal.student);
}

static void change_standing(struct app *app, void *state)
{
	const Xueji__V1__Student *child = ((struct file *)state)->reply->student;
	app_open(app, &standing_screen,
		app_print(app, "%s %d %d", child->id, (int)child->status, (int)child->stage));
}

static void open_history(struct app *app, void *state)
{
	app_open(app, &history_screen, ((struct file *)state)->reveal.student);
}

static bool has_merges(struct app *app, void *state, const char **why_out)
{
	const struct file *f = state;
	if (!is_here(app, state, why_out))
		return false;
	*why_out = _("No record was merged into this one, and it is not deleted.");
	return f->reply->n_merged > 0 || f->reply->deleted_because[0] != '\0';
}

static void open_merges(struct app *app, void *state)
{
	app_open(app, &merges_screen, ((struct file *)state)->reply->student->id);
}

static void open_files(struct app *app, void *state)
{
	app_open(app, &files_screen,
		app_print(app, "child %s", ((struct file *)state)->reveal.student));
}

static void open_looks(struct app *app, void *state)
{
	const char *child = ((struct file *)state)->reveal.student;
	app_open(app, &looks_screen, app_print(app, "%s %s", app_who(app)->unit_id, child));
}

enum { PROBLEMS_MOST = 5, REPORTS = 3 };

static size_t shown_problems(const struct file *f)
{
	return f->reply->n_problems < PROBLEMS_MOST ? f->reply->n_problems : PROBLEMS_MOST;
}

/* An open problem, or what the school finds itself (R43). */
static void chosen_problem(struct app *app, void *state, size_t chosen, const char *text)
{
	static const Xueji__V1__ProblemKind kinds[REPORTS] = {
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_GHOST,
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_SEPARATED,
		XUEJI__V1__PROBLEM_KIND__PROBLEM_KIND_NO_RECORD};
	struct file *f = state;
	size_t n = shown_problems(f);
	Xueji__V1__ReportProblemRequest request = XUEJI__V1__REPORT_PROBLEM_REQUEST__INIT;
	(void)text;
	if (chosen < n) {
		app_open(app, &problem_screen, f->reply->problems[chosen]->problem_id);
		return;
	}
	request.student_id = f->reveal.student;
	request.kind = kinds[chosen - n];
	app_request(app, REPORT, &request.base);
}

static bool has_problems(struct app *app, void *state, const char **why_out)
{
	if (!is_here(app, state, why_out))
		return false;
	*why_out = _("The record has no open problem.");
	return app_may(app, REPORT) || ((const struct file *)state)->reply->n_problems > 0;
}

static void choose_problem(struct app *app, void *state)
{
	static const char *const reports[REPORTS] = {
		N_("report: nobody here belongs to the record"),
		N_("report: the pupil is at another school than the record"),
		N_("report: the pupil is here, and the registration is not finished")};
	const struct file *f = state;
	struct choice choices[PROBLEMS_MOST + REPORTS] = {{0}};
	size_t n = shown_problems(f);
	for (size_t i = 0; i < n; i++)
		choices[i].text = app_print(app, "%s: %s", f->reply->problems[i]->title,
			f->reply->problems[i]->state_title);
	for (size_t i = 0; app_may(app, REPORT) && i < REPORTS; i++)
		choices[n++].text = _(reports[i]);
	app_choose(app, _("What is wrong?"), choices, n, chosen_problem);
}

static void refresh_file(struct app *app, void *state)
{
	ask(app, state);
}

static void close_file(struct app *app, void *state)
{
	(void)app;
	app_drop(((struct file *)state)->reply);
}

static const struct action actions[] = {
	{VERB_VIEW, .what = N_("next page"), .can = is_here, .run = next_page},
	{VERB_REVEAL, .can = is_here, .run = reveal_ask, .need = "xueji.v1.Students/RevealIdentity",
		.help = N_("the whole numbers, for a reason that is recorded")},
	{VERB_HISTORY, .can = is_here, .run = open_history, .need = "xueji.v1.Students/GetHistory",
		.help = N_("classes, numbers, cases, changes, and who looked")},
	{VERB_MERGES, .can = has_merges, .run = open_merges,
		.help = N_("records that were merged into this one, and their parting"),
		.is_quiet = true},
	{VERB_FILES, .what = N_("papers"), .can = is_here, .run = open_files,
		.need = "xueji.v1.Attachments/ListAttachments",
		.help = N_("scans and photos of the record")},
	{VERB_TRAIL, .can = is_here, .run = open_looks, .need = "xueji.v1.Journal/ListAccess",
		.help = N_("who opened this file, and when"), .is_quiet = true},
	{VERB_EDIT, .can = is_here, .run = edit, .need = "xueji.v1.Students/UpdateStudent"},
	{VERB_CREATE, .what = N_("change key data"), .can = is_here, .run = change_key_data,
		.need = "xueji.v1.Cases/SaveKeyDataChange",
		.help = N_("apply for another name, sex, birth date or ID number")},
	{VERB_STANDING, .can = is_here, .run = change_standing,
		.need = "xueji.v1.Cases/ApplyStatusChange",
		.help = N_("apply for suspension, going abroad, dropout, death, or the way back")},
	{VERB_PROBLEMS, .what = N_("problems"), .can = has_problems, .run = choose_problem,
		.need = "xueji.v1.Problems/GetProblem",
		.help = N_("open a problem record of the child, or report one"), .is_quiet = true},
	{VERB_REFRESH, .run = refresh_file},
	{0},
};

const struct screen student_screen = {
	.name = "student",
	.title = N_("File"),
	.need = "xueji.v1.Students/GetStudent",
	.state_size = sizeof(struct file),
	.open = open_file,
	.loaded = loaded,
	.draw = draw,
	.again = refresh_file,
	.on_key = on_key,
	.close = close_file,
	.actions = actions,
};
