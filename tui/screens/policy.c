/* Every value that was ever proposed for a policy, newest first: by the operator's own unit where
 * it may set it, else by the unit whose value is in force. The subject is the policy's key. */
#include "tui/screens/policy.h"

#include <stdio.h>
#include <string.h>
#include <xueji/v1/policies.pb-c.h>

#include "tui/app.h"
#include "tui/policy_words.h"
#include "tui/widgets/list.h"
#include "tui/widgets/pane.h"

enum { LABELS = 12, DETAIL_ROWS = 6, ROOM = 14 /* rows that both need */ };

struct policy {
	struct list list;
	char key[64];
	Xueji__V1__ListPoliciesResponse *all; /* NULL: not here yet */
	const Xueji__V1__Policy *of;          /* in it; NULL: there is no such policy */
};

/* ---- rows */

static const char *id_of(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__PolicyValue *)row)->id;
}

static const char *day_cell(struct app *app, const void *row)
{
	return app_date(app, ((const Xueji__V1__PolicyValue *)row)->from_day, false);
}

static const char *value_cell(struct app *app, const void *row)
{
	const struct policy *p = app_state(app);
	return p->of != NULL ? policy_proposed(app, p->of, row) : "-";
}

static const char *state_cell(struct app *app, const void *row)
{
	(void)app;
	return policy_state(((const Xueji__V1__PolicyValue *)row)->state);
}

static enum style state_style(struct app *app, const void *row)
{
	const Xueji__V1__PolicyValue *value = row;
	(void)app;
	return value->state == XUEJI__V1__POLICY_STATE__POLICY_STATE_PROPOSED ? STYLE_WARN
									      : STYLE_PLAIN;
}

static const char *reason_cell(struct app *app, const void *row)
{
	(void)app;
	return ((const Xueji__V1__PolicyValue *)row)->reason;
}

static const char *proposed_cell(struct app *app, const void *row)
{
	return app_instant(app, ((const Xueji__V1__PolicyValue *)row)->proposed_at);
}

static const struct list_column columns[] = {
	{.title = N_("From"), .width = 10, .cell = day_cell},
	{.title = N_("Value"), .width = 14, .is_number = true, .cell = value_cell},
	{.title = N_("State"), .width = 12, .cell = state_cell, .style = state_style},
	{.title = N_("Why"), .width = 0, .cell = reason_cell},
	{.title = N_("Proposed"), .width = 16, .cell = proposed_cell, .drop = 1},
	{0},
};

static const struct list_spec spec = {
	.columns = columns,
	.rows = "values",
	.id = id_of,
	.empty = N_("Nobody has ever set it: the default holds."),
};

/* ---- the screen */

static void open_policy(struct app *app, void *state, const char *subject)
{
	struct policy *p = state;
	Xueji__V1__ListPoliciesRequest request = XUEJI__V1__LIST_POLICIES_REQUEST__INIT;
	list_init(&p->list, &spec);
	snprintf(p->key, sizeof p->key, "%s", subject);
	request.unit_id = app_who(app)->unit_id;
	app_request(app, "xueji.v1.Policies/ListPolicies", &request.base);
}

static void ask_values(struct app *app, struct policy *p)
{
	Xueji__V1__ListPolicyValuesRequest request = XUEJI__V1__LIST_POLICY_VALUES_REQUEST__INIT;
	const char *unit = policy_own_unit(app, p->of);
	request.unit_id = (char *)(uintptr_t)(unit != NULL ? unit : p->of->source_unit_id);
	request.key = p->key;
	if (request.unit_id[0] != '\0')
		list_ask(&p->list, app, "xueji.v1.Policies/ListPolicyValues", &request.base);
}

static void loaded(struct app *app, void *state, const struct client_reply *reply)
{
	struct policy *p = state;
	if (list_loaded(&p->list, app, reply) || reply->outcome != CLIENT_OK)
		return;
	app_drop(p->all);
	p->all = app_keep(reply->message);
	p->of = NULL;
	for (size_t i = 0; i < p->all->n_policies; i++)
		if (strcmp(p->all->policies[i]->key, p->key) == 0)
			p->of = p->all->policies[i];
	if (p->of != NULL)
		ask_values(app, p);
}

static void draw_value(struct app *app, const Xueji__V1__PolicyValue *value, struct area area)
{
	struct pane pane = pane_begin(area, LABELS);
	draw_rule(area, pane.row++);
	pane_pair(&pane, N_("Unit"), value->unit_name, N_("From"),
		app_date(app, value->from_day, false));
	pane_pair(&pane, N_("Proposed"), app_instant(app, value->proposed_at), N_("Operator"),
		value->proposed_by_name);
	pane_row(&pane, N_("Why"), value->reason);
	pane_pair(&pane, N_("Decided"), app_instant(app, value->decided_at), N_("Operator"),
		value->decided_by_name);
	if (value->decision_reason[0] != '\0')
		pane_row(&pane, N_("Because"), value->decision_reason);
}

static void draw(struct app *app, void *state, struct area area)
{
	struct policy *p = state;
	const Xueji__V1__PolicyValue *value = list_current(&p->list);
	int below = value == NULL || area.rows < ROOM ? 0 : DETAIL_ROWS;
	if (p->of == NULL)
		return;
	draw_field(area, 0, 1, area.cols - 2, STYLE_HEAD, p->of->title);
	if (policy_own_unit(app, p->of) == NULL && p->of->source_unit_id[0] == '\0')
		draw_text(area, 2, 2, STYLE_PLAIN, _(spec.empty));
	else
		list_draw(&p->list, app, area_rows(area, 1, area.rows - 1 - below));
	if (below > 0)
		draw_value(app, value, area_rows(area, area.rows - below, below));
}

static void close_policy(struct app *app, void *state)
{
	struct policy *p = state;
	(void)app;
	list_free(&p->list);
	app_drop(p->all);
}

const struct screen policy_screen = {
	.name = "policy",
	.title = N_("History of a policy"),
	.need = "xueji.v1.Policies/ListPolicyValues",
	.state_size = sizeof(struct policy),
	.open = open_policy,
	.loaded = loaded,
	.draw = draw,
	.on_key = list_on_key,
	.close = close_policy,
};
