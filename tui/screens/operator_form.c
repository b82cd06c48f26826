/* The forms that a security administrator fills in about an operator. The subject is "create", or
 * one of "correct", "certify", "post" and "deputy" with the operator's id and, for a deputy, the
 * posting's. Units are typed by their codes and deputies by their sign-in names; the ids that the
 * request wants are looked up first. */
#include "tui/screens/operator_form.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/operators.pb-c.h>
#include <xueji/v1/units.pb-c.h>

#include "tui/app.h"
#include "tui/screens/operator.h"
#include "tui/widgets/form.h"
#include "tui/widgets/message.h"
#include "tui/widgets/pane.h"

#define OPERATORS "xueji.v1.Operators/"

static const struct form_choice roles[] = {{"1", N_("registrar")}, {"2", N_("approver")},
	{"3", N_("officer")}, {"4", N_("security administrator")}, {"5", N_("auditor")},
	{"6", N_("system administrator")}, {0}};

#define UNIT                                                                           \
	{                                                                              \
		.name = "unit_id", .label = N_("Unit's code"), .max = 20, .width = 22, \
		.is_required = true, .hint = N_("your own, or one below")              \
	}
#define FULL_NAME                                                                     \
	{                                                                             \
		.name = "full_name", .label = N_("Own name"), .max = 50, .width = 30, \
		.is_required = true                                                   \
	}
#define PHONE                                                                     \
	{                                                                         \
		.name = "phone", .label = N_("Telephone"), .max = 20, .width = 22 \
	}
#define FIRST_DAY                                                                      \
	{                                                                              \
		.name = "first_day", .label = N_("First day"), .max = 10, .width = 12, \
		.hint = N_("2026-09-01; empty: today")                                 \
	}

static const struct form_field create_fields[] = {
	{.name = "name",
		.label = N_("User"),
		.max = 32,
		.width = 34,
		.is_required = true,
		.hint = N_("3 to 32 small letters, digits, . - _")},
	FULL_NAME,
	UNIT,
	PHONE,
};
static const struct form_field correct_fields[] = {FULL_NAME, PHONE};
static const struct form_field certify_fields[] = {
	{.name = "certificate_no",
		.label = N_("Certificate"),
		.max = 40,
		.width = 34,
		.is_required = true},
	{.name = "certificate_until",
		.label = N_("Last valid day"),
		.max = 10,
		.width = 12,
		.is_required = true,
		.hint = N_("2027-08-31")},
};
static const struct form_field post_fields[] = {
	UNIT,
	{.name = "roles", .label = N_("Role"), .width = 26, .choices = roles, .is_required = true},
	FIRST_DAY,
	{.name = "last_day",
		.label = N_("Last day"),
		.max = 10,
		.width = 12,
		.hint = N_("empty: no end is set")},
};
static const struct form_field deputy_fields[] = {
	{.name = "deputy_id",
		.label = N_("Deputy"),
		.max = 32,
		.width = 34,
		.hint = N_("sign-in name; empty: nobody any more")},
	FIRST_DAY,
	{.name = "last_day",
		.label = N_("Last day"),
		.max = 10,
		.width = 12,
		.hint = N_("2026-09-30; needed with a deputy")},
};

#define FIELDS(table) table, sizeof(table) / sizeof *(table)
static const struct kind {
	const char *word, *title, *method;
	const ProtobufCMessageDescriptor *request;
	const struct form_field *fields;
	size_t n;
} kinds[] = {
	{"create", N_("New operator"), OPERATORS "CreateOperator",
		&xueji__v1__create_operator_request__descriptor, FIELDS(create_fields)},
	{"correct", N_("Correct name and telephone"), OPERATORS "UpdateOperator",
		&xueji__v1__update_operator_request__descriptor, FIELDS(correct_fields)},
	{"certify", N_("Registrar's certificate"), OPERATORS "CertifyOperator",
		&xueji__v1__certify_operator_request__descriptor, FIELDS(certify_fields)},
	{"post", N_("New posting"), OPERATORS "AddPosting",
		&xueji__v1__add_posting_request__descriptor, FIELDS(post_fields)},
	{"deputy", N_("Deputy of a posting"), OPERATORS "SetDeputy",
		&xueji__v1__set_deputy_request__descriptor, FIELDS(deputy_fields)},
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

union request {
	ProtobufCMessage base;
	Xueji__V1__CreateOperatorRequest create;
	Xueji__V1__UpdateOperatorRequest correct;
	Xueji__V1__CertifyOperatorRequest certify;
	Xueji__V1__AddPostingRequest post;
	Xueji__V1__SetDeputyRequest deputy;
};

struct operator_form {
	struct form form;
	const struct kind *kind;
	char id[40], posting[40];
	int64_t rev;
	uint64_t looking, saving;
	char unit_code[40], unit_id[40]; /* of the home unit: needs no looking up */
	Xueji__V1__CreateOperatorResponse *made;
};

/* ---- opening */

static void ask_operator(struct app *app, struct operator_form *f)
{
	Xueji__V1__GetOperatorRequest request = XUEJI__V1__GET_OPERATOR_REQUEST__INIT;
	request.id = f->id;
	app_request(app, OPERATORS "GetOperator", &request.base);
}

static void set_home(struct operator_form *f, const char *code, const char *id)
{
	snprintf(f->unit_code, sizeof f->unit_code, "%s", code);
	snprintf(f->unit_id, sizeof f->unit_id, "%s", id);
	form_set(&f->form, "unit_id", f->unit_code);
}

static void open_form(struct app *app, void *state, const char *subject)
{
	struct operator_form *f = state;
	char word[16] = "";
	sscanf(subject, "%15s %39s %39s", word, f->id, f->posting);
	f->kind = &kinds[0];
	for (size_t i = 0; i < N_KINDS; i++)
		if (strcmp(kinds[i].word, word) == 0)
			f->kind = &kinds[i];
	form_init(&f->form, f->kind->fields, f->kind->n);
	app_title(app, _(f->kind->title));
	if (f->kind == &kinds[0])
		set_home(f, app_who(app)->unit_code, app_who(app)->unit_id);
	else
		ask_operator(app, f);
}

static void take_operator(struct operator_form *f, const Xueji__V1__Operator *in)
{
	f->rev = in->rev;
	for (size_t i = 0; i < f->kind->n; i++) {
		const char *name = f->kind->fields[i].name;
		if (strcmp(name, "unit_id") != 0 && form_text(&f->form, name)[0] == '\0')
			form_set(&f->form, name, message_text(&in->base, name));
	}
	if (f->form.is_changed)
		return; /* he typed meanwhile */
	set_home(f, in->unit_code, in->unit_id);
	for (size_t i = 0; i < in->n_postings; i++)
		if (strcmp(in->postings[i]->id, f->posting) == 0)
			form_set(&f->form, "deputy_id", in->postings[i]->deputy_name);
}

/* ---- sending; `found` is the id of what was typed by code or name */

static void send(struct app *app, struct operator_form *f, const char *found)
{
	union request request;
	Xueji__V1__Role role = XUEJI__V1__ROLE__ROLE_UNSPECIFIED;
	protobuf_c_message_init(f->kind->request, &request.base);
	form_fill(&f->form, &request.base);
	message_set(&request.base, "id", f->id);
	message_set(&request.base, "operator_id", f->id);
	message_set(&request.base, "posting_id", f->posting);
	message_set_int(&request.base, "rev", f->rev);
	message_set(&request.base, "unit_id", found);
	message_set(&request.base, "deputy_id", found);
	if (f->kind->request == &xueji__v1__add_posting_request__descriptor) {
		sscanf(form_text(&f->form, "roles"), "%d", (int *)&role);
		request.post.roles = &role, request.post.n_roles = 1;
	}
	f->saving = app_request(app, f->kind->method, &request.base);
}

static void look_up_unit(struct app *app, struct operator_form *f, const char *code)
{
	Xueji__V1__SearchUnitsRequest request = XUEJI__V1__SEARCH_UNITS_REQUEST__INIT;
	request.query = (char *)(uintptr_t)code;
	request.within_id = app_who(app)->unit_id;
	f->looking = app_request(app, "xueji.v1.Units/SearchUnits", &request.base);
}

static void look_up_deputy(struct app *app, struct operator_form *f, const char *name)
{
	Xueji__V1__ListOperatorsRequest request = XUEJI__V1__LIST_OPERATORS_REQUEST__INIT;
	request.unit_id = app_who(app)->unit_id;
	request.whole_subtree = true;
	request.name_prefix = (char *)(uintptr_t)name;
	f->looking = app_request(app, OPERATORS "ListOperators", &request.base);
}

static void submit(struct app *app, void *state)
{
	struct operator_form *f = state;
	if (f->saving != 0 || f->looking != 0 || f->made != NULL || !form_check(&f->form, app))
		return;
	const char *unit = form_text(&f->form, "unit_id");
	const char *deputy = form_text(&f->form, "deputy_id");
	if (unit[0] != '\0' && strcmp(unit, f->unit_code) != 0)
		look_up_unit(app, f, unit);
	else if (deputy[0] != '\0')
		look_up_deputy(app, f, deputy);
	else
		send(app, f, unit[0] != '\0' ? f->unit_id : "");
}

/* ---- replies */

static const char *unit_found(const Xueji__V1__SearchUnitsResponse *in, const char *code)
{
	for (size_t i = 0; i < in->n_units; i++)
		if (in->units[i]->unit != NULL && strcmp(in->units[i]->unit->code, code) == 0)
			return in->units[i]->unit->id;
	return NULL;
}

static const char *deputy_found(const Xueji__V1__ListOperatorsResponse *in, const char *name)
{
	for (size_t i = 0; i < in->n_operators; i++)
		if (strcmp(in->operators[i]->name, name) == 0)
			return in->operators[i]->id;
	return NULL;
}

static void looked_up(struct app *app, struct operator_form *f, const struct client_reply *reply)
{
	const ProtobufCMessageDescriptor *what = reply->message->descriptor;
	bool is_unit = what == &xueji__v1__search_units_response__descriptor;
	const char *typed = form_text(&f->form, is_unit ? "unit_id" : "deputy_id");
	const char *found = is_unit ? unit_found((const void *)reply->message, typed)
				    : deputy_found((const void *)reply->message, typed);
	if (found != NULL) {
		send(app, f, found);
		return;
	}
	form_focus(&f->form, is_unit ? "unit_id" : "deputy_id");
	app_say(app, TONE_WRONG,
		is_unit ? _("Within your units there is none of the code %s.")
			: _("Within your units there is no operator %s."),
		typed);
}

static void saved(struct app *app, struct operator_form *f, const struct client_reply *reply)
{
	f->form.is_changed = false;
	if (reply->message->descriptor == &xueji__v1__create_operator_response__descriptor) {
		f->made = app_keep(reply->message);
		return;
	}
	app_back(app);
	app_say(app, TONE_DONE, _("Done; it holds from the next call on."));
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct operator_form *f = state;
	bool was_looking = reply->call == f->looking, was_saving = reply->call == f->saving;
	f->looking = was_looking ? 0 : f->looking;
	f->saving = was_saving ? 0 : f->saving;
	if (was_saving)
		form_faults(&f->form, app, reply, "");
	if (reply->outcome != CLIENT_OK)
		return;
	if (was_looking)
		looked_up(app, f, reply);
	else if (was_saving)
		saved(app, f, reply);
	else
		take_operator(f, (const void *)reply->message);
}

/* ---- drawing and keys */

static void draw_made(
	struct app *app, const Xueji__V1__CreateOperatorResponse *made, struct area area)
{
	struct pane pane = pane_begin(area, 18);
	pane.row = 1;
	pane_row(&pane, N_("User"), made->operator_->name);
	pane_row(&pane, N_("Own name"), made->operator_->full_name);
	pane_row(&pane, N_("Unit"), made->operator_->unit_name);
	pane.row++;
	pane_row(&pane, N_("One-time password"), made->one_time_password);
	pane_row(&pane, N_("Serves until"), app_instant(app, made->one_time_password_expires));
	pane.row++;
	pane_text(&pane, STYLE_WARN,
		_("! Hand it over now: it is shown this once. Enter goes on to the account, which "
		  "needs a posting before anybody can sign in with it."));
}

static void draw(struct app *app, void *state, struct area area)
{
	struct operator_form *f = state;
	if (f->made != NULL)
		draw_made(app, f->made, area);
	else
		form_draw(&f->form, app, area);
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct operator_form *f = state;
	if (f->made == NULL) {
		enum form_answer answer = form_key(&f->form, app, key);
		if (answer == FORM_SUBMIT)
			submit(app, f);
		return answer != FORM_IGNORED;
	}
	if (key.code != verb_key(VERB_OPEN) || key.is_pasted)
		return false;
	const char *id = app_print(app, "%s", f->made->operator_->id);
	app_back(app);
	app_open(app, &operator_screen, id);
	return true;
}

static struct form *form_of(void *state)
{
	return &((struct operator_form *)state)->form;
}

static void close_form(struct app *app, void *state)
{
	struct operator_form *f = state;
	(void)app;
	form_free(&f->form);
	app_drop(f->made);
}

static bool is_open(struct app *app, void *state, const char **why_out)
{
	(void)app;
	*why_out = _("It is made already; Enter goes on.");
	return ((const struct operator_form *)state)->made == NULL;
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("send"), .can = is_open, .run = submit},
	{0},
};

const struct screen operator_form_screen = {
	.name = "operator-form",
	.title = N_("Operator"),
	.need = OPERATORS "CreateOperator",
	.state_size = sizeof(struct operator_form),
	.open = open_form,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_form,
	.actions = actions,
};
