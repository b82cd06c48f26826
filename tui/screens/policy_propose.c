/* Proposing a value for a policy from a day on, or giving the unit's own value up; a colleague
 * decides (Q3). The subject is the policy's key. */
#include "tui/screens/policy_propose.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/policies.pb-c.h>

#include "tui/app.h"
#include "tui/policy_words.h"
#include "tui/widgets/form.h"

#define PROPOSE "xueji.v1.Policies/ProposePolicy"
enum { VALUE, WHICH, FROM, WHY, N_FIELDS, HEAD_ROWS = 5 };

static const struct form_choice answers[] = {{"0", N_("no")}, {"1", N_("yes")}, {0}};
static const struct form_choice ways[] = {
	{"0", N_("a value of our own")}, {"1", N_("none: the one above holds again")}, {0}};

static const struct form_field fields[N_FIELDS] = {
	[WHICH] = {.name = "is_inherited", .label = N_("We set"), .width = 12, .choices = ways},
	[VALUE] = {.name = "value", .label = N_("Value"), .max = 12, .width = 12},
	[FROM] = {.name = "from_day",
		.label = N_("From"),
		.max = 10,
		.width = 12,
		.is_required = true,
		.hint = N_("2026-09-01; today or later")},
	[WHY] = {.name = "reason", .label = N_("Why"), .max = 200, .is_required = true},
};

struct propose {
	struct form form;
	struct form_field fields[N_FIELDS]; /* the value's may be yes or no */
	char key[64];
	Xueji__V1__ListPoliciesResponse *all; /* NULL: not here yet */
	const Xueji__V1__Policy *of;          /* in it; NULL: there is no such policy */
	uint64_t saving;
};

static void open_propose(struct app *app, void *state, const char *subject)
{
	struct propose *p = state;
	Xueji__V1__ListPoliciesRequest request = XUEJI__V1__LIST_POLICIES_REQUEST__INIT;
	memcpy(p->fields, fields, sizeof fields);
	form_init(&p->form, p->fields, N_FIELDS);
	form_set(&p->form, "is_inherited", "0");
	snprintf(p->key, sizeof p->key, "%s", subject);
	request.unit_id = app_who(app)->unit_id;
	app_request(app, "xueji.v1.Policies/ListPolicies", &request.base);
}

static void take(struct app *app, struct propose *p, const struct client_reply *reply)
{
	app_drop(p->all);
	p->all = app_keep(reply->message);
	p->of = NULL;
	for (size_t i = 0; i < p->all->n_policies; i++)
		if (strcmp(p->all->policies[i]->key, p->key) == 0)
			p->of = p->all->policies[i];
	if (p->of == NULL)
		return;
	if (p->of->type == XUEJI__V1__POLICY_TYPE__POLICY_TYPE_YES_NO)
		p->fields[VALUE].choices = answers;
	if (!form_is_changed(&p->form))
		form_set(&p->form, "value", app_print(app, "%lld", (long long)p->of->value));
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct propose *p = state;
	bool was_saving = reply->call == p->saving;
	if (was_saving) {
		p->saving = 0;
		form_faults(&p->form, app, reply, "");
	}
	if (reply->outcome != CLIENT_OK)
		return;
	if (!was_saving) {
		take(app, p, reply);
		return;
	}
	p->form.is_changed = false;
	app_back(app);
	app_say(app, TONE_DONE, _("Proposed; a colleague decides."));
}

static void submit(struct app *app, void *state)
{
	struct propose *p = state;
	Xueji__V1__ProposePolicyRequest request = XUEJI__V1__PROPOSE_POLICY_REQUEST__INIT;
	if (p->saving != 0 || p->of == NULL || !form_check(&p->form, app))
		return;
	const char *unit = policy_own_unit(app, p->of);
	int n = 0;
	long long number = 0;
	const char *value = form_text(&p->form, "value");
	form_fill(&p->form, &request.base);
	if (!request.is_inherited &&
		(sscanf(value, "%lld%n", &number, &n) != 1 || value[n] != '\0')) {
		form_focus(&p->form, "value");
		app_say(app, TONE_WRONG, _("The value is a whole number."));
		return;
	}
	request.unit_id = (char *)(uintptr_t)(unit != NULL ? unit : app_who(app)->unit_id);
	request.key = p->key;
	request.value = request.is_inherited ? 0 : number;
	p->saving = app_request(app, PROPOSE, &request.base);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct propose *p = state;
	if (p->of == NULL)
		return;
	struct area text = area_cols(area, 1, area.cols - 2);
	int row = draw_wrapped(text, 0, STYLE_HEAD, p->of->title);
	draw_wrapped(text, row, STYLE_PLAIN,
		app_print(app, _("In force: %s. Allowed: %s to %s."),
			policy_value(app, p->of, p->of->value),
			policy_value(app, p->of, p->of->lowest),
			policy_value(app, p->of, p->of->highest)));
	form_draw(&p->form, app, area_rows(area, HEAD_ROWS, area.rows - HEAD_ROWS));
}

static bool on_key(struct app *app, void *state, struct key key)
{
	struct propose *p = state;
	enum form_answer answer = form_key(&p->form, app, key);
	if (answer == FORM_SUBMIT)
		submit(app, p);
	return answer != FORM_IGNORED;
}

static struct form *form_of(void *state)
{
	return &((struct propose *)state)->form;
}

static void close_propose(struct app *app, void *state)
{
	struct propose *p = state;
	(void)app;
	form_free(&p->form);
	app_drop(p->all);
}

static const struct action actions[] = {
	{VERB_SUBMIT, .what = N_("propose"), .run = submit},
	{0},
};

const struct screen policy_propose_screen = {
	.name = "propose",
	.title = N_("Propose a value"),
	.need = PROPOSE,
	.state_size = sizeof(struct propose),
	.open = open_propose,
	.loaded = loaded,
	.draw = draw,
	.on_key = on_key,
	.form = form_of,
	.close = close_propose,
	.actions = actions,
};
