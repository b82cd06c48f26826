#include "tui/screens/problem_draw.h"

#include <string.h>

#include "domain/codes.h"
#include "tui/item_text.h"
#include "tui/problem_words.h"
#include "tui/widgets/sides.h"
#include "tui/words.h"

/* ---- head */

static const char *why(struct app *app, const Xueji__V1__Problem *one)
{
	return one->score < 1000 ? app_print(app, _("%s (%d.%d %% sure)"), one->cause_text,
					   one->score / 10, one->score % 10)
				 : one->cause_text;
}

void problem_draw_head(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane)
{
	const Xueji__V1__Problem *one = reply->summary;
	pane_pair(pane, N_("Kind"), one->kind_title, N_("State"), one->state_title);
	pane_pair(pane, N_("Whose move"), problem_words_turn(app, one), N_("Due"),
		words_due(app, one->due_date, one->is_overdue, one->working_days_left));
	pane_row(pane, N_("Why found"), why(app, one));
	pane_row(pane, N_("Likely cure"), one->cure);
	if (one->has_left)
		pane_text(pane, STYLE_WARN,
			_("! the child has left the school; the problem stays open"));
}

/* ---- side by side */

struct column {
	const Xueji__V1__ProblemParty *party;
	const Xueji__V1__Problem *one;
};

typedef const char *cell(struct app *app, const struct column *column);

static const char *who_cell(struct app *app, const struct column *column)
{
	return column->party->is_asked ? _("This child")
				       : app_print(app, "%s", column->party->place);
}

static const char *name_cell(struct app *app, const struct column *column)
{
	(void)app;
	return column->one->student_name;
}

static const char *sex_cell(struct app *app, const struct column *column)
{
	return code_label(CODES_SEX, column->one->sex, app_lang(app));
}

static const char *born_cell(struct app *app, const struct column *column)
{
	(void)app;
	return column->one->birth_date;
}

static const char *number_cell(struct app *app, const struct column *column)
{
	(void)app;
	return column->one->id_number_masked;
}

static const char *kind_cell(struct app *app, const struct column *column)
{
	const char *kind = words_number_kind(column->one->student_no_kind);
	return column->party->holds_slot ? app_print(app, _("%s; holds the ID no."), kind) : kind;
}

static const char *school_cell(struct app *app, const struct column *column)
{
	(void)app;
	return column->one->school != NULL ? column->one->school->name : "-";
}

static const char *class_cell(struct app *app, const struct column *column)
{
	return words_class(app, column->one->grade, column->one->class_number);
}

static const char *answer_cell(struct app *app, const struct column *column)
{
	(void)app;
	return problem_words_answer(column->one->answer);
}

static const char *turn_cell(struct app *app, const struct column *column)
{
	return problem_words_turn(app, column->one);
}

static const char *police_cell(struct app *app, const struct column *column)
{
	(void)app;
	return column->party->police_text;
}

static const struct side_row {
	const char *label;
	enum sides_kind kind;
	cell *cell;
	enum item item; /* that an amendment would change; ITEM_COUNT: none */
} side_rows[] = {
	{"", SIDES_SAID, who_cell, ITEM_COUNT},
	{N_("Name"), SIDES_COMPARED, name_cell, ITEM_NAME},
	{N_("Sex"), SIDES_COMPARED, sex_cell, ITEM_SEX},
	{N_("Born"), SIDES_COMPARED, born_cell, ITEM_BIRTH_DATE},
	{N_("ID number"), SIDES_MASKED, number_cell, ITEM_ID_NUMBER},
	{N_("Student no."), SIDES_SAID, kind_cell, ITEM_COUNT},
	{N_("School"), SIDES_SAID, school_cell, ITEM_COUNT},
	{N_("Class"), SIDES_SAID, class_cell, ITEM_COUNT},
	{N_("Reply"), SIDES_SAID, answer_cell, ITEM_COUNT},
	{N_("Police"), SIDES_SAID, police_cell, ITEM_COUNT},
	{N_("Whose move"), SIDES_SAID, turn_cell, ITEM_COUNT},
};
enum { SIDE_ROWS = sizeof side_rows / sizeof *side_rows };

size_t problem_sides_room(struct area area)
{
	return (size_t)sides_room(area.cols - 2, PROBLEM_LABELS) - 1;
}

/* The child that was asked for, then the others from there on. */
static int columns_of(const Xueji__V1__GetProblemResponse *reply, size_t from, size_t room,
	struct column out[SIDES_MOST])
{
	int n = 0;
	for (size_t i = 0; i < reply->n_parties && n < SIDES_MOST && (size_t)n <= room; i++) {
		if (i > 0 && i - 1 < from)
			continue;
		out[n].party = reply->parties[i];
		out[n++].one = reply->parties[i]->problem;
	}
	return n;
}

static void draw_side_row(struct app *app, struct sides *sides, const struct side_row *row,
	const struct column columns[SIDES_MOST])
{
	const char *texts[SIDES_MOST];
	for (int i = 0; i < sides->n; i++) {
		const char *text = row->cell(app, &columns[i]);
		texts[i] = text != NULL ? text : "";
	}
	sides_row(sides, row->kind, row->label, texts);
}

static const char *new_text(struct app *app, const Xueji__V1__StudentItems *items, enum item item)
{
	const char *text = item_text(app, items, item);
	const char *type = item == ITEM_ID_NUMBER ? item_text(app, items, ITEM_ID_TYPE) : "";
	return type[0] != '\0' ? app_print(app, "%s %s", type, text) : text;
}

/* Under what the child's record says, what its school wants it to say; of a problem that is settled
 * the record says so, or it was not to be. */
static void draw_new_value(struct app *app, struct sides *sides, const struct side_row *row,
	const Xueji__V1__GetProblemResponse *reply)
{
	const char *texts[SIDES_MOST];
	if (row->item == ITEM_COUNT || reply->amended == NULL || reply->summary->turn == 0)
		return;
	for (int i = 0; i < SIDES_MOST; i++)
		texts[i] = "";
	texts[0] = new_text(app, reply->amended, row->item);
	if (texts[0][0] != '\0')
		sides_row(sides, SIDES_SAID, N_("  new value"), texts);
}

/* What each difference between the first two looks like. */
static const char *causes(struct app *app, const Xueji__V1__CompareStudentsResponse *why)
{
	static const char *const fields[] = {
		"", N_("name"), N_("sex"), N_("birth date"), N_("ID number"), N_("guardians")};
	const char *text = "";
	for (size_t i = 0; why != NULL && i < why->n_results; i++) {
		const Xueji__V1__CompareResult *one = why->results[i];
		unsigned field = one->field;
		if (field == 0 || field >= sizeof fields / sizeof *fields ||
			strcmp(one->cause, "same") == 0)
			continue;
		text = app_print(app, "%s%s%s: %s", text, text[0] != '\0' ? "; " : "",
			_(fields[field]), one->cause_text);
	}
	if (why != NULL && why->guardians_in_common > 0)
		text = app_print(app, _("%s%sguardians in common: %d"), text,
			text[0] != '\0' ? "; " : "", why->guardians_in_common);
	return text;
}

static void draw_causes(
	struct app *app, struct sides *sides, const Xueji__V1__CompareStudentsResponse *why)
{
	const char *text = causes(app, why);
	int indent = sides->labels + 2;
	if (text[0] == '\0')
		return;
	draw_field(sides->area, sides->row, 0, sides->labels, STYLE_HEAD, _("Differs by"));
	sides->row = draw_wrapped(area_cols(sides->area, indent, sides->area.cols - indent),
		sides->row, STYLE_WARN, text);
}

static bool has_guardian(const Xueji__V1__ComparedStudent *one, const char *name)
{
	for (size_t i = 0; i < one->n_guardians; i++)
		if (strcmp(one->guardians[i], name) == 0)
			return true;
	return false;
}

/* The guardian of one record that stands in this row beside `name` of the other: the same one, else
 * the next who is not there. */
static const char *guardian_beside(
	const Xueji__V1__ComparedStudent *one, const Xueji__V1__ComparedStudent *other, size_t at)
{
	size_t strangers = 0, before = 0;
	for (size_t i = 0; at < one->n_guardians && i < other->n_guardians; i++)
		if (strcmp(one->guardians[at], other->guardians[i]) == 0)
			return other->guardians[i];
	for (size_t i = 0; i < at && i < one->n_guardians; i++)
		before += !has_guardian(other, one->guardians[i]);
	for (size_t i = 0; i < other->n_guardians; i++)
		if (!has_guardian(one, other->guardians[i]) && strangers++ == before)
			return other->guardians[i];
	return "";
}

/* Name by name, of the two that were compared, where the terminal has room. Of a child whom one
 * does not see none is told. */
static void draw_guardians(struct sides *sides, const Xueji__V1__CompareStudentsResponse *why,
	const struct column columns[SIDES_MOST])
{
	const Xueji__V1__ComparedStudent *one = why->student, *other = why->other;
	if (one == NULL || other == NULL || !one->is_seen || !other->is_seen ||
		strcmp(other->student_id, columns[1].one->student_id) != 0)
		return;
	size_t n = one->n_guardians > other->n_guardians ? one->n_guardians : other->n_guardians;
	for (size_t i = 0; i < n; i++) {
		const char *texts[SIDES_MOST];
		for (int k = 0; k < SIDES_MOST; k++)
			texts[k] = "";
		texts[0] = i < one->n_guardians ? one->guardians[i] : "";
		texts[1] = guardian_beside(one, other, i);
		sides_row(sides, sides->n == 2 ? SIDES_COMPARED : SIDES_SAID,
			i == 0 ? N_("Guardians") : "", texts);
	}
}

void problem_draw_sides(struct app *app, const Xueji__V1__GetProblemResponse *reply, size_t from,
	const Xueji__V1__CompareStudentsResponse *why, struct area area)
{
	enum { COMPARED = 5 /* rows, before what they look like */ };
	struct column columns[SIDES_MOST];
	size_t room = problem_sides_room(area);
	int n = columns_of(reply, from, room, columns);
	size_t others = reply->n_parties > 0 ? reply->n_parties - 1 : 0;
	struct area body = others > room ? area_rows(area, 0, area.rows - 1) : area;
	struct sides sides = sides_begin(area_cols(body, 1, body.cols - 2), PROBLEM_LABELS, n);
	for (int i = 0; n > 0 && i < SIDE_ROWS; i++) {
		if (i == COMPARED && n > 1)
			draw_causes(app, &sides, why);
		draw_side_row(app, &sides, &side_rows[i], columns);
		draw_new_value(app, &sides, &side_rows[i], reply);
	}
	if (n > 1 && why != NULL)
		draw_guardians(&sides, why, columns);
	if (others > room)
		draw_print(area, area.rows - 1, 1, STYLE_HEAD,
			_("others: %zu to %zu of %zu; n and N turn"), from + 1,
			from + room < others ? from + room : others, others);
}

/* ---- track and messages */

static const char *mark(struct app *app, const Xueji__V1__CaseStation *at)
{
	if (at->is_done)
		return at->time != NULL ? app_print(app, "%s %s", at->operator_name,
						  app_instant(app, at->time))
					: at->operator_name;
	return at->is_current && at->unit != NULL && words_is_mine(app, at->unit->id)
		       ? _("<- our move")
		       : "";
}

void problem_draw_track(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane)
{
	for (size_t i = 0; i < reply->n_track; i++) {
		const Xueji__V1__CaseStation *at = reply->track[i];
		pane_text(pane, at->is_current ? STYLE_WARN : STYLE_PLAIN,
			app_print(app, "%zu %s %s  %s  %s", i + 1,
				at->is_done      ? "+"
				: at->is_current ? "?"
						 : ".",
				at->title, at->unit != NULL ? at->unit->name : "", mark(app, at)));
	}
	pane->row++;
	for (size_t i = reply->n_steps; i-- > 0;) {
		const Xueji__V1__CaseStep *step = reply->steps[i];
		pane_text(pane, STYLE_PLAIN,
			app_print(app, "%s  %s  %s %s", app_instant(app, step->time),
				problem_words_event(step->event),
				step->unit != NULL ? step->unit->name : "", step->operator_name));
		if (step->reason[0] != '\0')
			pane_text(pane, STYLE_HEAD, app_print(app, "    %s", step->reason));
	}
}

void problem_draw_messages(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane)
{
	if (reply->n_messages == 0)
		pane_text(pane, STYLE_PLAIN, _("Nobody has written yet."));
	for (size_t i = reply->n_messages; i-- > 0;) {
		const Xueji__V1__ProblemMessage *one = reply->messages[i];
		pane_text(pane, STYLE_HEAD,
			app_print(app, "%s  %s %s", app_instant(app, one->time),
				one->unit != NULL ? one->unit->name : "", one->operator_name));
		pane_text(pane, STYLE_PLAIN, one->text);
	}
}

/* ---- answers */

static void draw_given(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane)
{
	if (reply->summary->answer == 0)
		return;
	pane_row(pane, N_("Answered"), problem_words_answer(reply->summary->answer));
	if (reply->delete_ground != 0)
		pane_row(pane, N_("Ground"), problem_words_ground(reply->delete_ground));
	if (reply->guardian_choice != 0)
		pane_row(pane, N_("Guardian"), problem_words_choice(reply->guardian_choice));
	for (enum item item = 0; reply->amended != NULL && item < ITEM_COUNT; item++)
		if (item_value(reply->amended, item)[0] != '\0')
			pane_row(pane, item_label(app, item), item_text(app, reply->amended, item));
	if (reply->note[0] != '\0')
		pane_row(pane, N_("Note"), reply->note);
	pane_row(pane, N_("Papers"), app_number(app, (int64_t)reply->n_attachment_ids));
	pane->row++;
}

static void draw_offer(struct app *app, const Xueji__V1__AnswerOffer *offer, struct pane *pane)
{
	bool can = offer->refusal_text[0] == '\0';
	pane_text(pane, can ? STYLE_PLAIN : STYLE_GREY,
		app_print(app, "%s %s", can ? "+" : "x", offer->title));
	if (!can)
		pane_text(pane, STYLE_GREY, app_print(app, "    %s", offer->refusal_text));
	for (size_t i = 0; i < offer->n_papers; i++) {
		const Xueji__V1__PapersNeeded *papers = offer->papers[i];
		pane_text(pane, papers->is_there ? STYLE_PLAIN : STYLE_WARN,
			app_print(app, papers->is_there ? _("    + %s") : _("    ! missing: %s"),
				papers->text));
	}
}

void problem_draw_answers(
	struct app *app, const Xueji__V1__GetProblemResponse *reply, struct pane *pane)
{
	draw_given(app, reply, pane);
	if (reply->kind != NULL)
		pane_text(pane, STYLE_PLAIN, reply->kind->meaning);
	if (reply->decider != NULL)
		pane_row(pane, N_("Decides"), reply->decider->name);
	pane_head(pane, _("What the school may answer"));
	if (reply->n_answers == 0)
		pane_text(pane, STYLE_PLAIN, _("Nothing; what settles it is named above."));
	for (size_t i = 0; i < reply->n_answers; i++)
		draw_offer(app, reply->answers[i], pane);
}
