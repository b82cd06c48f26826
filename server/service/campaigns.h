/* How far campaigns are (Q18), for the service and for desks. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "server/ctx.h"

/* One of a unit lies above or below the other. */
bool campaign_concerns(const struct ctx *ctx, int64_t of_campaign, int64_t unit);
/* Where it is counted for a unit that it concerns: seen from above, no more than its own unit. */
int64_t campaign_place(const struct ctx *ctx, int64_t of_campaign, int64_t unit);

struct campaign_reach {
	int64_t registered, under_way; /* children on the roll; entered, but not confirmed */
	int32_t percent;               /* registered of all; 100 where there is nobody */
};
struct campaign_reach campaign_reached(const struct ctx *ctx, int64_t unit);
