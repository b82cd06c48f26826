#include "server/service/case_route.h"

#include "domain/roles.h"
#include "server/auth/access.h"
#include "server/store/unit_tree.h"

static const uint32_t roles[CASE_PARTY_COUNT] = {
	[CASE_REGISTRAR] = ROLE_REGISTRAR,
	[CASE_APPROVER] = ROLE_APPROVER,
	[CASE_BUREAU] = ROLE_OFFICER,
	[CASE_CITY] = ROLE_OFFICER,
	[CASE_PROVINCE] = ROLE_OFFICER,
	[CASE_NATION] = ROLE_OFFICER,
	[CASE_SENDING_REGISTRAR] = ROLE_REGISTRAR,
	[CASE_SENDING_APPROVER] = ROLE_APPROVER,
	[CASE_SENDING_BUREAU] = ROLE_OFFICER,
};

static int64_t above(const struct ctx *ctx, int64_t unit, enum tier tier)
{
	const struct unit_node *node = unit_tree_ancestor(ctx->units, unit, tier);
	return node ? node->id : 0;
}

static bool is_province(const struct ctx *ctx, int64_t unit)
{
	const struct unit_node *node = unit_tree_get(ctx->units, unit);
	return node != NULL && node->tier == TIER_PROVINCE;
}

enum case_way case_way(const struct ctx *ctx, const struct case_row *row)
{
	if (is_province(ctx, row->from_school))
		return WAY_FROM_ABROAD;
	return is_province(ctx, row->school) ? WAY_TO_ABROAD : WAY_WITHIN;
}

int64_t case_unit_of(const struct ctx *ctx, const struct case_row *row, enum case_party party)
{
	switch (party) {
	case CASE_REGISTRAR:
	case CASE_APPROVER:
		return row->school;
	case CASE_BUREAU:
		return row->bureau;
	case CASE_CITY:
		return above(ctx, row->school, TIER_CITY);
	case CASE_PROVINCE:
	case CASE_NATION:
		return above(ctx, row->school, TIER_PROVINCE);
	case CASE_SENDING_REGISTRAR:
	case CASE_SENDING_APPROVER:
		return row->from_school;
	case CASE_SENDING_BUREAU:
		return row->from_bureau;
	case CASE_ABROAD:
		return case_way(ctx, row) == WAY_FROM_ABROAD ? row->from_school : row->school;
	case CASE_NOBODY:
	case CASE_CLOCK:
	case CASE_PARTY_COUNT:
		break;
	}
	return 0;
}

static const struct right *right_as(
	const struct ctx *ctx, const struct case_row *row, enum case_party party)
{
	int64_t unit = case_unit_of(ctx, row, party);
	return unit ? access_right(ctx, roles[party], SCOPE_UNIT, unit) : NULL;
}

bool case_caller_may(const struct ctx *ctx, const struct case_row *row, enum case_party party)
{
	return right_as(ctx, row, party) != NULL;
}

enum case_party case_caller_is(struct ctx *ctx, const struct case_row *row, enum case_event event)
{
	const struct case_table *table = case_table(row->type);
	for (int party = CASE_REGISTRAR; party < CASE_PARTY_COUNT; party++) {
		if (!(case_moves(table, row->state, party) & UINT32_C(1) << event))
			continue;
		const struct right *right = right_as(ctx, row, party);
		if (right == NULL)
			continue;
		ctx->actor.for_operator = right->for_operator;
		return (enum case_party)party;
	}
	return CASE_NOBODY;
}

bool case_is_second_person(enum case_party party)
{
	return party == CASE_APPROVER || party == CASE_SENDING_APPROVER;
}

/* Verdicts come by list, not by hand. */
#define BY_LIST (UINT32_C(1) << CASE_PASS | UINT32_C(1) << CASE_FAIL)

uint32_t case_caller_moves(struct ctx *ctx, const struct case_row *row)
{
	uint32_t moves = 0;
	for (int party = CASE_REGISTRAR; party < CASE_PARTY_COUNT; party++) {
		if (case_is_second_person(party) && row->entered_by == ctx->actor.operator_id)
			continue;
		if (right_as(ctx, row, party) != NULL)
			moves |= case_moves(case_table(row->type), row->state, party);
	}
	return moves & ~BY_LIST;
}

uint32_t case_caller_parties(const struct ctx *ctx, int64_t unit)
{
	uint32_t parties = 0;
	for (int party = CASE_REGISTRAR; party < CASE_PARTY_COUNT; party++)
		if (party != CASE_NATION && roles[party] != 0 &&
			access_right(ctx, roles[party], SCOPE_UNIT, unit) != NULL)
			parties |= UINT32_C(1) << party;
	return parties;
}

size_t case_seers(const struct ctx *ctx, const struct case_row *row, int64_t out[CASE_SEERS])
{
	const int64_t ends[] = {row->school, row->bureau, row->from_school, row->from_bureau};
	size_t n = 0;
	for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
		const struct unit_node *node = unit_tree_get(ctx->units, ends[i]);
		if (node == NULL && ends[i] != 0 && n < CASE_SEERS)
			out[n++] = ends[i]; /* so new that the tree does not know it yet */
		for (; node != NULL && node->tier > TIER_NATION;
			node = unit_tree_get(ctx->units, node->parent)) {
			bool is_known = false;
			for (size_t k = 0; k < n; k++)
				is_known |= out[k] == node->id;
			if (!is_known && n < CASE_SEERS)
				out[n++] = node->id;
		}
	}
	return n;
}

bool case_caller_sees(const struct ctx *ctx, const struct case_row *row)
{
	int64_t seers[CASE_SEERS];
	size_t n = case_seers(ctx, row, seers);
	for (size_t i = 0; i < n; i++)
		if (access_right(ctx, ROLES_BUSINESS, SCOPE_UNIT, seers[i]) != NULL)
			return true;
	return false;
}
