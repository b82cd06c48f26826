#include "tui/policy_words.h"

#include <string.h>

const char *policy_value(struct app *app, const Xueji__V1__Policy *policy, int64_t value)
{
	if (policy->type == XUEJI__V1__POLICY_TYPE__POLICY_TYPE_YES_NO)
		return value != 0 ? _("yes") : _("no");
	return app_print(app, "%s %s", app_number(app, value), policy->measure);
}

const char *policy_proposed(
	struct app *app, const Xueji__V1__Policy *policy, const Xueji__V1__PolicyValue *value)
{
	return value->is_inherited ? _("as above") : policy_value(app, policy, value->value);
}

const char *policy_state(Xueji__V1__PolicyState state)
{
	static const char *const words[] = {N_("unknown"), N_("? proposed"), N_("+ approved"),
		N_("x refused"), N_("x taken back")};
	unsigned at = state;
	return _(words[at < sizeof words / sizeof *words ? at : 0]);
}

const char *policy_own_unit(const struct app *app, const Xueji__V1__Policy *policy)
{
	const Xueji__V1__WhoAmIResponse *who = app_who(app);
	for (size_t i = 0; i < who->n_duties; i++) {
		const Xueji__V1__Duty *duty = who->duties[i];
		if (duty->tier == 0 || duty->tier > policy->owner_tier)
			continue;
		for (size_t r = 0; r < duty->n_roles; r++)
			if (duty->roles[r] == policy->role)
				return duty->unit_id;
	}
	return NULL;
}

static bool is_waiting(const Xueji__V1__PolicyValue *value, const char **why_out)
{
	*why_out = _("No proposal waits for a decision here.");
	return value != NULL && value->state == XUEJI__V1__POLICY_STATE__POLICY_STATE_PROPOSED;
}

bool policy_can_decide(struct app *app, const Xueji__V1__Policy *policy,
	const Xueji__V1__PolicyValue *value, const char **why_out)
{
	if (!is_waiting(value, why_out))
		return false;
	const char *unit = policy_own_unit(app, policy);
	*why_out = app_print(app, _("It is for %s to decide."), value->unit_name);
	if (unit == NULL || strcmp(unit, value->unit_id) != 0)
		return false;
	*why_out = _("It is your own proposal: a colleague decides. You can take it back.");
	return strcmp(value->proposed_by, app_who(app)->operator_id) != 0;
}

bool policy_can_withdraw(struct app *app, const Xueji__V1__PolicyValue *value, const char **why_out)
{
	if (!is_waiting(value, why_out))
		return false;
	*why_out = _("Only who proposed it can take it back.");
	return strcmp(value->proposed_by, app_who(app)->operator_id) == 0;
}

void policy_decide(struct app *app, const char *value, int64_t rev,
	Xueji__V1__PolicyDecision decision, const char *reason)
{
	Xueji__V1__DecidePolicyRequest request = XUEJI__V1__DECIDE_POLICY_REQUEST__INIT;
	request.value_id = (char *)(uintptr_t)value, request.rev = rev;
	request.decision = decision;
	request.reason = (char *)(uintptr_t)reason;
	app_request(app, "xueji.v1.Policies/DecidePolicy", &request.base);
}

void policy_withdraw(struct app *app, const char *value, int64_t rev)
{
	Xueji__V1__WithdrawPolicyRequest request = XUEJI__V1__WITHDRAW_POLICY_REQUEST__INIT;
	request.value_id = (char *)(uintptr_t)value, request.rev = rev;
	app_request(app, "xueji.v1.Policies/WithdrawPolicy", &request.base);
}
