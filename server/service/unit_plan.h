/* A change of units while it is worked out: each unit that takes part as it is and as it shall be.
 * First the plan is made and judged, with all its faults noted; then plan_write stores it as a
 * whole, with its history, its journal entries and what follows from it. */
#pragma once

#include "server/ctx.h"
#include "server/registry/unit_rules.h"
#include "server/store/unit_change_store.h"
#include "server/store/unit_store.h"

struct planned {
	struct unit before, after;          /* before.rev 0: it is new */
	enum unit_part part;                /* 0: only looked at */
	const struct school_class *classes; /* of a new school */
	size_t n_classes;
};

struct plan {
	struct ctx *ctx;
	struct unit_change change;
	enum action action;
	int64_t successor; /* of all units that the plan closes; 0: none, or several */
	struct planned **units;
	size_t n;
};

/* A unit of the plan, read from the store when it is first asked for; NULL: there is none. */
enum err plan_take(struct plan *plan, int64_t id, struct planned **out) MUST_CHECK;
/* The same for a unit that the request names: NO_SUCH_UNIT. */
enum err plan_need(struct plan *plan, int64_t id, struct planned **out) MUST_CHECK;
/* A unit that is to be; copied. */
struct planned *plan_add(struct plan *plan, const struct unit *unit);

/* A unit has open divisions directly under it, as stored. */
enum err plan_holds_divisions(struct plan *plan, int64_t id, bool *out) MUST_CHECK;

/* The divisions above a unit as it shall be, nearest first, up to its province. */
enum { ABOVE_MOST = TIER_SCHOOL };
enum err plan_above(struct plan *plan, const struct planned *unit,
	const struct unit *above_out[ABOVE_MOST], size_t *n_out) MUST_CHECK;

/* Puts a unit under another, and gives a school the bureau that follows from it. It takes part as
 * `part` unless it does so already. */
enum err plan_put(struct plan *plan, struct planned *unit, const struct planned *parent,
	enum unit_part part) MUST_CHECK;
/* The schools that a division runs, or that lie directly under it, get the bureau that follows from
 * where they lie now. */
enum err plan_follow(struct plan *plan, int64_t division) MUST_CHECK;

void plan_close(struct plan *plan, struct planned *unit, int64_t keeper);

/* Stores everything. */
enum err plan_write(struct plan *plan) MUST_CHECK;
