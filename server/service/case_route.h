/* Who has a part in a case: which unit is which party, and which party the caller is (Q1, R3). */
#pragma once

#include "server/store/case_store.h"

/* Of a transfer across provinces this node knows the other province, but none of its schools: the
 * province itself stands in the row for the school there, and for that school's bureau. */
enum case_way { WAY_WITHIN, WAY_FROM_ABROAD, WAY_TO_ABROAD };
enum case_way case_way(const struct ctx *ctx, const struct case_row *row);

/* The unit that makes a party's moves; 0 where the case has no such party (a county directly under
 * its province has no city). The nation's moves are made by the province, by list (Q6). */
int64_t case_unit_of(const struct ctx *ctx, const struct case_row *row, enum case_party party);

/* The party as which the caller may make this move, by a posting in that very unit: never a tier
 * above in its place. CASE_NOBODY if he is none. What was found is the journal's "for whom". */
enum case_party case_caller_is(struct ctx *ctx, const struct case_row *row, enum case_event event);
/* Is he this party, whatever there is to do? */
bool case_caller_may(const struct ctx *ctx, const struct case_row *row, enum case_party party);
/* An approver: never the one who entered what he signs (R58). */
bool case_is_second_person(enum case_party party);
/* All moves of the caller in the case as it stands, as bits of 1 << event. */
uint32_t case_caller_moves(struct ctx *ctx, const struct case_row *row);
/* The parties as which the caller moves at a unit, as bits of 1 << party. What waits for the nation
 * is nobody's move here. */
uint32_t case_caller_parties(const struct ctx *ctx, int64_t unit);
/* May he see it: a party, or above one (R4: the nation sees no single case). */
bool case_caller_sees(const struct ctx *ctx, const struct case_row *row);

/* The units that see the case, for case_insert; at most CASE_SEERS. */
enum { CASE_SEERS = 16 };
size_t case_seers(const struct ctx *ctx, const struct case_row *row, int64_t out[CASE_SEERS]);
