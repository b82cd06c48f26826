/* Imports: what is kept of a sheet only as long as it is needed. */
#pragma once

#include "server/ctx.h"

/* Forgets which children ended imports had, and after a month the faults of refused rows, which
 * speak of children who may never be registered. */
enum err forget_sheets(struct ctx *ctx, bool *again_out) MUST_CHECK;
