/* What is in force for the operator's unit, what is to come and what is proposed; with the policy
 * under the cursor below. Whoever may proposes, decides on a colleague's proposal, and takes his
 * own back. The subject is ""; anything else, as from the desk, begins at the first that waits. */
#include "tui/screens/policies.h"

#include <string.h>
#include <xueji/v1/policies.pb-c.h>

#include "tui/app.h"
#include "tui/policy_words.h"
#include "tui/screens/policy.h"
#include "tui/screens/policy_propose.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"
#include "tui/words.h"

enum { LABELS = 12, DETAIL_ROWS = 9, ROOM = 16 /* rows that both need */, REASON_MAX = 200 };

struct policies {
	struct list list;
	bool is_list_alone, wants_proposal;
};

/* ---- rows */

/* The proposal that waits, the operator's own unit's first; NULL: none does. */
static const Xueji__V1__PolicyValue *proposal(
	const struct app *app, const Xueji__V1__Policy *policy)
{
	const Xueji__V1__PolicyValue *any = NULL;
	const char *unit = policy_own_unit(app, policy);
	for (size_t i = 0; i < policy->n_coming; i++) {
		const Xueji__V1__PolicyValue *value = policy->coming[i];
		if (value->state != XUEJI__V1__POLICY_STATE__POLICY_STATE_PROPOSED)
			continue;
		if (unit != NULL && strcmp(value->unit_id, unit) == 0)
			return value;
		any = any != NULL ? any : value;
	}
	return any;
}

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Policy *)row)->key;
}

static const char *title_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__Policy *)row)->title;
}

static const char *value_cell(struct app *app, const void *row)
{
	return policy_value(app, row, ((const Xueji__V1__Policy *)row)->value);
}

static const char *source_cell(struct app *app, const void *row)
{
	const Xueji__V1__Policy *policy = row;
	(void)app;
	return policy->source_unit_id[0] != '\0' ? policy->source_unit_name : _("default");
}

static const char *coming_cell(struct app *app, const void *row)
{
	const Xueji__V1__Policy *policy = row;
	const Xueji__V1__PolicyValue *next = proposal(app, policy);
	if (next == NULL)
		next = policy->n_coming > 0 ? policy->coming[0] : NULL;
	if (next == NULL)
		return "-";
	bool waits = next->state == XUEJI__V1__POLICY_STATE__POLICY_STATE_PROPOSED;
	return app_print(app, "%s%s %s", waits ? "? " : "", next->from_day,
		policy_proposed(app, policy, next));
}

static enum style coming_style(struct app *app, const void *row)
{
	return proposal(app, row) != NULL ? STYLE_WARN : STYLE_PLAIN;
}

static const struct list_column columns[] = {
	{.title = N_("Policy"), .width = 0, .most = 60, .cell = title_cell},
	{.title = N_("In force"), .width = 14, .is_number = true, .cell = value_cell},
	{.title = N_("Set by"), .width = 10, .cell = source_cell},
	{.title = N_("To come, ? proposed"),
		.width = 24,
		.cell = coming_cell,
		.style = coming_style},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "policies",
	.id = id_of,
	.empty = N_("There are no policies."),
};

/* ---- the screen */

static void open_policies(struct app *app, void *state, const char *subject)
{
	struct policies *p = state;
	Xueji__V1__ListPoliciesRequest request = XUEJI__V1__LIST_POLICIES_REQUEST__INIT;
	p->wants_proposal = subject[0] != '\0';
	list_init(&p->list, &spec);
	request.unit_id = app_who(app)->unit_id;
	list_ask(&p->list, app, "xueji.v1.Policies/ListPolicies", &request.base);
}

static void go_to_proposal(struct app *app, struct policies *p)
{
	size_t at = 0;
	while (at < list_count(&p->list) && proposal(app, list_row(&p->list, at)) == NULL)
		at++;
	if (at < list_count(&p->list))
		list_move(&p->list, app, (int64_t)at);
	p->wants_proposal = false;
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct policies *p = state;
	if (list_loaded(&p->list, app, reply)) {
		if (p->wants_proposal)
			go_to_proposal(app, p);
		return;
	}
	if (reply->outcome != CLIENT_OK)
		return;
	const Xueji__V1__PolicyValue *value = (const void *)reply->message;
	app_say(app, TONE_DONE, "%s", policy_state(value->state));
	list_refresh(&p->list, app);
}

static void draw_policy(struct app *app, const Xueji__V1__Policy *policy, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	draw_rule(area, pane.row++);
	pane_row(&pane, N_("Policy"), policy->title);
	pane_pair(&pane, N_("Default"), policy_value(app, policy, policy->default_value),
		N_("Bounds"),
		app_print(app, "%s - %s", policy_value(app, policy, policy->lowest),
			policy_value(app, policy, policy->highest)));
	pane_pair(&pane, N_("In force"), value_cell(app, policy), N_("Since"),
		app_date(app, policy->since_day, false));
	pane_pair(&pane, N_("Set down to"), words_tier(policy->owner_tier), N_("By whom"),
		words_role(policy->role));
	for (size_t i = 0; i < policy->n_coming; i++) {
		const Xueji__V1__PolicyValue *value = policy->coming[i];
		pane_text(&pane, STYLE_PLAIN,
			app_print(app, " %s  %s  %s  %s  %s", policy_state(value->state),
				value->from_day, policy_proposed(app, policy, value),
				value->unit_name, value->reason));
	}
}

static void draw(struct app *app, void *state, struct area area)
{
	struct policies *p = state;
	const Xueji__V1__Policy *policy = list_current(&p->list);
	int below = p->is_list_alone || policy == NULL || area.rows < ROOM ? 0 : DETAIL_ROWS;
	list_draw(&p->list, app, area_rows(area, 0, area.rows - below));
	if (below > 0)
		draw_policy(app, policy, area_rows(area, area.rows - below, below));
}

/* ---- what keys do */

static void open_policy(struct app *app, void *state)
{
	app_open(app, &policy_screen, id_of(app, list_current(&((struct policies *)state)->list)));
}

static bool can_propose(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Policy *policy = list_current(&((struct policies *)state)->list);
	if (!list_has_row(app, state, why_out))
		return false;
	*why_out = app_print(app, _("It is set by: %s, %s."), words_tier(policy->owner_tier),
		words_role(policy->role));
	const char *unit = policy_own_unit(app, policy);
	if (unit == NULL)
		return false;
	const Xueji__V1__PolicyValue *waits = proposal(app, policy);
	*why_out = _("A proposal waits already; decide on it first.");
	return waits == NULL || strcmp(waits->unit_id, unit) != 0;
}

static void propose(struct app *app, void *state)
{
	const Xueji__V1__Policy *policy = list_current(&((struct policies *)state)->list);
	app_open(app, &policy_propose_screen, policy->key);
}

static bool can_decide(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Policy *policy = list_current(&((struct policies *)state)->list);
	return list_has_row(app, state, why_out) &&
	       policy_can_decide(app, policy, proposal(app, policy), why_out);
}

static bool can_withdraw(struct app *app, void *state, const char **why_out)
{
	const Xueji__V1__Policy *policy = list_current(&((struct policies *)state)->list);
	return list_has_row(app, state, why_out) &&
	       policy_can_withdraw(app, proposal(app, policy), why_out);
}

static const Xueji__V1__PolicyValue *asked(const struct app *app, const struct policies *p)
{
	return proposal(app, list_current(&p->list));
}

static const char *in_words(struct app *app, const struct policies *p)
{
	const Xueji__V1__Policy *policy = list_current(&p->list);
	const Xueji__V1__PolicyValue *value = proposal(app, policy);
	return app_print(
		app, _("%s from %s on"), policy_proposed(app, policy, value), value->from_day);
}

static void approved(struct app *app, void *state)
{
	const Xueji__V1__PolicyValue *value = asked(app, state);
	policy_decide(app, value->id, value->rev,
		XUEJI__V1__POLICY_DECISION__POLICY_DECISION_APPROVE, "");
}

static void approve(struct app *app, void *state)
{
	app_confirm(
		app, &(struct question){.done = approved}, _("Approve: %s?"), in_words(app, state));
}

static void refused(struct app *app, void *state, const char *text)
{
	const Xueji__V1__PolicyValue *value = asked(app, state);
	if (text[0] == '\0')
		app_say(app, TONE_WRONG, _("A refusal needs a reason; nothing was done."));
	else
		policy_decide(app, value->id, value->rev,
			XUEJI__V1__POLICY_DECISION__POLICY_DECISION_REFUSE, text);
}

static void refuse(struct app *app, void *state)
{
	(void)state;
	app_prompt(
		app, &(struct prompt){
			     .label = _("Refused, because:"), .max = REASON_MAX, .done = refused});
}

static void withdrawn(struct app *app, void *state)
{
	const Xueji__V1__PolicyValue *value = asked(app, state);
	policy_withdraw(app, value->id, value->rev);
}

static void withdraw(struct app *app, void *state)
{
	app_confirm(app, &(struct question){.done = withdrawn}, _("Take back: %s?"),
		in_words(app, state));
}

static void toggle_details(struct app *app, void *state)
{
	struct policies *p = state;
	(void)app;
	p->is_list_alone = !p->is_list_alone;
}

static const struct action actions[] = {
	{VERB_OPEN, .what = N_("history"), .can = list_has_row, .run = open_policy,
		.help = N_("every value that was ever proposed, by whom, and what became of it")},
	{VERB_CREATE, .what = N_("propose"), .can = can_propose, .run = propose,
		.need = "xueji.v1.Policies/ProposePolicy",
		.help = N_("a value from a day on; a colleague decides")},
	{VERB_APPROVE, .can = can_decide, .run = approve, .need = "xueji.v1.Policies/DecidePolicy"},
	{VERB_REFUSE, .what = N_("refuse it"), .can = can_decide, .run = refuse,
		.need = "xueji.v1.Policies/DecidePolicy"},
	{VERB_WITHDRAW, .can = can_withdraw, .run = withdraw,
		.need = "xueji.v1.Policies/WithdrawPolicy"},
	{VERB_DETAILS, .run = toggle_details,
		.help = N_("the policy under the cursor, below the list")},
	{VERB_REFRESH, .run = list_again, .is_quiet = true},
	{0},
};

const struct screen policies_screen = {
	.name = "policies",
	.title = N_("Policies"),
	.digit = 6,
	.tab = N_("Policies"),
	.need = "xueji.v1.Policies/ListPolicies",
	.is_command = true,
	.is_for_desk = true,
	.state_size = sizeof(struct policies),
	.open = open_policies,
	.loaded = loaded,
	.draw = draw,
	.again = list_again,
	.on_key = list_on_key,
	.close = list_close,
	.actions = actions,
};
