/* Records that were merged into a child's record, and their parting (Q13); of a deleted record its
 * return (R49). The subject is the child's id. What relies on a merge since is for the server to
 * say: it names the first, and that stays under the row until something else is tried. */
#include "tui/screens/merges.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/students.pb-c.h>

#include "tui/app.h"
#include "tui/screens/history.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

#define UNMERGE  "xueji.v1.Students/UndoMerge"
#define UNDELETE "xueji.v1.Students/UndoDelete"

enum { LABELS = 14, REASON_MAX = 200 /* characters */, WHY_NOT = 512 };

struct merges {
	char student[40];
	Xueji__V1__GetStudentResponse *reply; /* NULL: not here yet */
	size_t cursor;
	uint64_t undoing;
	char reason[REASON_MAX * 4 + 1];
	char tried[40], why_not[WHY_NOT]; /* the record that could not be parted, and why */
};

static void ask(struct app *app, struct merges *m)
{
	Xueji__V1__GetStudentRequest request = XUEJI__V1__GET_STUDENT_REQUEST__INIT;
	request.student_id = m->student;
	app_request(app, "xueji.v1.Students/GetStudent", &request.base);
}

static void open_merges(struct app *app, void *state, const char *subject)
{
	struct merges *m = state;
	snprintf(m->student, sizeof m->student, "%s", subject);
	ask(app, m);
}

static bool is_deleted(const struct merges *m)
{
	return m->reply != NULL && m->reply->deleted_because[0] != '\0';
}

/* The record under the cursor; NULL: there is none. */
static const Xueji__V1__MergedRecord *current(const struct merges *m)
{
	return m->reply != NULL && m->cursor < m->reply->n_merged ? m->reply->merged[m->cursor]
								  : NULL;
}

/* ---- what came back */

static const char *school_of(const Xueji__V1__Student *child)
{
	return child->school != NULL ? child->school->name : "-";
}

static void tell_parted(struct app *app, const Xueji__V1__UndoMergeResponse *done)
{
	app_say(app, TONE_DONE, _("Two records again: %s at %s, and %s at %s."),
		done->survivor->name, school_of(done->survivor), done->student->name,
		school_of(done->student));
}

static void take_undone(struct app *app, struct merges *m, const struct client_reply *reply)
{
	m->undoing = 0;
	snprintf(m->why_not, sizeof m->why_not, "%s",
		reply->outcome == CLIENT_REFUSED ? reply->text : "");
	if (reply->outcome != CLIENT_OK)
		return;
	if (reply->message->descriptor == &xueji__v1__undo_merge_response__descriptor)
		tell_parted(app, (const void *)reply->message);
	else
		app_say(app, TONE_DONE, _("The record is back as it was."));
	ask(app, m);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct merges *m = state;
	if (m->undoing != 0 && reply->call == m->undoing) {
		take_undone(app, m, reply);
		return;
	}
	if (reply->outcome != CLIENT_OK)
		return;
	app_drop(m->reply);
	m->reply = app_keep(reply->message);
	if (m->cursor >= m->reply->n_merged)
		m->cursor = 0;
}

/* ---- drawing */

static void draw_row(struct app *app, const struct merges *m, size_t n, struct pane *pane)
{
	const Xueji__V1__MergedRecord *one = m->reply->merged[n];
	if (n == m->cursor)
		draw_cursor(pane->area, pane->row, 0);
	pane_text(pane, STYLE_PLAIN,
		app_print(app, "%s %s  %s  %s  %s", n == m->cursor ? ">" : " ",
			app_instant(app, one->time), one->name,
			one->school != NULL ? one->school->name : "-", one->student_id));
	if (m->why_not[0] != '\0' && strcmp(m->tried, one->student_id) == 0)
		pane_text(pane, STYLE_WARN, app_print(app, "  ! %s", m->why_not));
}

static void draw(struct app *app, void *state, struct area area)
{
	const struct merges *m = state;
	if (m->reply == NULL)
		return;
	const Xueji__V1__Student *child = m->reply->student;
	struct pane pane = pane_begin(area, LABELS);
	pane_pair(&pane, N_("Name"), child->name, N_("Status"), words_status(child->status));
	pane_pair(&pane, N_("School"), school_of(child), N_("Class"),
		words_class(app, child->grade, child->class_number));
	pane.row++;
	if (is_deleted(m)) {
		pane_text(&pane, STYLE_WARN,
			app_print(app, _("! deleted: %s"), m->reply->deleted_because));
		if (m->why_not[0] != '\0')
			pane_text(&pane, STYLE_WARN, app_print(app, "  ! %s", m->why_not));
	} else {
		pane_head(&pane, _("Records that were merged into this one"));
	}
	for (size_t i = 0; i < m->reply->n_merged; i++)
		draw_row(app, m, i, &pane);
	if (m->reply->n_merged == 0 && !is_deleted(m))
		pane_text(&pane, STYLE_PLAIN, _("  none, or they are parted again"));
}

/* ---- what keys do */

static bool on_key(struct app *app, void *state, struct key key)
{
	struct merges *m = state;
	(void)app;
	if (key.is_pasted || m->reply == NULL)
		return false;
	if (key.code == KEY_DOWN || key.code == 'j')
		m->cursor += m->cursor + 1 < m->reply->n_merged;
	else if (key.code == KEY_UP || key.code == 'k')
		m->cursor -= m->cursor > 0;
	else
		return false;
	return true;
}

static bool can_undo(struct app *app, void *state, const char **why_out)
{
	const struct merges *m = state;
	(void)app;
	*why_out = _("There is nothing to undo.");
	return m->undoing == 0 && (current(m) != NULL || is_deleted(m));
}

static void send(struct app *app, void *state)
{
	struct merges *m = state;
	if (is_deleted(m)) {
		Xueji__V1__UndoDeleteRequest request = XUEJI__V1__UNDO_DELETE_REQUEST__INIT;
		request.student_id = m->student, request.reason = m->reason;
		m->undoing = app_request(app, UNDELETE, &request.base);
		return;
	}
	Xueji__V1__UndoMergeRequest request = XUEJI__V1__UNDO_MERGE_REQUEST__INIT;
	request.student_id = m->tried, request.reason = m->reason;
	m->undoing = app_request(app, UNMERGE, &request.base);
}

/* The number that has to be typed is that of the records which there will be. */
static void typed_reason(struct app *app, void *state, const char *text)
{
	struct merges *m = state;
	const Xueji__V1__MergedRecord *one = current(m);
	if (text[0] == '\0') {
		app_say(app, TONE_WRONG, _("Without a reason nothing is undone."));
		return;
	}
	snprintf(m->reason, sizeof m->reason, "%s", text);
	m->why_not[0] = m->tried[0] = '\0';
	if (is_deleted(m)) {
		app_confirm(app, &(struct question){.count = 1, .done = send},
			_("%s: bring the record back?"), m->reply->student->name);
		return;
	}
	snprintf(m->tried, sizeof m->tried, "%s", one->student_id);
	app_confirm(app,
		&(struct question){.count = 2,
			.done = send,
			.page = _("Each of the two records has again what it had before they "
				  "were merged: school and class, numbers, stays, papers, cases. "
				  "If anything relies on the merge since, nothing is done, and "
				  "it is named.\n\nBoth are then looked at anew: they may be "
				  "found to be one child again.")},
		_("%s: two records again?"), one->name);
}

static void undo(struct app *app, void *state)
{
	(void)state;
	app_prompt(app, &(struct prompt){.label = _("Why? What you say is recorded:"),
				.max = REASON_MAX,
				.done = typed_reason});
}

static void open_history(struct app *app, void *state)
{
	app_open(app, &history_screen, ((struct merges *)state)->student);
}

static void refresh_merges(struct app *app, void *state)
{
	ask(app, state);
}

static void close_merges(struct app *app, void *state)
{
	(void)app;
	app_drop(((struct merges *)state)->reply);
}

static const struct action actions[] = {
	{VERB_UNDO, .can = can_undo, .run = undo,
		.need = UNMERGE, /* and UNDELETE: the same rights */
		.help = N_(
			"part the record under the cursor again, or bring a deleted one back; for "
			"the province")},
	{VERB_HISTORY, .run = open_history, .need = "xueji.v1.Students/GetHistory",
		.help = N_("what has happened to the record since")},
	{VERB_REFRESH, .run = refresh_merges},
	{0},
};

const struct screen merges_screen = {
	.name = "merges",
	.title = N_("Merges"),
	.need = "xueji.v1.Students/GetStudent",
	.state_size = sizeof(struct merges),
	.open = open_merges,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.again = refresh_merges,
	.close = close_merges,
	.actions = actions,
};
