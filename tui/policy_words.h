/* Policies and their values in words, and what may be done about them. */
#pragma once

#include <xueji/v1/policies.pb-c.h>

#include "tui/app.h"

/* "30 minutes", "yes". */
const char *policy_value(struct app *app, const Xueji__V1__Policy *policy, int64_t value);
/* Of a value that was proposed: also "as above" where the unit gives its own up. */
const char *policy_proposed(
	struct app *app, const Xueji__V1__Policy *policy, const Xueji__V1__PolicyValue *value);
const char *policy_state(Xueji__V1__PolicyState state);
/* For which unit the operator may set it; NULL: for none. */
const char *policy_own_unit(const struct app *app, const Xueji__V1__Policy *policy);

/* Whether the operator may decide on the proposal, or else take it back; if not, why. */
bool policy_can_decide(struct app *app, const Xueji__V1__Policy *policy,
	const Xueji__V1__PolicyValue *value, const char **why_out);
bool policy_can_withdraw(
	struct app *app, const Xueji__V1__PolicyValue *value, const char **why_out);
void policy_decide(struct app *app, const char *value, int64_t rev,
	Xueji__V1__PolicyDecision decision, const char *reason);
void policy_withdraw(struct app *app, const char *value, int64_t rev);
