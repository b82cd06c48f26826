/* How often an operator may do in an hour what shows or tells more than his work needs every
 * minute; the number is a policy. The hour begins with the first time.
 *
 * An AUDITED method asks quota_check first, so that whoever has used up his number learns nothing,
 * not even by how long the refusal takes; and its .countersign counts with quota_take, on the
 * writer: calls that run side by side cannot outrun the count, and a restart does not forget it.
 * The journal has an entry when somebody reaches the limit. */
#pragma once

#include "server/ctx.h"
#include "server/registry/policy_table.h"

/* QUOTA_USED with failure.retry_after_us, when nothing is left of the caller's hour. */
enum err quota_check(struct ctx *ctx, enum policy policy) MUST_CHECK;
/* The same, else counts one. */
enum err quota_take(struct ctx *ctx, enum policy policy) MUST_CHECK;
