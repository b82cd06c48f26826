/* What desks count of children, for the rows of desk_source.c. */
#pragma once

#include "server/service/desk_source.h"
#include "server/store/desk_store.h"

/* Count, and since when the oldest waits. */
void desk_fill(Xueji__V1__DeskCount *out, const struct desk_sum *sum);

/* Of a school: whose items are to be confirmed; whose suspension ends. */
enum err desk_count_provisional(struct ctx *ctx, const struct desk_source *source, int64_t unit,
	Xueji__V1__DeskCount *out) MUST_CHECK;
enum err desk_count_suspended(struct ctx *ctx, const struct desk_source *source, int64_t unit,
	Xueji__V1__DeskCount *out) MUST_CHECK;
/* Of a school, or of the schools of a county or city: who dropped out (R30). */
enum err desk_count_dropped_out(struct ctx *ctx, const struct desk_source *source, int64_t unit,
	Xueji__V1__DeskCount *out) MUST_CHECK;
