/* Campaigns: dated, for a unit and stages (Q8, Q18). There are a few a year. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "domain/stages.h"
#include "server/ctx.h"

enum campaign_kind { CAMPAIGN_PROBLEMS = 1, CAMPAIGN_COLLECTION };

struct campaign {
	int64_t id, unit;
	enum campaign_kind kind;
	int purpose; /* of a collection: 1 initial load, 2 supplement, 3 check; else 0 */
	const char *title;
	const char *from_day;             /* ISO */
	const char *until_day[STAGE_END]; /* NULL: not of the campaign */
	int64_t closed_us;                /* 0: not before its time */
};

/* The id is filled in. */
enum err campaign_insert(struct ctx *ctx, struct campaign *campaign) MUST_CHECK;
/* ERR_NOT_FOUND with NO_SUCH_CAMPAIGN. */
enum err campaign_get(struct ctx *ctx, int64_t id, struct campaign *out) MUST_CHECK;
/* Of a unit, of what it lies in and of what lies in it, newest first; all, or those that run. */
enum err campaign_list(struct ctx *ctx, int64_t unit, bool only_running, size_t limit,
	struct campaign **campaigns_out, size_t *n_out) MUST_CHECK;
enum err campaign_close(struct ctx *ctx, struct campaign *campaign) MUST_CHECK;

/* Does one of that kind run today for this unit and stage (0: any)? */
enum err campaign_runs(struct ctx *ctx, enum campaign_kind kind, int64_t unit, int stage,
	bool *runs_out) MUST_CHECK;
