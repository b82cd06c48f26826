/* Service Policies (Q3). */
#include "server/service/services.h"

#include "common/date.h"
#include "domain/roles.h"
#include "domain/unit_code.h"
#include "server/auth/access.h"
#include "server/service/fields.h"
#include "server/service/message.h"
#include "server/service/page.h"
#include "server/store/ids.h"
#include "server/store/policy_store.h"
#include "server/store/unit_tree.h"
#include "xueji/v1/policies.pb-c.h"

enum { REASON_MOST = 200, COMING_MOST = 200 };

/* ---- messages ---- */

static char *operator_text(struct ctx *ctx, int64_t id)
{
	return id > 0 ? ids_format(ctx->arena, id) : "";
}

static const char *unit_name(struct ctx *ctx, int64_t id)
{
	const struct unit_node *unit = unit_tree_get(ctx->units, id);
	return unit != NULL ? unit->name : "";
}

static void value_message(
	struct ctx *ctx, const struct policy_proposal *from, Xueji__V1__PolicyValue *out)
{
	out->id = ids_format(ctx->arena, from->id);
	out->rev = from->rev;
	out->key = (char *)from->key;
	out->unit_id = ids_format(ctx->arena, from->unit);
	out->unit_name = (char *)unit_name(ctx, from->unit);
	out->value = from->value;
	out->is_inherited = from->is_inherited;
	out->from_day = message_day(ctx->arena, from->from_day);
	out->state = (Xueji__V1__PolicyState)from->state;
	out->reason = (char *)from->reason;
	out->proposed_by = operator_text(ctx, from->proposed_by);
	out->proposed_at = message_time(ctx->arena, from->proposed_us);
	out->decided_by = operator_text(ctx, from->decided_by);
	out->decided_at = message_time(ctx->arena, from->decided_us);
	out->decision_reason = (char *)from->decision_reason;
	if (from->proposed_by_name != NULL)
		out->proposed_by_name = (char *)from->proposed_by_name;
	if (from->decided_by_name != NULL)
		out->decided_by_name = (char *)from->decided_by_name;
}

static Xueji__V1__PolicyValue **values_message(
	struct ctx *ctx, const struct policy_proposal *from, size_t n)
{
	Xueji__V1__PolicyValue **list = arena_array(ctx->arena, Xueji__V1__PolicyValue *, n);
	for (size_t i = 0; i < n; i++) {
		list[i] = arena_one(ctx->arena, Xueji__V1__PolicyValue);
		xueji__v1__policy_value__init(list[i]);
		value_message(ctx, &from[i], list[i]);
	}
	return list;
}

/* ---- ListPolicies ---- */

static Xueji__V1__Role role_message(struct ctx *ctx, enum role role)
{
	size_t n;
	return message_roles(ctx->arena, role, &n)[0];
}

static Xueji__V1__Policy *policy_message(
	struct ctx *ctx, const struct policy_row *row, int64_t unit, int32_t day)
{
	struct policy_value in_force = policy_in_force(ctx, row->policy, unit, day);
	Xueji__V1__Policy *out = arena_one(ctx->arena, Xueji__V1__Policy);
	xueji__v1__policy__init(out);
	out->key = (char *)row->key;
	out->title = (char *)sentence_in(&row->title, ctx->lang);
	out->type = (Xueji__V1__PolicyType)row->type;
	out->measure = (char *)sentence_in(&row->measure, ctx->lang);
	out->default_value = row->fallback;
	out->lowest = row->low;
	out->highest = row->high;
	out->owner_tier = (Xueji__V1__Tier)row->owner;
	out->role = role_message(ctx, row->role);
	out->value = in_force.value;
	if (in_force.unit != 0) {
		out->source_unit_id = ids_format(ctx->arena, in_force.unit);
		out->source_unit_name = (char *)unit_name(ctx, in_force.unit);
		out->since_day = message_day(ctx->arena, in_force.from_day);
	}
	return out;
}

static void add_coming(struct ctx *ctx, const struct policy_proposal *proposals, size_t n,
	Xueji__V1__ListPoliciesResponse *out)
{
	Xueji__V1__PolicyValue **values = values_message(ctx, proposals, n);
	for (size_t i = 0; i < n; i++) {
		const struct policy_row *row = policy_find(proposals[i].key);
		if (row == NULL)
			continue;
		Xueji__V1__Policy *policy = out->policies[row->policy];
		policy->coming = arena_grow(
			ctx->arena, policy->coming, policy->n_coming, sizeof *policy->coming);
		policy->coming[policy->n_coming++] = values[i];
	}
}

static enum err list_policies(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListPoliciesRequest *in = request;
	Xueji__V1__ListPoliciesResponse *out = reply;
	struct policy_proposal *coming = NULL;
	size_t n = 0;
	int64_t unit = field_id_or(ctx, "unit_id", in->unit_id, UNIT_NATION);
	int32_t day = field_day_or(ctx, "day", in->day, ctx_today(ctx));
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	if (unit_tree_get(ctx->units, unit) == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, in->unit_id);
	const struct unit_node *province = unit_tree_ancestor(ctx->units, unit, TIER_PROVINCE);
	const int64_t owners[2] = {
		unit_tree_at(ctx->units, 0)->id, province != NULL ? province->id : 0};
	out->policies = arena_array(ctx->arena, Xueji__V1__Policy *, POLICY_COUNT);
	for (enum policy policy = 0; policy < POLICY_COUNT; policy++)
		out->policies[out->n_policies++] =
			policy_message(ctx, policy_row(policy), unit, day);
	if ((err = policy_coming(ctx, owners, day, COMING_MOST, &coming, &n)) == OK)
		add_coming(ctx, coming, n, out);
	return err;
}

/* ---- ListPolicyValues ---- */

static enum err list_values(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__ListPolicyValuesRequest *in = request;
	Xueji__V1__ListPolicyValuesResponse *out = reply;
	struct policy_proposal *values = NULL;
	struct page page;
	size_t n = 0;
	int64_t unit = field_id(ctx, "unit_id", in->unit_id);
	if (in->key[0] != '\0' && policy_find(in->key) == NULL)
		ctx_fault(ctx, "key", REASON_NO_SUCH_POLICY);
	page_read(ctx, &in->base, &page);
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	if (unit_tree_get(ctx->units, unit) == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, in->unit_id);
	err = policy_list(ctx, unit, in->key, page.is_first ? INT64_MAX : page.number[0],
		page.size + 1, &values, &n);
	out->n_values = n < page.size ? n : page.size;
	out->values = values_message(ctx, values, out->n_values);
	if (err == OK && n > page.size)
		out->next_page_token = page_next(&page, values[page.size - 1].id, 0, NULL);
	return err;
}

/* ---- who may ---- */

/* Business policies are the officers', security policies the security administrators': the row
 * says which, and one posting must hold that role in the very unit. */
static enum err check_role(
	struct ctx *ctx, const struct policy_row *row, int64_t unit, const struct right **right_out)
{
	*right_out = access_right(ctx, row->role, SCOPE_UNIT, unit);
	if (*right_out == NULL)
		return ctx_fail(ctx, REASON_NO_RIGHT, sentence_in(&row->title, ctx->lang));
	return OK;
}

static void note(struct ctx *ctx, enum action action, const struct policy_proposal *proposal)
{
	char day[DATE_TEXT_SIZE];
	const char *value = proposal->is_inherited
				    ? "inherited"
				    : arena_printf(ctx->arena, "%lld", (long long)proposal->value);
	date_format(proposal->from_day, day);
	ctx_journal(ctx, &(struct note){.action = action,
				 .unit = proposal->unit,
				 .entity = "policy",
				 .entity_id = proposal->id,
				 .summary = arena_printf(ctx->arena, "%s = %s from %s",
					 proposal->key, value, day)});
}

/* ---- ProposePolicy ---- */

static void read_value(
	struct ctx *ctx, const Xueji__V1__ProposePolicyRequest *in, const struct policy_row *row)
{
	const struct unit_node *unit =
		unit_tree_get(ctx->units, field_id(ctx, "unit_id", in->unit_id));
	if (row == NULL)
		ctx_fault(ctx, "key", in->key[0] ? REASON_NO_SUCH_POLICY : REASON_REQUIRED);
	else if (!in->is_inherited)
		field_number(ctx, "value", in->value, row->low, row->high);
	else if (in->value != 0)
		ctx_fault(ctx, "value", REASON_VALUE_AND_INHERITED);
	if (row != NULL && unit != NULL && unit->tier > row->owner)
		ctx_fault(ctx, "unit_id", REASON_NOT_AN_OWNER,
			sentence_in(&tier_row(row->owner)->title, ctx->lang));
}

static enum err read_proposal(
	struct ctx *ctx, const Xueji__V1__ProposePolicyRequest *in, struct policy_proposal *out)
{
	read_value(ctx, in, policy_find(in->key));
	int32_t day = field_day(ctx, "from_day", in->from_day);
	if (day != 0 && day < ctx_today(ctx))
		ctx_fault(ctx, "from_day", REASON_IN_THE_PAST);
	field_line(ctx, "reason", in->reason, REASON_MOST);
	enum err err = ctx_faults(ctx);
	if (err != OK)
		return err;
	*out = (struct policy_proposal){.unit = field_id(ctx, "unit_id", in->unit_id),
		.key = in->key,
		.value = in->value,
		.is_inherited = in->is_inherited,
		.from_day = day,
		.reason = in->reason};
	if (unit_tree_get(ctx->units, out->unit) == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_UNIT, in->unit_id);
	return OK;
}

static enum err place_proposal(struct ctx *ctx, const void *request, int64_t *place_out)
{
	struct policy_proposal proposal = {.unit = 0};
	enum err err = read_proposal(ctx, request, &proposal);
	*place_out = proposal.unit;
	return err;
}

static enum err propose(struct ctx *ctx, const void *request, void *reply)
{
	struct policy_proposal proposal;
	const struct right *right;
	bool is_waiting;
	enum err err = read_proposal(ctx, request, &proposal);
	if (err == OK)
		err = check_role(ctx, policy_find(proposal.key), proposal.unit, &right);
	if (err == OK)
		err = policy_is_waiting(ctx, proposal.unit, proposal.key, &is_waiting);
	if (err != OK)
		return err;
	if (is_waiting)
		return ctx_fail(ctx, REASON_PROPOSAL_WAITS, proposal.key);
	if ((err = policy_propose(ctx, &proposal)) != OK)
		return err;
	note(ctx, ACTION_POLICY_PROPOSE, &proposal);
	value_message(ctx, &proposal, reply);
	return OK;
}

/* ---- DecidePolicy, WithdrawPolicy ---- */

static enum err find_proposal(struct ctx *ctx, const char *id, struct policy_proposal **out)
{
	int64_t number = 0;
	*out = NULL;
	enum err err = ids_parse(id, &number) ? policy_get(ctx, number, out) : OK;
	if (err == OK && *out == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_PROPOSAL);
	return err;
}

static enum err place_found(struct ctx *ctx, const char *id, int64_t *place_out)
{
	struct policy_proposal *proposal;
	enum err err = ctx_faults(ctx);
	if (err == OK)
		err = find_proposal(ctx, id, &proposal);
	if (err == OK)
		*place_out = proposal->unit;
	return err;
}

static void read_decision(struct ctx *ctx, const Xueji__V1__DecidePolicyRequest *in)
{
	field_id(ctx, "value_id", in->value_id);
	field_number(ctx, "rev", in->rev, 1, INT64_MAX);
	if (in->decision == XUEJI__V1__POLICY_DECISION__POLICY_DECISION_UNSPECIFIED)
		ctx_fault(ctx, "decision", REASON_REQUIRED);
	if (in->decision == XUEJI__V1__POLICY_DECISION__POLICY_DECISION_REFUSE)
		field_line(ctx, "reason", in->reason, REASON_MOST);
	else
		field_line_or_none(ctx, "reason", in->reason, REASON_MOST);
}

static enum err place_decision(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__DecidePolicyRequest *in = request;
	read_decision(ctx, in);
	return place_found(ctx, in->value_id, place_out);
}

/* It still waits, with the revision that the person saw, and he may have a say in it. */
static enum err open_proposal(struct ctx *ctx, const char *id, int64_t rev,
	struct policy_proposal **out, const struct right **right_out)
{
	enum err err = find_proposal(ctx, id, out);
	if (err != OK)
		return err;
	const struct policy_row *row = policy_find((*out)->key);
	if (row == NULL)
		return ctx_fail(ctx, REASON_NO_SUCH_PROPOSAL);
	if ((err = check_role(ctx, row, (*out)->unit, right_out)) != OK)
		return err;
	if ((*out)->state != POLICY_PROPOSED)
		return ctx_fail(ctx, REASON_PROPOSAL_SETTLED);
	return (*out)->rev == rev ? OK : ctx_fail(ctx, REASON_STALE);
}

static enum err settle(struct ctx *ctx, struct policy_proposal *proposal, enum policy_state state,
	enum action action, void *reply)
{
	proposal->state = state;
	enum err err = policy_settle(ctx, proposal);
	if (err != OK)
		return err;
	note(ctx, action, proposal);
	if (state == POLICY_APPROVED)
		ctx_on_commit(ctx, policy_cache_reload, NULL);
	value_message(ctx, proposal, reply);
	return OK;
}

/* Never by the one who proposed it, nor by his deputy in his stead. */
static enum err decide(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__DecidePolicyRequest *in = request;
	struct policy_proposal *proposal;
	const struct right *right;
	bool approves = in->decision == XUEJI__V1__POLICY_DECISION__POLICY_DECISION_APPROVE;
	enum err err = open_proposal(ctx, in->value_id, in->rev, &proposal, &right);
	if (err != OK)
		return err;
	if (proposal->proposed_by == ctx->actor.operator_id ||
		proposal->proposed_by == right->for_operator)
		return ctx_fail(ctx, REASON_OWN_PROPOSAL);
	if (approves && proposal->from_day < ctx_today(ctx))
		return ctx_fail(ctx, REASON_PROPOSAL_LATE);
	proposal->decision_reason = in->reason;
	return approves ? settle(ctx, proposal, POLICY_APPROVED, ACTION_POLICY_APPROVE, reply)
			: settle(ctx, proposal, POLICY_REFUSED, ACTION_POLICY_REFUSE, reply);
}

static enum err place_withdrawal(struct ctx *ctx, const void *request, int64_t *place_out)
{
	const Xueji__V1__WithdrawPolicyRequest *in = request;
	field_id(ctx, "value_id", in->value_id);
	field_number(ctx, "rev", in->rev, 1, INT64_MAX);
	return place_found(ctx, in->value_id, place_out);
}

static enum err withdraw(struct ctx *ctx, const void *request, void *reply)
{
	const Xueji__V1__WithdrawPolicyRequest *in = request;
	struct policy_proposal *proposal;
	const struct right *right;
	enum err err = open_proposal(ctx, in->value_id, in->rev, &proposal, &right);
	if (err != OK)
		return err;
	if (proposal->proposed_by != ctx->actor.operator_id)
		return ctx_fail(ctx, REASON_NOT_YOUR_PROPOSAL);
	return settle(ctx, proposal, POLICY_WITHDRAWN, ACTION_POLICY_WITHDRAW, reply);
}

/* ---- the rows ---- */

#define LOOK(method, handler)                                                  \
	{                                                                      \
		.name = method, .who = WHO_SIGNED_IN, .scope = SCOPE_REGISTRY, \
		.mode = METHOD_READ, .purpose_en = "look at policies",         \
		.purpose_zh = "查看政策参数", .run = handler                   \
	}
#define SET(method, handler, where)                                                               \
	{                                                                                         \
		.name = method, .who = ROLE_OFFICER | ROLE_SECURITY, .scope = SCOPE_UNIT,         \
		.mode = METHOD_WRITE, .purpose_en = "set policies", .purpose_zh = "设置政策参数", \
		.place = where, .run = handler                                                    \
	}

static const struct method methods[] = {
	LOOK("ListPolicies", list_policies),
	LOOK("ListPolicyValues", list_values),
	SET("ProposePolicy", propose, place_proposal),
	SET("DecidePolicy", decide, place_decision),
	SET("WithdrawPolicy", withdraw, place_withdrawal),
};

const struct service policies_service = SERVICE(xueji__v1__policies__descriptor, methods);
