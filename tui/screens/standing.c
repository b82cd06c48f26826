/* Applying for a change of a child's standing with its school (FSM2): of those that follow from how
 * it stands now. The subject is "STUDENT STATUS STAGE", with the numbers of both, or "case ID" of a
 * draft. */
#include "tui/screens/standing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "domain/attachment_kind.h"
#include "domain/status_change.h"
#include "tui/app.h"
#include "tui/proofs.h"
#include "tui/screens/case.h"
#include "tui/widgets/form.h"

#define APPLY "xueji.v1.Cases/ApplyStatusChange"

enum { CAUSE = 200, FIELDS = 7, KIND_SIZE = 4 };

struct standing {
	struct form form;
	struct form_field fields[FIELDS];
	struct form_choice kinds[STATUS_CHANGE_END];
	char values[STATUS_CHANGE_END][KIND_SIZE]; /* what the choices carry */
	char student[40], case_id[40];             /* "": a new application */
	int64_t rev;
	struct proofs proofs;
	uint64_t applying;
};

static const struct form_field fields[FIELDS] = {
	{.name = "change.kind", .label = N_("Change"), .width = 30, .is_required = true},
	{.name = "change.from_day",
		.label = N_("From"),
		.max = 10,
		.width = 12,
		.hint = N_("empty: today; of a death, its day")},
	{.name = "change.until_day",
		.label = N_("Until"),
		.max = 10,
		.width = 12,
		.hint = N_("of a suspension only")},
	{.name = "change.grade",
		.label = N_("Into grade"),
		.max = 2,
		.width = 4,
		.hint = N_("of a child that comes back")},
	{.name = "change.class_number",
		.label = N_("Class"),
		.max = 2,
		.width = 4,
		.hint = N_("empty: placed later")},
	{.name = "change.cause", .label = N_("Reason"), .max = CAUSE, .is_required = true},
	{.name = "proofs",
		.label = N_("Proofs"),
		.max = 40,
		.width = 20,
		.hint = N_("numbers of the files below: 1 3")},
};

/* ---- which changes there are */

static void offer(struct standing *s, const struct status_change_row *row, size_t i)
{
	snprintf(s->values[i], KIND_SIZE, "%d", (int)row->change);
	s->kinds[i] = (struct form_choice){s->values[i], row->title.en};
}

static void offer_fitting(struct standing *s, int status, int stage)
{
	size_t n = 0;
	for (int change = 1; change < STATUS_CHANGE_END; change++)
		if (status_change_fits(status_change_row(change), status, stage))
			offer(s, status_change_row(change), n++);
	if (n > 0)
		form_set(&s->form, "change.kind", s->values[0]);
}

static const struct status_change_row *chosen(const struct standing *s)
{
	return status_change_row((int)strtol(form_text(&s->form, "change.kind"), NULL, 10));
}

static void open_standing(struct app *app, void *state, const char *subject)
{
	struct standing *s = state;
	Xueji__V1__GetCaseRequest request = XUEJI__V1__GET_CASE_REQUEST__INIT;
	int status = 0, stage = 0;
	memcpy(s->fields, fields, sizeof fields);
	s->fields[0].choices = s->kinds;
	form_init(&s->form, s->fields, FIELDS);
	if (sscanf(subject, "case %39s", s->case_id) == 1) {
		request.case_id = s->case_id;
		app_request(app, "xueji.v1.Cases/GetCase", &request.base);
		return;
	}
	if (sscanf(subject, "%39s %d %d", s->student, &status, &stage) == 3)
		offer_fitting(s, status, stage);
	proofs_ask(app, s->student);
}

/* ---- what comes back */

/* A draft stays the change that it is. */
static void take_draft(struct app *app, struct standing *s, const Xueji__V1__GetCaseResponse *in)
{
	const Xueji__V1__StatusChange *change = in->status_change;
	const struct status_change_row *row =
		change != NULL ? status_change_row((int)change->kind) : NULL;
	if (row == NULL)
		return;
	offer(s, row, 0);
	s->rev = in->summary->rev;
	snprintf(s->student, sizeof s->student, "%s", in->summary->student_id);
	form_set(&s->form, "change.kind", s->values[0]);
	form_set(&s->form, "change.from_day", change->from_day);
	form_set(&s->form, "change.until_day", change->until_day);
	form_set(&s->form, "change.cause", change->cause);
	if (change->grade != 0)
		form_set(&s->form, "change.grade", app_print(app, "%d", change->grade));
	if (change->class_number != 0)
		form_set(&s->form, "change.class_number",
			app_print(app, "%d", change->class_number));
	s->form.is_changed = false;
	app_title(app, in->summary->student_name);
	proofs_ask(app, s->student);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct standing *s = state;
	bool was_applying = s->applying != 0 && reply->call == s->applying;
	if (was_applying) {
		s->applying = 0;
		form_faults(&s->form, app, reply, "");
	}
	if (reply->outcome != CLIENT_OK || proofs_loaded(&s->proofs, reply))
		return;
	const Xueji__V1__GetCaseResponse *in = (const void *)reply->message;
	if (!was_applying) {
		take_draft(app, s, in);
		return;
	}
	s->form.is_changed = false;
	app_say(app, TONE_DONE, _("Handed to the approver."));
	app_back(app);
	app_open(app, &case_screen, in->summary->id);
}

/* ---- what keys do */

static void submit(struct app *app, void *state)
{
	struct standing *s = state;
	Xueji__V1__ApplyStatusChangeRequest request = XUEJI__V1__APPLY_STATUS_CHANGE_REQUEST__INIT;
	Xueji__V1__StatusChange change = XUEJI__V1__STATUS_CHANGE__INIT;
	char *ids[PROOFS_MOST];
	size_t n;
	if (s->applying != 0 || !form_check(&s->form, app) ||
		!proofs_pick(app, &s->proofs, form_text(&s->form, "proofs"), ids, &n))
		return;
	request.change = &change;
	form_fill(&s->form, &request.base);
	request.case_id = s->case_id, request.rev = s->rev;
	request.student_id = s->case_id[0] == '\0' ? s->student : "";
	request.attachment_ids = ids, request.n_attachment_ids = n;
	request.submit = true;
	s->applying = app_request(app, APPLY, &request.base);
}

/* ---- the frame's */

/* Which papers the change asks for. */
static const char *asked_for(struct app *app, const struct status_change_row *row)
{
	const char *text = "";
	for (int kind = 1; kind < ATTACHMENT_KIND_END; kind++)
		if (row->proofs & ATTACHMENT_BIT(kind))
			text = app_print(app, "%s%s%s", text, text[0] != '\0' ? " / " : "",
				sentence_in(&attachment_kind_row(kind)->title, app_lang(app)));
	return text[0] != '\0' ? app_print(app, _("Asks for: %s"), text) : "";
}

static void draw(struct app *app, void *state, struct area area)
{
	struct standing *s = state;
	const struct status_change_row *row = chosen(s);
	for (size_t i = 0; s->kinds[i].value != NULL; i++)
		s->kinds[i].label =
			sentence_in(&status_change_row((int)strtol(s->values[i], NULL, 10))->title,
				app_lang(app));
	draw_text(area_cols(area, 1, area.cols - 2), 0, 0, STYLE_PLAIN,
		row == NULL      ? _("No change of status follows from how the child stands now.")
		: row->is_notice ? _("The school decides this; the bureau sees it at once (R30).")
				 : asked_for(app, row));
	form_draw(&s->form, app, area_rows(area, 2, FIELDS + 2));
	proofs_draw(app, &s->proofs, area_rows(area, FIELDS + 4, area.rows - FIELDS - 4));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return form_key(&((struct standing *)state)->form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct standing *)state)->form;
}

static void close_standing(struct app *app, void *state)
{
	struct standing *s = state;
	(void)app;
	form_free(&s->form);
	proofs_free(&s->proofs);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .run = submit, .need = APPLY, .help = N_("hand it to the approver")},
	{0},
};

const struct screen standing_screen = {
	.name = "standing",
	.title = N_("Change of status"),
	.need = APPLY,
	.state_size = sizeof(struct standing),
	.open = open_standing,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_standing,
	.actions = actions,
};
