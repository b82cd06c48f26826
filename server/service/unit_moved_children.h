/* Children and their cases follow a school that was moved or merged (R12): what is told at once,
 * and the steps of the job that does it. */
#pragma once

#include "server/ctx.h"

/* A school lies in another county now. */
enum err children_county_changed(struct ctx *ctx, int64_t school) MUST_CHECK;

/* One step: at most a hundred files or cases of one school. *again_out: there may be more. */
enum err children_follow(struct ctx *ctx, bool *again_out) MUST_CHECK;
