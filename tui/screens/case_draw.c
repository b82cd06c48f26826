#include "tui/screens/case_draw.h"

#include <string.h>

#include "tui/decide.h"
#include "tui/words.h"

static const char *due(struct app *app, const Xueji__V1__Case *one)
{
	return words_due(app, one->due_date, one->is_overdue, one->working_days_left);
}

void case_draw_head(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	const Xueji__V1__Case *one = reply->summary;
	pane_pair(pane, N_("Name"), one->student_name, N_("Kind"), words_case_kind(one));
	if (one->from_school != NULL)
		pane_pair(pane, N_("From school"), one->from_school->name, N_("Class"),
			one->grade > 0 ? words_class(app, one->grade, one->class_number) : "-");
	pane_pair(pane, one->from_school != NULL ? N_("To school") : N_("School"),
		one->school->name, N_("Class"),
		one->from_school != NULL ? words_class(app, one->to_grade, one->to_class)
					 : words_class(app, one->grade, one->class_number));
	pane_pair(pane, N_("State"), one->state_title, N_("Due"), due(app, one));
	const char *doubt = decide_doubt(app, one);
	if (one->purge_date[0] != '\0')
		pane_text(pane, STYLE_WARN,
			app_print(app, _("! falls to nothing on %s if it is not finished"),
				app_date(app, one->purge_date, true)));
	else if (one->from_school != NULL && doubt[0] != '\0')
		pane_text(pane, STYLE_WARN, app_print(app, "! %s", doubt));
	if (reply->is_provisional)
		pane_text(pane, STYLE_WARN,
			_("? not all required items were there yet; once they are in, it is "
			  "confirmed"));
}

static const char *outcome(const Xueji__V1__GraduationChild *child)
{
	if (child->outcome == XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_COMPLETES)
		return _("completes only");
	return child->outcome == XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_STAYS
		       ? _("stays")
		       : "";
}

void case_draw_graduation(
	struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	enum { SHOWN = 8 };
	const Xueji__V1__Graduation *in = reply->graduation;
	size_t n = 0;
	if (in == NULL)
		return;
	pane_row(pane, N_("Graduate"),
		app_print(app, _("%d of %zu"), in->graduate_count, in->n_children));
	for (size_t i = 0; i < in->n_children; i++) {
		const Xueji__V1__GraduationChild *child = in->children[i];
		bool is_held = child->obstacle[0] != '\0';
		const char *what = is_held ? child->obstacle : outcome(child);
		if (what[0] == '\0' || n++ >= SHOWN)
			continue;
		pane_text(pane, is_held ? STYLE_LATE : STYLE_PLAIN,
			app_print(
				app, "%s %s  %s", is_held ? "!" : " ", child->student_name, what));
	}
	if (n > SHOWN)
		pane_text(pane, STYLE_PLAIN, app_print(app, _("and %zu more"), n - SHOWN));
}

/* Behind a station: who signed it when, or how long its party still has. */
static const char *mark(
	struct app *app, const Xueji__V1__Case *one, const Xueji__V1__CaseStation *at)
{
	if (at->is_done)
		return at->time == NULL ? ""
					: app_print(app, "%s %s", at->operator_name,
						  app_instant(app, at->time));
	if (!at->is_current)
		return "";
	bool is_mine = at->unit != NULL && words_is_mine(app, at->unit->id);
	return app_print(app, "%s%s", one->due_date[0] != '\0' ? due(app, one) : "",
		is_mine ? _("  <- our move") : "");
}

static void draw_stations(
	struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	for (size_t i = 0; i < reply->n_stations; i++) {
		const Xueji__V1__CaseStation *at = reply->stations[i];
		const char *sign = at->is_done ? "+" : at->is_current ? "?" : ".";
		pane_text(pane,
			!at->is_current              ? STYLE_PLAIN
			: reply->summary->is_overdue ? STYLE_LATE
						     : STYLE_WARN,
			app_print(app, "%zu %s %s  %s  %s", i + 1, sign, at->title,
				at->unit != NULL ? at->unit->name : "",
				mark(app, reply->summary, at)));
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
		const char *ground = words_ground(step->ground);
		if (ground[0] != '\0' || step->reason[0] != '\0')
			pane_text(pane, STYLE_HEAD,
				app_print(app, "    %s%s%s", ground,
					ground[0] != '\0' && step->reason[0] != '\0' ? ": " : "",
					step->reason));
	}
}

void case_draw_change(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	const Xueji__V1__StatusChange *change = reply->status_change;
	if (change == NULL)
		return;
	pane_pair(pane, N_("From"), change->from_day, N_("Until"),
		change->until_day[0] != '\0' ? change->until_day : "-");
	if (change->grade != 0)
		pane_row(pane, N_("Into class"),
			words_class(app, change->grade, change->class_number));
	pane_row(pane, N_("Reason"), change->cause);
	pane->row++;
}

void case_draw_track(struct app *app, const Xueji__V1__GetCaseResponse *reply, struct pane *pane)
{
	draw_stations(app, reply, pane);
	pane->row++;
	draw_steps(app, reply, pane);
}

/* ---- application and record */

enum { SIDE_LABELS = 13 };

struct sides {
	const Xueji__V1__GetCaseResponse *reply;
	struct area area;
	int row;
};

static bool differs(const Xueji__V1__GetCaseResponse *reply, const char *field)
{
	for (size_t i = 0; i < reply->n_differs; i++)
		if (strcmp(reply->differs[i], field) == 0)
			return true;
	return false;
}

/* `field` is that of the application which the server compares; "": nothing is compared. */
static void draw_side(struct sides *sides, const char *field, const char *label,
	const char *applied, const char *recorded)
{
	bool is_given = applied[0] != '\0';
	bool is_other = differs(sides->reply, field);
	int half = (sides->area.cols - SIDE_LABELS) / 2;
	const char *sign = is_other ? "#" : field[0] != '\0' && is_given ? "=" : " ";
	enum style style = is_other ? STYLE_LATE : STYLE_PLAIN;
	draw_text(sides->area, sides->row, 1, STYLE_HEAD, label[0] != '\0' ? _(label) : "");
	draw_text(area_cols(sides->area, SIDE_LABELS, half - 2), sides->row, 0, style,
		is_given ? applied : "-");
	draw_text(sides->area, sides->row, SIDE_LABELS + half - 2, style, sign);
	draw_text(
		area_cols(sides->area, SIDE_LABELS + half, half), sides->row++, 0, style, recorded);
}

void case_draw_sides(struct app *app, const Xueji__V1__GetCaseResponse *reply,
	const Xueji__V1__GetStudentResponse *record, struct area area)
{
	const Xueji__V1__TransferApplication *in = reply->transfer;
	const Xueji__V1__Case *one = reply->summary;
	const Xueji__V1__Student *child = record != NULL ? record->student : NULL;
	struct sides sides = {reply, area, 1};
	draw_side(&sides, "", "", _("Application"), _("Record"));
	draw_side(&sides, "name", N_("Name"), in->name, child != NULL ? child->name : "");
	draw_side(&sides, "student_no", N_("Student no."), in->student_no,
		child != NULL ? child->student_no_masked : "");
	draw_side(&sides, "id_number", N_("ID number"), in->id_number,
		child != NULL ? child->id_number_masked : "");
	draw_side(&sides, "", N_("School"), one->school->name,
		one->from_school != NULL ? one->from_school->name : "");
	draw_side(&sides, "", N_("Class"), words_class(app, one->to_grade, one->to_class),
		words_class(app, one->grade, one->class_number));
	draw_side(&sides, "", N_("Reason"), in->cause, "");
	draw_side(&sides, "", N_("File"),
		in->keeps_record ? _("stays at the old school") : _("goes along"), "");
	const char *note = reply->n_differs > 0
				   ? _("# 2001: the record says otherwise by now; nobody can sign "
				       "this.")
			   : child == NULL ? _("What the record says, the school that has the "
					       "child sees; nothing differs.")
					   : _("= What was applied for is what the record says.");
	draw_wrapped(area_cols(area, 1, area.cols - 2), sides.row + 1,
		reply->n_differs > 0 ? STYLE_LATE : STYLE_PLAIN, note);
}
