/* Entering a graduation (FSM6): a last grade or one class of it, and by name who does not graduate
 * with it. The subject is "" for a new one, or the id of one that was returned. */
#include "tui/screens/graduation.h"

#include <stdlib.h>
#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "common/memory.h"
#include "tui/app.h"
#include "tui/screens/case.h"
#include "tui/widgets/form.h"

#define APPLY "xueji.v1.Cases/ApplyGraduation"

enum { NAMES_MOST = 60, NAMES_SIZE = 400 };

struct graduation {
	struct form form;
	char case_id[40]; /* "": a new one */
	int64_t rev;
	uint64_t applying;
};

static const struct form_field fields[] = {
	{.name = "grade",
		.label = N_("Grade"),
		.max = 2,
		.width = 4,
		.hint = N_("the last one of a stage")},
	{.name = "class_number",
		.label = N_("Class"),
		.max = 2,
		.width = 4,
		.hint = N_("empty: the whole grade")},
	{.name = "completes",
		.label = N_("Complete only"),
		.max = NAMES_SIZE,
		.hint = N_("names of who completes without graduating, with spaces between")},
	{.name = "stays",
		.label = N_("Stay"),
		.max = NAMES_SIZE,
		.hint = N_("names of who stays on the roll; who is away stays unnamed")},
};
enum { N_FIELDS = sizeof fields / sizeof *fields };

static void open_graduation(struct app *app, void *state, const char *subject)
{
	struct graduation *g = state;
	Xueji__V1__GetCaseRequest request = XUEJI__V1__GET_CASE_REQUEST__INIT;
	form_init(&g->form, fields, N_FIELDS);
	strncpy(g->case_id, subject, sizeof g->case_id - 1);
	request.case_id = g->case_id;
	if (g->case_id[0] != '\0')
		app_request(app, "xueji.v1.Cases/GetCase", &request.base);
}

/* ---- what comes back */

static void take_names(struct app *app, struct graduation *g, const char *field,
	const Xueji__V1__Graduation *in, Xueji__V1__GraduationOutcome outcome)
{
	const char *text = "";
	for (size_t i = 0; i < in->n_children; i++)
		if (in->children[i]->outcome == outcome &&
			in->children[i]->status ==
				XUEJI__V1__STUDENT_STATUS__STUDENT_STATUS_ENROLLED)
			text = app_print(app, "%s%s%s", text, text[0] != '\0' ? " " : "",
				in->children[i]->student_name);
	form_set(&g->form, field, text);
}

static void take_case(struct app *app, struct graduation *g, const Xueji__V1__GetCaseResponse *in)
{
	if (in->graduation == NULL)
		return;
	g->rev = in->summary->rev;
	form_set(&g->form, "grade", app_print(app, "%d", in->summary->to_grade));
	if (in->summary->to_class != 0)
		form_set(&g->form, "class_number", app_print(app, "%d", in->summary->to_class));
	take_names(app, g, "completes", in->graduation,
		XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_COMPLETES);
	take_names(app, g, "stays", in->graduation,
		XUEJI__V1__GRADUATION_OUTCOME__GRADUATION_OUTCOME_STAYS);
	g->form.is_changed = false;
	app_title(app, in->summary->student_name);
}

/* "stays[2]": which name it is stands in the sentence. */
static void show_faults(struct app *app, struct graduation *g, const struct client_reply *reply)
{
	form_faults(&g->form, app, reply, "");
	for (size_t i = 0; reply->outcome == CLIENT_REFUSED && i < reply->n_faults; i++)
		if (strchr(reply->faults[i].field, '[') != NULL)
			app_say(app, TONE_WRONG, "%s: %s", reply->faults[i].field,
				reply->faults[i].text);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct graduation *g = state;
	bool was_applying = g->applying != 0 && reply->call == g->applying;
	if (was_applying) {
		g->applying = 0;
		show_faults(app, g, reply);
	}
	if (reply->outcome != CLIENT_OK)
		return;
	const Xueji__V1__GetCaseResponse *in = (const void *)reply->message;
	if (!was_applying) {
		take_case(app, g, in);
		return;
	}
	g->form.is_changed = false;
	app_say(app, TONE_DONE, _("Handed to the approver."));
	app_back(app);
	app_open(app, &case_screen, in->summary->id);
}

/* ---- what keys do */

/* Cuts the text at its spaces, in place. */
static size_t split(char *text, char *out[NAMES_MOST])
{
	size_t n = 0;
	for (char *rest = text, *name;
		n < NAMES_MOST && (name = strtok_r(rest, " ", &rest)) != NULL;)
		out[n++] = name;
	return n;
}

static void submit(struct app *app, void *state)
{
	struct graduation *g = state;
	Xueji__V1__ApplyGraduationRequest request = XUEJI__V1__APPLY_GRADUATION_REQUEST__INIT;
	char *completes[NAMES_MOST], *stays[NAMES_MOST];
	if (g->applying != 0 || !form_check(&g->form, app))
		return;
	char *first = memory_text(form_text(&g->form, "completes"));
	char *second = memory_text(form_text(&g->form, "stays"));
	request.case_id = g->case_id, request.rev = g->rev;
	request.school_id = g->case_id[0] == '\0' ? app_who(app)->unit_id : "";
	request.grade = (int32_t)strtol(form_text(&g->form, "grade"), NULL, 10);
	request.class_number = (int32_t)strtol(form_text(&g->form, "class_number"), NULL, 10);
	request.completes = completes, request.n_completes = split(first, completes);
	request.stays = stays, request.n_stays = split(second, stays);
	g->applying = app_request(app, APPLY, &request.base);
	free(first);
	free(second);
}

/* ---- the frame's */

static void draw(struct app *app, void *state, struct area area)
{
	struct graduation *g = state;
	draw_wrapped(area_cols(area_rows(area, 0, 2), 1, area.cols - 2), 0, STYLE_PLAIN,
		_("All of the grade or class graduate but for those who are named here; who is "
		  "held up by a case or a problem is named when it is handed on."));
	form_draw(&g->form, app, area_rows(area, 3, N_FIELDS + 2));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	return form_key(&((struct graduation *)state)->form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct graduation *)state)->form;
}

static void close_graduation(struct app *app, void *state)
{
	(void)app;
	form_free(&((struct graduation *)state)->form);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .run = submit, .need = APPLY, .help = N_("hand it to the approver")},
	{0},
};

const struct screen graduation_screen = {
	.name = "graduation",
	.title = N_("Graduation"),
	.need = APPLY,
	.is_command = true,
	.state_size = sizeof(struct graduation),
	.open = open_graduation,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_graduation,
	.actions = actions,
};
