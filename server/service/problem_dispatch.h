/* A campaign hands problems down to their schools (R43, Q8). */
#pragma once

#include "server/ctx.h"

/* One step of the job: at most `most` problems; *again_out while there are more. */
enum err problems_dispatch(struct ctx *ctx, size_t most, bool *again_out) MUST_CHECK;
