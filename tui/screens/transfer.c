/* Applying for a child of another school, or for a graduate (FSM3, FSM6, R23): looked up by a
 * number and the name, as the guardian shows them, then applied for. The subject is "" for a new
 * application, the id of one that was returned, or "copy ID" of one that was refused (Q16); of
 * these two the numbers stay as they were where nothing is typed. */
#include "tui/screens/transfer.h"

#include <stdlib.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>
#include <xueji/v1/transfers.pb-c.h>

#include "common/memory.h"
#include "domain/codes.h"
#include "tui/app.h"
#include "tui/screens/case.h"
#include "tui/widgets/form.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

#define FIND  "xueji.v1.Transfers/FindChild"
#define APPLY "xueji.v1.Transfers/ApplyTransfer"
#define DRAFT "transfer"

enum { NUMBER = 40, NAME = 50, CAUSE = 200, LABELS = 14 };

struct transfer {
	struct form form;
	char case_id[40], copy_of[40]; /* "": neither */
	int64_t rev;
	Xueji__V1__FindChildResponse *found; /* NULL: not looked up yet */
	char *asked; /* what it was looked up by: "number|ID number|name|type" */
	uint64_t looking, applying;
};

static const struct form_choice goes_or_stays[] = {
	{"false", N_("goes along")}, {"true", N_("stays at the old school")}, {0}};

/* The numbers are those of the contract. */
#define TRANSFER  "3"
#define ENROLMENT "6"
static const struct form_choice kinds[] = {{TRANSFER, N_("transfer, within a stage")},
	{ENROLMENT, N_("enrolment, after graduating")}, {0}};

static const struct form_field fields[] = {
	{.name = "student_no",
		.label = N_("Student no."),
		.max = NUMBER,
		.width = 24,
		.hint = N_("this or the ID number")},
	{.name = "id_number", .label = N_("ID number"), .max = NUMBER, .width = 24},
	{.name = "name",
		.label = N_("Name"),
		.max = NAME,
		.width = 24,
		.hint = N_("then Ctrl-F looks the child up")},
	{.name = "grade", .label = N_("Into grade"), .max = 2, .width = 4},
	{.name = "class_number",
		.label = N_("Class"),
		.max = 2,
		.width = 4,
		.hint = N_("empty: placed later")},
	{.name = "cause",
		.label = N_("Reason"),
		.max = CAUSE,
		.hint = N_("in the guardian's words")},
	{.name = "keeps_record",
		.label = N_("File"),
		.width = 2,
		.choices = goes_or_stays,
		.is_numbered = true},
	{.name = "province_code",
		.label = N_("From province"),
		.max = 6,
		.width = 8,
		.hint = N_("code of another province, which is then asked; empty: ours")},
	{.name = "type", .label = N_("As"), .width = 2, .choices = kinds, .is_numbered = true},
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

static bool is_new(const struct transfer *t)
{
	return t->case_id[0] == '\0' && t->copy_of[0] == '\0';
}

static void open_transfer(struct app *app, void *state, const char *subject)
{
	struct transfer *t = state;
	Xueji__V1__GetCaseRequest request = XUEJI__V1__GET_CASE_REQUEST__INIT;
	bool is_copy = strncmp(subject, "copy ", 5) == 0;
	form_init(&t->form, fields, N_FIELDS);
	form_set(&t->form, "keeps_record", "false");
	form_set(&t->form, "type", TRANSFER);
	if (is_copy)
		strncpy(t->copy_of, subject + 5, sizeof t->copy_of - 1);
	else
		strncpy(t->case_id, subject, sizeof t->case_id - 1);
	if (!is_new(t)) {
		request.case_id = is_copy ? t->copy_of : t->case_id;
		app_request(app, "xueji.v1.Cases/GetCase", &request.base);
	} else if (form_draft_take(&t->form, app, DRAFT)) {
		app_say(app, TONE_PLAIN, _("What you had typed is here again."));
	}
}

/* ---- what comes back */

static void take_case(struct app *app, struct transfer *t, const Xueji__V1__GetCaseResponse *in)
{
	const Xueji__V1__Case *one = in->summary;
	t->rev = one->rev;
	form_set(&t->form, "name", in->transfer != NULL ? in->transfer->name : "");
	form_set(&t->form, "grade", app_print(app, "%d", one->to_grade));
	form_set(&t->form, "class_number",
		one->to_class > 0 ? app_print(app, "%d", one->to_class) : "");
	form_set(&t->form, "cause", in->transfer != NULL ? in->transfer->cause : "");
	form_set(&t->form, "keeps_record",
		in->transfer != NULL && in->transfer->keeps_record ? "true" : "false");
	form_set(&t->form, "type", app_print(app, "%d", (int)one->type));
	t->form.is_changed = false;
	app_title(app, one->student_name);
}

static bool is_enrolment(const struct transfer *t)
{
	return strcmp(form_text(&t->form, "type"), ENROLMENT) == 0;
}

/* A transfer mostly goes into the same grade; which one a graduate enters, the school knows. */
static void take_found(struct app *app, struct transfer *t, const struct client_reply *reply)
{
	app_drop(t->found);
	t->found = app_keep(reply->message);
	if (t->found->stage != 0 && !is_enrolment(t) && form_text(&t->form, "grade")[0] == '\0')
		form_set(&t->form, "grade", app_print(app, "%d", t->found->grade));
	form_focus(&t->form, "class_number");
	app_say(app, t->found->has_open_case ? TONE_WRONG : TONE_DONE,
		t->found->has_open_case
			? _("Found, but a case is open for it; that has to be settled first.")
			: _("Found. Class and reason, then Ctrl-S applies."));
}

static void applied(struct app *app, struct transfer *t, const Xueji__V1__GetCaseResponse *in)
{
	app_draft_put(app, DRAFT, NULL);
	t->form.is_changed = false;
	app_say(app, TONE_DONE, _("Handed to the approver."));
	app_back(app);
	app_open(app, &case_screen, in->summary->id);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct transfer *t = state;
	bool was_looking = t->looking != 0 && reply->call == t->looking;
	bool was_applying = t->applying != 0 && reply->call == t->applying;
	t->looking = was_looking ? 0 : t->looking;
	t->applying = was_applying ? 0 : t->applying;
	if (was_looking || was_applying)
		form_faults(&t->form, app, reply, "");
	if (reply->outcome != CLIENT_OK)
		return;
	if (was_looking)
		take_found(app, t, reply);
	else if (was_applying)
		applied(app, t, (const void *)reply->message);
	else
		take_case(app, t, (const void *)reply->message);
}

/* ---- what keys do */

static const char *asked_by(struct app *app, const struct transfer *t)
{
	return app_print(app, "%s|%s|%s|%s", form_text(&t->form, "student_no"),
		form_text(&t->form, "id_number"), form_text(&t->form, "name"),
		form_text(&t->form, "type"));
}

static void forget_asked(struct transfer *t)
{
	if (t->asked != NULL)
		explicit_bzero(t->asked, strlen(t->asked));
	free(t->asked);
	t->asked = NULL;
}

/* What was found belongs to what was typed then, not to what is typed since. */
static bool is_found(struct app *app, const struct transfer *t)
{
	return t->found != NULL && strcmp(t->asked, asked_by(app, t)) == 0;
}

/* That province looks the child up, not this one. */
static bool is_abroad(const struct transfer *t)
{
	return form_text(&t->form, "province_code")[0] != '\0';
}

static void look_up(struct app *app, void *state)
{
	struct transfer *t = state;
	Xueji__V1__FindChildRequest request = XUEJI__V1__FIND_CHILD_REQUEST__INIT;
	if (t->looking != 0)
		return;
	if (is_abroad(t)) {
		app_say(app, TONE_PLAIN,
			_("Nothing of this child is shown before its province has checked. "
			  "Ctrl-S applies."));
		return;
	}
	request.school_id = app_who(app)->unit_id;
	request.student_no = (char *)(uintptr_t)form_text(&t->form, "student_no");
	request.id_number = (char *)(uintptr_t)form_text(&t->form, "id_number");
	request.name = (char *)(uintptr_t)form_text(&t->form, "name");
	request.type = is_enrolment(t) ? XUEJI__V1__CASE_TYPE__CASE_TYPE_ENROLMENT
				       : XUEJI__V1__CASE_TYPE__CASE_TYPE_TRANSFER;
	app_drop(t->found);
	t->found = NULL;
	forget_asked(t);
	t->asked = memory_text(asked_by(app, t));
	t->looking = app_request(app, FIND, &request.base);
}

static bool can_apply(struct app *app, void *state, const char **why_out)
{
	const struct transfer *t = state;
	*why_out = _("Look the child up first: number and name, then Ctrl-F.");
	return !is_new(t) || is_abroad(t) || is_found(app, t);
}

static void apply(struct app *app, void *state)
{
	struct transfer *t = state;
	Xueji__V1__ApplyTransferRequest request = XUEJI__V1__APPLY_TRANSFER_REQUEST__INIT;
	if (t->applying != 0 || !form_check(&t->form, app))
		return;
	form_fill(&t->form, &request.base);
	request.case_id = t->case_id, request.rev = t->case_id[0] != '\0' ? t->rev : 0;
	request.copy_of_case_id = t->copy_of;
	request.school_id = t->case_id[0] == '\0' ? app_who(app)->unit_id : "";
	t->applying = app_request(app, APPLY, &request.base);
}

/* ---- the frame's */

static void draw_found(struct app *app, const Xueji__V1__FindChildResponse *found, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	draw_rule(area, pane.row++);
	pane_pair(&pane, N_("Name"), found->name, N_("Sex"),
		code_label(CODES_SEX, found->sex, app_lang(app)));
	pane_pair(&pane, N_("Student no."), found->student_no_masked, N_("State"),
		words_status(found->status));
	pane_row(&pane, N_("School"), found->school != NULL ? found->school->name : "");
	pane_row(&pane, N_("Place"), found->place);
	pane_row(&pane, N_("Class"), words_class(app, found->grade, 0));
	if (found->has_open_case)
		pane_text(&pane, STYLE_LATE, _("! 2002: a case is open for this child"));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct transfer *t = state;
	struct area head = area_cols(area_rows(area, 0, 2), 1, area.cols - 2);
	draw_wrapped(head, 0, STYLE_PLAIN,
		t->copy_of[0] != '\0' ? _("A new application from a refused one. Numbers that stay "
					  "empty are taken from it.")
		: t->case_id[0] != '\0'
			? _("It was returned: correct it, and type the number again.")
			: _("Looks a child of another school up. Each question is counted and "
			    "recorded."));
	form_draw(&t->form, app, area_rows(area, 3, N_FIELDS + 2));
	if (is_found(app, t))
		draw_found(app, t->found, area_rows(area, N_FIELDS + 5, area.rows - N_FIELDS - 5));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	/* Enter in the last field does not apply: that wants a key of its own. */
	return form_key(&((struct transfer *)state)->form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct transfer *)state)->form;
}

static void close_transfer(struct app *app, void *state)
{
	struct transfer *t = state;
	if (is_new(t) && form_is_changed(&t->form))
		form_draft_put(&t->form, app, DRAFT);
	form_free(&t->form);
	app_drop(t->found);
	forget_asked(t);
}

static const struct action actions[] = {
	{VERB_SEARCH, .what = N_("look the child up"), .run = look_up, .need = FIND,
		.help = N_("by the student number or the ID number, and the name")},
	{VERB_SUBMIT, .what = N_("apply"), .can = can_apply, .run = apply, .need = APPLY,
		.help = N_("hand it to the approver")},
	{0},
};

const struct screen transfer_screen = {
	.name = "transfer",
	.title = N_("Transfer in"),
	.need = APPLY,
	.is_command = true,
	.state_size = sizeof(struct transfer),
	.open = open_transfer,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_transfer,
	.actions = actions,
};
