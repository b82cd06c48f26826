/* What the operators of a demonstration do, each thing in its hour, through the same handlers as in
 * life, so that histories are true. Planned first, from several sides, then done in the order of
 * time: the journal only goes forward. */
#pragma once

#include "server/demo/dice.h"
#include "server/method.h"
#include "server/service/case_apply.h"

/* Days before now in which all of it happens. */
enum { DEED_DAYS = 75 };

struct deed {
	int64_t at_us;
	/* ctx->now_us is the deed's hour; who acts, it says by acting_as. */
	enum err (*run)(struct ctx *ctx, void *of, int step);
	void *of;
	int step; /* of two at one time the lower is first */
};
struct deeds {
	struct deed *rows;
	size_t n;
};
/* In the ctx's arena. */
void deeds_add(struct ctx *ctx, struct deeds *deeds, const struct deed *deed);
/* Does them, in ctx's write transaction; notes go to the journal as it goes, each with its own time
 * and operator. Numbers that are issued on the way follow from the seed. */
enum err deeds_run(struct ctx *ctx, struct deeds *deeds, uint64_t seed) MUST_CHECK;

/* ---- for deeds ---- */

/* From here on ctx's actor is the operator who has this role in this unit. */
enum err acting_as(struct ctx *ctx, int64_t unit, uint32_t role) MUST_CHECK;
/* The one who makes this party's moves in the case. */
enum err acting_for(struct ctx *ctx, const struct case_row *row, enum case_party party) MUST_CHECK;

/* A method of a service, as the engine would run it. */
enum err deed_call(struct ctx *ctx, const struct service *service, const char *name,
	const void *request, void *reply) MUST_CHECK;
/* The same in a savepoint: what a rule refuses has not happened, and *done_out is false. */
enum err deed_try(struct ctx *ctx, const struct service *service, const char *name,
	const void *request, void *reply, bool *done_out) MUST_CHECK;
/* DecideCases on this one case as the actor; a refusal is an error. */
enum err deed_decide(struct ctx *ctx, const struct case_row *row, enum case_event event,
	enum case_ground ground, const char *reason) MUST_CHECK;
/* Approves it; what a rule refuses has not happened, and *done_out is false. */
enum err deed_approve_try(struct ctx *ctx, const struct case_row *row, bool *done_out) MUST_CHECK;
