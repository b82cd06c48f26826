/* Putting a child in who has no record yet (FSM1): the whole form, all faults at once. The subject
 * is "" for a new one, or the id of a draft. */
#include "tui/screens/registration.h"

#include <string.h>
#include <xueji/v1/cases.pb-c.h>

#include "tui/app.h"
#include "tui/screens/case.h"
#include "tui/widgets/item_form.h"
#include "tui/words.h"

#define SAVE  "xueji.v1.Cases/SaveRegistration"
#define DRAFT "registration"

struct registration {
	struct item_form form;
	char case_id[40]; /* "": not saved yet */
	int64_t rev;
	bool is_submit; /* what is under way hands it on */
	uint64_t saving;
};

static const struct form_choice yes_no[] = {{"false", N_("no")}, {"true", N_("yes")}, {0}};

static const struct form_field lead[] = {
	{.name = "grade", .label = N_("Grade"), .max = 2, .width = 4, .is_required = true},
	{.name = "class_number",
		.label = N_("Class"),
		.max = 2,
		.width = 4,
		.hint = N_("empty: not placed yet")},
	{.name = "is_provisional",
		.label = N_("Papers to follow"),
		.width = 2,
		.choices = yes_no,
		.is_numbered = true},
};
enum { N_LEAD = sizeof lead / sizeof *lead };

/* Grade and class stand first, and photos come as attachments. */
static bool wants(enum item item)
{
	return item != ITEM_GRADE && item != ITEM_CLASS_NAME && item != ITEM_PHOTO;
}

static void open_registration(struct app *app, void *state, const char *subject)
{
	struct registration *r = state;
	item_form_init(&r->form, lead, N_LEAD, wants, false);
	strncpy(r->case_id, subject, sizeof r->case_id - 1);
	if (subject[0] != '\0') {
		Xueji__V1__GetCaseRequest request = XUEJI__V1__GET_CASE_REQUEST__INIT;
		request.case_id = r->case_id;
		app_request(app, "xueji.v1.Cases/GetCase", &request.base);
		return;
	}
	form_set(&r->form.form, "grade", "1");
	form_set(&r->form.form, "items.nationality", "CHN");
	form_set(&r->form.form, "items.id_type", "1");
	if (form_draft_take(&r->form.form, app, DRAFT))
		app_say(app, TONE_PLAIN, _("What you had typed is here again."));
}

static void take_draft(
	struct app *app, struct registration *r, const Xueji__V1__GetCaseResponse *in)
{
	struct form *form = &r->form.form;
	r->rev = in->summary->rev;
	strncpy(r->case_id, in->summary->id, sizeof r->case_id - 1);
	form_set(form, "grade", app_print(app, "%d", in->summary->grade));
	form_set(form, "class_number",
		in->summary->class_number > 0 ? app_print(app, "%d", in->summary->class_number)
					      : "");
	form_set(form, "is_provisional", in->is_provisional ? "true" : "false");
	item_form_take(&r->form, in->items);
	app_title(app, in->summary->student_name);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct registration *r = state;
	bool was_saving = reply->call == r->saving;
	if (was_saving)
		r->saving = 0;
	form_faults(&r->form.form, app, reply, "");
	if (reply->outcome != CLIENT_OK)
		return;
	take_draft(app, r, (const void *)reply->message);
	if (!was_saving)
		return;
	app_draft_put(app, DRAFT, NULL);
	r->form.form.is_kept_apart = true; /* as the case; a draft would become a second one */
	app_say(app, TONE_DONE,
		r->is_submit ? _("Handed to the approver.") : _("Saved as a draft."));
	if (r->is_submit) {
		app_back(app);
		app_open(app, &case_screen, r->case_id);
	}
}

static void save(struct app *app, struct registration *r, bool is_submit)
{
	Xueji__V1__SaveRegistrationRequest request = XUEJI__V1__SAVE_REGISTRATION_REQUEST__INIT;
	Xueji__V1__StudentItems items = XUEJI__V1__STUDENT_ITEMS__INIT;
	if (r->saving != 0 || !form_check(&r->form.form, app))
		return;
	request.items = &items;
	form_fill(&r->form.form, &request.base);
	request.case_id = r->case_id, request.rev = r->rev;
	request.school_id = r->case_id[0] == '\0' ? app_who(app)->unit_id : "";
	request.submit = r->is_submit = is_submit;
	r->saving = app_request(app, SAVE, &request.base);
}

static void draw(struct app *app, void *state, struct area area)
{
	form_draw(&((struct registration *)state)->form.form, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct registration *r = state;
	/* Enter in the last field does not hand it on: that wants a key of its own. */
	return form_key(&r->form.form, app, key) != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct registration *)state)->form.form;
}

/* The server may take it as a draft; until it has, it is kept as a half-filled form. */
static void hang_up(struct app *app, void *state)
{
	struct registration *r = state;
	if (form_is_changed(&r->form.form) && form_text(&r->form.form, "items.name")[0] != '\0')
		save(app, r, false);
}

static void close_registration(struct app *app, void *state)
{
	struct registration *r = state;
	if (r->case_id[0] == '\0' && form_is_changed(&r->form.form))
		form_draft_put(&r->form.form, app, DRAFT);
	item_form_free(&r->form);
}

static void submit(struct app *app, void *state)
{
	save(app, state, true);
}

static void save_draft(struct app *app, void *state)
{
	save(app, state, false);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .run = submit, .need = SAVE, .help = N_("hand it to the approver")},
	{VERB_SAVE, .run = save_draft, .need = SAVE,
		.help = N_("keep it as a draft on the server")},
	{0},
};

const struct screen registration_screen = {
	.name = "register",
	.title = N_("New child"),
	.need = SAVE,
	.is_command = true,
	.state_size = sizeof(struct registration),
	.open = open_registration,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.hang_up = hang_up,
	.form = form_of,
	.close = close_registration,
	.actions = actions,
};
